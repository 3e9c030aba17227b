package yihuyima.api.sms;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.WebClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yihuyima.api.http.Problem;
import yihuyima.api.outbound.OutboundCall;

/** Text messages through Tencent Cloud SMS, action SendSms of version 2021-01-11. */
public final class TencentSmsGateway implements SmsGateway {
  /** The first try and two more, only where certainly nothing was sent. */
  private static final int TRIES_MAX = 3;

  /** Before the second try; twice as much before the third. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  private static final String ACTION = "SendSms";
  private static final String VERSION = "2021-01-11";
  private static final String CONTENT_TYPE = "application/json; charset=utf-8";
  private static final Pattern PHONE = Pattern.compile("(?:\\+86)?(1[0-9]{10})");
  private static final Pattern CODE = Pattern.compile("[0-9]{4,8}");
  private static final String NUMBER_HINT = "这个号码收不到短信，请核对或换一个号码";
  private static final Logger log = LoggerFactory.getLogger(TencentSmsGateway.class);

  private final WebClient client;
  private final TencentSmsSettings settings;
  private final Clock clock;

  /**
   * A gateway.
   *
   * @param client of {@link OutboundCall#client}
   * @param clock signatures hold for five minutes around the time in them
   */
  public TencentSmsGateway(WebClient client, TencentSmsSettings settings, Clock clock) {
    this.client = client;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Tries again, twice at most, only when no connection came about or the service turned the
   * request away at its door: then nothing was sent. After a cut, a timeout or an unreadable answer
   * the message may be on its way; a second one would cost money and count against the number's
   * daily limit, and the person can ask for another themselves.
   */
  @Override
  public Future<Void> sendSignInCode(String phone, String code) {
    var number = PHONE.matcher(phone);
    if (!number.matches()) {
      return Future.failedFuture(
          Problem.REQUEST_INVALID.because("not a mobile number").at("phone", NUMBER_HINT));
    }
    if (!CODE.matcher(code).matches()) {
      return Future.failedFuture(new IllegalArgumentException("a code has 4 to 8 digits"));
    }
    return attempt(message("+86" + number.group(1), code), 1).compose(TencentSmsGateway::toOutcome);
  }

  private Buffer message(String number, String code) {
    JsonArray parameters = new JsonArray().add(code);
    settings.furtherParameters().forEach(parameters::add);
    return new JsonObject()
        .put("PhoneNumberSet", new JsonArray().add(number))
        .put("SmsSdkAppId", settings.appId())
        .put("SignName", settings.signName())
        .put("TemplateId", settings.templateId())
        .put("TemplateParamSet", parameters)
        .toBuffer();
  }

  private Future<SendAnswer> attempt(Buffer message, int number) {
    return OutboundCall.send(signed(message), message, settings.deadline())
        .map(SendAnswer::read)
        .compose(
            answer ->
                answer instanceof SendAnswer.NotSent && number < TRIES_MAX
                    ? OutboundCall.pause(PAUSE.multipliedBy(number))
                        .compose(over -> attempt(message, number + 1))
                    : Future.succeededFuture(answer));
  }

  /** Signed anew for each try, because the time is in the signature. */
  private HttpRequest<Buffer> signed(Buffer message) {
    Instant now = clock.instant();
    String authorization =
        Tc3Signature.authorization(
            settings.secretId(),
            settings.secretKey(),
            "sms",
            Map.of(
                "content-type",
                CONTENT_TYPE,
                "host",
                settings.endpoint().authority(),
                "x-tc-action",
                ACTION),
            message.getBytes(),
            now);
    return client
        .request(HttpMethod.POST, settings.endpoint().request("/"))
        .putHeader("Content-Type", CONTENT_TYPE)
        .putHeader("Authorization", authorization)
        .putHeader("X-TC-Action", ACTION)
        .putHeader("X-TC-Version", VERSION)
        .putHeader("X-TC-Region", settings.region())
        .putHeader("X-TC-Timestamp", Long.toString(now.getEpochSecond()))
        // A kept connection may be closed by the other side just as a message enters it, and then
        // nobody knows whether it was sent. Messages are few: each has a connection of its own.
        .putHeader("Connection", "close");
  }

  private static Future<Void> toOutcome(SendAnswer answer) {
    return switch (answer) {
      case SendAnswer.Taken taken -> Future.succeededFuture();
      case SendAnswer.NumberRefused refused ->
          Future.failedFuture(
              Problem.REQUEST_INVALID.because(refused.code()).at("phone", NUMBER_HINT));
      case SendAnswer.TooOften often ->
          Future.failedFuture(Problem.TOO_MANY_REQUESTS.because(often.code()));
      case SendAnswer.OurFault fault -> {
        log.atError()
            .addKeyValue("code", fault.code())
            .log("Tencent SMS refuses our account, keys, signature, template or balance");
        yield unavailable(fault.code());
      }
      case SendAnswer.NotSent not -> unavailable(not.reason() + ", after " + TRIES_MAX + " tries");
      case SendAnswer.Unknown unknown -> unavailable(unknown.reason());
    };
  }

  private static Future<Void> unavailable(String reason) {
    log.atWarn().addKeyValue("reason", reason).log("a sign-in code was not taken");
    return Future.failedFuture(Problem.SMS_UNAVAILABLE.because(reason));
  }
}
