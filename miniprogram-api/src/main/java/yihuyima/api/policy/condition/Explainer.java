package yihuyima.api.policy.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import yihuyima.api.policy.condition.Explanation.Joint;
import yihuyima.api.policy.condition.Explanation.Part;
import yihuyima.api.policy.condition.Explanation.Used;
import yihuyima.api.policy.condition.Fact.Scope;

/** Explains one decision. */
final class Explainer {
  private final Condition condition;
  private final Known known;
  private final Decider decider;
  private final ChineseText chinese;

  Explainer(Condition condition, Known known) {
    this.condition = condition;
    this.known = known;
    this.decider = new Decider(known);
    this.chinese = new ChineseText(condition.facts());
  }

  Explanation explain() {
    Part whole = part(condition.clause());
    Set<Missing> missing = new TreeSet<>(Missing.ORDER);
    collect(condition.clause(), Decider.NOBODY, missing);
    return new Explanation(
        whole.truth(), whole, Relevance.narrowed(condition.clause(), known, List.copyOf(missing)));
  }

  private Part part(Clause clause) {
    Truth truth = decider.decide(clause, Decider.NOBODY);
    return switch (clause) {
      case Clause.All all -> joint(clause, Joint.ALL, truth, all.parts());
      case Clause.Any any -> joint(clause, Joint.ANY, truth, any.parts());
      default -> new Part(chinese.of(clause), Joint.SINGLE, truth, List.of(), used(clause));
    };
  }

  private Part joint(Clause clause, Joint joint, Truth truth, List<Clause> parts) {
    return new Part(
        chinese.of(clause), joint, truth, parts.stream().map(this::part).toList(), List.of());
  }

  private List<Used> used(Clause clause) {
    List<Used> used = new ArrayList<>();
    Set<Fact> facts = Tree.facts(clause);
    for (Fact fact : facts) {
      if (fact.scope() == Scope.HOUSEHOLD) {
        used.add(used(fact, Decider.NOBODY));
      }
    }
    for (int i = 0; i < known.members(); i++) {
      for (Fact fact : facts) {
        if (fact.scope() == Scope.MEMBER) {
          used.add(used(fact, i));
        }
      }
    }
    return used;
  }

  private Used used(Fact fact, int member) {
    long value = known.value(fact, member);
    return new Used(
        fact,
        member == Decider.NOBODY ? null : member,
        value == Fact.UNKNOWN ? null : fact.words(value));
  }

  /**
   * What is not known under whatever cannot be told. Never too little: what can be told stays so
   * whatever else becomes known.
   */
  private void collect(Clause clause, int member, Set<Missing> missing) {
    if (decider.decide(clause, member) != Truth.UNKNOWN) {
      return;
    }
    switch (clause) {
      case Clause.Always always -> {}
      case Clause.All all -> all.parts().forEach(part -> collect(part, member, missing));
      case Clause.Any any -> any.parts().forEach(part -> collect(part, member, missing));
      case Clause.Not not -> collect(not.part(), member, missing);
      case Clause.Choice choice -> {
        Truth when = decider.decide(choice.when(), member);
        collect(choice.when(), member, missing);
        if (when != Truth.FALSE) {
          collect(choice.then(), member, missing);
        }
        if (when != Truth.TRUE) {
          collect(choice.otherwise(), member, missing);
        }
      }
      case Clause.Members members -> collectOfEach(members.each(), missing);
      case Clause.Count count -> collectOfEach(count.each(), missing);
      case Clause.Holds holds -> collectUnknown(clause, member, missing);
      case Clause.OneOf one -> collectUnknown(clause, member, missing);
      case Clause.Contains contains -> collectUnknown(clause, member, missing);
      case Clause.Within within -> collectUnknown(clause, member, missing);
      case Clause.Compare compare -> collectUnknown(clause, member, missing);
      case Clause.CompareDays compare -> collectUnknown(clause, member, missing);
    }
  }

  private void collectOfEach(Clause each, Set<Missing> missing) {
    for (int i = 0; i < known.members(); i++) {
      collect(each, i, missing);
    }
    if (!known.membersComplete()) {
      missing.add(new Missing(null, null));
    }
  }

  private void collectUnknown(Clause clause, int member, Set<Missing> missing) {
    for (Fact fact : Tree.facts(clause)) {
      if (known.value(fact, member) == Fact.UNKNOWN) {
        missing.add(new Missing(fact, fact.scope() == Scope.HOUSEHOLD ? null : (Integer) member));
      }
    }
    if (Tree.usesMembers(clause) && !known.membersComplete()) {
      missing.add(new Missing(null, null));
    }
  }
}
