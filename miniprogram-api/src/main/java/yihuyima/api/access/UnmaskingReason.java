package yihuyima.api.access;

import java.util.Optional;

/** Why private fields are looked at in full, in words for the family. */
public enum UnmaskingReason {
  CASE_CHECK("核对申请材料"),
  PAYMENT("核对发放信息"),
  CONTACT("联系家庭"),
  CORRECTION("更正档案"),
  COMPLAINT("处理反映的问题");

  private final String words;

  UnmaskingReason(String words) {
    this.words = words;
  }

  /** In Chinese, as the family reads it. */
  public String words() {
    return words;
  }

  /** The reason of this name; empty for any other word. */
  public static Optional<UnmaskingReason> named(String name) {
    for (UnmaskingReason reason : values()) {
      if (reason.name().equals(name)) {
        return Optional.of(reason);
      }
    }
    return Optional.empty();
  }
}
