package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import yihuyima.api.http.Failure;
import yihuyima.api.http.Problem;
import yihuyima.api.outbound.OutboundCall;
import yihuyima.api.sms.SmsGateway;
import yihuyima.api.sms.TencentSmsGateway;
import yihuyima.api.sms.TencentSmsSettings;

class TencentSmsGatewayIT {
  private static final String PHONE = "11900000001";
  private static final String CODE = "904713";
  private static final String KEY = "canary-key";
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(1_500);

  private final AdjustableClock clock = new AdjustableClock();
  private Vertx vertx;
  private SmsStandIn sms;
  private Leaks leaks;

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    sms = Leaks.value(SmsStandIn.start(vertx, "canary-id", KEY, "1400000001", clock));
    leaks = new Leaks();
  }

  /** Whatever a test did, nothing it sent is in a log or a failure. */
  @AfterEach
  void nothingLeaked() throws Exception {
    Leaks.value(vertx.close());
    leaks.close();
    leaks.assertNoneOf(List.of("canary", PHONE, CODE));
  }

  private SmsGateway gateway(Duration deadline) {
    return gateway(sms.settings(deadline), clock);
  }

  private SmsGateway gateway(TencentSmsSettings settings, Clock time) {
    return new TencentSmsGateway(OutboundCall.client(vertx), settings, time);
  }

  private Problem problem(Future<?> future) throws Exception {
    Throwable failure = leaks.failure(future);
    assertThat(failure).isInstanceOf(Failure.class);
    return ((Failure) failure).problem();
  }

  @Test
  void aSignedMessageArrives() throws Exception {
    Leaks.value(gateway(DEADLINE).sendSignInCode(PHONE, CODE));
    Leaks.value(gateway(DEADLINE).sendSignInCode("+86" + PHONE, "1234"));
    assertThat(sms.messages())
        .extracting(SmsStandIn.Message::phone, SmsStandIn.Message::code)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("+86" + PHONE, CODE),
            org.assertj.core.groups.Tuple.tuple("+86" + PHONE, "1234"));
    assertThat(sms.lastCodeFor(PHONE)).contains("1234");
    assertThat(sms.lastCodeFor("11900000002")).isEmpty();
  }

  @Test
  void furtherParametersOfTheTemplateComeAfterTheCode() throws Exception {
    Leaks.value(gateway(with(KEY, List.of("5")), clock).sendSignInCode(PHONE, CODE));
    assertThat(sms.messages().getFirst().parameters()).containsExactly(CODE, "5");
  }

  private TencentSmsSettings with(String key, List<String> furtherParameters) {
    TencentSmsSettings right = sms.settings(DEADLINE);
    return new TencentSmsSettings(
        right.baseUrl(),
        right.region(),
        right.secretId(),
        key,
        right.appId(),
        right.signName(),
        right.templateId(),
        furtherParameters,
        right.deadline());
  }

  @Test
  void aWrongKeyOfOursIsLoudAndSendsNothing() throws Exception {
    SmsGateway wrong = gateway(with("canary-other", List.of()), clock);
    assertThat(problem(wrong.sendSignInCode(PHONE, CODE))).isEqualTo(Problem.SMS_UNAVAILABLE);
    assertThat(leaks.heardAnError()).isTrue();
    assertThat(sms.messages()).isEmpty();
  }

  @Test
  void aClockThatIsFarOffIsLoud() throws Exception {
    Clock off = Clock.offset(clock, Duration.ofMinutes(6));
    assertThat(problem(gateway(sms.settings(DEADLINE), off).sendSignInCode(PHONE, CODE)))
        .isEqualTo(Problem.SMS_UNAVAILABLE);
    assertThat(leaks.heardAnError()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "123", "+1 202 555 0100", "1190000000", "119000000011", "1190000000x"})
  void whatIsNoMobileNumberIsNotEvenSent(String phone) throws Exception {
    assertThat(problem(gateway(DEADLINE).sendSignInCode(phone, CODE)))
        .isEqualTo(Problem.REQUEST_INVALID);
    assertThat(sms.calls()).isZero();
  }

  @Test
  void whatIsNoCodeIsABug() throws Exception {
    assertThat(leaks.failure(gateway(DEADLINE).sendSignInCode(PHONE, "canary")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(sms.calls()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "LimitExceeded.PhoneNumberDailyLimit, TOO_MANY_REQUESTS, 1, false",
    "LimitExceeded.PhoneNumberThirtySecondLimit, TOO_MANY_REQUESTS, 1, false",
    "LimitExceeded.PhoneNumberOneHourLimit, TOO_MANY_REQUESTS, 1, false",
    "LimitExceeded.DeliveryFrequencyLimit, TOO_MANY_REQUESTS, 1, false",
    "InvalidParameterValue.IncorrectPhoneNumber, REQUEST_INVALID, 1, false",
    "FailedOperation.PhoneNumberInBlacklist, REQUEST_INVALID, 1, false",
    "FailedOperation.InsufficientBalanceInSmsPackage, SMS_UNAVAILABLE, 1, true",
    "FailedOperation.TemplateIncorrectOrUnapproved, SMS_UNAVAILABLE, 1, true",
    "AuthFailure.SecretIdNotFound, SMS_UNAVAILABLE, 1, true",
    "LimitExceeded.AppMainlandChinaDailyLimit, SMS_UNAVAILABLE, 1, true",
    "InternalError.Timeout, SMS_UNAVAILABLE, 1, false",
    "RequestLimitExceeded, SMS_UNAVAILABLE, 3, false"
  })
  void everyCodeBecomesItsProblem(String code, Problem problem, int calls, boolean loud)
      throws Exception {
    sms.standingFault(new Fault.Refusal(code));
    assertThat(problem(gateway(DEADLINE).sendSignInCode(PHONE, CODE))).isEqualTo(problem);
    assertThat(sms.calls()).isEqualTo(calls);
    assertThat(leaks.heardAnError()).isEqualTo(loud);
  }

  @Test
  void anUnknownOutcomeIsNotRepeated() throws Exception {
    for (Fault fault :
        List.of(
            new Fault.Hang(),
            new Fault.HangInBody(),
            new Fault.CutBefore(),
            new Fault.CutAfter(),
            new Fault.Garbage(),
            new Fault.Endless(),
            new Fault.Status(500),
            new Fault.Status(302),
            new Fault.Lie())) {
      int before = sms.calls();
      sms.standingFault(fault);
      assertThat(problem(gateway(SHORT).sendSignInCode(PHONE, CODE)))
          .isEqualTo(Problem.SMS_UNAVAILABLE);
      assertThat(sms.calls()).isEqualTo(before + 1);
    }
    sms.standingFault(null);
    Leaks.value(gateway(DEADLINE).sendSignInCode(PHONE, CODE));
  }

  @Test
  void aRefusalAtTheDoorIsTriedAgain() throws Exception {
    sms.planFault(new Fault.Refusal("RequestLimitExceeded"));
    Leaks.value(gateway(DEADLINE).sendSignInCode(PHONE, CODE));
    assertThat(sms.calls()).isEqualTo(2);
    assertThat(sms.messages()).hasSize(1);
  }

  @Test
  void aServiceThatIsNotThereIsUnavailable() throws Exception {
    SmsGateway gateway = gateway(DEADLINE);
    Leaks.value(sms.close());
    assertThat(problem(gateway.sendSignInCode(PHONE, CODE))).isEqualTo(Problem.SMS_UNAVAILABLE);
  }

  @Test
  void everyMessageHasAConnectionOfItsOwn() throws Exception {
    SmsGateway gateway = gateway(DEADLINE);
    Leaks.value(gateway.sendSignInCode(PHONE, CODE));
    assertThat(Polling.until(() -> sms.connections() == 0, Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void theSettingsDoNotTellTheirSecret() {
    assertThat(sms.settings(DEADLINE).toString()).doesNotContain("canary");
  }
}
