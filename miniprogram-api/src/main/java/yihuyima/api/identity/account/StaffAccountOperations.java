package yihuyima.api.identity.account;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import yihuyima.api.access.Action;
import yihuyima.api.access.Matter;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Deed;
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
  private final AccountWork work;
  private final WaitingPowers powers;
  private final OneTimePasswords passwords;
  private final AccountRequestStore requests = new AccountRequestStore();
  private final AccessRecordStore record;
  private final Clock clock;

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
    this.work = new AccountWork(record, clock);
    this.powers = new WaitingPowers(work, sessions);
    this.passwords = new OneTimePasswords(database.vertx());
  }

  @Override
  public void bind(Api api) {
    api.on(Action.LIST_STAFF, this::listStaff);
    api.prepareAndWrite(
        Action.OPEN_STAFF_ACCOUNT,
        (caller, request) ->
            passwords.before(caller, oneTime -> (c, r, db) -> openStaffAccount(c, r, db, oneTime)));
    api.write(Action.CHANGE_STAFF_ROLES, this::changeStaffRoles);
    api.write(Action.MOVE_STAFF, this::moveStaff);
    api.write(Action.CLOSE_STAFF_ACCOUNT, this::closeStaffAccount);
    api.write(Action.END_STAFF_SESSIONS, this::endStaffSessions);
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
      Caller caller, Request request, SqlConnection db, OneTimePasswords.OneTime oneTime) {
    Caller.Staff by = Require.staff(caller);
    Set<Role> roles = roles(request);
    Set<Role> fresh = WaitingPowers.fresh(roles, Set.of());
    OffsetDateTime until = work.now().plus(OneTimePassword.LIFE);
    return place(db, request.body().getLong("organisationId"))
        .compose(
            place ->
                store
                    .conflicts(db)
                    .map(
                        conflicts -> {
                          AccountWork.refuse(
                              AccountDecision.open(by, place.path(), roles, conflicts));
                          return NewAccount.of(
                              request.body(), WaitingPowers.acting(roles, fresh), place.name());
                        }))
        .compose(account -> store.open(db, account, oneTime.hash(), until))
        .compose(
            id ->
                work.recorded(db, caller, request, Kind.OPENED, "opened", id)
                    .compose(ok -> powers.settle(db, caller, request, id, fresh))
                    .compose(ok -> work.found(db, id)))
        .map(
            account ->
                Reply.created(oneTime.handed(account, until))
                    .asSecret()
                    .about(Matter.staff(account.staffId())));
  }

  private Future<Reply> changeStaffRoles(Caller caller, Request request, SqlConnection db) {
    Caller.Staff by = Require.staff(caller);
    long id = request.id("staffId");
    Set<Role> roles = roles(request);
    return work.found(db, id)
        .compose(
            account -> {
              AccountWork.refuse(
                  AccountDecision.change(by, account, request.body().getInteger("version")));
              return store
                  .conflicts(db)
                  .compose(
                      conflicts ->
                          store
                              .othersAdministrate(db, account)
                              .map(
                                  others ->
                                      AccountDecision.giveRoles(account, roles, conflicts, others)))
                  .compose(
                      refusal -> {
                        AccountWork.refuse(refusal);
                        return changeRoles(db, caller, request, account, roles);
                      });
            })
        .compose(ok -> answered(db, id));
  }

  /** What needs nobody else is done at once; what waits leaves the sessions as they are. */
  private Future<Void> changeRoles(
      SqlConnection db, Caller caller, Request request, StaffAccount account, Set<Role> roles) {
    long id = account.staffId();
    Set<Role> fresh = WaitingPowers.fresh(roles, account.roles());
    Set<Role> acting = WaitingPowers.acting(roles, fresh);
    return store
        .giveRoles(db, id, acting)
        .compose(
            ok ->
                acting.equals(account.roles())
                    ? Future.<Void>succeededFuture()
                    : given(db, caller, request, id, acting, "roles changed"))
        .compose(ok -> powers.settle(db, caller, request, id, fresh));
  }

  private Future<Void> given(
      SqlConnection db, Caller caller, Request request, long id, Set<Role> acting, String why) {
    String deed = "gave roles " + WaitingPowers.words(acting) + " to";
    return sessions
        .endOfStaff(db, id, why)
        .compose(ok -> work.recorded(db, caller, request, Kind.ROLES_CHANGED, deed, id));
  }

  private Future<Reply> moveStaff(Caller caller, Request request, SqlConnection db) {
    Caller.Staff by = Require.staff(caller);
    long id = request.id("staffId");
    long to = request.body().getLong("organisationId");
    return leaving(db, by, request)
        .compose(
            account ->
                place(db, to)
                    .compose(
                        place -> {
                          AccountWork.refuse(AccountDecision.inReach(by, place.path()));
                          return handOver(db, caller, request)
                              .compose(ok -> store.move(db, id, to))
                              .compose(ok -> sessions.endOfStaff(db, id, "moved"))
                              .compose(ok -> moved(db, caller, request, to))
                              .compose(ok -> powersMoved(db, caller, request, account, place));
                        }))
        .compose(ok -> answered(db, id));
  }

  private Future<Void> moved(SqlConnection db, Caller caller, Request request, long to) {
    long id = request.id("staffId");
    return work.recorded(db, caller, request, Kind.MOVED, "moved to organisation " + to + ":", id);
  }

  /** Powers reach over a part of the tree: over another they are new, and wait. */
  private Future<Void> powersMoved(
      SqlConnection db,
      Caller caller,
      Request request,
      StaffAccount account,
      StaffAccountStore.Place to) {
    Set<Role> held = RequestDecision.powers(account.roles());
    if (!AccountDecision.reachesElsewhere(account, to.path())) {
      return Future.succeededFuture();
    }
    long id = account.staffId();
    Set<Role> acting = WaitingPowers.acting(account.roles(), held);
    Set<Role> wanted = EnumSet.noneOf(Role.class);
    wanted.addAll(held);
    wanted.addAll(account.waiting());
    Future<Void> taken =
        held.isEmpty()
            ? Future.succeededFuture()
            : store
                .giveRoles(db, id, acting)
                .compose(ok -> given(db, caller, request, id, acting, "moved"));
    return taken.compose(ok -> powers.askAnew(db, caller, request, id, wanted));
  }

  private Future<Reply> closeStaffAccount(Caller caller, Request request, SqlConnection db) {
    Caller.Staff by = Require.staff(caller);
    long id = request.id("staffId");
    return leaving(db, by, request)
        .compose(ok -> handOver(db, caller, request))
        .compose(ok -> store.close(db, id, work.now()))
        .compose(ok -> requests.endAll(db, id, by.staffId(), work.now()))
        .compose(ok -> sessions.endOfStaff(db, id, "account closed"))
        .compose(ok -> work.recorded(db, caller, request, Kind.CLOSED, "closed", id))
        .compose(ok -> answered(db, id));
  }

  /** An account that may leave its organisation. */
  private Future<StaffAccount> leaving(SqlConnection db, Caller.Staff by, Request request) {
    return work.found(db, request.id("staffId"))
        .compose(
            account -> {
              AccountWork.refuse(
                  AccountDecision.change(by, account, request.body().getInteger("version")));
              return store
                  .othersAdministrate(db, account)
                  .map(
                      others -> {
                        AccountWork.refuse(AccountDecision.leave(account, others));
                        return account;
                      });
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
            ok ->
                work.recorded(
                    db, caller, request, Kind.SESSIONS_ENDED, "ended the sessions of", id))
        .compose(ok -> answered(db, id));
  }

  private Future<Void> changing(SqlConnection db, Caller caller, long staffId) {
    Caller.Staff by = Require.staff(caller);
    return work.found(db, staffId)
        .map(
            account -> {
              AccountWork.refuse(AccountDecision.change(by, account));
              return null;
            });
  }

  private Future<StaffAccountStore.Place> place(SqlConnection db, long organisationId) {
    return store
        .place(db, organisationId)
        .map(found -> found.orElseThrow(() -> Problem.NOT_FOUND.because("no such organisation")));
  }

  private Future<Reply> answered(SqlConnection db, long staffId) {
    return work.found(db, staffId).map(account -> Reply.ok(account.json()));
  }

  private static Set<Role> roles(Request request) {
    return request.body().getJsonArray("roles").stream()
        .map(name -> Role.valueOf((String) name))
        .collect(Collectors.toSet());
  }
}
