package yihuyima.demo.county;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A member of a sample household.
 *
 * @param relation WORKER, SPOUSE, CHILD, PARENT or OTHER
 * @param schoolStage KINDERGARTEN to UNIVERSITY; null for those not at school
 */
record SamplePerson(
    long id,
    String relation,
    String name,
    String idNumber,
    @Nullable String phone,
    @Nullable String card,
    boolean male,
    LocalDate bornOn,
    String health,
    String insurance,
    String workStatus,
    long monthIncomeFen,
    @Nullable String schoolStage) {

  String sex() {
    return male ? "M" : "F";
  }

  @Nullable String cardEnding() {
    return card == null ? null : card.substring(card.length() - 4);
  }

  int ageOn(LocalDate day) {
    return bornOn.until(day).getYears();
  }

  boolean isSeriouslyIll() {
    return switch (health) {
      case "CANCER", "HEART_DISEASE", "STROKE", "KIDNEY_FAILURE", "MENTAL_ILLNESS" -> true;
      default -> false;
    };
  }

  boolean isAtUniversity() {
    return "UNIVERSITY".equals(schoolStage);
  }

  /** Senior secondary or vocational. */
  boolean isInSeniorSecondary() {
    return "SENIOR".equals(schoolStage) || "VOCATIONAL".equals(schoolStage);
  }
}
