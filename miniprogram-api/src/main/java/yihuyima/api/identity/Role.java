package yihuyima.api.identity;

/** What a member of staff is appointed to do, within their organisation's subtree. */
public enum Role {
  /** 帮扶干部: visits households and checks their applications, those paired with them. */
  CADRE,
  /** 初审 */
  CHECKER,
  /** 复核 */
  REVIEWER,
  /** 审批 */
  APPROVER,
  /** 资金管理 */
  FUND_CLERK,
  /** 编码管理: issues, replaces and revokes household codes. */
  CODE_CLERK,
  /** 公示与动态 */
  NOTICE_CLERK,
  /** 审计; a kind of caller of its own. */
  AUDITOR,
  /** 系统管理员 */
  ADMINISTRATOR
}
