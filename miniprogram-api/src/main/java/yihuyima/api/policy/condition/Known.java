package yihuyima.api.policy.condition;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import yihuyima.api.policy.condition.Fact.Kind;
import yihuyima.api.policy.condition.Fact.Scope;

/** What is known of one household on a day; nothing that says which household it is. */
public final class Known {
  private final Facts facts;
  private final LocalDate day;
  private final long[] household;
  private final List<long[]> members;
  private final boolean membersComplete;

  private Known(Builder from) {
    this.facts = from.facts;
    this.day = from.day;
    this.household = from.household.clone();
    this.members = from.members.stream().map(long[]::clone).toList();
    this.membersComplete = from.membersComplete;
  }

  public Facts facts() {
    return facts;
  }

  /** The day that is asked for. */
  public LocalDate day() {
    return day;
  }

  /** How many members are known. */
  public int members() {
    return members.size();
  }

  /** Whether these members are all. */
  public boolean membersComplete() {
    return membersComplete;
  }

  /**
   * A fact's value, or {@link Fact#UNKNOWN}.
   *
   * @param member whose, for a fact of a member
   */
  public long value(Fact fact, int member) {
    return fact.scope() == Scope.HOUSEHOLD
        ? household[fact.index()]
        : members.get(member)[fact.index()];
  }

  /** Says nothing: these are facts about people. */
  @Override
  public String toString() {
    return "Known";
  }

  public static Builder builder(Facts facts, LocalDate day) {
    return new Builder(facts, day);
  }

  /** The same, to change. */
  public Builder toBuilder() {
    Builder builder = new Builder(facts, day);
    System.arraycopy(household, 0, builder.household, 0, household.length);
    members.forEach(one -> builder.members.add(one.clone()));
    builder.membersComplete = membersComplete;
    return builder;
  }

  /**
   * Collects what is known; the rest is not. What cannot be believed, such as a code that the
   * dictionary does not have, is not known.
   */
  public static final class Builder {
    private final Facts facts;
    private final LocalDate day;
    private final long[] household;
    private final List<long[]> members = new ArrayList<>();
    private boolean membersComplete = true;

    /** The member added last is one too many, and what is said of it is left out. */
    private boolean beyond;

    private Builder(Facts facts, LocalDate day) {
      if (day.isBefore(Facts.DAY_MIN) || day.isAfter(Facts.DAY_MAX)) {
        throw new IllegalArgumentException("day out of range");
      }
      this.facts = facts;
      this.day = day;
      this.household = unknown(facts.of(Scope.HOUSEHOLD).size());
    }

    private static long[] unknown(int size) {
      long[] values = new long[size];
      Arrays.fill(values, Fact.UNKNOWN);
      return values;
    }

    /** Another member, of whom nothing is known yet; above the limit it is left out. */
    public Builder member() {
      beyond = members.size() == Limits.MEMBERS_MAX;
      if (beyond) {
        membersComplete = false;
      } else {
        members.add(unknown(facts.of(Scope.MEMBER).size()));
      }
      return this;
    }

    /** There may be more members. */
    public Builder membersIncomplete() {
      membersComplete = false;
      return this;
    }

    /** A fact of the household by its inner value; {@link Fact#UNKNOWN} for not known. */
    public Builder set(Fact fact, long value) {
      household[fact.index()] = fact.believed(value);
      return this;
    }

    /** A fact of a member by its inner value; {@link Fact#UNKNOWN} for not known. */
    public Builder set(int member, Fact fact, long value) {
      members.get(member)[fact.index()] = fact.believed(value);
      return this;
    }

    public Builder put(String fact, String code) {
      Fact of = facts.get(Scope.HOUSEHOLD, fact);
      return set(of, value(of, code));
    }

    public Builder put(String fact, long number) {
      return set(facts.get(Scope.HOUSEHOLD, fact), number);
    }

    public Builder put(String fact, boolean flag) {
      return set(facts.get(Scope.HOUSEHOLD, fact), flag ? 1 : 0);
    }

    public Builder put(String fact, LocalDate on) {
      return set(facts.get(Scope.HOUSEHOLD, fact), on.toEpochDay());
    }

    /** Of the member added last. */
    public Builder with(String fact, String code) {
      Fact of = facts.get(Scope.MEMBER, fact);
      return setLast(of, value(of, code));
    }

    /** Of the member added last. */
    public Builder with(String fact, long number) {
      return setLast(facts.get(Scope.MEMBER, fact), number);
    }

    /** Of the member added last. */
    public Builder with(String fact, boolean flag) {
      return setLast(facts.get(Scope.MEMBER, fact), flag ? 1 : 0);
    }

    /** Of the member added last. */
    public Builder with(String fact, LocalDate on) {
      return setLast(facts.get(Scope.MEMBER, fact), on.toEpochDay());
    }

    private Builder setLast(Fact fact, long value) {
      return beyond ? this : set(members.size() - 1, fact, value);
    }

    private static long value(Fact fact, String code) {
      if (fact.kind() == Kind.REGION) {
        return code.matches("[0-9]{6}") ? Integer.parseInt(code) : Fact.UNKNOWN;
      }
      return fact.place(code).map(Integer::longValue).orElse(Fact.UNKNOWN);
    }

    public Known build() {
      return new Known(this);
    }
  }
}
