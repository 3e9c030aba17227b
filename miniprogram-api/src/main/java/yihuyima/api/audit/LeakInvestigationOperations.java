package yihuyima.api.audit;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Guarded;
import yihuyima.api.access.Matter;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Require;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Cursor;
import yihuyima.api.sql.Database;

/** What auditors do about a leak: open an investigation, read those of their subtree, end it. */
public final class LeakInvestigationOperations implements Operations {
  private final Database database;
  private final LookRecorder looks;
  private final AccessRecordStore records;
  private final Clock clock;
  private final LeakInvestigationStore investigations;

  /** What it stands on; one for each event loop. */
  public LeakInvestigationOperations(
      Database database,
      FieldCipher cipher,
      LookRecorder looks,
      AccessRecordStore records,
      Clock clock) {
    this.database = database;
    this.looks = looks;
    this.records = records;
    this.clock = clock;
    this.investigations = new LeakInvestigationStore(cipher);
  }

  @Override
  public void bind(Api api) {
    api.on(Action.LIST_LEAK_INVESTIGATIONS, this::listLeakInvestigations);
    api.on(Action.GET_LEAK_INVESTIGATION, this::getLeakInvestigation);
    api.write(Action.OPEN_LEAK_INVESTIGATION, this::openLeakInvestigation);
    api.write(Action.END_LEAK_INVESTIGATION, this::endLeakInvestigation);
  }

  /** Those of the auditor's subtree: whoever keeps something from a household is seen doing it. */
  private Future<Reply> listLeakInvestigations(Caller caller, Request request) {
    Caller.Auditor auditor = Require.auditor(caller);
    int limit = (int) request.query("limit", 20);
    long[] before = Cursor.parse(request.query("cursor"), 1, Long.MAX_VALUE);
    Instant now = clock.instant();
    return database
        .read(
            db ->
                investigations.list(
                    db, Access.reach(auditor), before[0], before[1], limit + 1, now))
        .compose(
            found -> {
              List<LeakInvestigationStore.Listed> page =
                  found.subList(0, Math.min(limit, found.size()));
              JsonArray items = new JsonArray();
              page.forEach(one -> items.add(json(auditor, one, now)));
              String next = found.size() > limit ? cursor(page.getLast(), now) : null;
              return looked(caller, request, page)
                  .map(Reply.ok(new JsonObject().put("items", items).put("next", next)));
            });
  }

  private static String cursor(LeakInvestigationStore.Listed last, Instant now) {
    LeakInvestigation one = last.investigation();
    return Cursor.of(one.isUnderWay(now) ? 1 : 0, one.id());
  }

  private Future<Reply> getLeakInvestigation(Caller caller, Request request) {
    Caller.Auditor auditor = Require.auditor(caller);
    long id = request.id("investigationId");
    return database
        .read(db -> investigations.get(db, id))
        .compose(
            found ->
                switch (found.open(auditor, Action.GET_LEAK_INVESTIGATION)) {
                  case Guarded.Granted<LeakInvestigationStore.Listed> granted ->
                      looked(caller, request, List.of(granted.value()))
                          .map(Reply.ok(json(auditor, granted.value(), clock.instant())));
                  case Guarded.Refused<LeakInvestigationStore.Listed> refused ->
                      looks
                          .record(Look.refused(clock.instant(), caller, request, refused))
                          .compose(
                              done ->
                                  Future.failedFuture(refused.problem().because(refused.reason())));
                });
  }

  /**
   * Reading what an investigation is about is a look at its household, and under it: while it is
   * open that look would tell the household of it. A household with several has the first, which is
   * one under way where there is one.
   */
  private Future<Void> looked(
      Caller caller, Request request, List<LeakInvestigationStore.Listed> shown) {
    Map<Long, Look> households = new LinkedHashMap<>();
    for (LeakInvestigationStore.Listed one : shown) {
      LeakInvestigation of = one.investigation();
      if (of.householdId() != null) {
        households.putIfAbsent(
            of.householdId(), look(caller, request, of.householdId(), "its ground").under(of.id()));
      }
    }
    return households.isEmpty()
        ? looks.record(look(caller, request, null, "investigations"))
        : looks.recordTogether(List.copyOf(households.values()));
  }

  private static JsonObject json(
      Caller.Auditor auditor, LeakInvestigationStore.Listed one, Instant now) {
    return one.investigation()
        .toJson(now)
        .put("openedAt", one.openedAt().toString())
        .put("auditor", one.auditor())
        .put("organisation", one.organisation())
        .put("reason", one.reason())
        .put("mine", one.investigation().openedBy() == auditor.staffId());
  }

  /** Opens an investigation, and records that: a look under it like those to come. */
  private Future<Reply> openLeakInvestigation(Caller caller, Request request, SqlConnection db) {
    Caller.Auditor auditor = Require.auditor(caller);
    Instant now = clock.instant();
    LeakInvestigation.Draft draft = LeakInvestigation.Draft.of(request.body(), now);
    return requireInReach(auditor, draft.householdId(), db)
        .compose(ok -> investigations.open(db, auditor, draft, now))
        .compose(
            opened ->
                records
                    .insert(db, List.of(step(caller, request, opened, "opened until ")))
                    .map(
                        Reply.created(opened.toJson(now))
                            .about(Matter.investigation(opened.id()))));
  }

  private Future<Void> requireInReach(
      Caller.Auditor auditor, @Nullable Long householdId, SqlConnection db) {
    if (householdId == null) {
      return Future.succeededFuture();
    }
    return investigations
        .placeOf(db, householdId)
        .compose(
            place -> {
              Guarded.of(place, Concern::ofOrganisation)
                  .openOrFail(auditor, Action.OPEN_LEAK_INVESTIGATION);
              return Future.succeededFuture();
            });
  }

  /** Ends it before its time; saying so twice changes nothing. */
  private Future<Reply> endLeakInvestigation(Caller caller, Request request, SqlConnection db) {
    Caller.Auditor auditor = Require.auditor(caller);
    long id = request.id("investigationId");
    Instant now = clock.instant();
    return investigations
        .end(db, auditor, id, now)
        .compose(done -> investigations.find(db, auditor, id))
        .map(found -> found.orElseThrow(() -> Problem.NOT_FOUND.because("none of this auditor's")))
        .compose(
            ended ->
                records
                    .insert(db, List.of(step(caller, request, ended, "ended, was until ")))
                    .map(Reply.ok(ended.toJson(now))));
  }

  /** Its dates stand in the sealed record, so that moving them in their table shows. */
  private Look step(Caller caller, Request request, LeakInvestigation of, String what) {
    String detail = "investigation " + of.id() + " " + what + of.until();
    return look(caller, request, of.householdId(), detail).under(of.id());
  }

  private Look look(Caller caller, Request request, @Nullable Long householdId, String detail) {
    return Look.granted(clock.instant(), caller, request, householdId, detail);
  }
}
