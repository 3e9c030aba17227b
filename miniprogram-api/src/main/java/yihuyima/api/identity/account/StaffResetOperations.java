package yihuyima.api.identity.account;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.access.Matter;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.calendar.ChinaTime;
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
import yihuyima.api.identity.account.StaffHistoryStore.Kind;
import yihuyima.api.identity.password.OneTimePassword;
import yihuyima.api.identity.secondfactor.SecondFactors;
import yihuyima.api.sql.Database;

/**
 * Takes away what an account is proved by: its password, its second factor. By one administrator,
 * or, where the account has powers over money, accounts or keys, by two.
 */
public final class StaffResetOperations implements Operations {
  private final Database database;
  private final Sessions sessions;
  private final SecondFactors factors;
  private final StaffAccountStore store = new StaffAccountStore();
  private final StaffHistoryStore history = new StaffHistoryStore();
  private final ResetRequestStore requests = new ResetRequestStore();
  private final AccessRecordStore record;
  private final Clock clock;
  private final PasswordWork passwords;
  private final SecureRandom random = new SecureRandom();

  /** What it stands on; one for each event loop. */
  public StaffResetOperations(
      Database database,
      Sessions sessions,
      SecondFactors factors,
      AccessRecordStore record,
      Clock clock) {
    this.database = database;
    this.sessions = sessions;
    this.factors = factors;
    this.record = record;
    this.clock = clock;
    this.passwords = new PasswordWork(database.vertx());
  }

  @Override
  public void bind(Api api) {
    api.prepareAndWrite(
        Action.RESET_STAFF_PASSWORD,
        (caller, request) ->
            withOneTimePassword(
                caller, oneTime -> (c, r, db) -> resetStaffPassword(c, r, db, oneTime)));
    api.write(Action.RESET_SECOND_FACTOR, this::resetSecondFactor);
    api.write(Action.ASK_STAFF_RESET, this::askStaffReset);
    api.on(Action.LIST_STAFF_RESETS, this::listStaffResets);
    api.prepareAndWrite(
        Action.CONFIRM_STAFF_RESET,
        (caller, request) ->
            withOneTimePassword(
                caller, oneTime -> (c, r, db) -> confirmStaffReset(c, r, db, oneTime)));
    api.write(Action.REFUSE_STAFF_RESET, this::refuseStaffReset);
  }

  /** A password that is handed over once, with its hash. */
  private record OneTime(String password, String hash) {}

  /** The hash takes tens of milliseconds: on a worker thread, before the transaction begins. */
  private Future<Api.Writing> withOneTimePassword(
      Caller caller, Function<OneTime, Api.Writing> write) {
    Require.staff(caller);
    String password = OneTimePassword.create(random);
    return passwords
        .run(() -> Passwords.hash(password))
        .map(hash -> write.apply(new OneTime(password, hash)));
  }

  private Future<Reply> resetStaffPassword(
      Caller caller, Request request, SqlConnection db, OneTime oneTime) {
    long id = request.id("staffId");
    return alone(db, caller, id, ResetRequest.Kind.PASSWORD)
        .compose(ok -> passwordReset(db, caller, request, id, oneTime))
        .map(handedOver -> Reply.ok(handedOver).asSecret());
  }

  private Future<Reply> resetSecondFactor(Caller caller, Request request, SqlConnection db) {
    long id = request.id("staffId");
    return alone(db, caller, id, ResetRequest.Kind.SECOND_FACTOR)
        .compose(ok -> factorReset(db, caller, request, id))
        .map(account -> Reply.ok(account.json()));
  }

  private Future<Void> alone(
      SqlConnection db, Caller caller, long staffId, ResetRequest.Kind kind) {
    Caller.Staff by = Require.staff(caller);
    return found(db, staffId)
        .compose(
            account ->
                requests
                    .lately(
                        db, staffId, kind, ChinaTime.now(clock).minus(ResetDecision.OF_THE_OTHER))
                    .map(
                        lately -> {
                          refuse(ResetDecision.alone(by, account, kind, lately));
                          return null;
                        }));
  }

  private Future<JsonObject> passwordReset(
      SqlConnection db, Caller caller, Request request, long staffId, OneTime oneTime) {
    OffsetDateTime until = ChinaTime.now(clock).plus(OneTimePassword.LIFE);
    return store
        .resetPassword(db, staffId, oneTime.hash(), until)
        .compose(ok -> sessions.endOfStaff(db, staffId, "password reset"))
        .compose(
            ok ->
                recorded(
                    db, caller, request, Kind.PASSWORD_RESET, "reset the password of", staffId))
        .compose(ok -> found(db, staffId))
        .map(
            account ->
                new JsonObject()
                    .put("account", account.json())
                    .put("oneTimePassword", oneTime.password())
                    .put("until", until.toInstant().toString()));
  }

  private Future<StaffAccount> factorReset(
      SqlConnection db, Caller caller, Request request, long staffId) {
    return factors
        .reset(db, staffId)
        .compose(ok -> sessions.endOfStaff(db, staffId, "second factor reset"))
        .compose(
            ok ->
                recorded(
                    db,
                    caller,
                    request,
                    Kind.SECOND_FACTOR_RESET,
                    "reset the second factor of",
                    staffId))
        .compose(ok -> found(db, staffId));
  }

  private Future<Reply> askStaffReset(Caller caller, Request request, SqlConnection db) {
    Caller.Staff by = Require.staff(caller);
    long id = request.id("staffId");
    ResetRequest.Kind kind = ResetRequest.Kind.valueOf(request.body().getString("kind"));
    return found(db, id)
        .compose(
            account -> {
              refuse(AccountDecision.change(by, account));
              return requests.ask(db, id, kind, by.staffId(), ChinaTime.now(clock));
            })
        .compose(
            asked ->
                (asked.anew()
                        ? recorded(
                            db,
                            caller,
                            request,
                            Kind.RESET_ASKED,
                            "asked for a reset (" + kind + ") of",
                            id)
                        : Future.<Void>succeededFuture())
                    .map(Reply.created(asked.request().json(by.staffId()))));
  }

  private Future<Reply> listStaffResets(Caller caller, Request request) {
    long reader = Require.staffId(caller);
    return database
        .read(db -> requests.list(db, Access.reach(caller), ChinaTime.now(clock)))
        .map(
            found ->
                Reply.ok(
                    new JsonObject()
                        .put(
                            "items",
                            new JsonArray(
                                found.stream().map(each -> each.json(reader)).toList()))));
  }

  private Future<Reply> confirmStaffReset(
      Caller caller, Request request, SqlConnection db, OneTime oneTime) {
    Caller.Staff by = Require.staff(caller);
    OffsetDateTime now = ChinaTime.now(clock);
    return asked(db, request)
        .compose(
            asked ->
                found(db, asked.staffId())
                    .compose(account -> confirmed(db, by, account, asked, now))
                    .compose(
                        ok ->
                            asked.kind() == ResetRequest.Kind.PASSWORD
                                ? passwordReset(db, caller, request, asked.staffId(), oneTime)
                                : factorReset(db, caller, request, asked.staffId())
                                    .map(
                                        account -> new JsonObject().put("account", account.json())))
                    .map(
                        confirmed ->
                            Reply.ok(confirmed).asSecret().about(Matter.staff(asked.staffId()))));
  }

  private Future<Void> confirmed(
      SqlConnection db,
      Caller.Staff by,
      StaffAccount account,
      ResetRequest asked,
      OffsetDateTime now) {
    return requests
        .isNew(db, asked.askedBy(), by.staffId(), now.minus(ResetDecision.ADMINISTRATOR_SINCE))
        .compose(
            eitherIsNew -> {
              refuse(ResetDecision.confirm(by, account, asked, eitherIsNew, now));
              return requests.end(db, asked.id(), "CONFIRMED", by.staffId(), now);
            });
  }

  /** By either of the two, or by anybody who might have confirmed it. */
  private Future<Reply> refuseStaffReset(Caller caller, Request request, SqlConnection db) {
    Caller.Staff by = Require.staff(caller);
    OffsetDateTime now = ChinaTime.now(clock);
    return asked(db, request)
        .compose(
            asked ->
                found(db, asked.staffId())
                    .compose(
                        account -> {
                          refuse(AccountDecision.inReach(by, account.organisationPath()));
                          if (!asked.waits(now)) {
                            throw Problem.STATE_CHANGED.because("over or expired");
                          }
                          return requests.end(db, asked.id(), "REFUSED", by.staffId(), now);
                        })
                    .compose(
                        ok ->
                            recorded(
                                db,
                                caller,
                                request,
                                Kind.RESET_REFUSED,
                                "refused a reset of",
                                asked.staffId()))
                    .map(refused -> Reply.none().about(Matter.staff(asked.staffId()))));
  }

  private Future<ResetRequest> asked(SqlConnection db, Request request) {
    return requests
        .findForChange(db, request.id("resetId"))
        .map(found -> found.orElseThrow(() -> Problem.NOT_FOUND.because("no such request")));
  }

  private Future<StaffAccount> found(SqlConnection db, long staffId) {
    return store
        .findForChange(db, staffId)
        .map(found -> found.orElseThrow(() -> Problem.NOT_FOUND.because("no such account")));
  }

  private Future<Void> recorded(
      SqlConnection db, Caller caller, Request request, Kind kind, String deed, long staffId) {
    return record
        .insert(db, List.of(Deed.of(clock, caller, request, deed + " staff " + staffId)))
        .compose(
            ok ->
                history.remember(db, staffId, kind, ChinaTime.now(clock), Require.staffId(caller)));
  }

  private static void refuse(Optional<AccountDecision.Refusal> refusal) {
    if (refusal.isPresent()) {
      throw refusal.get().failure("");
    }
  }
}
