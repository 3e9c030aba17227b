package yihuyima.api.policy.condition.batch;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import yihuyima.api.policy.condition.Amount;
import yihuyima.api.policy.condition.Clause;
import yihuyima.api.policy.condition.Condition;
import yihuyima.api.policy.condition.Fact;
import yihuyima.api.policy.condition.Fact.Scope;
import yihuyima.api.policy.condition.Moment;
import yihuyima.api.policy.condition.Order;
import yihuyima.api.policy.condition.Tree;

/** A condition compiled for batches. Immutable: any number of threads may use it at once. */
public final class BatchCondition {
  private final Truths root;
  private final boolean[] slots;
  private final int metSlot;
  private final int notMetSlot;

  private BatchCondition(Condition condition) {
    Compiler compiler = new Compiler();
    this.metSlot = compiler.bits();
    this.notMetSlot = compiler.bits();
    this.root = compiler.truths(condition.clause(), Scope.HOUSEHOLD);
    this.slots = new boolean[compiler.slots.size()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = compiler.slots.get(i);
    }
  }

  public static BatchCondition of(Condition condition) {
    return new BatchCondition(condition);
  }

  /**
   * Decides for every household of a batch.
   *
   * @param day the day that is asked for
   * @param out gets for each household 0 not met, 1 cannot tell, 2 met
   */
  public void decide(Batch batch, LocalDate day, byte[] out) {
    Run run = new Run(batch, day.toEpochDay(), slots);
    long[] met = run.slot(metSlot);
    long[] notMet = run.slot(notMetSlot);
    for (int from = 0; from < batch.households(); from += Run.HOUSEHOLDS_AT_A_TIME) {
      int to = Math.min(batch.households(), from + Run.HOUSEHOLDS_AT_A_TIME);
      root.find(run, from, to, met, notMet);
      for (int row = from; row < to; row++) {
        int at = row - from;
        long yes = met[at >> 6] >>> at & 1L;
        long no = notMet[at >> 6] >>> at & 1L;
        out[row] = (byte) (1 + yes - no);
      }
    }
  }

  /** Makes the nodes, and counts the room they want. */
  private static final class Compiler {
    /** For each slot whether it holds bits. */
    final List<Boolean> slots = new ArrayList<>();

    int bits() {
      slots.add(true);
      return slots.size() - 1;
    }

    private int numbers() {
      slots.add(false);
      return slots.size() - 1;
    }

    private static boolean ofMember(Object node) {
      return Tree.facts(node).stream().anyMatch(fact -> fact.scope() == Scope.MEMBER);
    }

    /**
     * @param rows what the rows are; what is of the household only is found once for each household
     */
    Truths truths(Clause clause, Scope rows) {
      if (rows == Scope.MEMBER && !ofMember(clause)) {
        return new Truths.OfHousehold(truths(clause, Scope.HOUSEHOLD), bits(), bits());
      }
      return switch (clause) {
        case Clause.Always always -> new Truths.Always(always.value());
        case Clause.All all -> new Truths.Joint(true, parts(all.parts(), rows), bits(), bits());
        case Clause.Any any -> new Truths.Joint(false, parts(any.parts(), rows), bits(), bits());
        case Clause.Not not -> new Truths.Not(truths(not.part(), rows));
        case Clause.Choice choice ->
            new Truths.Choice(
                truths(choice.when(), rows),
                truths(choice.then(), rows),
                truths(choice.otherwise(), rows),
                new int[] {bits(), bits(), bits(), bits(), bits(), bits()});
        case Clause.Holds(Fact fact) -> new Truths.ByteIn(fact, 0b10);
        case Clause.OneOf one -> {
          long wanted = 0;
          for (int place : one.places()) {
            wanted |= 1L << place;
          }
          yield new Truths.ByteIn(one.fact(), wanted);
        }
        case Clause.Contains contains -> new Truths.HasBit(contains.fact(), contains.place());
        case Clause.Within within -> range(within.fact(), within.region(), within.last(), false);
        case Clause.Compare compare -> compared(compare, rows);
        case Clause.CompareDays compare -> compared(compare, rows);
        case Clause.Members members -> members(members);
        case Clause.Count count -> ofMembers(count.order(), count.number(), each(count.each()));
      };
    }

    private Truths each(Clause clause) {
      return truths(clause, Scope.MEMBER);
    }

    private Truths members(Clause.Members members) {
      return switch (members.quantity()) {
        case SOME -> ofMembers(Order.GREATER_OR_EQUAL, 1, each(members.each()));
        case EXACTLY_ONE -> ofMembers(Order.EQUAL, 1, each(members.each()));
        // Nobody of whom it is not true.
        case EVERY -> ofMembers(Order.EQUAL, 0, new Truths.Not(each(members.each())));
      };
    }

    private Truths ofMembers(Order order, long number, Truths each) {
      return new Truths.OfMembers(order, number, each, bits(), bits());
    }

    private List<Truths> parts(List<Clause> parts, Scope rows) {
      return parts.stream().map(part -> truths(part, rows)).toList();
    }

    // Comparisons: one fact against something fixed is a range of that fact

    private static Truths range(Fact fact, long first, long last, boolean outside) {
      long[] ends = {first, last};
      return new Truths.InRange(fact, today -> ends, outside);
    }

    private Truths compared(Clause.Compare compare, Scope rows) {
      if (compare.right() instanceof Amount.Written(long number)) {
        if (compare.left() instanceof Amount.Figure(Fact fact)) {
          return ranged(fact, compare.order(), today -> number);
        }
        if (compare.left() instanceof Amount.Elapsed elapsed
            && elapsed.from() instanceof Moment.Of(Fact fact)
            && !(elapsed.to() instanceof Moment.Of)) {
          return elapsed(elapsed, fact, compare.order(), number);
        }
      }
      return compared(
          numbers(compare.left(), rows), compare.order(), numbers(compare.right(), rows));
    }

    private Truths compared(Numbers left, Order order, Numbers right) {
      return new Truths.Compared(
          left, order, right, new int[] {numbers(), numbers(), bits(), bits()});
    }

    private Truths compared(Clause.CompareDays compare, Scope rows) {
      if (compare.left() instanceof Moment.Of(Fact fact)
          && !(compare.right() instanceof Moment.Of)) {
        return ranged(fact, compare.order(), fixed(compare.right()));
      }
      if (compare.right() instanceof Moment.Of(Fact fact)
          && !(compare.left() instanceof Moment.Of)) {
        return ranged(fact, compare.order().mirrored(), fixed(compare.left()));
      }
      return compared(
          numbers(compare.left(), rows), compare.order(), numbers(compare.right(), rows));
    }

    /** A number that depends on the day that is asked for at most. */
    private interface Fixed {
      long on(long today);
    }

    private static Fixed fixed(Moment moment) {
      return moment instanceof Moment.On(long epochDay) ? today -> epochDay : today -> today;
    }

    private static Truths ranged(Fact fact, Order order, Fixed number) {
      return new Truths.InRange(
          fact,
          today -> {
            long fixed = number.on(today);
            return switch (order) {
              case LESS -> new long[] {fact.min(), fixed - 1};
              case LESS_OR_EQUAL -> new long[] {fact.min(), fixed};
              case EQUAL, NOT_EQUAL -> new long[] {fixed, fixed};
              case GREATER_OR_EQUAL -> new long[] {fixed, fact.max()};
              case GREATER -> new long[] {fixed + 1, fact.max()};
            };
          },
          order == Order.NOT_EQUAL);
    }

    /** The later it began, the less time has passed: what is asked for is a range of beginnings. */
    private static Truths elapsed(Amount.Elapsed elapsed, Fact fact, Order order, long number) {
      Fixed end = fixed(elapsed.to());
      return new Truths.InRange(
          fact,
          today -> {
            long to = end.on(today);
            // At least so much has passed since days up to this one.
            long atLeast = lastWith(elapsed.unit(), fact, to, number);
            long more = lastWith(elapsed.unit(), fact, to, number + 1);
            return switch (order) {
              case LESS -> new long[] {atLeast + 1, fact.max()};
              case LESS_OR_EQUAL -> new long[] {more + 1, fact.max()};
              case EQUAL, NOT_EQUAL -> new long[] {more + 1, atLeast};
              case GREATER_OR_EQUAL -> new long[] {fact.min(), atLeast};
              case GREATER -> new long[] {fact.min(), more};
            };
          },
          order == Order.NOT_EQUAL);
    }

    private static long lastWith(Amount.TimeUnit unit, Fact fact, long to, long number) {
      long low = fact.min() - 1;
      long high = fact.max();
      while (low < high) {
        long middle = high - (high - low) / 2;
        if (Amount.Elapsed.between(unit, middle, to) >= number) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      return low;
    }

    // Numbers

    private Numbers numbers(Amount amount, Scope rows) {
      if (amount instanceof Amount.Written(long value)) {
        return new Numbers.Same(false, value);
      }
      if (rows == Scope.MEMBER && !ofMember(amount)) {
        return new Numbers.OfHousehold(numbers(amount, Scope.HOUSEHOLD), numbers(), bits());
      }
      return switch (amount) {
        case Amount.Written(long value) -> new Numbers.Same(false, value);
        case Amount.Figure(Fact fact) -> new Numbers.OfColumn(fact);
        case Amount.People people -> new Numbers.People();
        case Amount.Calculated calculated ->
            new Numbers.Calculated(
                numbers(calculated.left(), rows),
                calculated.operation(),
                numbers(calculated.right(), rows),
                numbers(),
                bits());
        case Amount.Elapsed elapsed ->
            new Numbers.Elapsed(
                elapsed.unit(),
                numbers(elapsed.from(), rows),
                numbers(elapsed.to(), rows),
                numbers(),
                bits());
      };
    }

    private Numbers numbers(Moment moment, Scope rows) {
      return switch (moment) {
        case Moment.Today today -> new Numbers.Same(true, 0);
        case Moment.On(long epochDay) -> new Numbers.Same(false, epochDay);
        case Moment.Of(Fact fact) ->
            rows == Scope.MEMBER && fact.scope() == Scope.HOUSEHOLD
                ? new Numbers.OfHousehold(new Numbers.OfColumn(fact), numbers(), bits())
                : new Numbers.OfColumn(fact);
      };
    }
  }
}
