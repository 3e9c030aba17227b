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
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
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
import yihuyima.api.identity.Role;
import yihuyima.api.identity.Sessions;
import yihuyima.api.identity.account.StaffHistoryStore.Kind;
import yihuyima.api.identity.password.OneTimePassword;
import yihuyima.api.sql.Cursor;
import yihuyima.api.sql.Database;
import yihuyima.api.sql.Subtree;

/** What an administrator does with the accounts of their subtree. */
public final class StaffAccountOperations implements Operations {
  private final Database database;
  private final Sessions sessions;
  private final StaffAccountStore store = new StaffAccountStore();
  private final Households households;
  private final StaffHistoryStore history = new StaffHistoryStore();
  private final AccessRecordStore record;
  private final Clock clock;
  private final PasswordWork passwords;
  private final SecureRandom random = new SecureRandom();

  /** What it stands on; one for each event loop. */
  public StaffAccountOperations(
      Database database,
      Sessions sessions,
      Households households,
      AccessRecordStore record,
      Clock clock) {
    this.households = households;
    this.database = database;
    this.sessions = sessions;
    this.record = record;
    this.clock = clock;
    this.passwords = new PasswordWork(database.vertx());
  }

  @Override
  public void bind(Api api) {
    api.on(Action.LIST_STAFF, this::listStaff);
    api.prepareAndWrite(
        Action.OPEN_STAFF_ACCOUNT,
        (caller, request) ->
            withOneTimePassword(
                caller, oneTime -> (c, r, db) -> openStaffAccount(c, r, db, oneTime)));
    api.write(Action.CHANGE_STAFF_ROLES, this::changeStaffRoles);
    api.write(Action.MOVE_STAFF, this::moveStaff);
    api.write(Action.CLOSE_STAFF_ACCOUNT, this::closeStaffAccount);
    api.write(Action.END_STAFF_SESSIONS, this::endStaffSessions);
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

  private Future<Reply> listStaff(Caller caller, Request request) {
    Caller.Staff by = Require.staff(caller);
    long[] after = Cursor.parse(request.query("cursor"), 0, 0);
    int limit = (int) request.query("limit", 20);
    return database
        .read(
            db -> store.list(db, Subtree.of(by.organisationPath()), after[0], after[1], limit + 1))
        .map(found -> Reply.ok(page(found, limit)));
  }

  static JsonObject page(List<StaffAccount> found, int limit) {
    List<StaffAccount> page = found.subList(0, Math.min(limit, found.size()));
    String next = null;
    if (found.size() > limit) {
      StaffAccount last = page.get(page.size() - 1);
      next = Cursor.of(last.organisationId(), last.staffId());
    }
    return new JsonObject()
        .put("items", new JsonArray(page.stream().map(StaffAccount::json).toList()))
        .put("next", next);
  }

  private Future<Reply> openStaffAccount(
      Caller caller, Request request, SqlConnection db, OneTime oneTime) {
    Caller.Staff by = Require.staff(caller);
    Set<Role> roles = roles(request);
    OffsetDateTime until = ChinaTime.now(clock).plus(OneTimePassword.LIFE);
    return place(db, request.body().getLong("organisationId"))
        .compose(
            place ->
                store
                    .conflicts(db)
                    .map(
                        conflicts -> {
                          refuse(AccountDecision.open(by, place.path(), roles, conflicts));
                          return NewAccount.of(request.body(), roles, place.name());
                        }))
        .compose(account -> store.open(db, account, oneTime.hash(), until))
        .compose(id -> recorded(db, caller, request, Kind.OPENED, "opened", id).map(id))
        .compose(id -> found(db, id))
        .map(
            account ->
                Reply.created(handedOver(account, oneTime, until))
                    .asSecret()
                    .about(Matter.staff(account.staffId())));
  }

  private Future<Reply> changeStaffRoles(Caller caller, Request request, SqlConnection db) {
    Caller.Staff by = Require.staff(caller);
    long id = request.id("staffId");
    Set<Role> roles = roles(request);
    return found(db, id)
        .compose(
            account -> {
              refuse(AccountDecision.change(by, account, request.body().getInteger("version")));
              return store
                  .conflicts(db)
                  .compose(
                      conflicts ->
                          store
                              .othersAdministrate(db, account)
                              .map(
                                  others ->
                                      AccountDecision.giveRoles(
                                          account, roles, conflicts, others)));
            })
        .compose(
            refusal -> {
              refuse(refusal);
              return store.giveRoles(db, id, roles);
            })
        .compose(ok -> sessions.endOfStaff(db, id, "roles changed"))
        .compose(
            ok ->
                recorded(
                    db, caller, request, Kind.ROLES_CHANGED, "gave roles " + roles + " to", id))
        .compose(ok -> answered(db, id));
  }

  private Future<Reply> moveStaff(Caller caller, Request request, SqlConnection db) {
    Caller.Staff by = Require.staff(caller);
    long id = request.id("staffId");
    long to = request.body().getLong("organisationId");
    return leaving(db, by, request)
        .compose(ok -> place(db, to))
        .compose(
            place -> {
              refuse(AccountDecision.inReach(by, place.path()));
              return handOver(db, caller, request);
            })
        .compose(ok -> store.move(db, id, to))
        .compose(ok -> sessions.endOfStaff(db, id, "moved"))
        .compose(
            ok ->
                recorded(db, caller, request, Kind.MOVED, "moved to organisation " + to + ":", id))
        .compose(ok -> answered(db, id));
  }

  private Future<Reply> closeStaffAccount(Caller caller, Request request, SqlConnection db) {
    Caller.Staff by = Require.staff(caller);
    long id = request.id("staffId");
    return leaving(db, by, request)
        .compose(ok -> handOver(db, caller, request))
        .compose(ok -> store.close(db, id, ChinaTime.now(clock)))
        .compose(ok -> sessions.endOfStaff(db, id, "account closed"))
        .compose(ok -> recorded(db, caller, request, Kind.CLOSED, "closed", id))
        .compose(ok -> answered(db, id));
  }

  /** An account that may leave its organisation. */
  private Future<Void> leaving(SqlConnection db, Caller.Staff by, Request request) {
    return found(db, request.id("staffId"))
        .compose(
            account -> {
              refuse(AccountDecision.change(by, account, request.body().getInteger("version")));
              return store
                  .othersAdministrate(db, account)
                  .map(others -> AccountDecision.leave(account, others));
            })
        .map(
            refusal -> {
              refuse(refusal);
              return null;
            });
  }

  /** The households of who leaves, in the same transaction: passed on, or left for a reason. */
  private Future<Void> handOver(SqlConnection db, Caller caller, Request request) {
    long id = request.id("staffId");
    Handing handing = Handing.of(request.body());
    return households
        .count(db, id)
        .compose(
            count -> {
              Optional<AccountDecision.Refusal> refusal = AccountDecision.handOver(count, handing);
              if (refusal.isPresent()) {
                throw refusal.get().failure("/handOverTo");
              }
              return count == 0 ? Future.succeededFuture() : goOn(db, caller, request, handing);
            });
  }

  private Future<Void> goOn(SqlConnection db, Caller caller, Request request, Handing handing) {
    long id = request.id("staffId");
    Long to = handing.to();
    String deed = to == null ? "left by staff " + id : "paired with staff " + to + " after " + id;
    Future<List<Long>> gone =
        to == null
            ? households.leave(db, caller, id, handing.reason())
            : households.passOn(db, caller, id, to, handing.reason());
    return gone.compose(
        each ->
            record.insert(
                db,
                each.stream()
                    .map(household -> Deed.of(clock, caller, request, household, deed))
                    .toList()));
  }

  private Future<Reply> endStaffSessions(Caller caller, Request request, SqlConnection db) {
    long id = request.id("staffId");
    return changing(db, caller, id)
        .compose(ok -> sessions.endOfStaff(db, id, "ended by an administrator"))
        .compose(
            ok -> recorded(db, caller, request, Kind.SESSIONS_ENDED, "ended the sessions of", id))
        .compose(ok -> answered(db, id));
  }

  private Future<Void> changing(SqlConnection db, Caller caller, long staffId) {
    Caller.Staff by = Require.staff(caller);
    return found(db, staffId)
        .map(
            account -> {
              refuse(AccountDecision.change(by, account));
              return null;
            });
  }

  private Future<StaffAccount> found(SqlConnection db, long staffId) {
    return store
        .findForChange(db, staffId)
        .map(found -> found.orElseThrow(() -> Problem.NOT_FOUND.because("no such account")));
  }

  private Future<StaffAccountStore.Place> place(SqlConnection db, long organisationId) {
    return store
        .place(db, organisationId)
        .map(found -> found.orElseThrow(() -> Problem.NOT_FOUND.because("no such organisation")));
  }

  private Future<Reply> answered(SqlConnection db, long staffId) {
    return found(db, staffId).map(account -> Reply.ok(account.json()));
  }

  /** In the record, which is sealed, and in the account's own history, which is shown. */
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
      throw refusal.get().failure("/roles");
    }
  }

  private static Set<Role> roles(Request request) {
    return request.body().getJsonArray("roles").stream()
        .map(name -> Role.valueOf((String) name))
        .collect(Collectors.toSet());
  }

  private static JsonObject handedOver(
      StaffAccount account, OneTime oneTime, OffsetDateTime until) {
    return new JsonObject()
        .put("account", account.json())
        .put("oneTimePassword", oneTime.password())
        .put("until", until.toInstant().toString());
  }
}
