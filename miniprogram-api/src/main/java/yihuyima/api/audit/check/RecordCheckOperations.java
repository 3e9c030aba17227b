package yihuyima.api.audit.check;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import yihuyima.api.access.Action;
import yihuyima.api.access.Matter;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.audit.seal.SealWatch;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Deed;
import yihuyima.api.identity.Require;
import yihuyima.api.sql.Cursor;
import yihuyima.api.sql.Database;

/** What an auditor asks about the soundness of the record. */
public final class RecordCheckOperations implements Operations {
  /** Checks that wait or run at a time, of all auditors together. */
  static final int UNDER_WAY_MAX = 3;

  /** Records without a seal are counted up to here. */
  static final int WAITING_COUNTED_MAX = 10_000;

  private final Database database;
  private final AccessRecordStore record;
  private final SealWatch sealing;
  private final RecordCheckStore store = new RecordCheckStore();
  private final Clock clock;

  /** What it stands on; one for each event loop. */
  public RecordCheckOperations(
      Database database, AccessRecordStore record, SealWatch sealing, Clock clock) {
    this.database = database;
    this.record = record;
    this.sealing = sealing;
    this.clock = clock;
  }

  @Override
  public void bind(Api api) {
    api.on(Action.GET_SEAL_STATE, this::getSealState);
    api.write(Action.START_RECORD_CHECK, this::startRecordCheck);
    api.on(Action.LIST_RECORD_CHECKS, this::listRecordChecks);
    api.on(Action.GET_RECORD_CHECK, this::getRecordCheck);
  }

  private Future<Reply> getSealState(Caller caller, Request request) {
    Require.auditor(caller);
    return database
        .read(db -> store.sealState(db, WAITING_COUNTED_MAX))
        .map(
            found ->
                Reply.ok(
                    new JsonObject()
                        .put("works", sealing.works())
                        .put("newestSeal", found.map(RecordCheckStore.SealState::number).orElse(0L))
                        .put("sealedAt", found.map(each -> each.sealedAt().toString()).orElse(null))
                        .put("waiting", found.map(RecordCheckStore.SealState::waiting).orElse(0))));
  }

  private Future<Reply> startRecordCheck(Caller caller, Request request, SqlConnection db) {
    long by = Require.auditor(caller).staffId();
    LocalDate from = LocalDate.parse(request.body().getString("from"));
    LocalDate to = LocalDate.parse(request.body().getString("to"));
    LocalDate today = ChinaTime.today(clock);
    if (from.isAfter(to) || to.isAfter(today) || from.plusDays(RecordCheck.DAYS_MAX).isBefore(to)) {
      throw Problem.REQUEST_INVALID
          .because("days")
          .at("/from", "起止日期应先后有序，不晚于今天，且不超过" + RecordCheck.DAYS_MAX + "天");
    }
    return store
        .underWay(db)
        .compose(
            waiting -> {
              if (waiting >= UNDER_WAY_MAX) {
                throw Problem.JOB_RUNNING.because("checks wait already");
              }
              return store.ask(db, by, from, to, ChinaTime.now(clock));
            })
        .compose(
            check ->
                record
                    .insert(
                        db,
                        List.of(Deed.of(clock, caller, request, "check of " + from + " to " + to)))
                    .map(ok -> Reply.accepted(check.json()).about(Matter.nothing())));
  }

  private Future<Reply> listRecordChecks(Caller caller, Request request) {
    Require.auditor(caller);
    int limit = (int) request.query("limit", 20);
    long before = Cursor.parse(request.query("cursor"), Long.MAX_VALUE)[0];
    return database
        .read(db -> store.list(db, before, limit + 1))
        .map(
            found -> {
              List<RecordCheck> page = found.subList(0, Math.min(limit, found.size()));
              return Reply.ok(
                  new JsonObject()
                      .put("items", new JsonArray(page.stream().map(RecordCheck::json).toList()))
                      .put("next", found.size() > limit ? Cursor.of(page.getLast().id()) : null));
            });
  }

  private Future<Reply> getRecordCheck(Caller caller, Request request) {
    Require.auditor(caller);
    return database
        .read(db -> store.find(db, request.id("checkId")))
        .map(
            found ->
                Reply.ok(
                    found.orElseThrow(() -> Problem.NOT_FOUND.because("no such check")).json()));
  }
}
