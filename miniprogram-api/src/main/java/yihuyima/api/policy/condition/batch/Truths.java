package yihuyima.api.policy.condition.batch;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import yihuyima.api.policy.condition.Fact;
import yihuyima.api.policy.condition.Order;
import yihuyima.api.policy.condition.batch.Batch.Column;

/**
 * Says of each row whether something is met. Rows are households or members, from one to another;
 * the first of them has bit 0. Bits past the last row are never set.
 */
abstract class Truths {
  /**
   * @param met gets a bit for each row where it is met
   * @param notMet gets a bit for each row where it is not; neither where it cannot be told
   */
  abstract void find(Run run, int from, int to, long[] met, long[] notMet);

  /** The same for every row. */
  static final class Always extends Truths {
    private final boolean value;

    Always(boolean value) {
      this.value = value;
    }

    @Override
    void find(Run run, int from, int to, long[] met, long[] notMet) {
      for (int row = from, word = 0; row < to; row += 64, word++) {
        long all = Run.mask(to - row);
        met[word] = value ? all : 0;
        notMet[word] = value ? 0 : all;
      }
    }
  }

  static final class Not extends Truths {
    private final Truths part;

    Not(Truths part) {
      this.part = part;
    }

    @Override
    void find(Run run, int from, int to, long[] met, long[] notMet) {
      part.find(run, from, to, notMet, met);
    }
  }

  /** All or any; stops as soon as no row can change. */
  static final class Joint extends Truths {
    private final boolean all;
    private final List<Truths> parts;
    private final int metSlot;
    private final int notMetSlot;

    Joint(boolean all, List<Truths> parts, int metSlot, int notMetSlot) {
      this.all = all;
      this.parts = parts;
      this.metSlot = metSlot;
      this.notMetSlot = notMetSlot;
    }

    @Override
    void find(Run run, int from, int to, long[] met, long[] notMet) {
      // Of "any", what is met and what is not change places.
      long[] kept = all ? met : notMet;
      long[] settled = all ? notMet : met;
      int words = Batch.words(to - from);
      parts.get(0).find(run, from, to, met, notMet);
      long[] partMet = run.slot(metSlot);
      long[] partNotMet = run.slot(notMetSlot);
      for (int i = 1; i < parts.size(); i++) {
        if (allSet(settled, to - from)) {
          return;
        }
        parts.get(i).find(run, from, to, partMet, partNotMet);
        long[] partKept = all ? partMet : partNotMet;
        long[] partSettled = all ? partNotMet : partMet;
        for (int word = 0; word < words; word++) {
          kept[word] &= partKept[word];
          settled[word] |= partSettled[word];
        }
      }
    }

    private static boolean allSet(long[] bits, int rows) {
      int word = 0;
      for (int row = 0; row < rows; row += 64, word++) {
        if (bits[word] != Run.mask(rows - row)) {
          return false;
        }
      }
      return true;
    }
  }

  static final class Choice extends Truths {
    private final Truths when;
    private final Truths then;
    private final Truths otherwise;
    private final int[] slots;

    /**
     * @param slots six, for the bits of the three
     */
    Choice(Truths when, Truths then, Truths otherwise, int[] slots) {
      this.when = when;
      this.then = then;
      this.otherwise = otherwise;
      this.slots = slots.clone();
    }

    @Override
    void find(Run run, int from, int to, long[] met, long[] notMet) {
      long[] yes = run.slot(slots[0]);
      long[] no = run.slot(slots[1]);
      long[] thenMet = run.slot(slots[2]);
      long[] thenNot = run.slot(slots[3]);
      long[] elseMet = run.slot(slots[4]);
      long[] elseNot = run.slot(slots[5]);
      when.find(run, from, to, yes, no);
      then.find(run, from, to, thenMet, thenNot);
      otherwise.find(run, from, to, elseMet, elseNot);
      int words = Batch.words(to - from);
      for (int word = 0; word < words; word++) {
        met[word] =
            (yes[word] & thenMet[word])
                | (no[word] & elseMet[word])
                | (thenMet[word] & elseMet[word]);
        notMet[word] =
            (yes[word] & thenNot[word])
                | (no[word] & elseNot[word])
                | (thenNot[word] & elseNot[word]);
      }
    }
  }

  /** A flag or a code is one of some: by a bit for each value. */
  static final class ByteIn extends Truths {
    private final Fact fact;
    private final long wanted;

    ByteIn(Fact fact, long wanted) {
      this.fact = fact;
      this.wanted = wanted;
    }

    @Override
    void find(Run run, int from, int to, long[] met, long[] notMet) {
      Column column = run.batch.column(fact);
      byte[] values = Objects.requireNonNull(column.bytes);
      int word = 0;
      for (int row = from; row < to; row += 64, word++) {
        int count = Math.min(64, to - row);
        long found = 0;
        for (int i = 0; i < count; i++) {
          found |= (wanted >>> values[row + i] & 1L) << i;
        }
        long known = Run.bits(column.known, row, to);
        met[word] = found & known;
        notMet[word] = ~found & known;
      }
    }
  }

  /** A set of codes has one. */
  static final class HasBit extends Truths {
    private final Fact fact;
    private final int bit;

    HasBit(Fact fact, int bit) {
      this.fact = fact;
      this.bit = bit;
    }

    @Override
    void find(Run run, int from, int to, long[] met, long[] notMet) {
      Column column = run.batch.column(fact);
      long[] values = Objects.requireNonNull(column.longs);
      int word = 0;
      for (int row = from; row < to; row += 64, word++) {
        int count = Math.min(64, to - row);
        long found = 0;
        for (int i = 0; i < count; i++) {
          found |= (values[row + i] >>> bit & 1L) << i;
        }
        long known = Run.bits(column.known, row, to);
        met[word] = found & known;
        notMet[word] = ~found & known;
      }
    }
  }

  /** A number or a day lies between two ends, both included, or does not. */
  static final class InRange extends Truths {
    /** The ends, once the day that is asked for is known. */
    interface Ends {
      /** The first value and the last; none when the last is below the first. */
      long[] on(long today);
    }

    private final Fact fact;
    private final Ends ends;
    private final boolean outside;

    /**
     * @param outside whether the values that do not lie there are meant
     */
    InRange(Fact fact, Ends ends, boolean outside) {
      this.fact = fact;
      this.ends = ends;
      this.outside = outside;
    }

    @Override
    void find(Run run, int from, int to, long[] met, long[] notMet) {
      Column column = run.batch.column(fact);
      long[] values = Objects.requireNonNull(column.longs);
      long[] range = ends.on(run.today);
      // Values and ends are within Limits.NUMBER_MAX: no difference overflows.
      long first = range[0];
      long last = range[1];
      int word = 0;
      for (int row = from; row < to; row += 64, word++) {
        int count = Math.min(64, to - row);
        long beyond = 0;
        for (int i = 0; i < count; i++) {
          long value = values[row + i];
          beyond |= ((value - first | last - value) >>> 63) << i;
        }
        long found = outside ? beyond : ~beyond;
        long known = Run.bits(column.known, row, to);
        met[word] = found & known;
        notMet[word] = ~found & known;
      }
    }
  }

  /** Two numbers or days, whatever they are made of. */
  static final class Compared extends Truths {
    private final Numbers left;
    private final Order order;
    private final Numbers right;
    private final int[] slots;

    /**
     * @param slots four: the numbers of both, and where they are known
     */
    Compared(Numbers left, Order order, Numbers right, int[] slots) {
      this.left = left;
      this.order = order;
      this.right = right;
      this.slots = slots.clone();
    }

    @Override
    void find(Run run, int from, int to, long[] met, long[] notMet) {
      long[] one = run.slot(slots[0]);
      long[] other = run.slot(slots[1]);
      long[] oneKnown = run.slot(slots[2]);
      long[] otherKnown = run.slot(slots[3]);
      left.find(run, from, to, one, oneKnown);
      right.find(run, from, to, other, otherKnown);
      int rows = to - from;
      int word = 0;
      for (int row = 0; row < rows; row += 64, word++) {
        int count = Math.min(64, rows - row);
        long less = 0;
        long more = 0;
        for (int i = 0; i < count; i++) {
          long difference = one[row + i] - other[row + i];
          less |= (difference >>> 63) << i;
          more |= (-difference >>> 63) << i;
        }
        long found =
            switch (order) {
              case LESS -> less;
              case LESS_OR_EQUAL -> ~more;
              case EQUAL -> ~(less | more);
              case NOT_EQUAL -> less | more;
              case GREATER_OR_EQUAL -> ~less;
              case GREATER -> more;
            };
        long known = oneKnown[word] & otherKnown[word];
        met[word] = found & known;
        notMet[word] = ~found & known;
      }
    }
  }

  /** Something of the household, said of each of its members. */
  static final class OfHousehold extends Truths {
    private final Truths inner;
    private final int metSlot;
    private final int notMetSlot;

    OfHousehold(Truths inner, int metSlot, int notMetSlot) {
      this.inner = inner;
      this.metSlot = metSlot;
      this.notMetSlot = notMetSlot;
    }

    @Override
    void find(Run run, int from, int to, long[] met, long[] notMet) {
      Arrays.fill(met, 0, Batch.words(to - from), 0);
      Arrays.fill(notMet, 0, Batch.words(to - from), 0);
      if (from == to) {
        return;
      }
      int first = run.batch.householdOf(from);
      int end = run.batch.householdOf(to - 1) + 1;
      long[] innerMet = run.slot(metSlot);
      long[] innerNotMet = run.slot(notMetSlot);
      inner.find(run, first, end, innerMet, innerNotMet);
      for (int row = from; row < to; row++) {
        int household = run.batch.householdOf(row) - first;
        int at = row - from;
        met[at >> 6] |= (innerMet[household >> 6] >>> household & 1L) << at;
        notMet[at >> 6] |= (innerNotMet[household >> 6] >>> household & 1L) << at;
      }
    }
  }

  /**
   * How many members something is true of, asked as a set of numbers with a bit for each. With what
   * is known the number lies between two ends: all numbers between them are in the set, or none, or
   * it cannot be told.
   */
  static final class OfMembers extends Truths {
    private final long numbers;
    private final Truths each;
    private final int metSlot;
    private final int notMetSlot;

    OfMembers(Order order, long number, Truths each, int metSlot, int notMetSlot) {
      long set = 0;
      for (int i = 0; i <= Run.COUNT_MAX; i++) {
        set |= (order.holds(i, number) ? 1L : 0L) << i;
      }
      this.numbers = set;
      this.each = each;
      this.metSlot = metSlot;
      this.notMetSlot = notMetSlot;
    }

    @Override
    void find(Run run, int from, int to, long[] met, long[] notMet) {
      Batch batch = run.batch;
      long[] eachMet = run.slot(metSlot);
      long[] eachNotMet = run.slot(notMetSlot);
      int first = batch.firstMember(from);
      each.find(run, first, batch.firstMember(to), eachMet, eachNotMet);
      int start = 0;
      int word = 0;
      for (int row = from; row < to; row += 64, word++) {
        int count = Math.min(64, to - row);
        long complete = batch.membersComplete(row, to);
        long yes = 0;
        long no = 0;
        // No branch in it: what comes out differs from household to household.
        for (int i = 0; i < count; i++) {
          int end = batch.firstMember(row + i + 1) - first;
          int members = end - start;
          int least = Long.bitCount(Run.few(eachMet, start, members));
          int counted = members - Long.bitCount(Run.few(eachNotMet, start, members));
          int most = (complete >>> i & 1) == 1 ? counted : Run.COUNT_MAX;
          long between = -1L << least & -1L >>> (63 - most);
          long in = between & numbers;
          long out = between & ~numbers;
          yes |= (~(out | -out) >>> 63) << i;
          no |= (~(in | -in) >>> 63) << i;
          start = end;
        }
        met[word] = yes;
        notMet[word] = no;
      }
    }
  }
}
