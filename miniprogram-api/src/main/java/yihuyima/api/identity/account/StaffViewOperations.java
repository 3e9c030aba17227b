package yihuyima.api.identity.account;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Require;
import yihuyima.api.identity.SessionGate;
import yihuyima.api.sql.Cursor;
import yihuyima.api.sql.Database;

/** Looks at accounts: an administrator's at those of their subtree, everybody's at their own. */
public final class StaffViewOperations implements Operations {
  /** So many sign-ins and changes of one's own account are shown. */
  private static final int OWN_SHOWN = 5;

  private final Database database;
  private final SessionGate gate;
  private final StaffAccountStore store = new StaffAccountStore();
  private final StaffHistoryStore history = new StaffHistoryStore();
  private final OwnAccountStore own = new OwnAccountStore();

  /** What it stands on; one for each event loop. */
  public StaffViewOperations(Database database, SessionGate gate) {
    this.database = database;
    this.gate = gate;
  }

  @Override
  public void bind(Api api) {
    api.on(Action.SEARCH_STAFF, this::searchStaff);
    api.on(Action.GET_STAFF_ACCOUNT, this::getStaffAccount);
    api.on(Action.LIST_STAFF_HISTORY, this::listStaffHistory);
    api.on(Action.LIST_ROLE_CONFLICTS, this::listRoleConflicts);
    api.on(Action.GET_MY_ACCOUNT, this::getMyAccount);
  }

  private Future<Reply> searchStaff(Caller caller, Request request) {
    JsonObject body = request.body();
    long[] after = Cursor.parse(Optional.ofNullable(body.getString("cursor")), 0, 0);
    int limit = body.getInteger("limit", 20);
    return database
        .read(db -> store.search(db, Access.reach(caller), after, limit + 1, StaffSearch.of(body)))
        .map(found -> Reply.ok(StaffAccountOperations.page(found, limit)));
  }

  private Future<Reply> getStaffAccount(Caller caller, Request request) {
    return reached(caller, request).map(account -> Reply.ok(account.json()));
  }

  private Future<Reply> listStaffHistory(Caller caller, Request request) {
    long[] before = Cursor.parse(request.query("cursor"), Long.MAX_VALUE);
    int limit = (int) request.query("limit", 20);
    return reached(caller, request)
        .compose(
            account ->
                database.read(db -> history.list(db, account.staffId(), before[0], limit + 1)))
        .map(
            found -> {
              List<StaffHistoryStore.Change> page = found.subList(0, Math.min(limit, found.size()));
              String next = found.size() > limit ? Cursor.of(page.get(page.size() - 1).id()) : null;
              return Reply.ok(new JsonObject().put("items", items(page)).put("next", next));
            });
  }

  private static JsonArray items(List<StaffHistoryStore.Change> changes) {
    return new JsonArray(changes.stream().map(StaffHistoryStore.Change::json).toList());
  }

  private Future<Reply> listRoleConflicts(Caller caller, Request request) {
    return database
        .read(store::conflicts)
        .map(
            found -> {
              List<JsonObject> items =
                  found.stream()
                      .map(
                          each ->
                              new JsonObject()
                                  .put("one", each.one().name())
                                  .put("other", each.other().name())
                                  .put("reason", each.reason()))
                      .toList();
              return Reply.ok(new JsonObject().put("items", new JsonArray(items)));
            });
  }

  private Future<Reply> getMyAccount(Caller caller, Request request) {
    long staffId = Require.staffId(caller);
    return database.read(
        db ->
            store
                .find(db, staffId)
                .compose(
                    found -> {
                      StaffAccount account =
                          found.orElseThrow(() -> Problem.SIGN_IN_REQUIRED.because("is gone"));
                      return Future.all(
                              own.signIns(db, staffId, caller.sessionId(), OWN_SHOWN),
                              own.recoveryCodesLeft(db, staffId),
                              history.list(db, staffId, Long.MAX_VALUE, OWN_SHOWN))
                          .map(
                              all ->
                                  Reply.ok(
                                      new JsonObject()
                                          .put("account", account.json())
                                          .put(
                                              "secondFactorDue",
                                              gate.mustEnrol(caller)
                                                  || !account.waiting().isEmpty())
                                          .put("recoveryCodesLeft", all.<Long>resultAt(1))
                                          .put(
                                              "signIns",
                                              new JsonArray(all.<List<JsonObject>>resultAt(0)))
                                          .put(
                                              "changes",
                                              items(
                                                  all.<List<StaffHistoryStore.Change>>resultAt(
                                                      2)))));
                    }));
  }

  /** Above and beside, nothing is known to be there. */
  private Future<StaffAccount> reached(Caller caller, Request request) {
    return database
        .read(db -> store.find(db, request.id("staffId")))
        .map(
            found ->
                found
                    .filter(
                        account ->
                            AccountDecision.inReach(
                                    Require.staff(caller), account.organisationPath())
                                .isEmpty())
                    .orElseThrow(() -> Problem.NOT_FOUND.because("no such account in reach")));
  }
}
