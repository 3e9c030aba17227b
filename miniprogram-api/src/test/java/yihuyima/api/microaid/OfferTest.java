package yihuyima.api.microaid;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import yihuyima.api.access.Purpose;
import yihuyima.api.http.Problem;
import yihuyima.api.policy.Programme;

class OfferTest {
  private static final long STANDARD_FEN = 106_200;
  private static final Offer.Entitlement ENTITLED = new Offer.Entitlement("ENTITLED", "");
  private static final Offer.Entitlement NOT_ENTITLED =
      new Offer.Entitlement("NOT_ENTITLED", "收入超过标准");

  @Test
  void deepHardshipHasTwelveStandardsAndRelativeTen() {
    assertThat(Offer.decide(programme(null), applicant("DEEP", 3L, ENTITLED, Set.of(), 0)))
        .isEqualTo(new Offer.Open(12 * STANDARD_FEN));
    assertThat(Offer.decide(programme(null), applicant("RELATIVE", 3L, ENTITLED, Set.of(), 0)))
        .isEqualTo(new Offer.Open(10 * STANDARD_FEN));
    assertThat(Offer.decide(programme(null), applicant("ACCIDENT", 3L, ENTITLED, Set.of(), 0)))
        .isEqualTo(new Offer.Open(10 * STANDARD_FEN));
  }

  @Test
  void whatWasApprovedThisYearIsTakenOff() {
    assertThat(
            Offer.decide(programme(200_000L), applicant("DEEP", 3L, ENTITLED, Set.of(), 150_000)))
        .isEqualTo(new Offer.Open(50_000));
  }

  @Test
  void usedUpIsClosed() {
    assertClosed(
        programme(200_000L),
        applicant("DEEP", 3L, ENTITLED, Set.of(), 200_000),
        Problem.NOT_OPEN_TO_APPLY,
        "额度已用完");
  }

  @Test
  void notEntitledIsClosedAndSaysWhy() {
    assertClosed(
        programme(200_000L),
        applicant("DEEP", 3L, NOT_ENTITLED, Set.of(), 0),
        Problem.NOT_OPEN_TO_APPLY,
        "收入超过标准");
  }

  @Test
  void whatCannotBeToldYetMayBeAppliedFor() {
    assertThat(Offer.decide(programme(200_000L), applicant("DEEP", 3L, null, Set.of(), 0)))
        .isEqualTo(new Offer.Open(200_000));
    assertThat(
            Offer.decide(
                programme(200_000L),
                applicant("DEEP", 3L, new Offer.Entitlement("UNKNOWN", "缺收入证明"), Set.of(), 0)))
        .isEqualTo(new Offer.Open(200_000));
  }

  @Test
  void oneAtATime() {
    assertClosed(
        programme(200_000L),
        applicant("DEEP", 3L, ENTITLED, Set.of(5L), 0),
        Problem.ALREADY_OPEN,
        "正在办理");
  }

  @Test
  void withoutAFileOnlyWhatNeedsNone() {
    assertClosed(
        programme(200_000L),
        applicant("DEEP", null, ENTITLED, Set.of(), 0),
        Problem.NOT_OPEN_TO_APPLY,
        "档案");
  }

  @Test
  void whatRestsOnAWithdrawnConsentIsClosedAndNothingElse() {
    Programme medical = programme(200_000L, Purpose.HEALTH);
    Offer.Applicant applicant = applicant("DEEP", 3L, ENTITLED, Set.of(), 0);
    for (Purpose taken : Purpose.values()) {
      Offer.Applicant withdrew = withdrew(applicant, taken);
      boolean open = taken == Purpose.BANK_ACCOUNT || taken == Purpose.MINORS;
      assertThat(Offer.decide(medical, withdrew) instanceof Offer.Open).isEqualTo(open);
      assertThat(Offer.decide(programme(200_000L), withdrew) instanceof Offer.Open)
          .isEqualTo(taken != Purpose.GENERAL);
    }
    assertClosed(
        medical, withdrew(applicant, Purpose.HEALTH), Problem.CONSENT_WITHDRAWN, "撤回了对使用健康信息的同意");
  }

  private static Offer.Applicant withdrew(Offer.Applicant a, Purpose purpose) {
    return new Offer.Applicant(
        a.householdId(),
        a.workerId(),
        a.fileId(),
        a.organisationPath(),
        a.regionCode(),
        a.tier(),
        a.standardMonthFen(),
        a.catalogueVersion(),
        a.entitlements(),
        a.openProgrammes(),
        a.approvedThisYearFen(),
        Set.of(purpose));
  }

  @Test
  void withoutALocalStandardThereIsNoCeilingToPromise() {
    Offer offer =
        Offer.decide(programme(null), applicant("DEEP", 3L, ENTITLED, Set.of(), 0).withStandard(0));

    assertThat(offer).isInstanceOf(Offer.Closed.class);
    assertThat(offer.ceilingFen()).isZero();
  }

  private static void assertClosed(
      Programme programme, Offer.Applicant applicant, Problem problem, String words) {
    assertThat(Offer.decide(programme, applicant))
        .isInstanceOfSatisfying(
            Offer.Closed.class,
            closed -> {
              assertThat(closed.problem()).isEqualTo(problem);
              assertThat(closed.words()).contains(words);
            });
  }

  private static Programme programme(@Nullable Long ceilingFen) {
    return programme(ceilingFen, null);
  }

  private static Programme programme(@Nullable Long ceilingFen, @Nullable Purpose restsOn) {
    return new Programme(
        5,
        "LIVING_AID",
        "LIVING_AID",
        ".1.",
        "生活救助",
        "",
        List.of(),
        ceilingFen,
        12,
        10,
        true,
        5,
        5,
        10,
        LocalDate.of(2024, 1, 1),
        null,
        restsOn);
  }

  private static Offer.Applicant applicant(
      String tier,
      @Nullable Long fileId,
      Offer.@Nullable Entitlement entitlement,
      Set<Long> open,
      long usedFen) {
    return new Offer.Applicant(
        7,
        1,
        fileId,
        ".1.2.",
        "990120",
        tier,
        STANDARD_FEN,
        1,
        entitlement == null ? Map.of() : Map.of("LIVING_AID", entitlement),
        open,
        Map.of(5L, usedFen),
        Set.of());
  }
}
