package yihuyima.api.policy.condition;

import java.util.Set;

/**
 * A condition that was accepted: bounded, well typed, able to be decided for any household.
 *
 * @param text as written
 * @param clause what it means; equal for texts that differ only in how they are written
 */
public record Condition(String text, Facts facts, Clause clause) {
  /** Whether a household meets it. */
  public Truth decide(Known known) {
    require(known);
    return new Decider(known).decide(clause, Decider.NOBODY);
  }

  /** Whether a household meets it, by which parts, and what is missing to tell. */
  public Explanation explain(Known known) {
    require(known);
    return new Explainer(this, known).explain();
  }

  private void require(Known known) {
    if (known.facts() != facts) {
      throw new IllegalArgumentException("facts of another dictionary");
    }
  }

  /** The facts it speaks of. */
  public Set<Fact> uses() {
    return Tree.facts(clause);
  }

  /** As it is said in Chinese. */
  public String chinese() {
    return new ChineseText(facts).of(clause);
  }

  /** As it is written in CEL, in one way whatever way it was written in. */
  public String cel() {
    return new CelText(facts).of(clause);
  }
}
