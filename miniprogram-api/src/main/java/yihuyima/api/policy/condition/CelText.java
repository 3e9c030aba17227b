package yihuyima.api.policy.condition;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import yihuyima.api.policy.condition.Fact.Scope;
import yihuyima.api.policy.condition.Facts.Shorthand;

/** Writes a condition in CEL; read again, it is the same condition. */
public final class CelText {
  /** What members are called. */
  private static final String MEMBER = "m";

  // How tightly operators bind, the loosest first.
  private static final int CHOICE = 0;
  private static final int ANY = 1;
  private static final int ALL = 2;
  private static final int RELATION = 3;
  private static final int SUM = 4;
  private static final int PRODUCT = 5;
  private static final int UNARY = 6;

  private final Facts facts;

  public CelText(Facts facts) {
    this.facts = facts;
  }

  public String of(Clause clause) {
    return clause(clause, CHOICE);
  }

  private static String bracketed(String text, int binds, int within) {
    return binds < within ? "(" + text + ")" : text;
  }

  /**
   * @param within how tightly what stands around it binds
   */
  private String clause(Clause clause, int within) {
    Optional<Shorthand> shorthand = facts.shorthandOf(clause);
    if (shorthand.isPresent()) {
      return name(shorthand.get().scope(), shorthand.get().name());
    }
    return switch (clause) {
      case Clause.Always always -> Boolean.toString(always.value());
      case Clause.All all -> bracketed(joined(all.parts(), " && ", ALL + 1), ALL, within);
      case Clause.Any any -> bracketed(joined(any.parts(), " || ", ANY + 1), ANY, within);
      case Clause.Not not -> not(not.part(), within);
      case Clause.Choice choice ->
          bracketed(
              clause(choice.when(), ANY)
                  + " ? "
                  + clause(choice.then(), ANY)
                  + " : "
                  + clause(choice.otherwise(), CHOICE),
              CHOICE,
              within);
      case Clause.Holds(Fact fact) -> name(fact);
      case Clause.OneOf one -> bracketed(oneOf(one), RELATION, within);
      case Clause.Contains contains ->
          bracketed(
              code(contains.fact(), contains.place()) + " in " + name(contains.fact()),
              RELATION,
              within);
      case Clause.Within in ->
          ConditionReader.WITHIN + "(" + name(in.fact()) + ", \"" + in.region() + "\")";
      case Clause.Compare compare ->
          bracketed(
              amount(compare.left(), SUM)
                  + " "
                  + compare.order().sign
                  + " "
                  + amount(compare.right(), SUM),
              RELATION,
              within);
      case Clause.CompareDays compare ->
          bracketed(
              moment(compare.left()) + " " + compare.order().sign + " " + moment(compare.right()),
              RELATION,
              within);
      case Clause.Members members ->
          macro(
              switch (members.quantity()) {
                case SOME -> "exists";
                case EVERY -> "all";
                case EXACTLY_ONE -> "exists_one";
              },
              members.each());
      case Clause.Count count ->
          bracketed(
              macro("filter", count.each())
                  + ".size() "
                  + count.order().sign
                  + " "
                  + count.number(),
              RELATION,
              within);
    };
  }

  private String joined(List<Clause> parts, String sign, int within) {
    return parts.stream().map(part -> clause(part, within)).collect(Collectors.joining(sign));
  }

  private String not(Clause part, int within) {
    if (part instanceof Clause.OneOf one
        && one.places().size() == 1
        && facts.shorthandOf(one).isEmpty()) {
      return bracketed(
          name(one.fact()) + " != " + code(one.fact(), one.places().get(0)), RELATION, within);
    }
    return "!" + clause(part, UNARY);
  }

  private String oneOf(Clause.OneOf one) {
    Fact fact = one.fact();
    if (one.places().size() == 1) {
      return name(fact) + " == " + code(fact, one.places().get(0));
    }
    return one.places().stream()
        .map(place -> code(fact, place))
        .collect(Collectors.joining(", ", name(fact) + " in [", "]"));
  }

  private static String code(Fact fact, int place) {
    return "\"" + fact.values().get(place).code() + "\"";
  }

  private String macro(String name, Clause each) {
    return "%s.%s(%s, %s)".formatted(ConditionReader.MEMBERS, name, MEMBER, clause(each, CHOICE));
  }

  private String amount(Amount amount, int within) {
    Optional<Shorthand> shorthand = facts.shorthandOf(amount);
    if (shorthand.isPresent()) {
      return name(shorthand.get().scope(), shorthand.get().name());
    }
    return switch (amount) {
      case Amount.Written(long value) -> Long.toString(value);
      case Amount.Figure(Fact fact) -> name(fact);
      case Amount.People people -> ConditionReader.MEMBERS + ".size()";
      case Amount.Calculated calculated -> {
        boolean sum =
            calculated.operation() == Amount.Operation.PLUS
                || calculated.operation() == Amount.Operation.MINUS;
        int binds = sum ? SUM : PRODUCT;
        yield bracketed(
            amount(calculated.left(), binds)
                + " "
                + calculated.operation().sign
                + " "
                + amount(calculated.right(), binds + 1),
            binds,
            within);
      }
      case Amount.Elapsed elapsed -> elapsed(elapsed);
    };
  }

  private String elapsed(Amount.Elapsed elapsed) {
    String from = moment(elapsed.from());
    if (!(elapsed.to() instanceof Moment.Today)) {
      return "%s(%s, %s)".formatted(ConditionReader.AGE_ON, from, moment(elapsed.to()));
    }
    return "%s(%s)"
        .formatted(
            switch (elapsed.unit()) {
              case YEARS -> ConditionReader.YEARS_SINCE;
              case MONTHS -> ConditionReader.MONTHS_SINCE;
              case DAYS -> ConditionReader.DAYS_SINCE;
            },
            from);
  }

  private String moment(Moment moment) {
    return switch (moment) {
      case Moment.Today today -> ConditionReader.TODAY;
      case Moment.On(long epochDay) ->
          "%s(\"%s\")".formatted(ConditionReader.DATE, LocalDate.ofEpochDay(epochDay));
      case Moment.Of(Fact fact) -> name(fact);
    };
  }

  private static String name(Fact fact) {
    return name(fact.scope(), fact.name());
  }

  private static String name(Scope scope, String name) {
    return scope == Scope.MEMBER ? MEMBER + "." + name : name;
  }
}
