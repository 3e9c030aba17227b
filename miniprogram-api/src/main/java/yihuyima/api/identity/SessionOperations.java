package yihuyima.api.identity;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Optional;
import yihuyima.api.access.Action;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Api;
import yihuyima.api.http.ApiRouter;
import yihuyima.api.http.Failure;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.limit.Limit;
import yihuyima.api.limit.Limits;
import yihuyima.api.sms.SmsGateway;
import yihuyima.api.sql.Database;
import yihuyima.api.wechat.WechatClient;

/** Signing in and out: households by WeChat or SMS, staff by name and password. */
final class SessionOperations implements Operations {
  /**
   * The cookie of a device on which a number has signed in; sent when a code is asked for alone.
   */
  static final String PHONE_DEVICE_COOKIE = "yhym_dp";

  /** Codes that one such device may ask for. */
  static final Limit SMS_OF_KNOWN_DEVICE = Limit.perHour(12);

  private final Database database;
  private final Sessions sessions;
  private final PrincipalStore principals;
  private final Limits limits;
  private final StaffSignIn staff;
  private final SmsCodes smsCodes;
  private final KnownDevices devices;
  private final SmsGateway sms;
  private final Optional<WechatClient> wechat;
  private final Clock clock;

  /**
   * What it stands on; one for each event loop.
   *
   * @param wechat empty where WeChat login is off
   */
  SessionOperations(
      Database database,
      Sessions sessions,
      PrincipalStore principals,
      StaffSignIn staff,
      SmsCodes smsCodes,
      KnownDevices devices,
      Limits limits,
      SmsGateway sms,
      Optional<WechatClient> wechat,
      Clock clock) {
    this.database = database;
    this.sessions = sessions;
    this.principals = principals;
    this.staff = staff;
    this.limits = limits;
    this.smsCodes = smsCodes;
    this.devices = devices;
    this.sms = sms;
    this.wechat = wechat;
    this.clock = clock;
  }

  @Override
  public void bind(Api api) {
    api.on(Action.SIGN_IN_BY_WECHAT, (caller, request) -> signInByWechat(request));
    api.on(Action.REQUEST_SMS_CODE, (caller, request) -> requestSmsCode(request));
    api.on(Action.SIGN_IN_BY_SMS, (caller, request) -> signInBySms(request));
    api.on(Action.SIGN_IN_STAFF, (caller, request) -> staff.signIn(request));
    api.on(Action.REFRESH_SESSION, (caller, request) -> refreshSession(request));
    api.on(Action.GET_SESSION, (caller, request) -> sessions.principal(caller).map(Reply::ok));
    api.on(Action.END_SESSION, (caller, request) -> endSession(caller));
  }

  private Future<Reply> signInByWechat(Request request) {
    WechatClient client =
        wechat.orElseThrow(() -> Problem.WECHAT_UNAVAILABLE.because("WeChat login is off"));
    boolean cookies = wantsCookies(request);
    return takeSignIn(request)
        .compose(ok -> client.codeToSession(request.body().getString("jsCode")))
        .compose(
            session ->
                database.write(
                    db ->
                        principals
                            .accountByOpenid(db, session.openid(), ChinaTime.now(clock))
                            .compose(
                                account ->
                                    sessions.startForAccount(
                                        db, account, cookies, deviceOf(request)))));
  }

  private Future<Reply> requestSmsCode(Request request) {
    String phone = request.body().getString("phone");
    return admitAsking(request, phone)
        .compose(ok -> limits.take(Limits.Kind.SMS_PHONE, phone, limits.settings().smsPerPhone()))
        .compose(ok -> limits.take(Limits.Kind.SMS_ALL, "all", limits.settings().smsInAll()))
        .compose(ok -> smsCodes.create(phone))
        .compose(
            challenge ->
                sms.sendSignInCode(phone, challenge.code())
                    .map(
                        sent ->
                            Reply.accepted(
                                new JsonObject()
                                    .put("challengeId", challenge.challengeId())
                                    .put("validSeconds", SmsCodes.LIFE.toSeconds())
                                    .put("againInSeconds", 60))));
  }

  /**
   * Strangers use up what an address may ask for; a device on which this number has signed in
   * before is not kept out by them.
   */
  private Future<Void> admitAsking(Request request, String phone) {
    return devices
        .idOf(deviceName(phone), presented(request))
        .map(id -> limits.take(Limits.Kind.SMS_KNOWN_DEVICE, id, SMS_OF_KNOWN_DEVICE))
        .orElseGet(
            () ->
                limits.take(
                    Limits.Kind.SMS_ADDRESS, request.address(), limits.settings().smsPerAddress()));
  }

  private static Optional<String> presented(Request request) {
    return Optional.ofNullable(request.body().getString("deviceToken"))
        .or(() -> request.cookie(PHONE_DEVICE_COOKIE));
  }

  /** No login name has a colon: a token of the one is none of the other. */
  private static String deviceName(String phone) {
    return "phone:" + phone;
  }

  private Future<Reply> signInBySms(Request request) {
    String phone = request.body().getString("phone");
    boolean cookies = wantsCookies(request);
    return smsCodes
        .take(
            request.body().getString("challengeId"),
            phone,
            request.body().getString("smsCode"),
            request.address())
        .compose(
            right -> {
              if (!right) {
                throw Problem.SMS_CODE_WRONG.because("wrong, spent or expired");
              }
              return database.write(
                  db ->
                      principals
                          .accountByPhone(db, phone, ChinaTime.now(clock))
                          .compose(
                              account ->
                                  sessions.startForAccount(
                                      db, account, cookies, deviceOf(request))));
            })
        .map(
            reply -> {
              String name = deviceName(phone);
              String token = devices.token(name, devices.idOf(name, presented(request)));
              return sessions.remembering(
                  reply, token, cookies, PHONE_DEVICE_COOKIE, "/v1/sms-codes");
            });
  }

  private Future<Reply> refreshSession(Request request) {
    String inBody = request.body().getString("refreshToken");
    if (inBody != null) {
      return sessions.refresh(inBody, false);
    }
    boolean anyOfOurs =
        Sessions.COOKIES.stream().anyMatch(name -> request.cookie(name).isPresent());
    if (!anyOfOurs) {
      throw Problem.SIGN_IN_REQUIRED.because("no refresh token");
    }
    // Before anything is refused: another site must not clear its visitor's cookies either.
    request.requireSameOrigin();
    return request
        .cookie(Sessions.REFRESH_COOKIE)
        .map(token -> sessions.refresh(token, true))
        .orElseGet(() -> Future.failedFuture(Problem.SIGN_IN_REQUIRED.because("no refresh token")))
        .recover(this::forgetRefused);
  }

  /** A session that is not continued leaves nothing behind that would ask for it again. */
  private Future<Reply> forgetRefused(Throwable error) {
    boolean refused =
        error instanceof Failure failure && failure.problem() == Problem.SIGN_IN_REQUIRED;
    return Future.failedFuture(refused ? ((Failure) error).with(sessions.cleared()) : error);
  }

  private Future<Reply> endSession(Caller caller) {
    return sessions.end(caller.sessionId()).map(ended -> Reply.none().with(sessions.cleared()));
  }

  /** The device of a request, in words. */
  static String deviceOf(Request request) {
    return DeviceWords.of(request.header("User-Agent"));
  }

  private Future<Void> takeSignIn(Request request) {
    return limits.take(
        Limits.Kind.SIGN_IN_ADDRESS, request.address(), limits.settings().signInsPerAddress());
  }

  /** A page of another site must not sign its visitor in as somebody else. */
  static boolean wantsCookies(Request request) {
    boolean cookies = "cookie".equals(request.body().getString("transport"));
    if (cookies) {
      request.requireSameOrigin();
    }
    return cookies;
  }

  /** Whether this request came with the access cookie, so that the answer sets it anew. */
  static boolean cameByCookie(Request request) {
    return request.header("Authorization").isEmpty()
        && request.cookie(ApiRouter.ACCESS_COOKIE).isPresent();
  }
}
