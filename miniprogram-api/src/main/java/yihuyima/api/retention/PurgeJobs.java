package yihuyima.api.retention;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.audit.Look;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Problem;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.sql.Database;
import yihuyima.api.sql.StepLoop;

/**
 * Begins purges and works on the one that runs, a window of rows a transaction: what was deleted,
 * what is counted and where the purge is are committed together. A crash loses at most a window;
 * any server goes on with it, and none does twice what another did.
 */
public final class PurgeJobs {
  /** Who purges, for the record of looks. */
  static final String ACTOR = "SYSTEM:purge";

  /** How long a dry run may be acted on: what it counted is not much older than what is deleted. */
  static final Duration DRY_RUN_LIFE = Duration.ofHours(24);

  /** How often what somebody was writing to is tried again. */
  private static final int PASSES_MAX = 3;

  /** Hours in which the nightly purge may begin, from the configured one on. */
  private static final int NIGHT_HOURS = 4;

  private static final Logger LOG = LoggerFactory.getLogger(PurgeJobs.class);

  private final Database database;
  private final BlindIndex index;
  private final AccessRecordStore records;
  private final LongUnaryOperator pauseMs;
  private final int nightlyAtHour;
  private final Clock clock;
  private final PurgeStore store = new PurgeStore();
  private final StepLoop loop;
  private @Nullable LocalDate begun;

  /**
   * Purges of this database; one for each event loop.
   *
   * @param pauseMs how long to wait after so many rows
   * @param nightlyAtHour in China; negative for never
   */
  public PurgeJobs(
      Database database,
      BlindIndex index,
      AccessRecordStore records,
      LongUnaryOperator pauseMs,
      int nightlyAtHour,
      Clock clock) {
    this.database = database;
    this.index = index;
    this.records = records;
    this.pauseMs = pauseMs;
    this.nightlyAtHour = nightlyAtHour;
    this.clock = clock;
    this.loop = new StepLoop("purging", database, this::step);
  }

  /** Begins the night's purge when it is time, and works on the one that runs. */
  public void work() {
    ZonedDateTime now = clock.instant().atZone(ChinaTime.ZONE);
    LocalDate night = now.toLocalDate();
    int hours = now.getHour() - nightlyAtHour;
    if (nightlyAtHour >= 0 && hours >= 0 && hours < NIGHT_HOURS && !night.equals(begun)) {
      database
          .transact(db -> begin(db, false, "SYSTEM:nightly", night))
          .onSuccess(row -> begun = night)
          .onFailure(error -> LOG.warn("beginning the night's purge: {}", error.getMessage()));
    }
    loop.work();
  }

  /**
   * Begins a purge that somebody asked for.
   *
   * @param dryRun the dry run that showed what would go; null for a dry run itself
   * @return the purge; fails with PURGE_RUNNING while one runs, with DRY_RUN_FIRST without a dry
   *     run of this day that no purge followed
   */
  Future<Row> start(SqlConnection db, String by, @Nullable Long dryRun) {
    Future<Boolean> shown =
        dryRun == null
            ? Future.succeededFuture(true)
            : store.isFreshDryRun(db, dryRun, now().minus(DRY_RUN_LIFE));
    return shown
        .compose(
            fresh ->
                fresh
                    ? begin(db, dryRun == null, by, null)
                    : Future.failedFuture(Problem.DRY_RUN_FIRST.because("no dry run of today")))
        .map(row -> row.orElseThrow(() -> Problem.PURGE_RUNNING.because("one purge at a time")));
  }

  private Future<Optional<Row>> begin(
      SqlConnection db, boolean dry, String by, @Nullable LocalDate night) {
    OffsetDateTime now = now();
    return store
        .start(db, dry, by, now, night)
        .compose(
            row ->
                row.isEmpty()
                    ? Future.succeededFuture(row)
                    : store
                        .rules(db)
                        .compose(rules -> addParts(db, row.get().getLong("id"), rules, now))
                        .map(row));
  }

  private Future<Void> addParts(
      SqlConnection db, long id, List<PurgeStore.Rule> rules, OffsetDateTime now) {
    Future<Void> done = Future.succeededFuture();
    for (PurgeStore.Rule rule : rules) {
      if (rule.on()) {
        String first = Disposals.of(rule.code()).firstKey();
        byte[] nothing = new byte[PurgeProof.DIGEST_BYTES];
        done = done.compose(ok -> store.addPart(db, id, rule, cutoff(rule, now), first, nothing));
      }
    }
    return done;
  }

  /** Months are months of China's calendar, and end at midnight. */
  static OffsetDateTime cutoff(PurgeStore.Rule rule, OffsetDateTime now) {
    if (rule.days() != null) {
      return now.minusDays(rule.days());
    }
    long months = rule.months() == null ? 0 : rule.months();
    return ChinaTime.dayOf(now.toInstant())
        .minusMonths(months)
        .atStartOfDay(ChinaTime.ZONE)
        .toOffsetDateTime();
  }

  private OffsetDateTime now() {
    return ChinaTime.now(clock).truncatedTo(ChronoUnit.MICROS);
  }

  private Future<StepLoop.Next> step(SqlConnection db) {
    return store
        .lock(db)
        .compose(
            purge ->
                purge.isEmpty()
                    ? Future.succeededFuture(StepLoop.Next.NONE)
                    : store
                        .nextPart(db, purge.get().id())
                        .compose(part -> step(db, purge.get(), part)));
  }

  private Future<StepLoop.Next> step(
      SqlConnection db, PurgeStore.Locked purge, Optional<PurgeStore.Part> next) {
    OffsetDateTime now = now();
    if (next.isEmpty()) {
      return store.finish(db, purge.id(), now).map(StepLoop.Next.NONE);
    }
    PurgeStore.Part part = next.get();
    Disposal disposal = Disposals.of(part.rule());
    return store
        .window(db, disposal, part, now)
        .compose(
            rows ->
                rows.isEmpty()
                    ? atEnd(db, purge, part, disposal, now)
                    : window(db, purge, part, disposal, rows, now));
  }

  private Future<StepLoop.Next> window(
      SqlConnection db,
      PurgeStore.Locked purge,
      PurgeStore.Part part,
      Disposal disposal,
      List<PurgeStore.Looked> rows,
      OffsetDateTime now) {
    PurgeStore.Part at = part.at(rows.getLast().key());
    Future<PurgeStore.Part> done =
        switch (part.state()) {
          case "COUNTING" -> Future.succeededFuture(at.counted(rows));
          case "PURGING" -> purge(db, at, disposal, rows, now);
          default -> Future.succeededFuture(at.checked(rows));
        };
    return done.compose(saved -> store.save(db, purge.id(), saved, now))
        .map(new StepLoop.Next(true, Math.max(1, pauseMs.applyAsLong(rows.size()))));
  }

  /** Rows are locked and looked at once more: what was written meanwhile counts. */
  private Future<PurgeStore.Part> purge(
      SqlConnection db,
      PurgeStore.Part part,
      Disposal disposal,
      List<PurgeStore.Looked> rows,
      OffsetDateTime now) {
    List<String> due = dueOf(rows);
    if (due.isEmpty()) {
      return Future.succeededFuture(part);
    }
    return store
        .lockRows(db, disposal, due)
        .compose(locked -> store.again(db, disposal, part, now, locked))
        .compose(
            again -> {
              List<String> keys = dueOf(again);
              return keys.isEmpty()
                  ? Future.succeededFuture(part)
                  : dispose(db, disposal, keys, now)
                      .map(counts -> part.disposed(counts, keys.size(), hash(part, keys)));
            });
  }

  private static List<String> dueOf(List<PurgeStore.Looked> rows) {
    return rows.stream()
        .filter(row -> row.due() && row.hold() == null)
        .map(PurgeStore.Looked::key)
        .toList();
  }

  private Future<JsonObject> dispose(
      SqlConnection db, Disposal disposal, List<String> keys, OffsetDateTime now) {
    JsonObject counts = new JsonObject();
    Future<Void> done = Future.succeededFuture();
    for (Disposal.Step step : disposal.steps()) {
      done =
          done.compose(ok -> store.step(db, step, keys, now))
              .map(
                  touched -> {
                    if (touched > 0) {
                      counts.put(step.table(), counts.getLong(step.table(), 0L) + touched);
                    }
                    return null;
                  });
    }
    return done.map(counts);
  }

  private byte[] hash(PurgeStore.Part part, List<String> keys) {
    byte[] hash = part.idsHash();
    for (String key : keys) {
      hash = PurgeProof.goOn(hash, index.of(BlindIndex.Kind.PURGED, part.rule() + " " + key));
    }
    return hash;
  }

  private Future<StepLoop.Next> atEnd(
      SqlConnection db,
      PurgeStore.Locked purge,
      PurgeStore.Part part,
      Disposal disposal,
      OffsetDateTime now) {
    String first = disposal.firstKey();
    return switch (part.state()) {
      case "COUNTING" ->
          store
              .save(db, purge.id(), part.in(purge.dry() ? "DONE" : "PURGING", first), now)
              .map(StepLoop.Next.NOW);
      case "PURGING" ->
          store.save(db, purge.id(), part.in("CHECKING", first), now).map(StepLoop.Next.NOW);
      default ->
          part.left() > 0 && part.pass() < PASSES_MAX
              ? store.save(db, purge.id(), part.onceMore(first), now).map(StepLoop.Next.SOON)
              : prove(db, purge, part.in("DONE", first), now).map(StepLoop.Next.NOW);
    };
  }

  /** The proof, and its digest in the record of looks, are one transaction. */
  private Future<Void> prove(
      SqlConnection db, PurgeStore.Locked purge, PurgeStore.Part part, OffsetDateTime now) {
    if (part.left() > 0) {
      LOG.warn("purge {} leaves {} rows of {}", purge.id(), part.left(), part.rule());
    }
    return store
        .lastProof(db)
        .compose(
            last -> {
              PurgeProof proof = PurgeProof.of(purge, part, last.orElse(null), now);
              return store
                  .addProof(db, purge.id(), proof, now)
                  .compose(ok -> records.insert(db, List.of(look(purge, proof, now))));
            })
        .compose(ok -> store.save(db, purge.id(), part, now));
  }

  private static Look look(PurgeStore.Locked purge, PurgeProof proof, OffsetDateTime now) {
    return new Look(
        now.toInstant(),
        "startPurge",
        ACTOR,
        null,
        null,
        true,
        proof.recorded(),
        null,
        null,
        "purge-" + purge.id() + "-" + proof.rule(),
        "");
  }

  /** Every statement, so that a test can hold them against the schema. */
  static List<String> statements() {
    List<String> all = new ArrayList<>();
    Disposals.ALL.forEach(disposal -> all.addAll(disposal.statements()));
    return all;
  }
}
