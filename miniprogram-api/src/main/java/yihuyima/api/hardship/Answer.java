package yihuyima.api.hardship;

/** What is known of a question. */
public enum Answer {
  YES,
  NO,
  UNKNOWN;

  static Answer of(boolean value) {
    return value ? YES : NO;
  }

  /** Both, in three values: one NO is enough for NO. */
  Answer and(Answer other) {
    if (this == NO || other == NO) {
      return NO;
    }
    return this == YES && other == YES ? YES : UNKNOWN;
  }

  Answer not() {
    return switch (this) {
      case YES -> NO;
      case NO -> YES;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
