package yihuyima.api.policy.condition;

/** Whether a condition is met, from the least to the most. */
public enum Truth {
  FALSE,
  /** Cannot tell: facts are missing that could decide it. */
  UNKNOWN,
  TRUE;

  /** As it stands in the bytes of a batch: 0, 1, 2. */
  public int number() {
    return switch (this) {
      case FALSE -> 0;
      case UNKNOWN -> 1;
      case TRUE -> 2;
    };
  }

  static Truth of(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** Both: one FALSE is enough for FALSE. */
  Truth and(Truth other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /** Either: one TRUE is enough for TRUE. */
  Truth or(Truth other) {
    return compareTo(other) >= 0 ? this : other;
  }

  Truth not() {
    return switch (this) {
      case TRUE -> FALSE;
      case FALSE -> TRUE;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
