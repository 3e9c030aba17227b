package yihuyima.api.policy.condition;

/** How two numbers or two days are compared. */
public enum Order {
  LESS("<", "低于", "早于"),
  LESS_OR_EQUAL("<=", "不超过", "不晚于"),
  EQUAL("==", "等于", "是"),
  NOT_EQUAL("!=", "不等于", "不是"),
  GREATER_OR_EQUAL(">=", "不低于", "不早于"),
  GREATER(">", "超过", "晚于");

  final String sign;
  final String word;
  final String wordOfDays;

  Order(String sign, String word, String wordOfDays) {
    this.sign = sign;
    this.word = word;
    this.wordOfDays = wordOfDays;
  }

  /** As it is written. */
  public String sign() {
    return sign;
  }

  /** Whether {@code left} and {@code right} are in this order. */
  public boolean holds(long left, long right) {
    return switch (this) {
      case LESS -> left < right;
      case LESS_OR_EQUAL -> left <= right;
      case EQUAL -> left == right;
      case NOT_EQUAL -> left != right;
      case GREATER_OR_EQUAL -> left >= right;
      case GREATER -> left > right;
    };
  }

  /** What holds for numbers of which only the ends are known. */
  public Truth between(long leftMin, long leftMax, long rightMin, long rightMax) {
    return switch (this) {
      case LESS ->
          leftMax < rightMin ? Truth.TRUE : leftMin >= rightMax ? Truth.FALSE : Truth.UNKNOWN;
      case LESS_OR_EQUAL ->
          leftMax <= rightMin ? Truth.TRUE : leftMin > rightMax ? Truth.FALSE : Truth.UNKNOWN;
      case EQUAL ->
          leftMin > rightMax || leftMax < rightMin
              ? Truth.FALSE
              : leftMin == leftMax && rightMin == rightMax ? Truth.TRUE : Truth.UNKNOWN;
      case NOT_EQUAL -> EQUAL.between(leftMin, leftMax, rightMin, rightMax).not();
      case GREATER_OR_EQUAL -> LESS.between(leftMin, leftMax, rightMin, rightMax).not();
      case GREATER -> LESS_OR_EQUAL.between(leftMin, leftMax, rightMin, rightMax).not();
    };
  }

  /** The same with both sides exchanged. */
  public Order mirrored() {
    return switch (this) {
      case LESS -> GREATER;
      case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
      case EQUAL -> EQUAL;
      case NOT_EQUAL -> NOT_EQUAL;
      case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
      case GREATER -> LESS;
    };
  }
}
