package yihuyima.api.policy;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yihuyima.api.policy.condition.Condition;
import yihuyima.api.policy.condition.Fact;
import yihuyima.api.policy.condition.Facts;
import yihuyima.api.policy.condition.Formula;
import yihuyima.api.policy.condition.Known;
import yihuyima.api.policy.condition.Truth;

/**
 * A benefit that was read: its amount can be computed for any household.
 *
 * @param each which members it is given for; null for each of them, or for the household
 * @param formula of {@code FORMULA} and {@code SHARE}: a number in fen
 */
public record BenefitRule(Benefit benefit, @Nullable Condition each, @Nullable Formula formula) {
  /**
   * An amount.
   *
   * @param fen in all, each time it is given, at most
   * @param persons for how many it is given; 1 for the household
   * @param unitFen for each of them
   * @param capped whether it would have been more without its cap
   */
  public record Amount(long fen, int persons, long unitFen, boolean capped) {
    /** Within a year. */
    public long yearFen(Benefit.Every every) {
      return Math.multiplyExact(fen, every.timesYear());
    }
  }

  /** What a household would get each time; null when it is not in figures, or cannot be told. */
  public @Nullable Amount of(Known known) {
    Long unitFen = unitFen(known);
    if (unitFen == null) {
      return null;
    }
    boolean capped = benefit.capFen() != null && unitFen > benefit.capFen();
    long most = Math.max(0, capped ? java.util.Objects.requireNonNull(benefit.capFen()) : unitFen);
    int persons = persons(known);
    return persons < 0
        ? null
        : new Amount(Math.multiplyExact(most, (long) persons), persons, most, capped);
  }

  private @Nullable Long unitFen(Known known) {
    return switch (benefit.form()) {
      case UNSTATED -> null;
      case FIXED -> benefit.fen();
      case STANDARDS -> standards(known);
      case SHARE, FORMULA -> {
        long value = java.util.Objects.requireNonNull(formula).of(known);
        yield value == Fact.UNKNOWN ? null : (Long) value;
      }
    };
  }

  private @Nullable Long standards(Known known) {
    Fact tier = known.facts().get(Fact.Scope.HOUSEHOLD, "tier");
    long value = known.value(tier, 0);
    long standard = known.value(known.facts().get(Fact.Scope.HOUSEHOLD, "minimumStandardFen"), 0);
    if (value == Fact.UNKNOWN || standard == Fact.UNKNOWN) {
      return null;
    }
    Integer months =
        switch (tier.values().get((int) value).code()) {
          case "DEEP" -> benefit.deep();
          case "ACCIDENT" -> benefit.accident();
          default -> benefit.relative();
        };
    return months == null ? null : (Long) Math.multiplyExact(standard, months.longValue());
  }

  /** How many it is given for; below 0 when that cannot be told. */
  private int persons(Known known) {
    if (benefit.unit() == Benefit.Unit.HOUSEHOLD) {
      return 1;
    }
    if (!known.membersComplete()) {
      return -1;
    }
    if (each == null) {
      return known.members();
    }
    int persons = 0;
    for (Truth one : each.ofMembers(known)) {
      if (one == Truth.UNKNOWN) {
        return -1;
      }
      persons += one == Truth.TRUE ? 1 : 0;
    }
    return persons;
  }

  /** The facts that the amount rests on. */
  public Set<Fact> uses(Facts facts) {
    Set<Fact> uses = new LinkedHashSet<>();
    if (benefit.form() == Benefit.Form.STANDARDS) {
      uses.add(facts.get(Fact.Scope.HOUSEHOLD, "tier"));
      uses.add(facts.get(Fact.Scope.HOUSEHOLD, "minimumStandardFen"));
    }
    if (formula != null) {
      uses.addAll(formula.uses());
    }
    if (each != null) {
      uses.addAll(each.uses());
    }
    return uses;
  }
}
