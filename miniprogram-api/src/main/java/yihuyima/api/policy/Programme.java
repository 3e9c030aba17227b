package yihuyima.api.policy;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Purpose;

/**
 * A programme of the union: carries out a policy, with a ceiling a household and year.
 *
 * @param organisationPath whose households it is for: a subtree
 * @param ceilingFen a fixed ceiling in fen; null when it is a multiple of the minimum standard
 * @param standardsDeep multiple of the monthly minimum standard for deep hardship
 * @param standardsRelative the same for relative and accident-caused hardship
 * @param restsOn the sensitive data that its policy is decided by; null when by none
 */
public record Programme(
    long id,
    String code,
    String policyCode,
    String organisationPath,
    String name,
    String gives,
    List<String> material,
    @Nullable Long ceilingFen,
    @Nullable Integer standardsDeep,
    @Nullable Integer standardsRelative,
    boolean needsFile,
    int checkWorkingDays,
    int approveWorkingDays,
    int payWorkingDays,
    LocalDate validFrom,
    @Nullable LocalDate validTo,
    @Nullable Purpose restsOn) {
  public Programme {
    material = List.copyOf(material);
  }

  /**
   * The ceiling for one household and year, in fen.
   *
   * @param tier the household's tier; null when it has none, which counts as relative
   * @param standardMonthFen the local minimum standard, in fen a month
   */
  public long ceilingFen(@Nullable String tier, long standardMonthFen) {
    if (ceilingFen != null) {
      return ceilingFen;
    }
    Integer standards = "DEEP".equals(tier) ? standardsDeep : standardsRelative;
    if (standards == null) {
      throw new IllegalStateException("programme " + code + " has no ceiling");
    }
    return Math.multiplyExact(standardMonthFen, standards.longValue());
  }

  /** Whether it is offered on this day to the household of this organisation. */
  public boolean isOffered(LocalDate day, String path) {
    return path.startsWith(organisationPath)
        && !day.isBefore(validFrom)
        && (validTo == null || !day.isAfter(validTo));
  }
}
