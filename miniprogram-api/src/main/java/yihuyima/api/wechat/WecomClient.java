package yihuyima.api.wechat;

import io.vertx.core.Future;
import io.vertx.ext.web.client.WebClient;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import yihuyima.api.http.Problem;

/** Asks Enterprise WeChat (企业微信) which member of staff a code belongs to. */
public final class WecomClient {
  private final WecomSettings settings;
  private final Calls calls;

  /** A client; the web client is one of {@link yihuyima.api.outbound.OutboundCall#client}. */
  public WecomClient(WebClient client, WecomSettings settings, Clock clock) {
    this.settings = settings;
    this.calls =
        new Calls(
            new Calls.Service(
                "Enterprise WeChat", Problem.WECOM_CODE_INVALID, Problem.WECOM_UNAVAILABLE),
            client,
            settings.endpoint(),
            settings.deadline(),
            new Calls.Ask(
                "/cgi-bin/gettoken",
                Map.of("corpid", settings.corpId(), "corpsecret", settings.secret()),
                null),
            clock);
  }

  /**
   * Asks who the code belongs to.
   *
   * @param jsCode what {@code wx.qy.login} gave; good once, for five minutes
   * @return the user id within the union's enterprise, 1 to 64 characters; fails with {@link
   *     Problem#WECOM_CODE_INVALID}, {@link Problem#TOO_MANY_REQUESTS} or {@link
   *     Problem#WECOM_UNAVAILABLE}, the last also for somebody of another enterprise
   */
  public Future<String> codeToUser(String jsCode) {
    if (!Calls.isCode(jsCode)) {
      return Future.failedFuture(
          Problem.WECOM_CODE_INVALID.because("a code that Enterprise WeChat never gave"));
    }
    return calls.askWithToken(
        token ->
            new Calls.Ask(
                "/cgi-bin/miniprogram/jscode2session",
                Map.of(
                    "access_token", token,
                    "js_code", jsCode,
                    "grant_type", "authorization_code"),
                null),
        this::user);
  }

  private @Nullable String user(Answer.Good good) {
    String user = good.id("userid");
    return settings.corpId().equals(good.json().getValue("corpid"))
            && user != null
            && user.length() <= 64
        ? user
        : null;
  }
}
