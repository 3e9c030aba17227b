package yihuyima.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import yihuyima.api.sms.Tc3Signature;
import yihuyima.api.sms.TencentSmsSettings;

/**
 * Stands in for Tencent Cloud's SendSms, over real HTTP, and misbehaves on request. It checks the
 * signature of what really arrived, and keeps the messages instead of sending them.
 */
public final class SmsStandIn {
  private static final String REGION = "ap-guangzhou";
  private static final String SIGN_NAME = "演示工会";
  private static final String TEMPLATE = "1110001";

  /** The newest; the demo shows a few, a test looks at the last. */
  private static final int MESSAGES_MAX = 1_000;

  /** How far the time of a request may be from ours, as with Tencent Cloud. */
  private static final Duration SKEW_MAX = Duration.ofMinutes(5);

  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "TC3-HMAC-SHA256 Credential=([^/]+)/[^,]+, SignedHeaders=([a-z0-9;-]+), Signature=[0-9a-f]{64}");

  private static final Pattern PHONE = Pattern.compile("\\+861[0-9]{10}");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

  private final String secretId;
  private final String secretKey;
  private final String appId;
  private final Clock clock;
  private final FaultyServer server;
  private final Deque<Message> outbox = new ArrayDeque<>();

  private SmsStandIn(Vertx vertx, String secretId, String secretKey, String appId, Clock clock) {
    this.secretId = secretId;
    this.secretKey = secretKey;
    this.appId = appId;
    this.clock = clock;
    this.server = new FaultyServer(vertx, new Service());
  }

  /**
   * A message that would have been sent. Its text holds a number and a code: not for a log.
   *
   * @param phone with {@code +86}
   * @param parameters of the template; the first is the code
   */
  public record Message(String phone, List<String> parameters, Instant at) {
    public Message {
      parameters = List.copyOf(parameters);
    }

    public String code() {
      return parameters.getFirst();
    }
  }

  /**
   * Starts one on a free port of 127.0.0.1.
   *
   * @return holds the running stand-in; fails when no port can be had
   */
  public static Future<SmsStandIn> start(
      Vertx vertx, String secretId, String secretKey, String appId, Clock clock) {
    SmsStandIn standIn = new SmsStandIn(vertx, secretId, secretKey, appId, clock);
    return standIn.server.listen().map(standIn);
  }

  /**
   * Stops it.
   *
   * @return succeeds when its port is free
   */
  public Future<Void> close() {
    return server.close();
  }

  public URI baseUrl() {
    return server.baseUrl();
  }

  /** Settings with which a gateway reaches this stand-in and is accepted. */
  public TencentSmsSettings settings(Duration deadline) {
    return new TencentSmsSettings(
        baseUrl(), REGION, secretId, secretKey, appId, SIGN_NAME, TEMPLATE, List.of(), deadline);
  }

  /** The messages, oldest first, at most the newest 1,000. */
  public synchronized List<Message> messages() {
    return List.copyOf(outbox);
  }

  /**
   * The code of the last message to this number.
   *
   * @param phone with or without {@code +86}
   */
  public synchronized Optional<String> lastCodeFor(String phone) {
    String number = phone.startsWith("+86") ? phone : "+86" + phone;
    for (Iterator<Message> newestFirst = outbox.descendingIterator(); newestFirst.hasNext(); ) {
      Message message = newestFirst.next();
      if (message.phone().equals(number)) {
        return Optional.of(message.code());
      }
    }
    return Optional.empty();
  }

  /** The next call that has no fault yet goes wrong in this way; calls after it go well again. */
  public void planFault(Fault fault) {
    server.plan(fault);
  }

  /** From now on every call goes wrong in this way; null ends that and forgets planned faults. */
  public void standingFault(@Nullable Fault fault) {
    server.stand(fault);
  }

  /** How many requests came since the start. */
  public int calls() {
    return server.calls();
  }

  /** How many connections are open. */
  public int connections() {
    return server.connections();
  }

  /** The error that the request deserves before anybody reads its body; null for none. */
  private @Nullable String refusalOf(HttpServerRequest request, Buffer body) {
    if (!request.method().equals(HttpMethod.POST) || !request.path().equals("/")) {
      return "InvalidRequest";
    }
    if (!"SendSms".equals(request.getHeader("X-TC-Action"))) {
      return "InvalidAction";
    }
    if (!"2021-01-11".equals(request.getHeader("X-TC-Version"))) {
      return "NoSuchVersion";
    }
    if (!REGION.equals(request.getHeader("X-TC-Region"))) {
      return "UnsupportedRegion";
    }
    return signatureRefusal(request, body);
  }

  private @Nullable String signatureRefusal(HttpServerRequest request, Buffer body) {
    String given = headerOf(request, "Authorization");
    String timestamp = headerOf(request, "X-TC-Timestamp");
    Matcher authorization = AUTHORIZATION.matcher(given);
    if (!authorization.matches() || !SECONDS.matcher(timestamp).matches()) {
      return "AuthFailure.InvalidAuthorization";
    }
    if (!authorization.group(1).equals(secretId)) {
      return "AuthFailure.SecretIdNotFound";
    }
    Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
    if (Duration.between(at, clock.instant()).abs().compareTo(SKEW_MAX) > 0) {
      return "AuthFailure.SignatureExpire";
    }
    List<String> names = List.of(authorization.group(2).split(";", -1));
    Map<String, String> signed = new HashMap<>();
    names.forEach(name -> signed.put(name, headerOf(request, name)));
    String right =
        Tc3Signature.authorization(secretId, secretKey, "sms", signed, body.getBytes(), at);
    boolean genuine =
        names.containsAll(List.of("content-type", "host"))
            && MessageDigest.isEqual(given.getBytes(UTF_8), right.getBytes(UTF_8));
    return genuine ? null : "AuthFailure.SignatureFailure";
  }

  private static String headerOf(HttpServerRequest request, String name) {
    String value = request.getHeader(name);
    return value == null ? "" : value;
  }

  private String send(Buffer body) {
    JsonObject message;
    try {
      message = new JsonObject(body);
    } catch (DecodeException e) {
      return error("InvalidParameter");
    }
    if (!appId.equals(message.getValue("SmsSdkAppId"))) {
      return error("UnauthorizedOperation.SmsSdkAppIdVerifyFail");
    }
    if (!SIGN_NAME.equals(message.getValue("SignName"))) {
      return error("FailedOperation.SignatureIncorrectOrUnapproved");
    }
    if (!TEMPLATE.equals(message.getValue("TemplateId"))) {
      return error("FailedOperation.TemplateIncorrectOrUnapproved");
    }
    List<String> parameters = texts(message.getValue("TemplateParamSet"));
    List<String> phones = texts(message.getValue("PhoneNumberSet"));
    if (phones.size() != 1 || parameters.isEmpty()) {
      return error("MissingParameter");
    }
    if (!PHONE.matcher(phones.getFirst()).matches()) {
      return status("InvalidParameterValue.IncorrectPhoneNumber");
    }
    keep(new Message(phones.getFirst(), parameters, clock.instant()));
    return status("Ok");
  }

  private static List<String> texts(@Nullable Object array) {
    return array instanceof JsonArray values
        ? values.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  private synchronized void keep(Message message) {
    outbox.addLast(message);
    if (outbox.size() > MESSAGES_MAX) {
      outbox.removeFirst();
    }
  }

  private static String status(String code) {
    JsonObject status =
        new JsonObject()
            .put("SerialNo", UUID.randomUUID().toString())
            .put("Fee", code.equals("Ok") ? 1 : 0)
            .put("Code", code)
            .put("Message", code.equals("Ok") ? "send success" : "stand-in error")
            .put("IsoCode", "CN");
    return response(new JsonObject().put("SendStatusSet", new JsonArray().add(status)));
  }

  private static String error(String code) {
    return response(
        new JsonObject()
            .put("Error", new JsonObject().put("Code", code).put("Message", "stand-in error")));
  }

  private static String response(JsonObject content) {
    return new JsonObject()
        .put("Response", content.put("RequestId", UUID.randomUUID().toString()))
        .encode();
  }

  private final class Service implements FaultyServer.Service {
    @Override
    public String contentType() {
      return "application/json";
    }

    @Override
    public String work(HttpServerRequest request, Buffer body) {
      String refusal = refusalOf(request, body);
      return refusal == null ? send(body) : error(refusal);
    }

    @Override
    public String lie() {
      return response(new JsonObject().put("SendStatusSet", new JsonArray()));
    }

    @Override
    public String refusal(String code) {
      // As Tencent does: what concerns one number is its status, the rest an error.
      return code.startsWith("LimitExceeded.PhoneNumber")
              || code.endsWith("PhoneNumber")
              || code.endsWith("PhoneNumberInBlacklist")
          ? status(code)
          : error(code);
    }
  }
}
