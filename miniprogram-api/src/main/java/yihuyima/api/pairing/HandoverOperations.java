package yihuyima.api.pairing;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.util.List;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.access.Guarded;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.audit.Look;
import yihuyima.api.audit.LookRecorder;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Deed;
import yihuyima.api.identity.Require;
import yihuyima.api.sql.Database;
import yihuyima.api.sql.Subtree;

/**
 * Who is responsible for a household, and how that passes on. Charge, tasks and the name and phone
 * on the card hang on the pairing, so they pass with it, in one statement: at no moment is nobody
 * responsible.
 */
public final class HandoverOperations implements Operations {
  /** Households passed on by one call; the answer says how many are left. */
  static final int HOUSEHOLDS_A_CALL_MAX = 500;

  /** Pairings told of one household. */
  private static final int HISTORY_MAX = 50;

  private final Database database;
  private final LookRecorder looks;
  private final AccessRecordStore record;
  private final Clock clock;
  private final PairingStore pairings = new PairingStore();
  private final HandoverStore store = new HandoverStore();

  /** What it stands on; one for each event loop. */
  public HandoverOperations(
      Database database, LookRecorder looks, AccessRecordStore record, Clock clock) {
    this.database = database;
    this.looks = looks;
    this.record = record;
    this.clock = clock;
  }

  @Override
  public void bind(Api api) {
    api.on(Action.LIST_PAIRINGS, this::listPairings);
    api.write(Action.CHANGE_PAIRING, this::changePairing);
    api.write(Action.HAND_OVER_PAIRINGS, this::handOverPairings);
  }

  private Future<Reply> listPairings(Caller caller, Request request) {
    long householdId = request.id("householdId");
    return database
        .read(db -> pairings.concern(db, caller, householdId))
        .compose(
            found ->
                switch (found.open(caller, Action.LIST_PAIRINGS)) {
                  case Guarded.Refused<?> refused ->
                      looks
                          .record(Look.refused(clock.instant(), caller, request, refused))
                          .compose(
                              done ->
                                  Future.failedFuture(refused.problem().because(refused.reason())));
                  case Guarded.Granted<?> granted ->
                      database.read(db -> store.history(db, householdId, HISTORY_MAX));
                })
        .compose(
            history ->
                looks
                    .record(Look.granted(clock.instant(), caller, request, householdId, "pairings"))
                    .map(
                        ok ->
                            Reply.ok(
                                new JsonObject()
                                    .put(
                                        "items",
                                        new JsonArray(
                                            history.stream()
                                                .map(HandoverOperations::json)
                                                .toList())))));
  }

  private Future<Reply> changePairing(Caller caller, Request request, SqlConnection db) {
    long householdId = request.id("householdId");
    Long from = request.body().getLong("fromStaffId");
    long to = request.body().getLong("toStaffId");
    HandoverStore.Change change = change(caller, request);
    return pairings
        .concern(db, caller, householdId)
        .map(found -> found.openOrFail(caller, Action.CHANGE_PAIRING))
        .compose(ok -> Successor.require(store, db, caller, from, to))
        .compose(
            ok ->
                from == null
                    ? store.begin(db, householdId, to, change).map(true)
                    : store.pass(db, householdId, from, to, change))
        .compose(
            done -> {
              if (!done) {
                throw Problem.STATE_CHANGED.because("not paired with the former person");
              }
              return record.insert(
                  db,
                  List.of(
                      Deed.of(
                          clock,
                          caller,
                          request,
                          householdId,
                          "paired with staff " + to + (from == null ? "" : " after " + from))));
            })
        .map(ok -> Reply.none());
  }

  private Future<Reply> handOverPairings(Caller caller, Request request, SqlConnection db) {
    long from = request.id("staffId");
    long to = request.body().getLong("toStaffId");
    HandoverStore.Change change = change(caller, request);
    Subtree reach = Access.reach(caller);
    return store
        .person(db, from)
        .map(found -> found.openOrFail(caller, Action.HAND_OVER_PAIRINGS))
        .compose(ok -> Successor.require(store, db, caller, from, to))
        .compose(ok -> store.passAll(db, from, to, change, HOUSEHOLDS_A_CALL_MAX, reach))
        .compose(
            households ->
                record
                    .insert(
                        db,
                        households.stream()
                            .map(
                                household ->
                                    Deed.of(
                                        clock,
                                        caller,
                                        request,
                                        household,
                                        "paired with staff " + to + " after " + from))
                            .toList())
                    .compose(ok -> store.left(db, from, reach))
                    .map(
                        left ->
                            Reply.ok(
                                new JsonObject()
                                    .put("households", households.size())
                                    .put("left", left))));
  }

  private HandoverStore.Change change(Caller caller, Request request) {
    return new HandoverStore.Change(
        Require.staffId(caller), ChinaTime.today(clock), request.body().getString("reason"));
  }

  private static JsonObject json(HandoverStore.Pairing pairing) {
    return new JsonObject()
        .put("staffId", pairing.staffId())
        .put("name", pairing.name())
        .put("unit", pairing.unit())
        .put("outsideTree", pairing.outsideTree())
        .put("fromOn", pairing.fromOn().toString())
        .put("toOn", pairing.toOn() == null ? null : pairing.toOn().toString())
        .put("reason", pairing.reason())
        .put("endReason", pairing.endReason());
  }
}
