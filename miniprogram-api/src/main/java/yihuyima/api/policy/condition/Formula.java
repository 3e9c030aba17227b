package yihuyima.api.policy.condition;

import java.util.Set;

/**
 * A number over the facts of a household that was accepted: bounded, able to be computed for any
 * household of which its facts are known.
 *
 * @param text as written
 */
public record Formula(String text, Facts facts, Amount amount) {
  /** The number, or {@link Fact#UNKNOWN}. */
  public long of(Known known) {
    if (known.facts() != facts) {
      throw new IllegalArgumentException("facts of another dictionary");
    }
    return new Decider(known).amount(amount, Decider.NOBODY);
  }

  /** The facts it speaks of. */
  public Set<Fact> uses() {
    return Tree.facts(amount);
  }

  /** As it is said in Chinese; written numbers are fen. */
  public String chinese() {
    return new ChineseText(facts).of(amount);
  }

  /** What came of reading one. */
  public sealed interface Read {
    /** It is a number. */
    record Accepted(Formula formula) implements Read {}

    /** It is none. */
    record Refused(java.util.List<Mistake> mistakes) implements Read {
      public Refused {
        mistakes = java.util.List.copyOf(mistakes);
      }
    }
  }
}
