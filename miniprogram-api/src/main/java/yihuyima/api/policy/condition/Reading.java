package yihuyima.api.policy.condition;

import java.util.List;

/** What came of reading an expression. */
public sealed interface Reading {
  /** It is a condition. */
  record Accepted(Condition condition) implements Reading {}

  /** It is none. */
  record Refused(List<Mistake> mistakes) implements Reading {
    public Refused {
      mistakes = List.copyOf(mistakes);
    }
  }
}
