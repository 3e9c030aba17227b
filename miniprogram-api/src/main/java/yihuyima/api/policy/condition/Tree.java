package yihuyima.api.policy.condition;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Walks through what a condition is made of. */
public final class Tree {
  private Tree() {}

  /** Each clause, amount and moment of it, the whole first. */
  static void walk(Object node, Consumer<Object> visit) {
    visit.accept(node);
    children(node).forEach(child -> walk(child, visit));
  }

  private static List<?> children(Object node) {
    return switch (node) {
      case Clause.All all -> all.parts();
      case Clause.Any any -> any.parts();
      case Clause.Not not -> List.of(not.part());
      case Clause.Choice choice -> List.of(choice.when(), choice.then(), choice.otherwise());
      case Clause.Compare compare -> List.of(compare.left(), compare.right());
      case Clause.CompareDays compare -> List.of(compare.left(), compare.right());
      case Clause.Members members -> List.of(members.each());
      case Clause.Count count -> List.of(count.each());
      case Amount.Calculated calculated -> List.of(calculated.left(), calculated.right());
      case Amount.Elapsed elapsed -> List.of(elapsed.from(), elapsed.to());
      default -> List.of();
    };
  }

  static int nodes(Object node) {
    int[] count = {0};
    walk(node, each -> count[0]++);
    return count[0];
  }

  /** The facts that stand in a clause, an amount or a moment, in order. */
  public static Set<Fact> facts(Object node) {
    Set<Fact> facts = new LinkedHashSet<>();
    walk(
        node,
        each -> {
          switch (each) {
            case Clause.Holds(Fact fact) -> facts.add(fact);
            case Clause.OneOf one -> facts.add(one.fact());
            case Clause.Contains contains -> facts.add(contains.fact());
            case Clause.Within within -> facts.add(within.fact());
            case Amount.Figure(Fact fact) -> facts.add(fact);
            case Moment.Of(Fact fact) -> facts.add(fact);
            default -> {}
          }
        });
    return facts;
  }

  /** Whether the list of members itself is looked at. */
  public static boolean usesMembers(Object node) {
    boolean[] found = {false};
    walk(
        node,
        each ->
            found[0] |=
                each instanceof Clause.Members
                    || each instanceof Clause.Count
                    || each instanceof Amount.People);
    return found[0];
  }
}
