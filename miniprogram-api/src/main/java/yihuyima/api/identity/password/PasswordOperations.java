package yihuyima.api.identity.password;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
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
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Deed;
import yihuyima.api.identity.PasswordWork;
import yihuyima.api.identity.Passwords;
import yihuyima.api.identity.Require;
import yihuyima.api.identity.Sessions;
import yihuyima.api.identity.Strength;
import yihuyima.api.limit.Limits;
import yihuyima.api.sql.Database;

/** Changing one's own password. */
public final class PasswordOperations implements Operations {
  private final Database database;
  private final Sessions sessions;
  private final Limits limits;
  private final PasswordStore store = new PasswordStore();
  private final AccessRecordStore record;
  private final Clock clock;
  private final PasswordWork passwords;

  /** What it stands on; one for each event loop. */
  public PasswordOperations(
      Database database, Sessions sessions, Limits limits, AccessRecordStore record, Clock clock) {
    this.database = database;
    this.sessions = sessions;
    this.limits = limits;
    this.record = record;
    this.clock = clock;
    this.passwords = new PasswordWork(database.vertx());
  }

  @Override
  public void bind(Api api) {
    api.on(Action.CHANGE_PASSWORD, this::changePassword);
  }

  private Future<Reply> changePassword(Caller caller, Request request) {
    long staffId = Require.staffId(caller);
    String current = request.body().getString("current");
    String next = request.body().getString("next");
    return limits
        .take(
            Limits.Kind.SIGN_IN_NAME,
            "own password of " + staffId,
            limits.settings().signInsPerName())
        .compose(ok -> database.read(db -> store.find(db, staffId)))
        .map(found -> found.orElseThrow(() -> Problem.SIGN_IN_REQUIRED.because("has left")))
        .compose(
            known ->
                hashed(known, current, next)
                    .compose(
                        hash -> database.transact(db -> changed(db, caller, request, known, hash))))
        .compose(done -> sessions.renewed(caller, request));
  }

  /** All of it takes its time, and the list of common passwords is made here: on a worker. */
  private Future<String> hashed(PasswordStore.Known known, String current, String next) {
    return passwords.run(
        () -> {
          // First, so that a stranger at an open screen learns nothing about other passwords.
          if (!Passwords.matches(current, known.hash())) {
            throw Problem.PASSWORD_WRONG.because("changing");
          }
          Optional<String> refusal =
              next.equals(current)
                  ? Optional.of("新密码不能与当前密码相同")
                  : PasswordRule.refusal(next, known.loginName(), known.names());
          if (refusal.isPresent()) {
            throw Problem.PASSWORD_TOO_WEAK.because("refused").at("/next", refusal.get());
          }
          return Passwords.hash(next);
        });
  }

  private Future<Void> changed(
      SqlConnection db, Caller caller, Request request, PasswordStore.Known known, String hash) {
    return store
        .change(db, Require.staffId(caller), known.hash(), hash)
        .compose(
            done ->
                done
                    ? sessions.endOthers(db, caller, "password changed")
                    : Future.failedFuture(Problem.STATE_CHANGED.because("reset meanwhile")))
        .compose(
            ok ->
                known.oneTimeUntil() == null
                    ? Future.succeededFuture()
                    : sessions.raise(
                        db,
                        caller,
                        known.enrolled() ? Strength.SECOND_FACTOR_DUE : Strength.PASSWORD))
        .compose(ok -> record.insert(db, List.of(Deed.of(clock, caller, request, "changed"))));
  }
}
