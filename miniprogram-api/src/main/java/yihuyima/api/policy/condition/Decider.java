package yihuyima.api.policy.condition;

import yihuyima.api.policy.condition.Clause.Quantity;

/**
 * Decides a condition for one household, in Kleene's three values. This is what the language means;
 * the batches must agree with it.
 */
final class Decider {
  /** Instead of a member, outside of them. */
  static final int NOBODY = -1;

  private static final long UNKNOWN = Fact.UNKNOWN;

  private final Known known;

  Decider(Known known) {
    this.known = known;
  }

  Truth decide(Clause clause, int member) {
    return switch (clause) {
      case Clause.Always always -> Truth.of(always.value());
      case Clause.All all -> {
        Truth result = Truth.TRUE;
        for (Clause part : all.parts()) {
          result = result.and(decide(part, member));
        }
        yield result;
      }
      case Clause.Any any -> {
        Truth result = Truth.FALSE;
        for (Clause part : any.parts()) {
          result = result.or(decide(part, member));
        }
        yield result;
      }
      case Clause.Not not -> decide(not.part(), member).not();
      case Clause.Choice choice -> choose(choice, member);
      case Clause.Holds(Fact fact) -> {
        long value = known.value(fact, member);
        yield value == UNKNOWN ? Truth.UNKNOWN : Truth.of(value == 1);
      }
      case Clause.OneOf one -> {
        long value = known.value(one.fact(), member);
        yield value == UNKNOWN ? Truth.UNKNOWN : Truth.of(one.places().contains((int) value));
      }
      case Clause.Contains contains -> {
        long value = known.value(contains.fact(), member);
        yield value == UNKNOWN ? Truth.UNKNOWN : Truth.of((value >> contains.place() & 1) == 1);
      }
      case Clause.Within within -> {
        long value = known.value(within.fact(), member);
        yield value == UNKNOWN
            ? Truth.UNKNOWN
            : Truth.of(value >= within.region() && value <= within.last());
      }
      case Clause.Compare compare ->
          compared(
              amount(compare.left(), member), compare.order(), amount(compare.right(), member));
      case Clause.CompareDays compare ->
          compared(
              moment(compare.left(), member), compare.order(), moment(compare.right(), member));
      case Clause.Members members -> members(members);
      case Clause.Count count -> {
        Tally tally = tally(count.each());
        yield count.order().between(tally.least(), tally.most(), count.number(), count.number());
      }
    };
  }

  private Truth choose(Clause.Choice choice, int member) {
    return switch (decide(choice.when(), member)) {
      case TRUE -> decide(choice.then(), member);
      case FALSE -> decide(choice.otherwise(), member);
      case UNKNOWN -> {
        Truth then = decide(choice.then(), member);
        yield then == decide(choice.otherwise(), member) ? then : Truth.UNKNOWN;
      }
    };
  }

  private static Truth compared(long left, Order order, long right) {
    return left == UNKNOWN || right == UNKNOWN ? Truth.UNKNOWN : Truth.of(order.holds(left, right));
  }

  /**
   * Members by what is known of a condition.
   *
   * @param complete whether there are no others
   */
  private record Tally(int met, int open, int notMet, boolean complete) {
    long least() {
      return met;
    }

    long most() {
      return complete ? met + open : Integer.MAX_VALUE;
    }
  }

  private Tally tally(Clause each) {
    int met = 0;
    int open = 0;
    for (int i = 0; i < known.members(); i++) {
      switch (decide(each, i)) {
        case TRUE -> met++;
        case UNKNOWN -> open++;
        case FALSE -> {}
      }
    }
    return new Tally(met, open, known.members() - met - open, known.membersComplete());
  }

  private Truth members(Clause.Members members) {
    Tally tally = tally(members.each());
    if (members.quantity() == Quantity.EVERY) {
      if (tally.notMet() > 0) {
        return Truth.FALSE;
      }
      return tally.complete() && tally.open() == 0 ? Truth.TRUE : Truth.UNKNOWN;
    }
    Order order = members.quantity() == Quantity.SOME ? Order.GREATER_OR_EQUAL : Order.EQUAL;
    return order.between(tally.least(), tally.most(), 1, 1);
  }

  /** The number, or {@link Fact#UNKNOWN}. */
  long amount(Amount amount, int member) {
    return switch (amount) {
      case Amount.Written(long value) -> value;
      case Amount.Figure(Fact fact) -> known.value(fact, member);
      case Amount.People people -> known.membersComplete() ? known.members() : UNKNOWN;
      case Amount.Calculated calculated -> {
        long left = amount(calculated.left(), member);
        long right = amount(calculated.right(), member);
        yield left == UNKNOWN || right == UNKNOWN
            ? UNKNOWN
            : calculated.operation().of(left, right);
      }
      case Amount.Elapsed elapsed -> {
        long from = moment(elapsed.from(), member);
        long to = moment(elapsed.to(), member);
        yield from == UNKNOWN || to == UNKNOWN
            ? UNKNOWN
            : Amount.Elapsed.between(elapsed.unit(), from, to);
      }
    };
  }

  private long moment(Moment moment, int member) {
    return switch (moment) {
      case Moment.Today today -> known.day().toEpochDay();
      case Moment.On(long epochDay) -> epochDay;
      case Moment.Of(Fact fact) -> known.value(fact, member);
    };
  }
}
