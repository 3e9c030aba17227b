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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import yihuyima.api.wechat.WecomSettings;

/**
 * Stands in for the login of Enterprise WeChat (企业微信), over real HTTP, and misbehaves on request.
 *
 * <p>Like it, it answers 200 with JSON whatever happens, knows callers by an access token of two
 * hours, and takes a code once, within five minutes.
 */
public final class WecomStandIn {
  private static final Pattern DEMO_CODE = Pattern.compile("demo-([A-Za-z0-9_.-]{1,64})");

  private final String corpId;
  private final String secret;
  private final FaultyServer server;
  private final OneTimeCodes<Member> codes;
  private final AccessTokens tokens;
  private final SecureRandom random = new SecureRandom();
  private volatile boolean demoCodes;

  private WecomStandIn(Vertx vertx, String corpId, String secret, Clock clock) {
    this.corpId = corpId;
    this.secret = secret;
    this.codes = new OneTimeCodes<>(clock);
    this.tokens = new AccessTokens(clock);
    this.server = new FaultyServer(vertx, new Service());
  }

  private record Member(String corpId, String userId) {}

  /**
   * Starts one on a free port of 127.0.0.1.
   *
   * @return holds the running stand-in; fails when no port can be had
   */
  public static Future<WecomStandIn> start(Vertx vertx, String corpId, String secret, Clock clock) {
    WecomStandIn standIn = new WecomStandIn(vertx, corpId, secret, clock);
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
  public WecomSettings settings(Duration deadline) {
    return new WecomSettings(baseUrl(), corpId, secret, deadline);
  }

  /** A login code of a member of the union's enterprise, as {@code wx.qy.login} would give it. */
  public String issueCode(String userId) {
    return codes.issue(new Member(corpId, userId));
  }

  /** A login code of a member of another enterprise that has our application too. */
  public String issueCodeOfOthers(String userId) {
    return codes.issue(new Member("another-" + corpId, userId));
  }

  /** Whether {@code demo-<user id>} is taken as a code, any number of times. Off at first. */
  public void acceptDemoCodes(boolean accept) {
    demoCodes = accept;
  }

  /** Ends the access token before its time. */
  public void endAccessToken() {
    tokens.end();
  }

  /** How often an access token was asked for. */
  public int accessTokensGiven() {
    return tokens.given();
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

  private JsonObject token(HttpServerRequest request) {
    String id = request.getParam("corpid", "");
    if (id.isEmpty()) {
      return error(41002);
    }
    if (!id.equals(corpId)) {
      return error(40013);
    }
    return request.getParam("corpsecret", "").equals(secret)
        ? tokens.give().put("errcode", 0).put("errmsg", "ok")
        : error(40001);
  }

  private JsonObject exchange(HttpServerRequest request) {
    int wrong = tokens.check(request.getParam("access_token", ""));
    if (wrong != 0) {
      return error(wrong);
    }
    if (!request.getParam("grant_type", "").equals("authorization_code")) {
      return error(40002);
    }
    String code = request.getParam("js_code", "");
    Matcher demo = DEMO_CODE.matcher(code);
    if (demoCodes && demo.matches()) {
      return session(new Member(corpId, demo.group(1)));
    }
    Optional<Member> member = codes.redeem(code).whose();
    // It does not tell used from invalid.
    return member.map(this::session).orElseGet(() -> error(OneTimeCodes.INVALID));
  }

  private JsonObject session(Member member) {
    byte[] key = new byte[16];
    random.nextBytes(key);
    return new JsonObject()
        .put("errcode", 0)
        .put("errmsg", "ok")
        .put("corpid", member.corpId())
        .put("userid", member.userId())
        .put("session_key", Base64.getEncoder().encodeToString(key));
  }

  private static JsonObject error(int errcode) {
    return new JsonObject().put("errcode", errcode).put("errmsg", "stand-in error");
  }

  private final class Service implements FaultyServer.Service {
    @Override
    public String contentType() {
      return "application/json; charset=UTF-8";
    }

    @Override
    public String work(HttpServerRequest request, Buffer body) {
      return switch (request.method() + " " + request.path()) {
        case "GET /cgi-bin/gettoken" -> token(request).encode();
        case "GET /cgi-bin/miniprogram/jscode2session" -> exchange(request).encode();
        default -> error(-1).encode();
      };
    }

    @Override
    public String lie() {
      return new JsonObject().put("errcode", 0).put("errmsg", "ok").encode();
    }

    @Override
    public String refusal(String code) {
      return error(Integer.parseInt(code)).encode();
    }
  }
}
