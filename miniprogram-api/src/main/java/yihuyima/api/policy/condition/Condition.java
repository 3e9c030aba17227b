package yihuyima.api.policy.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import yihuyima.api.policy.condition.Clause.Quantity;

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

  /**
   * Of which members it is true, where it is that some member fulfils something.
   *
   * @throws IllegalStateException for any other condition
   */
  public List<Truth> ofMembers(Known known) {
    require(known);
    if (!(clause instanceof Clause.Members members) || members.quantity() != Quantity.SOME) {
      throw new IllegalStateException("no condition about a member");
    }
    Decider decider = new Decider(known);
    List<Truth> truths = new ArrayList<>();
    for (int i = 0; i < known.members(); i++) {
      truths.add(decider.decide(members.each(), i));
    }
    return truths;
  }

  /** Both: what is met by whoever meets this and the other. */
  public Condition and(Condition other) {
    if (other.facts != facts) {
      throw new IllegalArgumentException("facts of another dictionary");
    }
    String both = "(%s) && (%s)".formatted(text, other.text);
    if (clause instanceof Clause.Always always) {
      return always.value() ? other : this;
    }
    if (other.clause instanceof Clause.Always always) {
      return always.value() ? this : other;
    }
    List<Clause> parts = new ArrayList<>(parts(clause));
    parts.addAll(parts(other.clause));
    return new Condition(both, facts, new Clause.All(parts));
  }

  private static List<Clause> parts(Clause clause) {
    return clause instanceof Clause.All all ? all.parts() : List.of(clause);
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
