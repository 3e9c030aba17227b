package yihuyima.api.wechat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import yihuyima.api.http.Problem;
import yihuyima.api.outbound.OutboundCall;

/** Asks WeChat who a code belongs to, and which phone number. */
public final class WechatClient {
  private static final String MAINLAND = "86";
  private static final Pattern PHONE = Pattern.compile("1[0-9]{10}");

  private final WechatSettings settings;
  private final Calls calls;

  /**
   * A client.
   *
   * @param client of {@link OutboundCall#client}
   */
  public WechatClient(WebClient client, WechatSettings settings, Clock clock) {
    this.settings = settings;
    this.calls =
        new Calls(
            new Calls.Service("WeChat", Problem.WECHAT_CODE_INVALID, Problem.WECHAT_UNAVAILABLE),
            client,
            settings.endpoint(),
            settings.deadline(),
            // The stable one: every server of ours gets the same, and none ends another's.
            new Calls.Ask(
                "/cgi-bin/stable_token",
                Map.of(),
                new JsonObject()
                    .put("grant_type", "client_credential")
                    .put("appid", settings.appId())
                    .put("secret", settings.appSecret())
                    .put("force_refresh", false)),
            clock);
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
    if (!Calls.isCode(jsCode)) {
      return Future.failedFuture(
          Problem.WECHAT_CODE_INVALID.because("a login code that WeChat never gave"));
    }
    return calls.ask(
        new Calls.Ask(
            "/sns/jscode2session",
            Map.of(
                "appid",
                settings.appId(),
                "secret",
                settings.appSecret(),
                "js_code",
                jsCode,
                "grant_type",
                "authorization_code"),
            null),
        WechatClient::session);
  }

  /**
   * Asks WeChat for the phone number that the person agreed to hand over; takes at most nine
   * deadlines, when the access token is new and then refused.
   *
   * @param phoneCode what the button {@code getPhoneNumber} gave; good once, for five minutes
   * @return the number, eleven digits; fails as {@link #codeToSession}, and with {@link
   *     Problem#PHONE_NOT_ACCEPTED} for a number from outside the mainland
   */
  public Future<String> phoneNumber(String phoneCode) {
    if (!Calls.isCode(phoneCode)) {
      return Future.failedFuture(
          Problem.WECHAT_CODE_INVALID.because("a phone code that WeChat never gave"));
    }
    return calls
        .askWithToken(
            token ->
                new Calls.Ask(
                    "/wxa/business/getuserphonenumber",
                    Map.of("access_token", token),
                    new JsonObject().put("code", phoneCode)),
            this::phone)
        .map(
            phone -> {
              if (!phone.countryCode().equals(MAINLAND) || !PHONE.matcher(phone.pure()).matches()) {
                throw Problem.PHONE_NOT_ACCEPTED.because("not a mainland mobile number");
              }
              return phone.pure();
            });
  }

  private record Phone(String pure, String countryCode) {
    @Override
    public String toString() {
      return "Phone[]";
    }
  }

  private static @Nullable WechatSession session(Answer.Good good) {
    String openid = good.id("openid");
    return openid == null ? null : new WechatSession(openid, good.id("unionid"));
  }

  /** The watermark says whose mini-program the number was given to: ours, or it is none. */
  private @Nullable Phone phone(Answer.Good good) {
    return good.json().getValue("phone_info") instanceof JsonObject info
            && info.getValue("purePhoneNumber") instanceof String pure
            && info.getValue("countryCode") instanceof String country
            && info.getValue("watermark") instanceof JsonObject watermark
            && settings.appId().equals(watermark.getValue("appid"))
        ? new Phone(pure, country)
        : null;
  }
}
