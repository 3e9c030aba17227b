package yihuyima.api.policy.condition;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import yihuyima.api.policy.condition.Fact.Kind;
import yihuyima.api.policy.condition.Fact.Scope;
import yihuyima.api.policy.condition.Fact.Source;
import yihuyima.api.policy.condition.Fact.Unit;
import yihuyima.api.policy.condition.Fact.Value;

/**
 * The dictionary: what conditions may speak of. Facts do not depend on each other, so that each may
 * be known or not for itself; what follows from others, such as the age from the birthday, is a
 * {@link Shorthand}.
 */
public final class Facts {
  /** First and last day that can be believed. */
  static final LocalDate DAY_MIN = LocalDate.of(1900, 1, 1);

  static final LocalDate DAY_MAX = LocalDate.of(2199, 12, 31);

  /**
   * A name for what follows from facts.
   *
   * @param meaning a {@link Clause} or a {@link Amount}
   */
  public record Shorthand(String name, Scope scope, String word, Object meaning) {}

  private final List<Fact> household;
  private final List<Fact> member;
  private final Map<String, Fact> ofHousehold;
  private final Map<String, Fact> ofMember;
  private final Map<String, Shorthand> shortHousehold = new LinkedHashMap<>();
  private final Map<String, Shorthand> shortMember = new LinkedHashMap<>();

  private Facts(List<Fact> household, List<Fact> member, List<Shorthand> shorthands) {
    this.household = List.copyOf(household);
    this.member = List.copyOf(member);
    this.ofHousehold = byName(household);
    this.ofMember = byName(member);
    for (Shorthand one : shorthands) {
      boolean own = one.scope() == Scope.HOUSEHOLD;
      (own ? shortHousehold : shortMember).put(one.name(), one);
    }
  }

  private static Map<String, Fact> byName(List<Fact> facts) {
    Map<String, Fact> named = new LinkedHashMap<>();
    for (Fact fact : facts) {
      if (named.put(fact.name(), fact) != null) {
        throw new IllegalArgumentException("fact named twice: " + fact.name());
      }
    }
    return Collections.unmodifiableMap(named);
  }

  /** Facts of a scope; each stands at its index. */
  public List<Fact> of(Scope scope) {
    return scope == Scope.HOUSEHOLD ? household : member;
  }

  /** The fact of that name. */
  public Optional<Fact> find(Scope scope, String name) {
    return Optional.ofNullable((scope == Scope.HOUSEHOLD ? ofHousehold : ofMember).get(name));
  }

  /** A fact that is certainly there. */
  public Fact get(Scope scope, String name) {
    return find(scope, name).orElseThrow(() -> new IllegalArgumentException("no fact " + name));
  }

  /** What follows from facts, by name. */
  public Map<String, Shorthand> shorthands(Scope scope) {
    return Collections.unmodifiableMap(scope == Scope.HOUSEHOLD ? shortHousehold : shortMember);
  }

  /** The name for exactly this, if there is one. */
  public Optional<Shorthand> shorthandOf(Object meaning) {
    for (Map<String, Shorthand> scope : List.of(shortHousehold, shortMember)) {
      for (Shorthand one : scope.values()) {
        if (one.meaning().equals(meaning)) {
          return Optional.of(one);
        }
      }
    }
    return Optional.empty();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Collects facts, in order. */
  public static final class Builder {
    private final List<Fact> household = new ArrayList<>();
    private final List<Fact> member = new ArrayList<>();
    private final List<Shorthand> shorthands = new ArrayList<>();

    private Builder() {}

    private Fact add(
        Scope scope,
        String name,
        Kind kind,
        Unit unit,
        String word,
        String says,
        String denies,
        List<Value> values,
        long min,
        long max,
        Source source) {
      List<Fact> all = scope == Scope.HOUSEHOLD ? household : member;
      Fact fact =
          new Fact(
              all.size(), name, scope, kind, unit, word, says, denies, values, min, max, source);
      all.add(fact);
      return fact;
    }

    /**
     * A fact that is or is not.
     *
     * @param says that it is, in Chinese
     * @param denies that it is not
     */
    public Fact flag(
        Scope scope, String name, String word, String says, String denies, Source source) {
      return add(scope, name, Kind.FLAG, Unit.NONE, word, says, denies, List.of(), 0, 1, source);
    }

    /**
     * A fact that is one of some values.
     *
     * @param says with {@code %s} for the value
     */
    public Fact code(
        Scope scope,
        String name,
        String word,
        String says,
        String denies,
        List<Value> values,
        Source source) {
      return add(
          scope,
          name,
          Kind.CODE,
          Unit.NONE,
          word,
          says,
          denies,
          values,
          0,
          values.size() - 1L,
          source);
    }

    /** A fact that is any number of some values. */
    public Fact codes(Scope scope, String name, String word, List<Value> values, Source source) {
      return add(
          scope,
          name,
          Kind.CODES,
          Unit.NONE,
          word,
          word + "包括%s",
          word + "不包括%s",
          values,
          0,
          (1L << values.size()) - 1,
          source);
    }

    /** A whole number. */
    public Fact number(
        Scope scope, String name, String word, Unit unit, long min, long max, Source source) {
      if (min < -Limits.NUMBER_MAX || max > Limits.NUMBER_MAX) {
        throw new IllegalArgumentException("range of " + name);
      }
      return add(scope, name, Kind.NUMBER, unit, word, word, word, List.of(), min, max, source);
    }

    /** A day. */
    public Fact day(Scope scope, String name, String word, Source source) {
      return add(
          scope,
          name,
          Kind.DAY,
          Unit.NONE,
          word,
          word,
          word,
          List.of(),
          DAY_MIN.toEpochDay(),
          DAY_MAX.toEpochDay(),
          source);
    }

    /** A region, by its six digits. */
    public Fact region(Scope scope, String name, String word, Source source) {
      return add(
          scope,
          name,
          Kind.REGION,
          Unit.NONE,
          word,
          word + "在%s",
          word + "不在%s",
          List.of(),
          100_000,
          999_999,
          source);
    }

    /** A name for what follows from facts. */
    public Builder shorthand(String name, Scope scope, String word, Object meaning) {
      shorthands.add(new Shorthand(name, scope, word, meaning));
      return this;
    }

    public Facts build() {
      return new Facts(household, member, shorthands);
    }
  }
}
