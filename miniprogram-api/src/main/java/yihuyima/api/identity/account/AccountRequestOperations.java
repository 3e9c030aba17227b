package yihuyima.api.identity.account;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.util.Set;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.access.Matter;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Require;
import yihuyima.api.identity.Role;
import yihuyima.api.identity.Sessions;
import yihuyima.api.identity.account.StaffHistoryStore.Kind;
import yihuyima.api.identity.secondfactor.SecondFactors;
import yihuyima.api.sql.Database;

/** What one administrator asked for and another confirms or refuses: powers and resets. */
public final class AccountRequestOperations implements Operations {
  private final Database database;
  private final AccountWork work;
  private final Resets resets;
  private final WaitingPowers powers;
  private final OneTimePasswords passwords;
  private final StaffAccountStore store = new StaffAccountStore();
  private final AccountRequestStore requests = new AccountRequestStore();

  /** What it stands on; one for each event loop. */
  public AccountRequestOperations(
      Database database,
      Sessions sessions,
      SecondFactors factors,
      AccessRecordStore record,
      Clock clock) {
    this.database = database;
    this.work = new AccountWork(record, clock);
    this.resets = new Resets(work, sessions, factors);
    this.powers = new WaitingPowers(work, sessions);
    this.passwords = new OneTimePasswords(database.vertx());
  }

  @Override
  public void bind(Api api) {
    api.on(Action.LIST_ACCOUNT_REQUESTS, this::listAccountRequests);
    api.prepareAndWrite(
        Action.CONFIRM_ACCOUNT_REQUEST,
        (caller, request) ->
            passwords.before(
                caller, oneTime -> (c, r, db) -> confirmAccountRequest(c, r, db, oneTime)));
    api.write(Action.REFUSE_ACCOUNT_REQUEST, this::refuseAccountRequest);
  }

  private Future<Reply> listAccountRequests(Caller caller, Request request) {
    long reader = Require.staffId(caller);
    return database
        .read(db -> requests.list(db, Access.reach(caller), work.now()))
        .map(found -> found.stream().map(each -> each.json(reader)).toList())
        .map(items -> Reply.ok(new JsonObject().put("items", new JsonArray(items))));
  }

  /** A request with its account, which is held. */
  private record Held(StaffAccount account, AccountRequest request) {}

  private Future<Reply> confirmAccountRequest(
      Caller caller, Request request, SqlConnection db, OneTimePasswords.OneTime oneTime) {
    Caller.Staff by = Require.staff(caller);
    return held(db, request)
        .compose(held -> confirmed(db, by, held).map(held))
        .compose(
            held ->
                done(db, caller, request, held, oneTime)
                    .map(
                        confirmed ->
                            Reply.ok(confirmed)
                                .asSecret()
                                .about(Matter.staff(held.account().staffId()))));
  }

  private Future<Void> confirmed(SqlConnection db, Caller.Staff by, Held held) {
    AccountRequest asked = held.request();
    return store
        .conflicts(db)
        .compose(
            conflicts ->
                requests
                    .isNew(
                        db,
                        asked.askedBy(),
                        by.staffId(),
                        work.now().minus(RequestDecision.ADMINISTRATOR_SINCE))
                    .map(
                        eitherIsNew ->
                            RequestDecision.confirm(
                                by, held.account(), asked, eitherIsNew, conflicts, work.now())))
        .compose(
            refusal -> {
              AccountWork.refuse(refusal);
              return requests.end(db, asked.id(), "CONFIRMED", by.staffId(), work.now());
            });
  }

  private Future<JsonObject> done(
      SqlConnection db,
      Caller caller,
      Request request,
      Held held,
      OneTimePasswords.OneTime oneTime) {
    AccountRequest asked = held.request();
    return switch (asked.kind()) {
      case PASSWORD -> resets.password(db, caller, request, asked.staffId(), oneTime);
      case SECOND_FACTOR ->
          resets
              .secondFactor(db, caller, request, asked.staffId())
              .map(account -> new JsonObject().put("account", account.json()));
      case POWERS ->
          powers
              .give(db, caller, request, held.account(), asked)
              .map(account -> new JsonObject().put("account", account.json()));
    };
  }

  /** By either of the two, or by anybody who might have confirmed it. */
  private Future<Reply> refuseAccountRequest(Caller caller, Request request, SqlConnection db) {
    Caller.Staff by = Require.staff(caller);
    return held(db, request)
        .compose(
            held -> {
              AccountWork.refuse(AccountDecision.inReach(by, held.account().organisationPath()));
              if (!held.request().waits(work.now())) {
                throw Problem.STATE_CHANGED.because("over or expired");
              }
              return requests
                  .end(db, held.request().id(), "REFUSED", by.staffId(), work.now())
                  .compose(ok -> refused(db, caller, request, held.request()))
                  .map(ok -> Reply.none().about(Matter.staff(held.account().staffId())));
            });
  }

  private Future<Void> refused(
      SqlConnection db, Caller caller, Request request, AccountRequest asked) {
    Set<Role> roles = asked.roles();
    return roles.isEmpty()
        ? work.recorded(
            db, caller, request, Kind.RESET_REFUSED, "refused a reset of", asked.staffId())
        : work.recorded(
            db,
            caller,
            request,
            Kind.POWERS_REFUSED,
            roles,
            "refused the powers " + WaitingPowers.words(roles) + " for",
            asked.staffId());
  }

  private Future<Held> held(SqlConnection db, Request request) {
    long id = request.id("accountRequestId");
    return requests
        .accountOf(db, id)
        .map(staffId -> staffId.orElseThrow(() -> Problem.NOT_FOUND.because("no such request")))
        .compose(staffId -> work.found(db, staffId))
        .compose(
            account -> requests.find(db, id).map(found -> new Held(account, found.orElseThrow())));
  }
}
