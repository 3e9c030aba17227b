package yihuyima.api.policy.condition.form;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import yihuyima.api.policy.condition.Amount;
import yihuyima.api.policy.condition.Clause;
import yihuyima.api.policy.condition.Condition;
import yihuyima.api.policy.condition.Fact;
import yihuyima.api.policy.condition.Facts;
import yihuyima.api.policy.condition.Moment;
import yihuyima.api.policy.condition.Order;
import yihuyima.api.policy.condition.Tree;
import yihuyima.api.policy.condition.form.Form.Asks;

/** Finds the form of a condition, where it has the shape of one. */
public final class Forms {
  private final Facts facts;

  private Forms(Facts facts) {
    this.facts = facts;
  }

  /** Empty for what a form does not show, such as calculations. */
  public static Optional<Form> of(Condition condition) {
    return Optional.ofNullable(new Forms(condition.facts()).form(condition.clause(), 0));
  }

  private @Nullable Form form(Clause clause, int groups) {
    return switch (clause) {
      case Clause.All all -> group(true, all.parts(), groups + 1);
      case Clause.Any any -> group(false, any.parts(), groups + 1);
      case Clause.Not not -> denied(not.part(), groups);
      case Clause.Holds(Fact fact) -> new Form.Line(fact.name(), null, Asks.YES, List.of());
      case Clause.OneOf one -> codes(one, Asks.IS);
      case Clause.Contains contains -> code(contains, Asks.HAS);
      case Clause.Within within -> region(within, Asks.WITHIN);
      case Clause.Compare compare -> compared(compare);
      case Clause.CompareDays(Moment.Of(Fact fact), Order order, Moment.On(long epochDay)) ->
          new Form.Line(
              fact.name(),
              null,
              Asks.of(order),
              List.of(LocalDate.ofEpochDay(epochDay).toString()));
      case Clause.Members members ->
          members(
              switch (members.quantity()) {
                case SOME -> Form.Members.SOME;
                case EVERY -> Form.Members.EVERY;
                case EXACTLY_ONE -> Form.Members.EXACTLY_ONE;
              },
              null,
              0,
              members.each(),
              groups);
      case Clause.Count count ->
          members(Form.Members.COUNT, count.order(), count.number(), count.each(), groups);
      case Clause.CompareDays days -> null;
      case Clause.Choice choice -> null;
      case Clause.Always always -> null;
    };
  }

  private @Nullable Form group(boolean all, List<Clause> clauses, int groups) {
    if (groups > Form.GROUPS_NESTED_MAX || clauses.size() > Form.PARTS_MAX) {
      return null;
    }
    List<Form> parts = new ArrayList<>();
    for (Clause clause : clauses) {
      Form part = form(clause, groups);
      if (part == null) {
        return null;
      }
      parts.add(part);
    }
    return new Form.Group(all, parts);
  }

  private @Nullable Form denied(Clause clause, int groups) {
    return switch (clause) {
      case Clause.Holds(Fact fact) -> new Form.Line(fact.name(), null, Asks.NO, List.of());
      case Clause.OneOf one -> codes(one, Asks.IS_NOT);
      case Clause.Contains contains -> code(contains, Asks.HAS_NOT);
      case Clause.Within within -> region(within, Asks.NOT_WITHIN);
      case Clause.Members members when members.quantity() == Clause.Quantity.SOME ->
          members(Form.Members.NONE, null, 0, members.each(), groups);
      default -> null;
    };
  }

  private static Form codes(Clause.OneOf one, Asks asks) {
    return new Form.Line(
        one.fact().name(),
        null,
        asks,
        one.places().stream().map(place -> one.fact().values().get(place).code()).toList());
  }

  private static Form code(Clause.Contains contains, Asks asks) {
    String code = contains.fact().values().get(contains.place()).code();
    return new Form.Line(contains.fact().name(), null, asks, List.of(code));
  }

  private static Form region(Clause.Within within, Asks asks) {
    return new Form.Line(
        within.fact().name(), null, asks, List.of(Integer.toString(within.region())));
  }

  private @Nullable Form compared(Clause.Compare compare) {
    if (!(compare.right() instanceof Amount.Written(long number))) {
      return null;
    }
    Function<String, Form> line =
        name -> new Form.Line(name, null, Asks.of(compare.order()), List.of(Long.toString(number)));
    Optional<Facts.Shorthand> shorthand = facts.shorthandOf(compare.left());
    if (shorthand.isPresent()) {
      return line.apply(shorthand.get().name());
    }
    return switch (compare.left()) {
      case Amount.Figure(Fact fact) -> line.apply(fact.name());
      case Amount.Elapsed(Amount.TimeUnit unit, Moment.Of(Fact fact), Moment.Today today) ->
          new Form.Line(
              fact.name(), unit, Asks.of(compare.order()), List.of(Long.toString(number)));
      default -> null;
    };
  }

  private @Nullable Form members(
      Form.Members members, @Nullable Order order, long number, Clause each, int groups) {
    if (!aboutMembers(each)) {
      return null;
    }
    Form where = form(each, groups);
    return where == null ? null : new Form.OfMembers(members, order, number, where);
  }

  /** A form asks members about themselves only. */
  private boolean aboutMembers(Clause each) {
    return Tree.facts(each).stream().allMatch(fact -> fact.scope() == Fact.Scope.MEMBER)
        && !Tree.usesMembers(each);
  }
}
