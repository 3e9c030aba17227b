package yihuyima.api.policy;

import org.jspecify.annotations.Nullable;

/**
 * What a policy gives, as it is written.
 *
 * @param each which members it is given for, in CEL over {@code m}; null for each of them
 * @param fen of {@code FIXED}, for the unit each time
 * @param deep of {@code STANDARDS}: months of the minimum standard in deep hardship
 * @param relative the same in relative hardship
 * @param accident the same in hardship caused by an accident
 * @param percent of {@code SHARE}
 * @param of of {@code SHARE} the name of a fact in fen; of {@code FORMULA} an expression in fen
 * @param capFen at most so much for the unit each time; null when nothing is said
 */
public record Benefit(
    Form form,
    Unit unit,
    Every every,
    @Nullable String each,
    @Nullable Long fen,
    @Nullable Integer deep,
    @Nullable Integer relative,
    @Nullable Integer accident,
    @Nullable Integer percent,
    @Nullable String of,
    @Nullable Long capFen) {
  /** How it is computed. */
  public enum Form {
    /** In words only. */
    UNSTATED,
    FIXED,
    /** So many months of the local minimum standard, by tier. */
    STANDARDS,
    /** So many per cent of a fact. */
    SHARE,
    /** A number in the language of conditions. */
    FORMULA
  }

  /** For whom it is given once. */
  public enum Unit {
    HOUSEHOLD,
    PERSON
  }

  /** How often it is given. */
  public enum Every {
    MONTH(12),
    YEAR(1),
    ONCE(1);

    private final int timesYear;

    Every(int timesYear) {
      this.timesYear = timesYear;
    }

    /** How often within a year. */
    public int timesYear() {
      return timesYear;
    }
  }

  /** In words only. */
  public static Benefit unstated() {
    return new Benefit(
        Form.UNSTATED, Unit.HOUSEHOLD, Every.ONCE, null, null, null, null, null, null, null, null);
  }
}
