package yihuyima.api.identity;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import yihuyima.api.access.Action;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.limit.Limits;
import yihuyima.api.sql.Database;
import yihuyima.api.wechat.WechatClient;

/**
 * The phone number of an account that signed in by WeChat: handed over by WeChat, or proved by a
 * text message. With it, families who name the number as their proxy reach this account.
 */
final class OwnPhoneOperations implements Operations {
  private static final int DIGITS_SHOWN = 4;

  private final Database database;
  private final PrincipalStore principals;
  private final SmsCodes smsCodes;
  private final Optional<WechatClient> wechat;
  private final AccessRecordStore record;
  private final Limits limits;
  private final Clock clock;

  /** What it stands on; one for each event loop. */
  OwnPhoneOperations(
      Database database,
      PrincipalStore principals,
      SmsCodes smsCodes,
      Optional<WechatClient> wechat,
      AccessRecordStore record,
      Limits limits,
      Clock clock) {
    this.database = database;
    this.principals = principals;
    this.smsCodes = smsCodes;
    this.wechat = wechat;
    this.record = record;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public void bind(Api api) {
    api.on(Action.SET_MY_PHONE, this::setMyPhone);
  }

  /** The same number again changes nothing. */
  private Future<Reply> setMyPhone(Caller caller, Request request) {
    long accountId = Require.accountId(caller);
    return proved(request)
        .compose(
            phone ->
                database
                    .transact(
                        db ->
                            principals
                                .takePhone(db, accountId, phone)
                                .compose(
                                    ok ->
                                        record.insert(
                                            db, List.of(Deed.of(clock, caller, request, "phone")))))
                    .map(
                        ok ->
                            Reply.ok(
                                new JsonObject()
                                    .put(
                                        "phoneEnding",
                                        phone.substring(phone.length() - DIGITS_SHOWN)))));
  }

  private Future<String> proved(Request request) {
    JsonObject body = request.body();
    String phoneCode = body.getString("phoneCode");
    if (phoneCode != null) {
      WechatClient client =
          wechat.orElseThrow(() -> Problem.WECHAT_UNAVAILABLE.because("WeChat login is off"));
      return limits
          .take(
              Limits.Kind.SIGN_IN_ADDRESS, request.address(), limits.settings().signInsPerAddress())
          .compose(ok -> client.phoneNumber(phoneCode));
    }
    String phone = body.getString("phone");
    return smsCodes
        .take(body.getString("challengeId"), phone, body.getString("smsCode"), request.address())
        .map(
            right -> {
              if (!right) {
                throw Problem.SMS_CODE_WRONG.because("wrong, spent or expired");
              }
              return phone;
            });
  }
}
