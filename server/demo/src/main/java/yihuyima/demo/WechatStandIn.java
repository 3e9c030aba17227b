package yihuyima.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import yihuyima.api.wechat.WechatSettings;

/**
 * Stands in for WeChat's login, access tokens and phone numbers, over real HTTP, and misbehaves on
 * request.
 *
 * <p>Like WeChat it answers 200 with JSON as text/plain whatever happens, and takes a code once,
 * within five minutes; an access token lives two hours, and asking again gives the same.
 */
public final class WechatStandIn {
  private static final Pattern DEMO_CODE = Pattern.compile("demo-([A-Za-z0-9_-]{1,64})");

  private final String appId;
  private final String appSecret;
  private final FaultyServer server;
  private final SecureRandom random = new SecureRandom();
  private final OneTimeCodes<Person> loginCodes;
  private final OneTimeCodes<Phone> phoneCodes;
  private final AccessTokens tokens;
  private volatile boolean demoCodes;

  private WechatStandIn(Vertx vertx, String appId, String appSecret, Clock clock) {
    this.appId = appId;
    this.appSecret = appSecret;
    this.loginCodes = new OneTimeCodes<>(clock);
    this.phoneCodes = new OneTimeCodes<>(clock);
    this.tokens = new AccessTokens(clock);
    this.server = new FaultyServer(vertx, new Service());
  }

  private record Person(String openid, @Nullable String unionid) {}

  private record Phone(String countryCode, String pure) {}

  /**
   * Starts one on a free port of 127.0.0.1.
   *
   * @return holds the running stand-in; fails when no port can be had
   */
  public static Future<WechatStandIn> start(
      Vertx vertx, String appId, String appSecret, Clock clock) {
    WechatStandIn standIn = new WechatStandIn(vertx, appId, appSecret, clock);
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

  /** Settings with which a client reaches this stand-in and is accepted. */
  public WechatSettings settings(Duration deadline) {
    return new WechatSettings(baseUrl(), appId, appSecret, deadline);
  }

  /** A login code for this person, as {@code wx.login} would give it: good once, for 5 minutes. */
  public String issueCode(String openid) {
    return issueCode(openid, null);
  }

  /** A login code for a person who also has a unionid. */
  public String issueCode(String openid, @Nullable String unionid) {
    return loginCodes.issue(new Person(openid, unionid));
  }

  /** A phone code, as the button {@code getPhoneNumber} would give it: good once, for 5 minutes. */
  public String issuePhoneCode(String countryCode, String phone) {
    return phoneCodes.issue(new Phone(countryCode, phone));
  }

  /** Ends the access token before its time, as a forced refresh by somebody else does. */
  public void endAccessToken() {
    tokens.end();
  }

  /** How often an access token was asked for. */
  public int accessTokensGiven() {
    return tokens.given();
  }

  /**
   * Whether {@code demo-<openid>} is taken as a code for that openid, any number of times, so that
   * a browser without WeChat can try the login. Off at first.
   */
  public void acceptDemoCodes(boolean accept) {
    demoCodes = accept;
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

  private JsonObject exchange(HttpServerRequest request) {
    String code = request.getParam("js_code", "");
    int wrong = checkSecret(request.getParam("appid", ""), request.getParam("secret", ""));
    if (wrong != 0) {
      return error(wrong);
    }
    if (!request.getParam("grant_type", "").equals("authorization_code")) {
      return error(40002);
    }
    return code.isEmpty() ? error(41008) : redeem(code);
  }

  private int checkSecret(String id, String secret) {
    if (id.isEmpty()) {
      return 41002;
    }
    if (secret.isEmpty()) {
      return 41004;
    }
    if (!id.equals(appId)) {
      return 40013;
    }
    return secret.equals(appSecret) ? 0 : 40125;
  }

  private JsonObject redeem(String code) {
    Matcher demo = DEMO_CODE.matcher(code);
    if (demoCodes && demo.matches()) {
      return session(demo.group(1), null);
    }
    OneTimeCodes.Redeemed<Person> redeemed = loginCodes.redeem(code);
    return redeemed
        .whose()
        .map(person -> session(person.openid(), person.unionid()))
        .orElseGet(() -> error(redeemed.errcode()));
  }

  private JsonObject stableToken(JsonObject body) {
    int wrong = checkSecret(body.getString("appid", ""), body.getString("secret", ""));
    if (wrong != 0) {
      return error(wrong);
    }
    return body.getString("grant_type", "").equals("client_credential")
        ? tokens.give()
        : error(40002);
  }

  private JsonObject phoneNumber(HttpServerRequest request, JsonObject body) {
    int wrong = tokens.check(request.getParam("access_token", ""));
    if (wrong != 0) {
      return error(wrong);
    }
    OneTimeCodes.Redeemed<Phone> redeemed = phoneCodes.redeem(body.getString("code", ""));
    return redeemed
        .whose()
        .map(
            phone ->
                new JsonObject()
                    .put("errcode", 0)
                    .put("errmsg", "ok")
                    .put(
                        "phone_info",
                        new JsonObject()
                            .put("phoneNumber", "+" + phone.countryCode() + phone.pure())
                            .put("purePhoneNumber", phone.pure())
                            .put("countryCode", phone.countryCode())
                            .put("watermark", new JsonObject().put("appid", appId))))
        .orElseGet(() -> error(redeemed.errcode()));
  }

  private JsonObject session(String openid, @Nullable String unionid) {
    byte[] key = new byte[16];
    random.nextBytes(key);
    JsonObject session =
        new JsonObject()
            .put("session_key", Base64.getEncoder().encodeToString(key))
            .put("openid", openid);
    return unionid == null ? session : session.put("unionid", unionid);
  }

  private static JsonObject error(int errcode) {
    return new JsonObject().put("errcode", errcode).put("errmsg", "stand-in error, rid: 0-0-0");
  }

  private final class Service implements FaultyServer.Service {
    @Override
    public String contentType() {
      return "text/plain";
    }

    @Override
    public String work(HttpServerRequest request, Buffer body) {
      return switch (request.method() + " " + request.path()) {
        case "GET /sns/jscode2session" -> exchange(request).encode();
        case "POST /cgi-bin/stable_token" -> stableToken(body.toJsonObject()).encode();
        case "POST /wxa/business/getuserphonenumber" ->
            phoneNumber(request, body.toJsonObject()).encode();
        default -> error(-1).encode();
      };
    }

    @Override
    public String lie() {
      return new JsonObject().put("session_key", "bm90aGluZw==").encode();
    }

    @Override
    public String refusal(String code) {
      return error(Integer.parseInt(code)).encode();
    }
  }
}
