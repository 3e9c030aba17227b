package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
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
import yihuyima.api.wechat.WechatClient;
import yihuyima.api.wechat.WechatSession;
import yihuyima.api.wechat.WechatSettings;

class WechatClientIT {
  /** Every character that a query could trip over. */
  private static final String SECRET = "canary+secret&=%/?#汉 ";

  private static final String OPENID = "canary-openid";
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(1_500);

  private final AdjustableClock clock = new AdjustableClock();
  private final List<String> canaries = new ArrayList<>(List.of("canary", "secret="));
  private Vertx vertx;
  private WechatStandIn wechat;
  private Leaks leaks;

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    wechat = Leaks.value(WechatStandIn.start(vertx, "wx-app", SECRET, clock));
    leaks = new Leaks();
  }

  /** Whatever a test did, nothing it sent is in a log or a failure. */
  @AfterEach
  void nothingLeaked() throws Exception {
    Leaks.value(vertx.close());
    leaks.close();
    leaks.assertNoneOf(canaries);
  }

  private WechatClient client(Duration deadline) {
    return new WechatClient(OutboundCall.client(vertx), wechat.settings(deadline), clock);
  }

  /** Gives up on everything as soon as it can. */
  private WechatClient hasty() {
    return new WechatClient(OutboundCall.client(vertx, SHORT), wechat.settings(SHORT), clock);
  }

  private String code() {
    String code = wechat.issueCode(OPENID);
    canaries.add(code);
    return code;
  }

  private Problem problem(Future<?> future) throws Exception {
    Throwable failure = leaks.failure(future);
    assertThat(failure).isInstanceOf(Failure.class);
    return ((Failure) failure).problem();
  }

  @Test
  void aCodeIsGoodOnce() throws Exception {
    String code = code();
    assertThat(Leaks.value(client(DEADLINE).codeToSession(code)))
        .isEqualTo(new WechatSession(OPENID, null));
    assertThat(problem(client(DEADLINE).codeToSession(code)))
        .isEqualTo(Problem.WECHAT_CODE_INVALID);
  }

  @Test
  void aUnionidComesAlong() throws Exception {
    String code = wechat.issueCode(OPENID, "canary-union");
    assertThat(Leaks.value(client(DEADLINE).codeToSession(code)))
        .isEqualTo(new WechatSession(OPENID, "canary-union"));
  }

  @Test
  void aCodeIsGoodForFiveMinutes() throws Exception {
    String inTime = code();
    String late = code();
    clock.advance(Duration.ofMinutes(5));
    Leaks.value(client(DEADLINE).codeToSession(inTime));
    clock.advance(Duration.ofSeconds(1));
    assertThat(problem(client(DEADLINE).codeToSession(late)))
        .isEqualTo(Problem.WECHAT_CODE_INVALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"canary", "canary&appid=x", "canary#%00+ ", "canary汉", "demo-canary"})
  void aCodeThatWechatNeverGaveIsInvalid(String code) throws Exception {
    assertThat(problem(client(DEADLINE).codeToSession(code)))
        .isEqualTo(Problem.WECHAT_CODE_INVALID);
    assertThat(wechat.calls()).isEqualTo(1);
  }

  @Test
  void anEmptyOrHugeCodeIsNotEvenSent() throws Exception {
    assertThat(problem(client(DEADLINE).codeToSession(" "))).isEqualTo(Problem.WECHAT_CODE_INVALID);
    assertThat(problem(client(DEADLINE).codeToSession("canary".repeat(100))))
        .isEqualTo(Problem.WECHAT_CODE_INVALID);
    assertThat(wechat.calls()).isZero();
  }

  @Test
  void demoCodesAreTakenOnlyWhereTheyAreWanted() throws Exception {
    wechat.acceptDemoCodes(true);
    for (int i = 0; i < 2; i++) {
      assertThat(Leaks.value(client(DEADLINE).codeToSession("demo-canary_1")).openid())
          .isEqualTo("canary_1");
    }
    wechat.acceptDemoCodes(false);
    assertThat(problem(client(DEADLINE).codeToSession("demo-canary_1")))
        .isEqualTo(Problem.WECHAT_CODE_INVALID);
  }

  @ParameterizedTest
  @CsvSource({
    "40029, WECHAT_CODE_INVALID, 1",
    "40163, WECHAT_CODE_INVALID, 1",
    "41008, WECHAT_CODE_INVALID, 1",
    "40226, WECHAT_CODE_INVALID, 1",
    "45011, TOO_MANY_REQUESTS, 1",
    "-1, WECHAT_UNAVAILABLE, 3",
    "40013, WECHAT_UNAVAILABLE, 1",
    "40125, WECHAT_UNAVAILABLE, 1",
    "41002, WECHAT_UNAVAILABLE, 1",
    "41004, WECHAT_UNAVAILABLE, 1",
    "48001, WECHAT_UNAVAILABLE, 1"
  })
  void everyErrcodeBecomesItsProblem(String errcode, Problem problem, int calls) throws Exception {
    wechat.standingFault(new Fault.Refusal(errcode));
    assertThat(problem(client(DEADLINE).codeToSession(code()))).isEqualTo(problem);
    assertThat(wechat.calls()).isEqualTo(calls);
  }

  @Test
  void aWrongSecretOfOursIsLoud() throws Exception {
    WechatSettings wrong = new WechatSettings(wechat.baseUrl(), "wx-app", "canary-wrong", DEADLINE);
    WechatClient client = new WechatClient(OutboundCall.client(vertx), wrong, clock);
    assertThat(problem(client.codeToSession(code()))).isEqualTo(Problem.WECHAT_UNAVAILABLE);
    assertThat(leaks.heardAnError()).isTrue();
  }

  @Test
  void aBusyWechatIsAskedAgain() throws Exception {
    wechat.planFault(new Fault.Refusal("-1"));
    wechat.planFault(new Fault.CutBefore());
    assertThat(Leaks.value(client(DEADLINE).codeToSession(code())).openid()).isEqualTo(OPENID);
    assertThat(wechat.calls()).isEqualTo(3);
  }

  @Test
  void aCodeThatWasUsedBeforeTheCutAsksForANewOne() throws Exception {
    wechat.planFault(new Fault.CutAfter());
    assertThat(problem(client(DEADLINE).codeToSession(code())))
        .isEqualTo(Problem.WECHAT_CODE_INVALID);
    assertThat(wechat.calls()).isEqualTo(2);
  }

  @Test
  void aWechatThatIsNotThereIsUnavailable() throws Exception {
    String code = code();
    WechatClient client = client(DEADLINE);
    Leaks.value(wechat.close());
    assertThat(problem(client.codeToSession(code))).isEqualTo(Problem.WECHAT_UNAVAILABLE);
  }

  @Test
  void aSlowWechatIsWaitedForUntilTheDeadline() throws Exception {
    wechat.standingFault(new Fault.Slow(Duration.ofMillis(300)));
    Leaks.value(client(DEADLINE).codeToSession(code()));
    assertThat(problem(client(Duration.ofMillis(50)).codeToSession(code())))
        .isEqualTo(Problem.WECHAT_UNAVAILABLE);
  }

  @Test
  void aHangingWechatIsAskedOnce() throws Exception {
    for (Fault fault : List.of(new Fault.Hang(), new Fault.HangInBody())) {
      int before = wechat.calls();
      wechat.standingFault(fault);
      assertThat(problem(client(SHORT).codeToSession(code())))
          .isEqualTo(Problem.WECHAT_UNAVAILABLE);
      assertThat(wechat.calls()).isEqualTo(before + 1);
    }
  }

  @Test
  void aHangingAnswerDoesNotKeepItsConnection() throws Exception {
    for (Fault fault : List.of(new Fault.Hang(), new Fault.HangInBody())) {
      wechat.standingFault(fault);
      assertThat(problem(hasty().codeToSession(code()))).isEqualTo(Problem.WECHAT_UNAVAILABLE);
      assertConnectionsEnd();
    }
  }

  @Test
  void anEndlessAnswerIsCutOff() throws Exception {
    wechat.standingFault(new Fault.Endless());
    assertThat(problem(hasty().codeToSession(code()))).isEqualTo(Problem.WECHAT_UNAVAILABLE);
    assertConnectionsEnd();
  }

  /** Otherwise a few such answers would use up all connections, and nobody could sign in. */
  private void assertConnectionsEnd() {
    assertThat(Polling.until(() -> wechat.connections() == 0, Duration.ofSeconds(30))).isTrue();
  }

  @Test
  void garbageAndLiesAreNoSignIn() throws Exception {
    for (Fault fault :
        List.of(
            new Fault.Garbage(),
            new Fault.Lie(),
            new Fault.Status(302),
            new Fault.Status(404),
            new Fault.Status(500),
            new Fault.Status(503))) {
      int before = wechat.calls();
      wechat.standingFault(fault);
      assertThat(problem(client(DEADLINE).codeToSession(code())))
          .isEqualTo(Problem.WECHAT_UNAVAILABLE);
      assertThat(wechat.calls()).isEqualTo(before + 1);
    }
  }
}
