package yihuyima.api.policy.condition;

import static yihuyima.api.policy.condition.Fact.Scope.HOUSEHOLD;
import static yihuyima.api.policy.condition.Fact.Scope.MEMBER;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import yihuyima.api.policy.condition.Amount.Calculated;
import yihuyima.api.policy.condition.Amount.Elapsed;
import yihuyima.api.policy.condition.Amount.Operation;
import yihuyima.api.policy.condition.Amount.TimeUnit;
import yihuyima.api.policy.condition.Clause.Quantity;
import yihuyima.api.policy.condition.Fact.Scope;
import yihuyima.api.policy.condition.Fact.Source;
import yihuyima.api.policy.condition.Fact.Unit;
import yihuyima.api.policy.condition.Fact.Value;

/**
 * A dictionary whose facts have so few values that all can be tried, and random conditions and
 * households in it. Days have more; where all is tried, they are left out.
 */
final class SmallWorld {
  static final LocalDate DAY = LocalDate.of(2026, 3, 1);
  private static final Source SOURCE = new Source(true, "test");
  private static final List<Value> LETTERS =
      List.of(new Value("A", "甲"), new Value("B", "乙"), new Value("C", "丙"));

  static final Facts FACTS = build();

  private SmallWorld() {}

  private static Facts build() {
    Facts.Builder facts = Facts.builder();
    for (Scope scope : Scope.values()) {
      facts.code(scope, "letter", "字母", "字母是%s", "字母不是%s", LETTERS, SOURCE);
      facts.codes(scope, "several", "一些字母", LETTERS.subList(0, 2), SOURCE);
      facts.flag(scope, "open", "开着", "开着", "关着", SOURCE);
      facts.flag(scope, "green", "绿", "是绿的", "不是绿的", SOURCE);
      facts.number(scope, "income", "收入", Unit.FEN, 0, 3, SOURCE);
      facts.number(scope, "debt", "债务", Unit.FEN, -2, 2, SOURCE);
      facts.region(scope, "region", "地区", SOURCE);
      Fact from = facts.day(scope, "since", "起始日", SOURCE);
      facts.day(scope, "until", "截止日", SOURCE);
      facts.shorthand(
          "years",
          scope,
          "年数",
          new Elapsed(TimeUnit.YEARS, new Moment.Of(from), new Moment.Today()));
    }
    facts.shorthand("count", HOUSEHOLD, "人口", new Amount.People());
    return facts.build();
  }

  /** Random conditions; {@code days} whether days and regions stand in them. */
  record Conditions(Random random, boolean days) {
    Clause clause(int depth) {
      return clause(depth, HOUSEHOLD);
    }

    private Clause clause(int depth, Scope scope) {
      int lot = depth <= 0 ? 6 + random.nextInt(8) : random.nextInt(14);
      return switch (lot) {
        case 0, 1 -> all(parts(depth, scope));
        case 2, 3 -> any(parts(depth, scope));
        case 4 -> not(clause(depth - 1, scope));
        case 5 ->
            random.nextInt(3) > 0
                ? not(clause(depth - 1, scope))
                : new Clause.Choice(
                    clause(depth - 1, scope), clause(depth - 1, scope), clause(depth - 1, scope));
        case 6, 7, 8 -> scope == HOUSEHOLD ? ofMembers(depth) : simple(scope);
        default -> simple(scope);
      };
    }

    private List<Clause> parts(int depth, Scope scope) {
      List<Clause> parts = new ArrayList<>();
      int count = 2 + random.nextInt(2);
      for (int i = 0; i < count; i++) {
        parts.add(clause(depth - 1, scope));
      }
      return parts;
    }

    private static Clause all(List<Clause> parts) {
      List<Clause> flat = new ArrayList<>();
      for (Clause part : parts) {
        flat.addAll(part instanceof Clause.All all ? all.parts() : List.of(part));
      }
      return new Clause.All(flat);
    }

    private static Clause any(List<Clause> parts) {
      List<Clause> flat = new ArrayList<>();
      for (Clause part : parts) {
        flat.addAll(part instanceof Clause.Any any ? any.parts() : List.of(part));
      }
      return new Clause.Any(flat);
    }

    private static Clause not(Clause part) {
      return part instanceof Clause.Not not ? not.part() : new Clause.Not(part);
    }

    private Clause ofMembers(int depth) {
      Clause each = clause(Math.min(1, depth - 1), MEMBER);
      return switch (random.nextInt(4)) {
        case 0 -> new Clause.Members(Quantity.SOME, each);
        case 1 -> new Clause.Members(Quantity.EVERY, each);
        case 2 -> new Clause.Members(Quantity.EXACTLY_ONE, each);
        default -> new Clause.Count(each, pick(Order.values()), 1 + random.nextInt(2));
      };
    }

    private Clause simple(Scope inside) {
      Scope scope = inside == MEMBER && random.nextInt(4) > 0 ? MEMBER : HOUSEHOLD;
      switch (random.nextInt(days ? 8 : 6)) {
        case 0 -> {
          return new Clause.Holds(FACTS.get(scope, random.nextBoolean() ? "open" : "green"));
        }
        case 1 -> {
          int first = random.nextInt(3);
          List<Integer> places =
              random.nextBoolean() ? List.of(first) : List.of(first, (first + 1) % 3);
          return new Clause.OneOf(FACTS.get(scope, "letter"), places);
        }
        case 2 -> {
          return new Clause.Contains(FACTS.get(scope, "several"), random.nextInt(2));
        }
        case 6 -> {
          return new Clause.Within(
              FACTS.get(scope, "region"),
              List.of(370_000, 370_100, 370_102).get(random.nextInt(3)));
        }
        case 7 -> {
          return days(inside);
        }
        default -> {
          return compared(inside);
        }
      }
    }

    private Clause days(Scope inside) {
      while (true) {
        Moment left = moment(inside);
        Moment right = moment(inside);
        Order order = pick(Order.values());
        Bounds one = Bounds.of(left);
        Bounds other = Bounds.of(right);
        if (order.between(one.min(), one.max(), other.min(), other.max()) == Truth.UNKNOWN) {
          return new Clause.CompareDays(left, order, right);
        }
      }
    }

    private Moment moment(Scope inside) {
      return switch (random.nextInt(4)) {
        case 0 -> new Moment.Today();
        case 1 -> new Moment.On(day());
        default ->
            new Moment.Of(
                FACTS.get(
                    inside == MEMBER && random.nextBoolean() ? MEMBER : HOUSEHOLD,
                    random.nextBoolean() ? "since" : "until"));
      };
    }

    private long day() {
      return SmallWorld.day(random);
    }

    /** Not settled by the ranges of the facts, as every comparison that is accepted. */
    private Clause compared(Scope inside) {
      while (true) {
        Amount left = amount(inside, 2);
        Amount right =
            random.nextBoolean() ? new Amount.Written(random.nextInt(5) - 1) : amount(inside, 1);
        Order order = pick(Order.values());
        Bounds one = Bounds.of(left).orElse(null);
        Bounds other = Bounds.of(right).orElse(null);
        if (one != null
            && other != null
            && order.between(one.min(), one.max(), other.min(), other.max()) == Truth.UNKNOWN) {
          return new Clause.Compare(left, order, right);
        }
      }
    }

    private Amount amount(Scope inside, int depth) {
      switch (random.nextInt(depth <= 0 ? 4 : 7)) {
        case 0 -> {
          return new Amount.Written(random.nextInt(7) - 2);
        }
        case 4 -> {
          if (days) {
            Moment from = moment(inside);
            boolean today = from instanceof Moment.Today || random.nextInt(3) > 0;
            Moment to = from instanceof Moment.Today ? new Moment.On(day()) : new Moment.Today();
            return today && to instanceof Moment.Today
                ? new Elapsed(pick(TimeUnit.values()), from, to)
                : new Elapsed(TimeUnit.YEARS, from, new Moment.On(day()));
          }
          return new Amount.People();
        }
        case 5, 6 -> {
          return calculated(inside, depth);
        }
        default -> {
          Scope scope = inside == MEMBER && random.nextInt(3) > 0 ? MEMBER : HOUSEHOLD;
          return new Amount.Figure(FACTS.get(scope, random.nextBoolean() ? "income" : "debt"));
        }
      }
    }

    private Amount calculated(Scope inside, int depth) {
      Operation operation = pick(Operation.values());
      Amount left = amount(inside, depth - 1);
      Amount right =
          operation == Operation.OVER
              ? new Amount.Written(2 + random.nextInt(2))
              : amount(inside, depth - 1);
      return left instanceof Amount.Written && right instanceof Amount.Written
          ? left
          : new Calculated(left, operation, right);
    }

    private <T> T pick(T[] values) {
      return values[random.nextInt(values.length)];
    }
  }

  private static long day(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> DAY.minusYears(random.nextInt(70)).plusDays(random.nextInt(3) - 1).toEpochDay();
      case 1 -> DAY.minusMonths(random.nextInt(40)).plusDays(random.nextInt(3) - 1).toEpochDay();
      case 2 -> LocalDate.of(2004, 2, 29).toEpochDay();
      default -> DAY.plusDays(random.nextInt(60) - 30).toEpochDay();
    };
  }

  /** Values of a fact, all where there are few. */
  static List<Long> values(Fact fact) {
    List<Long> values = new ArrayList<>();
    if (fact.max() - fact.min() < 10) {
      for (long value = fact.min(); value <= fact.max(); value++) {
        values.add(value);
      }
    }
    return values;
  }

  static long value(Fact fact, Random random) {
    return switch (fact.kind()) {
      case DAY -> day(random);
      case REGION ->
          List.of(370_000L, 370_100L, 370_102L, 379_999L, 380_000L).get(random.nextInt(5));
      default -> fact.min() + random.nextLong(fact.max() - fact.min() + 1);
    };
  }

  /**
   * A random household.
   *
   * @param unknownPercent how many of the facts are not known
   * @param open whether the list of members may be
   */
  static Known household(Random random, int membersMax, int unknownPercent, boolean open) {
    Known.Builder known = Known.builder(FACTS, DAY);
    for (Fact fact : FACTS.of(HOUSEHOLD)) {
      known.set(fact, drawn(fact, random, unknownPercent));
    }
    int members = random.nextInt(membersMax + 1);
    for (int i = 0; i < members; i++) {
      addMember(known, i, random, unknownPercent);
    }
    if (open && random.nextInt(4) == 0) {
      known.membersIncomplete();
    }
    return known.build();
  }

  static void addMember(Known.Builder known, int place, Random random, int unknownPercent) {
    known.member();
    for (Fact fact : FACTS.of(MEMBER)) {
      known.set(place, fact, drawn(fact, random, unknownPercent));
    }
  }

  private static long drawn(Fact fact, Random random, int unknownPercent) {
    return random.nextInt(100) < unknownPercent ? Fact.UNKNOWN : value(fact, random);
  }

  /** What is not known of a household and stands in a condition. */
  static List<Missing> unknowns(Clause clause, Known known) {
    List<Missing> unknowns = new ArrayList<>();
    for (Fact fact : Tree.facts(clause)) {
      int last = fact.scope() == HOUSEHOLD ? 1 : known.members();
      for (int i = 0; i < last; i++) {
        if (known.value(fact, i) == Fact.UNKNOWN) {
          unknowns.add(new Missing(fact, fact.scope() == HOUSEHOLD ? null : (Integer) i));
        }
      }
    }
    return unknowns;
  }

  static void set(Known.Builder builder, Missing missing, long value) {
    if (missing.member() == null) {
      builder.set(missing.fact(), value);
    } else {
      builder.set(missing.member(), missing.fact(), value);
    }
  }
}
