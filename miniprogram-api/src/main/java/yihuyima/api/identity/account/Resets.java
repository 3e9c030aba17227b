package yihuyima.api.identity.account;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.OffsetDateTime;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Sessions;
import yihuyima.api.identity.account.StaffHistoryStore.Kind;
import yihuyima.api.identity.password.OneTimePassword;
import yihuyima.api.identity.secondfactor.SecondFactors;

/** Takes away what an account is proved by, once it was decided. */
final class Resets {
  private final AccountWork work;
  private final Sessions sessions;
  private final SecondFactors factors;
  private final StaffAccountStore store = new StaffAccountStore();

  Resets(AccountWork work, Sessions sessions, SecondFactors factors) {
    this.work = work;
    this.sessions = sessions;
    this.factors = factors;
  }

  /** The account with its one-time password, to be handed over. */
  Future<JsonObject> password(
      SqlConnection db,
      Caller caller,
      Request request,
      long staffId,
      OneTimePasswords.OneTime oneTime) {
    OffsetDateTime until = work.now().plus(OneTimePassword.LIFE);
    return store
        .resetPassword(db, staffId, oneTime.hash(), until)
        .compose(ok -> sessions.endOfStaff(db, staffId, "password reset"))
        .compose(
            ok ->
                work.recorded(
                    db, caller, request, Kind.PASSWORD_RESET, "reset the password of", staffId))
        .compose(ok -> work.found(db, staffId))
        .map(account -> oneTime.handed(account, until));
  }

  /** The account without its second factor. */
  Future<StaffAccount> secondFactor(
      SqlConnection db, Caller caller, Request request, long staffId) {
    return factors
        .reset(db, staffId)
        .compose(ok -> sessions.endOfStaff(db, staffId, "second factor reset"))
        .compose(
            ok ->
                work.recorded(
                    db,
                    caller,
                    request,
                    Kind.SECOND_FACTOR_RESET,
                    "reset the second factor of",
                    staffId))
        .compose(ok -> work.found(db, staffId));
  }
}
