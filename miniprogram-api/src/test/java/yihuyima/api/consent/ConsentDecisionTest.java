package yihuyima.api.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import yihuyima.api.access.Purpose;
import yihuyima.api.consent.Consent.Channel;
import yihuyima.api.consent.Consent.Choice;
import yihuyima.api.http.Problem;

class ConsentDecisionTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 28);
  private static final OffsetDateTime NOW = TODAY.atStartOfDay().atOffset(ZoneOffset.UTC);

  private static Optional<Notice> notice(Purpose purpose, int version) {
    return Optional.of(new Notice(purpose, version, TODAY.minusDays(1), "题", "文", "止"));
  }

  private static Optional<Consent> said(Choice choice, int version) {
    return Optional.of(new Consent(Purpose.HEALTH, version, choice, Channel.OWN_PHONE, NOW, null));
  }

  private static Problem refusal(ConsentDecision decision) {
    return ((ConsentDecision.Refused) decision).problem();
  }

  @Test
  void proxyDecidesTheGeneralPurposeAlone() {
    for (Purpose purpose : Purpose.values()) {
      ConsentDecision given =
          ConsentDecision.give(purpose, Channel.PROXY, 1, notice(purpose, 1), Optional.empty());
      ConsentDecision withdrawn =
          ConsentDecision.withdraw(purpose, Channel.PROXY, notice(purpose, 1), Optional.empty());
      if (purpose == Purpose.GENERAL) {
        assertThat(given).isEqualTo(new ConsentDecision.Add(1));
        assertThat(withdrawn).isEqualTo(new ConsentDecision.Add(1));
      } else {
        assertThat(refusal(given)).isEqualTo(Problem.NOT_ALLOWED);
        assertThat(refusal(withdrawn)).isEqualTo(Problem.NOT_ALLOWED);
      }
    }
    assertThat(EnumSet.allOf(Purpose.class).stream().filter(Purpose::isDecidedByProxies))
        .containsExactly(Purpose.GENERAL);
  }

  @Test
  void onlyTheNoticeInForceIsAgreedTo() {
    assertThat(
            refusal(
                ConsentDecision.give(
                    Purpose.HEALTH,
                    Channel.OWN_PHONE,
                    1,
                    notice(Purpose.HEALTH, 2),
                    said(Choice.GIVEN, 1))))
        .isEqualTo(Problem.NOTICE_CHANGED);
    assertThat(
            refusal(
                ConsentDecision.give(
                    Purpose.HEALTH, Channel.OWN_PHONE, 1, Optional.empty(), Optional.empty())))
        .isEqualTo(Problem.NOTICE_CHANGED);
  }

  @Test
  void sameAgainAddsNothingAndANewVersionDoes() {
    Optional<Consent> before = said(Choice.GIVEN, 1);
    assertThat(give(1, before)).isEqualTo(new ConsentDecision.AlreadySo(before.orElseThrow()));
    assertThat(give(2, before)).isEqualTo(new ConsentDecision.Add(2));
    assertThat(give(1, said(Choice.WITHDRAWN, 1))).isEqualTo(new ConsentDecision.Add(1));
  }

  private static ConsentDecision give(int version, Optional<Consent> before) {
    return ConsentDecision.give(
        Purpose.HEALTH, Channel.OWN_PHONE, version, notice(Purpose.HEALTH, version), before);
  }

  @Test
  void whatIsTakenBackIsTheVersionThatWasGiven() {
    assertThat(
            ConsentDecision.withdraw(
                Purpose.HEALTH,
                Channel.OWN_PHONE,
                notice(Purpose.HEALTH, 2),
                said(Choice.GIVEN, 1)))
        .isEqualTo(new ConsentDecision.Add(1));
    Optional<Consent> withdrawn = said(Choice.WITHDRAWN, 1);
    assertThat(
            ConsentDecision.withdraw(
                Purpose.HEALTH, Channel.OWN_PHONE, notice(Purpose.HEALTH, 2), withdrawn))
        .isEqualTo(new ConsentDecision.AlreadySo(withdrawn.orElseThrow()));
  }

  @Test
  void paperIsNotSignedTomorrow() {
    assertThat(refusal(paper(1, TODAY.plusDays(1)))).isEqualTo(Problem.REQUEST_INVALID);
    assertThat(refusal(paper(2, TODAY))).isEqualTo(Problem.NOTICE_CHANGED);
    assertThat(paper(1, TODAY)).isEqualTo(new ConsentDecision.Add(1));
  }

  private static ConsentDecision paper(int version, LocalDate signedOn) {
    return ConsentDecision.paper(
        Choice.GIVEN, version, signedOn, TODAY, notice(Purpose.HEALTH, 1), Optional.empty());
  }
}
