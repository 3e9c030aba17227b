package yihuyima.api.identity.account;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.util.Set;
import yihuyima.api.access.Action;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Require;
import yihuyima.api.identity.Sessions;
import yihuyima.api.identity.account.StaffHistoryStore.Kind;
import yihuyima.api.identity.secondfactor.SecondFactors;
import yihuyima.api.sql.Database;

/**
 * Takes away what an account is proved by: its password, its second factor. By one administrator,
 * or, where the account has powers over money, accounts or keys, asks another to confirm it.
 */
public final class StaffResetOperations implements Operations {
  private final AccountWork work;
  private final Resets resets;
  private final OneTimePasswords passwords;
  private final AccountRequestStore requests = new AccountRequestStore();

  /** What it stands on; one for each event loop. */
  public StaffResetOperations(
      Database database,
      Sessions sessions,
      SecondFactors factors,
      AccessRecordStore record,
      Clock clock) {
    this.work = new AccountWork(record, clock);
    this.resets = new Resets(work, sessions, factors);
    this.passwords = new OneTimePasswords(database.vertx());
  }

  @Override
  public void bind(Api api) {
    api.prepareAndWrite(
        Action.RESET_STAFF_PASSWORD,
        (caller, request) ->
            passwords.before(
                caller, oneTime -> (c, r, db) -> resetStaffPassword(c, r, db, oneTime)));
    api.write(Action.RESET_SECOND_FACTOR, this::resetSecondFactor);
    api.write(Action.ASK_STAFF_RESET, this::askStaffReset);
  }

  private Future<Reply> resetStaffPassword(
      Caller caller, Request request, SqlConnection db, OneTimePasswords.OneTime oneTime) {
    long id = request.id("staffId");
    return alone(db, caller, id, AccountRequest.Kind.PASSWORD)
        .compose(ok -> resets.password(db, caller, request, id, oneTime))
        .map(handedOver -> Reply.ok(handedOver).asSecret());
  }

  private Future<Reply> resetSecondFactor(Caller caller, Request request, SqlConnection db) {
    long id = request.id("staffId");
    return alone(db, caller, id, AccountRequest.Kind.SECOND_FACTOR)
        .compose(ok -> resets.secondFactor(db, caller, request, id))
        .map(account -> Reply.ok(account.json()));
  }

  private Future<Void> alone(
      SqlConnection db, Caller caller, long staffId, AccountRequest.Kind kind) {
    Caller.Staff by = Require.staff(caller);
    return work.found(db, staffId)
        .compose(
            account ->
                requests
                    .lately(db, staffId, kind, work.now().minus(RequestDecision.OF_THE_OTHER))
                    .map(
                        lately -> {
                          AccountWork.refuse(RequestDecision.alone(by, account, kind, lately));
                          return null;
                        }));
  }

  private Future<Reply> askStaffReset(Caller caller, Request request, SqlConnection db) {
    Caller.Staff by = Require.staff(caller);
    long id = request.id("staffId");
    AccountRequest.Kind kind = AccountRequest.Kind.valueOf(request.body().getString("kind"));
    return work.found(db, id)
        .compose(
            account -> {
              AccountWork.refuse(AccountDecision.change(by, account));
              return requests.ask(db, id, kind, Set.of(), by.staffId(), work.now());
            })
        .compose(
            asked ->
                (asked.anew()
                        ? work.recorded(
                            db,
                            caller,
                            request,
                            Kind.RESET_ASKED,
                            "asked for a reset (" + kind + ") of",
                            id)
                        : Future.<Void>succeededFuture())
                    .map(Reply.created(asked.request().json(by.staffId()))));
  }
}
