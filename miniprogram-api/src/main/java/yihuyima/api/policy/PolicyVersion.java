package yihuyima.api.policy;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Purpose;

/**
 * A version of a policy that was approved, as far as households are answered by it.
 *
 * @param kind MONEY, REDUCTION or SERVICE
 * @param parentCode the policy that it narrows or adds to; null when it stands by itself
 * @param narrows whether it takes its parent's place in its region; otherwise it adds to it
 * @param condition CEL as written; null for what was taken over without one
 * @param restsOn the sensitive data that it is decided by, as its writers say
 * @param excludes codes of policies that cannot be had beside it
 * @param ceilingCode policies of one ceiling give at most {@code ceilingFen} together in a year
 * @param validTo last day; null while open
 */
public record PolicyVersion(
    String code,
    int version,
    String name,
    String department,
    Sector sector,
    String regionCode,
    String kind,
    String gives,
    @Nullable String parentCode,
    boolean narrows,
    @Nullable String condition,
    @Nullable Purpose restsOn,
    Benefit benefit,
    List<String> excludes,
    @Nullable String ceilingCode,
    @Nullable Long ceilingFen,
    List<String> material,
    List<String> steps,
    @Nullable String nextAction,
    @Nullable Integer answerWorkingDays,
    @Nullable Integer payWorkingDays,
    String source,
    @Nullable String sourceNumber,
    @Nullable LocalDate sourceOn,
    boolean isSample,
    int sortOrder,
    LocalDate validFrom,
    @Nullable LocalDate validTo) {
  public PolicyVersion {
    excludes = List.copyOf(excludes);
    material = List.copyOf(material);
    steps = List.copyOf(steps);
  }
}
