package yihuyima.api.wechat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.WebClient;
import java.net.URLEncoder;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yihuyima.api.http.Problem;
import yihuyima.api.outbound.OutboundCall;

/** Turns the code of {@code wx.login} into the person's openid. */
public final class WechatClient {
  /** The first try and two more, only for what is worth another try. */
  static final int TRIES_MAX = 3;

  /** Before the second try; twice as much before the third. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** WeChat's codes have 32 characters. */
  private static final int JS_CODE_CHARACTERS_MAX = 256;

  private static final Logger log = LoggerFactory.getLogger(WechatClient.class);

  private final WebClient client;
  private final WechatSettings settings;

  /**
   * A client.
   *
   * @param client of {@link OutboundCall#client}
   */
  public WechatClient(WebClient client, WechatSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  /**
   * Asks WeChat who the code belongs to; takes at most three deadlines and 0.3 s.
   *
   * @param jsCode what {@code wx.login} gave; good once, for five minutes
   * @return the person's ids; fails with {@link Problem#WECHAT_CODE_INVALID} when the phone has to
   *     take a new code, {@link Problem#TOO_MANY_REQUESTS}, or {@link Problem#WECHAT_UNAVAILABLE}
   *     when WeChat does not answer, answers nonsense, or does not accept our app id or secret.
   *     Neither the code nor the secret is in the failure.
   */
  public Future<WechatSession> codeToSession(String jsCode) {
    if (jsCode.isBlank() || jsCode.length() > JS_CODE_CHARACTERS_MAX) {
      return Future.failedFuture(
          Problem.WECHAT_CODE_INVALID.because("a login code that WeChat never gave"));
    }
    return attempt(pathAndQuery(jsCode), 1).compose(WechatClient::toSession);
  }

  private String pathAndQuery(String jsCode) {
    return "/sns/jscode2session?appid="
        + URLEncoder.encode(settings.appId(), UTF_8)
        + "&secret="
        + URLEncoder.encode(settings.appSecret(), UTF_8)
        + "&js_code="
        + URLEncoder.encode(jsCode, UTF_8)
        + "&grant_type=authorization_code";
  }

  private Future<CodeAnswer> attempt(String pathAndQuery, int number) {
    return OutboundCall.send(
            client.request(HttpMethod.GET, settings.endpoint().request(pathAndQuery)),
            null,
            settings.deadline())
        .map(CodeAnswer::read)
        .compose(
            answer ->
                answer instanceof CodeAnswer.Busy && number < TRIES_MAX
                    ? OutboundCall.pause(PAUSE.multipliedBy(number))
                        .compose(over -> attempt(pathAndQuery, number + 1))
                    : Future.succeededFuture(answer));
  }

  private static Future<WechatSession> toSession(CodeAnswer answer) {
    return switch (answer) {
      case CodeAnswer.SignedIn in -> Future.succeededFuture(in.session());
      case CodeAnswer.CodeRefused refused ->
          Future.failedFuture(Problem.WECHAT_CODE_INVALID.because("errcode " + refused.errcode()));
      case CodeAnswer.TooOften often ->
          Future.failedFuture(Problem.TOO_MANY_REQUESTS.because("errcode " + often.errcode()));
      case CodeAnswer.Misconfigured wrong -> {
        log.atError()
            .addKeyValue("errcode", wrong.errcode())
            .log("WeChat does not accept our app id or app secret: nobody can sign in with WeChat");
        yield unavailable("our configuration, errcode " + wrong.errcode());
      }
      case CodeAnswer.Busy busy -> unavailable(busy.reason() + ", after " + TRIES_MAX + " tries");
      case CodeAnswer.Unusable unusable -> unavailable(unusable.reason());
    };
  }

  private static Future<WechatSession> unavailable(String reason) {
    log.atWarn().addKeyValue("reason", reason).log("WeChat login failed");
    return Future.failedFuture(Problem.WECHAT_UNAVAILABLE.because(reason));
  }
}
