package yihuyima.api.secret.rotation;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.secret.DataKeyStore;
import yihuyima.api.sql.Database;
import yihuyima.api.sql.StepLoop;

/**
 * Works on the change of the index key that is open, one step a transaction. Two servers are never
 * further apart than one step of what they write, and every two such have a column in common whose
 * uniqueness holds: so one number is never there twice.
 */
public final class IndexRotationJobs {
  private static final Logger LOG = LoggerFactory.getLogger(IndexRotationJobs.class);

  private final Reindexing reindexing;
  private final RotationSettings settings;
  private final Clock clock;
  private final RotationStore store = new RotationStore();
  private final DataKeyStore keys = new DataKeyStore();
  private final StepLoop loop;

  /** Jobs on this database; one for each event loop. */
  public IndexRotationJobs(
      Database database, Reindexing reindexing, RotationSettings settings, Clock clock) {
    this.reindexing = reindexing;
    this.settings = settings;
    this.clock = clock;
    this.loop = new StepLoop("changing the index key", database, this::step);
  }

  /** Works on the open change until there is nothing to do; one call at a time does. */
  public void work() {
    loop.work();
  }

  private Future<StepLoop.Next> step(SqlConnection db) {
    return store
        .lock(db, DataKeyStore.Purpose.INDEX)
        .compose(
            locked ->
                locked.isEmpty()
                    ? Future.succeededFuture(StepLoop.Next.NONE)
                    : step(db, locked.get()));
  }

  private Future<StepLoop.Next> step(SqlConnection db, RotationStore.Locked job) {
    return switch (job.state()) {
      case "PUBLISHED" -> publish(db, job);
      case "WRITING" -> settle(db, job, "FILLING");
      case "FILLING" -> fill(db, job);
      case "CHECKING" -> check(db, job);
      case "SWITCHED" -> release(db, job);
      case "CLEARING" -> clear(db, job);
      case "PROVING" -> prove(db, job);
      default -> Future.succeededFuture(StepLoop.Next.NONE);
    };
  }

  /** Waits until every server writes under both keys. */
  private Future<StepLoop.Next> publish(SqlConnection db, RotationStore.Locked job) {
    return store
        .indexBehind(db, job.newKeyId(), KeyRotationJobs.SILENT_IS_GONE)
        .compose(
            behind ->
                behind.unaware() > 0
                    ? Future.succeededFuture(StepLoop.Next.SOON)
                    : store
                        .moved(db, job.id(), "WRITING", ChinaTime.now(clock))
                        .map(StepLoop.Next.SOON));
  }

  /** Waits for what was written before. */
  private Future<StepLoop.Next> settle(SqlConnection db, RotationStore.Locked job, String then) {
    OffsetDateTime now = ChinaTime.now(clock);
    OffsetDateTime since = job.switchedAt();
    return since == null || Duration.between(since, now).compareTo(settings.grace()) < 0
        ? Future.succeededFuture(StepLoop.Next.SOON)
        : store.pass(db, job.id(), then, 0, 0, 0, now).map(StepLoop.Next.NOW);
  }

  private Future<StepLoop.Next> fill(SqlConnection db, RotationStore.Locked job) {
    return walk(
        db,
        job,
        reindexing::fill,
        now -> store.pass(db, job.id(), "CHECKING", 0, job.rowsUnopened(), 0, now));
  }

  /** Only when no row lacks a value under the new key is the old one written no more. */
  private Future<StepLoop.Next> check(SqlConnection db, RotationStore.Locked job) {
    return walk(
        db,
        job,
        reindexing::check,
        now -> {
          if (job.rowsLeft() == 0) {
            return whenNamesAreDone(
                db,
                job,
                () ->
                    keys.promote(db, DataKeyStore.Purpose.INDEX, job.newKeyId(), now)
                        .compose(ok -> store.moved(db, job.id(), "SWITCHED", now)));
          }
          if (job.rowsUnopened() > 0) {
            LOG.error("{} rows cannot be indexed anew: the old key stays", job.rowsLeft());
            return store.pass(db, job.id(), "BLOCKED", 0, job.rowsUnopened(), job.rowsLeft(), now);
          }
          return store.pass(db, job.id(), "FILLING", 1, 0, 0, now);
        });
  }

  /** Waits until no server writes under the old key, and then for what was written before. */
  private Future<StepLoop.Next> release(SqlConnection db, RotationStore.Locked job) {
    return store
        .indexBehind(db, job.newKeyId(), KeyRotationJobs.SILENT_IS_GONE)
        .compose(
            behind ->
                behind.unswitched() > 0
                    ? store
                        .stillSwitching(db, job.id(), ChinaTime.now(clock))
                        .map(StepLoop.Next.SOON)
                    : settle(db, job, "CLEARING"));
  }

  private Future<StepLoop.Next> clear(SqlConnection db, RotationStore.Locked job) {
    return walk(
        db, job, reindexing::clear, now -> store.pass(db, job.id(), "PROVING", 0, 0, 0, now));
  }

  /** Looks at every row once more; only when none carries the old key is it destroyed. */
  private Future<StepLoop.Next> prove(SqlConnection db, RotationStore.Locked job) {
    return walk(
        db,
        job,
        reindexing::prove,
        now ->
            job.rowsLeft() == 0
                ? whenNamesAreDone(
                    db,
                    job,
                    () ->
                        keys.retire(db, DataKeyStore.Purpose.INDEX, now)
                            .compose(ok -> store.finish(db, job.id(), now))
                            .onSuccess(
                                ok -> LOG.info("index key {} is the only one", job.newKeyId())))
                : store.pass(db, job.id(), "CLEARING", 1, 0, 0, now));
  }

  /** Names are made anew by {@link NameIndexing}; until none is left the state stays. */
  private static Future<Void> whenNamesAreDone(
      SqlConnection db, RotationStore.Locked job, Supplier<Future<Void>> then) {
    return NameIndexing.isAnyLeft(db, job.newKeyId())
        .compose(left -> left ? Future.succeededFuture() : then.get());
  }

  /** One window, or what comes after the last one. */
  private Future<StepLoop.Next> walk(
      SqlConnection db,
      RotationStore.Locked job,
      BiFunction<SqlConnection, RotationStore.Locked, Future<Optional<RotationStore.Progress>>>
          window,
      java.util.function.Function<OffsetDateTime, Future<Void>> then) {
    OffsetDateTime now = ChinaTime.now(clock);
    return store
        .resealingOnly(db)
        .compose(ok -> window.apply(db, job))
        .compose(
            done ->
                done.isPresent()
                    ? store
                        .advance(db, job.id(), done.get(), now)
                        .map(new StepLoop.Next(true, settings.pauseMs(done.get().seen())))
                    : then.apply(now).map(StepLoop.Next.SOON));
  }
}
