package yihuyima.api.policy.condition.batch;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import yihuyima.api.policy.condition.Fact;
import yihuyima.api.policy.condition.Fact.Scope;
import yihuyima.api.policy.condition.Facts;
import yihuyima.api.policy.condition.Known;
import yihuyima.api.policy.condition.Limits;

/** What is known of many households, in columns. The members of one household stand together. */
public final class Batch {
  /** Values of one fact: bytes for flags and codes, longs for the rest. */
  static final class Column {
    final Fact fact;
    byte @Nullable [] bytes;
    long @Nullable [] longs;

    /** A bit for each row whose value is known. */
    long[] known;

    Column(Fact fact, int rows) {
      this.fact = fact;
      known = new long[words(rows)];
      if (fact.kind() == Fact.Kind.FLAG || fact.kind() == Fact.Kind.CODE) {
        bytes = new byte[known.length * 64];
      } else {
        longs = new long[known.length * 64];
      }
    }

    void set(int row, long value) {
      if (fact.believed(value) == Fact.UNKNOWN) {
        return;
      }
      if (row >= known.length * 64) {
        grow(Math.max(row + 1, row * 2));
      }
      if (bytes != null) {
        bytes[row] = (byte) value;
      } else if (longs != null) {
        longs[row] = value;
      }
      known[row >> 6] |= 1L << row;
    }

    long value(int row) {
      if ((known[row >> 6] >>> row & 1) == 0) {
        return Fact.UNKNOWN;
      }
      return bytes != null ? bytes[row] : longs == null ? Fact.UNKNOWN : longs[row];
    }

    /** Whole words of rows, so that 64 can always be read. */
    void grow(int rows) {
      known = Arrays.copyOf(known, words(rows));
      if (bytes != null) {
        bytes = Arrays.copyOf(bytes, known.length * 64);
      } else if (longs != null) {
        longs = Arrays.copyOf(longs, known.length * 64);
      }
    }
  }

  static int words(int rows) {
    return (rows + 63) >> 6;
  }

  private final int households;
  private final int[] firstMember;
  private final int[] householdOfMember;
  private final long[] membersComplete;
  private final Map<Fact, Column> columns;

  private Batch(Builder from) {
    this.households = from.households;
    this.firstMember = Arrays.copyOf(from.firstMember, households + 1);
    this.firstMember[households] = from.members;
    this.householdOfMember = new int[from.members];
    for (int i = 0; i < households; i++) {
      Arrays.fill(householdOfMember, firstMember[i], firstMember[i + 1], i);
    }
    this.membersComplete = Arrays.copyOf(from.membersComplete, words(households));
    this.columns = from.columns;
    columns.forEach(
        (fact, column) -> column.grow(fact.scope() == Scope.HOUSEHOLD ? households : from.members));
  }

  /** How many households. */
  public int households() {
    return households;
  }

  /** How many members they have together. */
  public int members() {
    return householdOfMember.length;
  }

  /** Where the members of a household begin; for the number of households, where all end. */
  int firstMember(int household) {
    return firstMember[household];
  }

  int householdOf(int member) {
    return householdOfMember[member];
  }

  /** A bit for each of up to 64 households from one on, up to another. */
  long membersComplete(int from, int to) {
    return Run.bits(membersComplete, from, to);
  }

  boolean membersComplete(int household) {
    return (membersComplete[household >> 6] >>> household & 1) == 1;
  }

  Column column(Fact fact) {
    Column column = columns.get(fact);
    if (column == null) {
      throw new IllegalArgumentException("the batch has no column " + fact.name());
    }
    return column;
  }

  /** What is known of one household, for what is decided one by one. */
  public Known known(Facts facts, int household, LocalDate day) {
    Known.Builder known = Known.builder(facts, day);
    if (!membersComplete(household)) {
      known.membersIncomplete();
    }
    int first = firstMember(household);
    int last = firstMember(household + 1);
    for (int member = first; member < last; member++) {
      known.member();
    }
    columns.forEach(
        (fact, column) -> {
          if (fact.scope() == Scope.HOUSEHOLD) {
            known.set(fact, column.value(household));
          } else {
            for (int member = first; member < last; member++) {
              known.set(member - first, fact, column.value(member));
            }
          }
        });
    return known.build();
  }

  /**
   * @param facts the columns to keep, such as all that some conditions speak of
   * @param households about how many there will be
   */
  public static Builder builder(Collection<Fact> facts, int households) {
    return new Builder(facts, households);
  }

  /** Takes in one household after the other, with its members. */
  public static final class Builder {
    private final Map<Fact, Column> columns = new HashMap<>();
    private int households;
    private int members;
    private int[] firstMember;
    private long[] membersComplete;

    /** The member added last is one too many, and what is said of it is left out. */
    private boolean beyond;

    private Builder(Collection<Fact> facts, int expected) {
      for (Fact fact : facts) {
        columns.put(
            fact, new Column(fact, fact.scope() == Scope.HOUSEHOLD ? expected : 3 * expected));
      }
      firstMember = new int[expected + 1];
      membersComplete = new long[words(expected + 1)];
    }

    /**
     * Another household, of which nothing is known yet.
     *
     * @param complete whether the members that follow are all
     */
    public Builder household(boolean complete) {
      if (households + 1 >= firstMember.length) {
        firstMember = Arrays.copyOf(firstMember, firstMember.length * 2 + 64);
        membersComplete = Arrays.copyOf(membersComplete, words(firstMember.length));
      }
      firstMember[households] = members;
      if (complete) {
        membersComplete[households >> 6] |= 1L << households;
      }
      households++;
      return this;
    }

    /** Another member of the household added last; above the limit it is left out. */
    public Builder member() {
      int last = households - 1;
      beyond = members - firstMember[last] == Limits.MEMBERS_MAX;
      if (beyond) {
        membersComplete[last >> 6] &= ~(1L << last);
      } else {
        members++;
      }
      return this;
    }

    /**
     * A fact of the household or member added last, by its inner value; not known unless set. A
     * fact that has no column is left out.
     */
    public Builder set(Fact fact, long value) {
      Column column = columns.get(fact);
      boolean ofHousehold = fact.scope() == Scope.HOUSEHOLD;
      if (column != null && (ofHousehold || !beyond)) {
        column.set(ofHousehold ? households - 1 : members - 1, value);
      }
      return this;
    }

    /** Another household with all that is known of it. */
    public Builder add(Known known) {
      household(known.membersComplete());
      for (Fact fact : columns.keySet()) {
        if (fact.scope() == Scope.HOUSEHOLD) {
          set(fact, known.value(fact, -1));
        }
      }
      for (int i = 0; i < known.members(); i++) {
        member();
        for (Fact fact : columns.keySet()) {
          if (fact.scope() == Scope.MEMBER) {
            set(fact, known.value(fact, i));
          }
        }
      }
      return this;
    }

    public Batch build() {
      return new Batch(this);
    }
  }
}
