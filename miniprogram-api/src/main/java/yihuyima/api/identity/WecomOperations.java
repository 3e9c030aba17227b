package yihuyima.api.identity;

import io.vertx.core.Future;
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
import yihuyima.api.wechat.WecomClient;

/**
 * Staff sign in by Enterprise WeChat (企业微信), once they have linked it to their account while signed
 * in by password. It stands for the password, never for the second factor.
 */
final class WecomOperations implements Operations {
  private final Database database;
  private final Sessions sessions;
  private final PrincipalStore principals;
  private final Optional<WecomClient> wecom;
  private final AccessRecordStore record;
  private final Limits limits;
  private final Clock clock;

  /**
   * What it stands on; one for each event loop.
   *
   * @param wecom empty where signing in by Enterprise WeChat is off
   */
  WecomOperations(
      Database database,
      Sessions sessions,
      PrincipalStore principals,
      Optional<WecomClient> wecom,
      AccessRecordStore record,
      Limits limits,
      Clock clock) {
    this.database = database;
    this.sessions = sessions;
    this.principals = principals;
    this.wecom = wecom;
    this.record = record;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public void bind(Api api) {
    api.on(Action.SIGN_IN_BY_WECOM, (caller, request) -> signIn(request));
    api.on(Action.LINK_WECOM, this::link);
    api.on(Action.UNLINK_WECOM, this::unlink);
  }

  private Future<Reply> signIn(Request request) {
    boolean cookies = SessionOperations.wantsCookies(request);
    return user(request)
        .compose(user -> database.read(db -> principals.staffByWecom(db, user)))
        .map(login -> login.orElseThrow(() -> Problem.WECOM_NOT_LINKED.because("nobody's")))
        .compose(
            login -> {
              // Until a one-time password is changed, only who knows it comes in.
              if (login.oneTimeUntil() != null) {
                throw Problem.WECOM_NOT_LINKED.because("a one-time password waits");
              }
              Strength strength = login.enrolled() ? Strength.SECOND_FACTOR_DUE : Strength.PASSWORD;
              return database.write(
                  db ->
                      sessions.startForStaff(
                          db,
                          login.staffId(),
                          strength,
                          cookies,
                          SessionOperations.deviceOf(request)));
            });
  }

  /** Linked to this very account already: done. A new one takes the place of the old one. */
  private Future<Reply> link(Caller caller, Request request) {
    long staffId = Require.staffId(caller);
    return user(request)
        .compose(
            user ->
                database.transact(
                    db ->
                        principals
                            .linkWecom(db, staffId, user)
                            .compose(
                                ok ->
                                    record.insert(
                                        db, List.of(Deed.of(clock, caller, request, "linked"))))))
        .map(ok -> Reply.none());
  }

  /** Nothing linked: nothing changes. */
  private Future<Reply> unlink(Caller caller, Request request) {
    long staffId = Require.staffId(caller);
    return database
        .transact(
            db ->
                principals
                    .linkWecom(db, staffId, null)
                    .compose(
                        ok ->
                            record.insert(
                                db, List.of(Deed.of(clock, caller, request, "unlinked")))))
        .map(ok -> Reply.none());
  }

  private Future<String> user(Request request) {
    WecomClient client =
        wecom.orElseThrow(
            () -> Problem.WECOM_UNAVAILABLE.because("signing in by Enterprise WeChat is off"));
    return limits
        .take(Limits.Kind.SIGN_IN_ADDRESS, request.address(), limits.settings().signInsPerAddress())
        .compose(ok -> client.codeToUser(request.body().getString("jsCode")));
  }
}
