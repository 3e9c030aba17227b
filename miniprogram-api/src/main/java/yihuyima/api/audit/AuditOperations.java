package yihuyima.api.audit;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Guarded;
import yihuyima.api.calendar.ChinaTime;
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
import yihuyima.api.sql.Subtree;

/** What auditors do with the record: read it, and investigate a leak. */
public final class AuditOperations implements Operations {
  /** Days of one question when it names none, and at most: they bound what is read. */
  private static final int DAYS = 31;

  private static final int DAYS_MAX = 366;

  private final Database database;
  private final LookRecorder looks;
  private final AccessRecordStore records;
  private final Clock clock;
  private final AuditRecordStore store = new AuditRecordStore();
  private final LeakInvestigationStore investigations;

  public AuditOperations(
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
    api.on(Action.LIST_ACCESS_RECORDS, this::listAccessRecords);
    api.on(Action.LIST_LEAK_INVESTIGATIONS, this::listLeakInvestigations);
    api.write(Action.OPEN_LEAK_INVESTIGATION, this::openLeakInvestigation);
    api.write(Action.END_LEAK_INVESTIGATION, this::endLeakInvestigation);
  }

  /** A page of the record; a look at every household on it. */
  private Future<Reply> listAccessRecords(Caller caller, Request request) {
    Caller.Auditor auditor = Require.auditor(caller);
    int limit = (int) request.query("limit", 20);
    AuditRecordStore.Question asked = question(auditor, request);
    long investigationId = request.query("investigationId", 0);
    Future<@Nullable Long> under =
        investigationId == 0
            ? Future.succeededFuture()
            : investigation(auditor, investigationId, asked);
    return under.compose(
        investigation ->
            database
                .read(db -> store.find(db, asked, limit + 1))
                .compose(found -> recorded(caller, request, found, limit, investigation)));
  }

  private AuditRecordStore.Question question(Caller.Auditor auditor, Request request) {
    LocalDate to = Moments.day(request.query("to"), "to", ChinaTime.today(clock));
    LocalDate from = Moments.day(request.query("from"), "from", to.minusDays(DAYS));
    if (from.isAfter(to) || from.plusDays(DAYS_MAX).isBefore(to)) {
      throw Problem.REQUEST_INVALID.because("days").at("from", "起止日期应先后有序，且不超过366天");
    }
    long householdId = request.query("householdId", 0);
    Subtree reach = Access.reach(auditor);
    return new AuditRecordStore.Question(
        Cursor.parse(request.query("cursor"), Long.MAX_VALUE)[0],
        from.atStartOfDay(ChinaTime.ZONE).toInstant(),
        to.plusDays(1).atStartOfDay(ChinaTime.ZONE).toInstant(),
        reach,
        isRoot(reach.from()),
        request.query("operation").orElse(null),
        request.query("outcome").map(outcome -> outcome.equals("GRANTED")).orElse(null),
        householdId == 0 ? null : householdId,
        request.query("actor").orElse(null));
  }

  /** A path of one id: the country's own. */
  private static boolean isRoot(String path) {
    return path.indexOf('.', 1) == path.length() - 1;
  }

  private Future<@Nullable Long> investigation(
      Caller.Auditor auditor, long id, AuditRecordStore.Question asked) {
    return database
        .read(db -> investigations.find(db, auditor, id))
        .map(
            found -> {
              LeakInvestigation named =
                  found.orElseThrow(() -> Problem.NOT_FOUND.because("no such investigation"));
              if (named.state(clock.instant()) != LeakInvestigation.State.OPEN) {
                throw Problem.STATE_CHANGED.because("the investigation is not open");
              }
              if (!named.covers(asked.householdId(), asked.actor())) {
                throw Problem.REQUEST_INVALID
                    .because("another investigation's")
                    .at("investigationId", "查询的户或查阅人不在该项调查之内");
              }
              return id;
            });
  }

  private Future<Reply> recorded(
      Caller caller,
      Request request,
      List<AuditRecordStore.Line> found,
      int limit,
      @Nullable Long investigation) {
    List<AuditRecordStore.Line> page = found.subList(0, Math.min(limit, found.size()));
    JsonArray items = new JsonArray();
    page.forEach(line -> items.add(line.json()));
    JsonObject body =
        new JsonObject()
            .put("items", items)
            .put("next", found.size() > limit ? Cursor.of(page.getLast().id()) : null);
    List<@Nullable Long> households =
        new ArrayList<>(
            page.stream()
                .map(AuditRecordStore.Line::householdId)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
    if (households.isEmpty()) {
      households.add(null);
    }
    return looks
        .recordTogether(
            households.stream()
                .map(household -> look(caller, request, household, "records").under(investigation))
                .toList())
        .map(done -> Reply.ok(body));
  }

  /** Those of the auditor's subtree: whoever keeps something from a household is seen doing it. */
  private Future<Reply> listLeakInvestigations(Caller caller, Request request) {
    Caller.Auditor auditor = Require.auditor(caller);
    int limit = (int) request.query("limit", 20);
    long before = Cursor.parse(request.query("cursor"), Long.MAX_VALUE)[0];
    Instant now = clock.instant();
    return database
        .read(db -> investigations.list(db, Access.reach(auditor), before, limit + 1))
        .map(
            found -> {
              List<LeakInvestigationStore.Listed> page =
                  found.subList(0, Math.min(limit, found.size()));
              JsonArray items = new JsonArray();
              page.forEach(one -> items.add(json(auditor, one, now)));
              String next =
                  found.size() > limit ? Cursor.of(page.getLast().investigation().id()) : null;
              return Reply.ok(new JsonObject().put("items", items).put("next", next));
            });
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
                    .map(Reply.created(opened.toJson(now))));
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
