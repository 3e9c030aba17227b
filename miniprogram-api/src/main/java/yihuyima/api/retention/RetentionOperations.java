package yihuyima.api.retention;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Deed;
import yihuyima.api.identity.Sessions;
import yihuyima.api.sql.Cursor;
import yihuyima.api.sql.Database;

/** Reading how long what is kept, beginning purges, and seeing what they did. Counts, no names. */
public final class RetentionOperations implements Operations {
  /** So that the transaction has committed when the worker looks; it looks again by itself. */
  private static final long WORK_AFTER_MS = 50;

  private final Database database;
  private final PurgeJobs jobs;
  private final Sessions sessions;
  private final AccessRecordStore records;
  private final Clock clock;
  private final PurgeStore store = new PurgeStore();

  public RetentionOperations(
      Database database,
      PurgeJobs jobs,
      Sessions sessions,
      AccessRecordStore records,
      Clock clock) {
    this.database = database;
    this.jobs = jobs;
    this.sessions = sessions;
    this.records = records;
    this.clock = clock;
  }

  @Override
  public void bind(Api api) {
    api.on(Action.LIST_RETENTION_RULES, this::listRetentionRules);
    api.on(Action.LIST_PURGES, this::listPurges);
    api.on(Action.GET_PURGE, this::getPurge);
    api.write(Action.START_PURGE, this::startPurge);
  }

  private Future<Reply> listRetentionRules(Caller caller, Request request) {
    return database
        .read(store::rules)
        .map(
            rules -> {
              JsonArray items = new JsonArray();
              rules.forEach(rule -> items.add(json(rule)));
              return Reply.ok(new JsonObject().put("items", items));
            });
  }

  private static JsonObject json(PurgeStore.Rule rule) {
    return new JsonObject()
        .put("code", rule.code())
        .put("version", rule.version())
        .put("on", rule.on())
        .put("mode", rule.mode())
        .put("what", rule.what())
        .put("starts", rule.starts())
        .put("months", rule.months())
        .put("days", rule.days())
        .put("ground", rule.ground())
        .put("source", rule.source());
  }

  private Future<Reply> listPurges(Caller caller, Request request) {
    long before = Cursor.parse(request.query("cursor"), Long.MAX_VALUE)[0];
    int limit = (int) request.query("limit", 20);
    return database
        .read(db -> store.list(db, before, limit + 1))
        .map(
            found -> {
              List<Row> page = found.subList(0, Math.min(limit, found.size()));
              JsonArray items = new JsonArray();
              page.forEach(row -> items.add(json(row)));
              return Reply.ok(
                  new JsonObject()
                      .put("items", items)
                      .put("mayStart", Access.canEver(caller, Action.START_PURGE))
                      .put(
                          "next",
                          found.size() > limit ? Cursor.of(page.getLast().getLong("id")) : null));
            });
  }

  private Future<Reply> getPurge(Caller caller, Request request) {
    long id = request.id("purgeId");
    return database
        .read(db -> store.find(db, id))
        .map(row -> row.orElseThrow(() -> Problem.NOT_FOUND.because("no such purge")))
        .compose(
            row ->
                database
                    .read(db -> store.parts(db, id))
                    .map(
                        parts -> {
                          JsonArray items = new JsonArray();
                          parts.forEach(part -> items.add(json(part)));
                          return Reply.ok(
                              new JsonObject().put("purge", json(row)).put("parts", items));
                        }));
  }

  private Future<Reply> startPurge(Caller caller, Request request, SqlConnection db) {
    Long dryRun = request.body().getLong("dryRunId");
    return sessions
        .requireSecondFactor(db, caller)
        .compose(ok -> jobs.start(db, caller.actor(), dryRun))
        .compose(
            row ->
                records
                    .insert(
                        db,
                        List.of(
                            Deed.of(
                                clock,
                                caller,
                                request,
                                (dryRun == null ? "dry run " : "purge ") + row.getLong("id"))))
                    .map(
                        ok -> {
                          database.vertx().setTimer(WORK_AFTER_MS, id -> jobs.work());
                          return Reply.accepted(json(row));
                        }));
  }

  private static JsonObject json(Row row) {
    return new JsonObject()
        .put("purgeId", row.getLong("id"))
        .put("dry", row.getBoolean("dry"))
        .put("state", row.getString("state"))
        .put("startedBy", row.getString("started_by"))
        .put("startedAt", moment(row.getOffsetDateTime("started_at")))
        .put("finishedAt", moment(row.getOffsetDateTime("finished_at")));
  }

  private static JsonObject json(PurgeStore.Shown shown) {
    PurgeStore.Part part = shown.part();
    return new JsonObject()
        .put("ruleCode", part.rule())
        .put("ruleVersion", part.version())
        .put("what", shown.what())
        .put("cutoffAt", moment(part.cutoff()))
        .put("state", part.state())
        .put("rowsSeen", part.seen())
        .put("before", part.before())
        .put("purged", part.purged())
        .put("left", part.left())
        .put("tables", counts(part.tables(), "table"))
        .put("held", counts(part.held(), "reason"))
        .put("proof", proof(shown));
  }

  private static JsonArray counts(JsonObject counts, String name) {
    JsonArray all = new JsonArray();
    new TreeMap<>(counts.getMap())
        .forEach((key, rows) -> all.add(new JsonObject().put(name, key).put("rows", rows)));
    return all;
  }

  private static @Nullable JsonObject proof(PurgeStore.Shown shown) {
    PurgeProof proof = shown.proof();
    PurgeProof.Standing standing = shown.standing();
    if (proof == null || standing == null) {
      return null;
    }
    HexFormat hex = HexFormat.of();
    return new JsonObject()
        .put("number", proof.number())
        .put("digest", hex.formatHex(proof.digest()))
        .put("idsHash", hex.formatHex(shown.part().idsHash()))
        .put("writtenAt", moment(shown.provedAt()))
        .put("standing", standing.name());
  }

  private static @Nullable String moment(@Nullable OffsetDateTime at) {
    return at == null ? null : at.toInstant().toString();
  }
}
