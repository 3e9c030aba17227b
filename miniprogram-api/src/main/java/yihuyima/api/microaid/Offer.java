package yihuyima.api.microaid;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Purpose;
import yihuyima.api.http.Problem;
import yihuyima.api.policy.Programme;

/** Whether a household may apply for a programme now. Pure: every rule about applying is here. */
sealed interface Offer {
  /** What may still be approved this calendar year, in fen; 0 when nothing. */
  long ceilingFen();

  /** It may. */
  record Open(long ceilingFen) implements Offer {}

  /** It may not; {@code words} say why, for the household. */
  record Closed(Problem problem, String words, long ceilingFen) implements Offer {}

  /** A policy that the household was held against. */
  record Entitlement(String state, String reason) {}

  /**
   * A household as an applicant.
   *
   * @param workerId the worker whom aid is for
   * @param fileId the open file; null when there is none
   * @param tier null when the household has none
   * @param standardMonthFen the local minimum standard, in fen a month; 0 when not known
   * @param entitlements by policy code
   * @param openProgrammes ids of programmes with an open application
   * @param approvedThisYearFen by programme id, in this calendar year
   * @param withdrawn what the family took its consent back for
   */
  record Applicant(
      long householdId,
      long workerId,
      @Nullable Long fileId,
      String organisationPath,
      String regionCode,
      @Nullable String tier,
      long standardMonthFen,
      long catalogueVersion,
      Map<String, Entitlement> entitlements,
      Set<Long> openProgrammes,
      Map<Long, Long> approvedThisYearFen,
      Set<Purpose> withdrawn) {
    public Applicant {
      entitlements = Map.copyOf(entitlements);
      openProgrammes = Set.copyOf(openProgrammes);
      approvedThisYearFen = Map.copyOf(approvedThisYearFen);
      withdrawn = Set.copyOf(withdrawn);
    }

    /** The same applicant, the local standard known. */
    Applicant withStandard(long monthFen) {
      return new Applicant(
          householdId,
          workerId,
          fileId,
          organisationPath,
          regionCode,
          tier,
          monthFen,
          catalogueVersion,
          entitlements,
          openProgrammes,
          approvedThisYearFen,
          withdrawn);
    }
  }

  /** Decides. */
  static Offer decide(Programme programme, Applicant applicant) {
    long yearFen = programme.ceilingFen(applicant.tier(), applicant.standardMonthFen());
    long usedFen = applicant.approvedThisYearFen().getOrDefault(programme.id(), 0L);
    long leftFen = Math.max(0, yearFen - usedFen);
    Entitlement entitlement = applicant.entitlements().get(programme.policyCode());
    if (entitlement != null && entitlement.state().equals("NOT_ENTITLED")) {
      return new Closed(Problem.NOT_OPEN_TO_APPLY, "暂不符合条件：" + entitlement.reason(), leftFen);
    }
    if (applicant.withdrawn().contains(Purpose.GENERAL)) {
      return new Closed(Problem.CONSENT_WITHDRAWN, "您家撤回了对使用个人信息的同意，在“知情同意”里重新同意后可以申请", leftFen);
    }
    if (programme.restsOn() != null && applicant.withdrawn().contains(programme.restsOn())) {
      return new Closed(
          Problem.CONSENT_WITHDRAWN, "这项帮扶要看病情，您家撤回了对使用健康信息的同意，在“知情同意”里重新同意后可以申请", leftFen);
    }
    if (applicant.openProgrammes().contains(programme.id())) {
      return new Closed(Problem.ALREADY_OPEN, "已有一件申请正在办理", leftFen);
    }
    if (programme.needsFile() && applicant.fileId() == null) {
      return new Closed(Problem.NOT_OPEN_TO_APPLY, "需要先建立困难职工档案，请联系帮扶干部", leftFen);
    }
    if (yearFen == 0) {
      return new Closed(Problem.NOT_OPEN_TO_APPLY, "当地低保标准尚未公布，请联系工会", 0);
    }
    if (leftFen == 0) {
      return new Closed(Problem.NOT_OPEN_TO_APPLY, "本年度额度已用完，明年可再申请", 0);
    }
    return new Open(leftFen);
  }
}
