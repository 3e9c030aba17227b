package yihuyima.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import yihuyima.api.wechat.WechatSettings;

/**
 * Stands in for WeChat's {@code GET /sns/jscode2session}, over real HTTP, and misbehaves on
 * request.
 *
 * <p>Like WeChat it answers 200 with JSON as text/plain whatever happens, and takes a code once,
 * within five minutes.
 */
public final class WechatStandIn {
  private static final Duration CODE_LIFE = Duration.ofMinutes(5);

  /** The oldest are forgotten; a test or a demo never has so many at a time. */
  private static final int CODES_MAX = 10_000;

  private static final Pattern DEMO_CODE = Pattern.compile("demo-([A-Za-z0-9_-]{1,64})");

  private final String appId;
  private final String appSecret;
  private final Clock clock;
  private final FaultyServer server;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, IssuedCode> codes =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, IssuedCode> eldest) {
          return size() > CODES_MAX;
        }
      };
  private boolean demoCodes;

  private WechatStandIn(Vertx vertx, String appId, String appSecret, Clock clock) {
    this.appId = appId;
    this.appSecret = appSecret;
    this.clock = clock;
    this.server = new FaultyServer(vertx, new Service());
  }

  /** {@code openid} is null once the code was used. */
  private record IssuedCode(@Nullable String openid, @Nullable String unionid, Instant at) {}

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
  public synchronized String issueCode(String openid, @Nullable String unionid) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    String code = HexFormat.of().formatHex(bytes);
    codes.put(code, new IssuedCode(openid, unionid, clock.instant()));
    return code;
  }

  /**
   * Whether {@code demo-<openid>} is taken as a code for that openid, any number of times, so that
   * a browser without WeChat can try the login. Off at first.
   */
  public synchronized void acceptDemoCodes(boolean accept) {
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

  private synchronized JsonObject exchange(HttpServerRequest request) {
    String id = request.getParam("appid", "");
    String secret = request.getParam("secret", "");
    String code = request.getParam("js_code", "");
    if (id.isEmpty()) {
      return error(41002);
    }
    if (secret.isEmpty()) {
      return error(41004);
    }
    if (!id.equals(appId)) {
      return error(40013);
    }
    if (!secret.equals(appSecret)) {
      return error(40125);
    }
    if (!request.getParam("grant_type", "").equals("authorization_code")) {
      return error(40002);
    }
    return code.isEmpty() ? error(41008) : redeem(code);
  }

  private JsonObject redeem(String code) {
    Matcher demo = DEMO_CODE.matcher(code);
    if (demoCodes && demo.matches()) {
      return session(demo.group(1), null);
    }
    IssuedCode issued = codes.get(code);
    if (issued == null || issued.at().plus(CODE_LIFE).isBefore(clock.instant())) {
      return error(40029);
    }
    String openid = issued.openid();
    if (openid == null) {
      return error(40163);
    }
    codes.put(code, new IssuedCode(null, null, issued.at()));
    return session(openid, issued.unionid());
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
      boolean known =
          request.method().equals(HttpMethod.GET) && request.path().equals("/sns/jscode2session");
      return (known ? exchange(request) : error(-1)).encode();
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
