package yihuyima.api.access;

/** What is shown hidden but for its ends, until somebody says why they need it. */
public enum PrivateField {
  /** 姓名 */
  NAME,
  /** 身份证号 */
  ID_NUMBER,
  /** 手机号 */
  PHONE,
  /** 银行卡号 */
  CARD,
  /** 住址 */
  ADDRESS
}
