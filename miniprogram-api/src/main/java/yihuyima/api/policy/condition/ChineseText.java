package yihuyima.api.policy.condition;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import yihuyima.api.policy.condition.Amount.Elapsed;
import yihuyima.api.policy.condition.Amount.TimeUnit;
import yihuyima.api.policy.condition.Fact.Scope;
import yihuyima.api.policy.condition.Fact.Unit;
import yihuyima.api.policy.condition.Facts.Shorthand;

/** Says a condition in plain Chinese. */
public final class ChineseText {
  private final Facts facts;

  public ChineseText(Facts facts) {
    this.facts = facts;
  }

  /** A number with its unit; money is in yuan. */
  static String number(long value, Unit unit) {
    if (unit == Unit.FEN) {
      String sign = value < 0 ? "-" : "";
      long fen = Math.abs(value);
      String yuan = String.format(Locale.ROOT, "%s%,d", sign, fen / 100);
      return (fen % 100 == 0 ? yuan : "%s.%02d".formatted(yuan, fen % 100)) + "元";
    }
    String plain =
        unit == Unit.YEAR ? Long.toString(value) : String.format(Locale.ROOT, "%,d", value);
    return plain + unit.word;
  }

  static String day(long epochDay) {
    LocalDate day = LocalDate.ofEpochDay(epochDay);
    return "%d年%d月%d日".formatted(day.getYear(), day.getMonthValue(), day.getDayOfMonth());
  }

  public String of(Clause clause) {
    return clause(clause, false);
  }

  /** A number; what is written in it is fen. */
  String of(Amount amount) {
    return amount(amount, Unit.FEN);
  }

  /** As a part of a longer sentence: in brackets where it would not be clear what belongs to it. */
  String part(Clause clause) {
    return clause(clause, true);
  }

  private String clause(Clause clause, boolean inner) {
    Optional<Shorthand> shorthand = facts.shorthandOf(clause);
    if (shorthand.isPresent()) {
      return shorthand.get().word();
    }
    return switch (clause) {
      case Clause.Always always -> always.value() ? "不论什么情况" : "不适用于任何家庭";
      case Clause.All all -> bracketed(joined(all.parts(), "，并且"), inner);
      case Clause.Any any -> bracketed(joined(any.parts(), "，或者"), inner);
      case Clause.Not not -> not(not.part());
      case Clause.Choice choice ->
          bracketed(
              "如果%s，那么%s，否则%s"
                  .formatted(part(choice.when()), part(choice.then()), part(choice.otherwise())),
              inner);
      case Clause.Holds(Fact fact) -> fact.says();
      case Clause.OneOf one -> oneOf(one);
      case Clause.Contains contains ->
          contains.fact().says().formatted(value(contains.fact(), contains.place()));
      case Clause.Within within -> within.fact().says().formatted("行政区划" + within.region());
      case Clause.Compare compare -> compare(compare);
      case Clause.CompareDays compare -> compareDays(compare);
      case Clause.Members members -> members(members);
      case Clause.Count count ->
          "家中%s的人数%s%d人".formatted(attributes(count.each()), count.order().word, count.number());
    };
  }

  private static String bracketed(String text, boolean inner) {
    return inner ? "（" + text + "）" : text;
  }

  private String joined(List<Clause> parts, String word) {
    return parts.stream().map(this::part).collect(Collectors.joining(word));
  }

  private String not(Clause part) {
    return switch (part) {
      case Clause.Holds(Fact fact) -> fact.denies();
      case Clause.OneOf one when one.places().size() == 1 && saidApart(one).size() == 1 ->
          Objects.requireNonNull(saidApart(one).get(0).denies());
      case Clause.OneOf one when saidApart(one).isEmpty() ->
          one.fact().denies().formatted(words(one));
      case Clause.Contains contains ->
          contains.fact().denies().formatted(value(contains.fact(), contains.place()));
      case Clause.Within within -> within.fact().denies().formatted("行政区划" + within.region());
      case Clause.Members members when members.quantity() == Clause.Quantity.SOME ->
          "家中没有" + people(members.each());
      default -> "以下不成立：" + bracketed(of(part), true);
    };
  }

  /** Values that are said in a way of their own come after the others. */
  private static String oneOf(Clause.OneOf one) {
    List<String> said = new ArrayList<>();
    if (saidApart(one).size() < one.places().size()) {
      said.add(one.fact().says().formatted(words(one)));
    }
    saidApart(one).forEach(value -> said.add(value.says()));
    return String.join("或", said);
  }

  private static List<Fact.Value> saidApart(Clause.OneOf one) {
    return one.places().stream()
        .map(place -> one.fact().values().get(place))
        .filter(value -> value.says() != null)
        .toList();
  }

  private static String words(Clause.OneOf one) {
    return one.places().stream()
        .map(place -> one.fact().values().get(place))
        .filter(value -> value.says() == null)
        .map(Fact.Value::word)
        .collect(Collectors.joining("或"));
  }

  private static String value(Fact fact, int place) {
    return fact.values().get(place).word();
  }

  // Members

  private String members(Clause.Members members) {
    return switch (members.quantity()) {
      case SOME -> "家中有" + people(members.each());
      case EXACTLY_ONE -> "家中恰好有一位" + people(members.each());
      case EVERY -> "家中每个人都" + attributes(members.each());
    };
  }

  /** Somebody of whom this is true: what they are comes last, "在读大学的孩子". */
  private String people(Clause each) {
    List<Clause> parts = each instanceof Clause.All all ? all.parts() : List.of(each);
    String noun = "人";
    List<String> attributes = new ArrayList<>();
    for (Clause part : parts) {
      if (noun.equals("人")
          && part instanceof Clause.OneOf one
          && one.fact().scope() == Scope.MEMBER
          && one.fact().says().equals("是%s")) {
        noun = words(one);
      } else {
        attributes.add(part(part));
      }
    }
    if (attributes.isEmpty()) {
      return noun;
    }
    return String.join("、", attributes) + "的" + noun;
  }

  private String attributes(Clause each) {
    return each instanceof Clause.All all
        ? all.parts().stream().map(this::part).collect(Collectors.joining("、"))
        : part(each);
  }

  // Numbers and days

  private String compare(Clause.Compare compare) {
    Amount left = compare.left();
    Amount right = compare.right();
    Order order = compare.order();
    if (left instanceof Amount.Written && !(right instanceof Amount.Written)) {
      left = compare.right();
      right = compare.left();
      order = order.mirrored();
    }
    if (right instanceof Amount.Written(long years) && isAge(left)) {
      return age(order, years);
    }
    Unit unit = unit(left) == Unit.NONE ? unit(right) : unit(left);
    return amount(left, unit) + order.word + amount(right, unit);
  }

  /** Whether it is the age of a member on the day that is asked for. */
  private boolean isAge(Amount amount) {
    return amount instanceof Elapsed elapsed
        && elapsed.unit() == TimeUnit.YEARS
        && facts.shorthandOf(amount).isPresent();
  }

  private static String age(Order order, long years) {
    return switch (order) {
      case LESS -> "不满%d周岁".formatted(years);
      case GREATER_OR_EQUAL -> "年满%d周岁".formatted(years);
      case LESS_OR_EQUAL -> "不满%d周岁".formatted(years + 1);
      case GREATER -> "年满%d周岁".formatted(years + 1);
      case EQUAL -> "%d周岁".formatted(years);
      case NOT_EQUAL -> "不是%d周岁".formatted(years);
    };
  }

  private static Unit unit(Amount amount) {
    return switch (amount) {
      case Amount.Written number -> Unit.NONE;
      case Amount.Figure(Fact fact) -> fact.unit();
      case Amount.People people -> Unit.PEOPLE;
      case Elapsed elapsed -> elapsed.unit() == TimeUnit.YEARS ? Unit.YEARS : Unit.NONE;
      case Amount.Calculated calculated ->
          switch (calculated.operation()) {
            case OVER -> unit(calculated.left());
            case PLUS, MINUS, TIMES -> {
              Unit left = unit(calculated.left());
              Unit right = unit(calculated.right());
              yield left == Unit.FEN || right == Unit.FEN
                  ? Unit.FEN
                  : left == Unit.NONE ? right : left;
            }
          };
    };
  }

  /**
   * @param unit of the numbers that are written in it
   */
  private String amount(Amount amount, Unit unit) {
    Optional<Shorthand> shorthand = facts.shorthandOf(amount);
    if (shorthand.isPresent()) {
      return shorthand.get().word();
    }
    return switch (amount) {
      case Amount.Written(long value) -> number(value, unit);
      case Amount.Figure(Fact fact) -> fact.word();
      case Amount.People people -> "家庭人口";
      case Elapsed elapsed -> elapsed(elapsed);
      case Amount.Calculated calculated -> calculated(calculated, unit);
    };
  }

  private String calculated(Amount.Calculated calculated, Unit unit) {
    Amount left = calculated.left();
    Amount right = calculated.right();
    return switch (calculated.operation()) {
      case PLUS -> "（%s加%s）".formatted(amount(left, unit), amount(right, unit));
      case MINUS -> "（%s减%s）".formatted(amount(left, unit), amount(right, unit));
      case TIMES -> {
        if (left instanceof Amount.Written(long times)) {
          yield "%s的%d倍".formatted(amount(right, unit), times);
        }
        if (right instanceof Amount.Written(long times)) {
          yield "%s的%d倍".formatted(amount(left, unit), times);
        }
        yield "（%s乘%s）".formatted(amount(left, Unit.NONE), amount(right, Unit.NONE));
      }
      case OVER -> "（%s除以%s）".formatted(amount(left, unit), amount(right, Unit.NONE));
    };
  }

  private static String elapsed(Elapsed elapsed) {
    String unit =
        switch (elapsed.unit()) {
          case YEARS -> "整年数";
          case MONTHS -> "整月数";
          case DAYS -> "天数";
        };
    return "从%s到%s的%s".formatted(moment(elapsed.from()), moment(elapsed.to()), unit);
  }

  private String compareDays(Clause.CompareDays compare) {
    return moment(compare.left()) + compare.order().wordOfDays + moment(compare.right());
  }

  private static String moment(Moment moment) {
    return switch (moment) {
      case Moment.Today today -> "当日";
      case Moment.On(long epochDay) -> day(epochDay);
      case Moment.Of(Fact fact) -> fact.word();
    };
  }
}
