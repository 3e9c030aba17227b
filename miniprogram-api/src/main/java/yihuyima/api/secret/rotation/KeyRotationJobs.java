package yihuyima.api.secret.rotation;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.secret.DataKeyStore;
import yihuyima.api.secret.DataKeys;
import yihuyima.api.sql.Database;

/**
 * Works on the rotation that is open, one step a transaction: what the step did and where the job
 * is are committed together. A crash loses at most a step; any server goes on with it.
 */
public final class KeyRotationJobs {
  /** Longer than a server may seal without having spoken, by what a pause between two may cost. */
  private static final Duration SILENT_IS_GONE = DataKeys.LEASE.plusSeconds(15);

  private static final long WAIT_MS = 250;

  private static final Logger LOG = LoggerFactory.getLogger(KeyRotationJobs.class);

  /** What a step leaves to be done; when, in milliseconds. */
  private record Next(boolean more, long afterMs) {
    static final Next NONE = new Next(false, 0);
    static final Next SOON = new Next(true, WAIT_MS);
    static final Next NOW = new Next(true, 1);
  }

  private final Database database;
  private final Resealing resealing;
  private final RotationSettings settings;
  private final Clock clock;
  private final RotationStore store = new RotationStore();
  private final DataKeyStore keys = new DataKeyStore();
  private boolean working;

  /** Jobs on this database; one for each event loop. */
  public KeyRotationJobs(
      Database database, Resealing resealing, RotationSettings settings, Clock clock) {
    this.database = database;
    this.resealing = resealing;
    this.settings = settings;
    this.clock = clock;
  }

  /** Works on the open rotation until there is nothing to do; one call at a time does. */
  public void work() {
    if (!working) {
      working = true;
      next();
    }
  }

  private void next() {
    long began = System.nanoTime();
    step()
        .onComplete(
            done -> {
              if (done.failed()) {
                LOG.warn("rotating the data key pauses: {}", done.cause().getMessage());
              }
              if (done.failed() || !done.result().more()) {
                working = false;
                return;
              }
              // Never busy for more than half of the time, however slow the machine is.
              long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
              database
                  .vertx()
                  .setTimer(Math.max(1, Math.max(took, done.result().afterMs())), id -> next());
            });
  }

  /** One step; fails when the database does. */
  private Future<Next> step() {
    return database.transact(
        db ->
            store
                .lock(db)
                .compose(
                    locked ->
                        locked.isEmpty()
                            ? Future.succeededFuture(Next.NONE)
                            : step(db, locked.get())));
  }

  private Future<Next> step(SqlConnection db, RotationStore.Locked job) {
    return switch (job.state()) {
      case "PUBLISHED" -> publish(db, job);
      case "SWITCHED" -> settle(db, job);
      case "RESEALING" -> reseal(db, job);
      case "CHECKING" -> check(db, job);
      default -> Future.succeededFuture(Next.NONE);
    };
  }

  /** Nothing is sealed with the new key before every server can open it. */
  private Future<Next> publish(SqlConnection db, RotationStore.Locked job) {
    OffsetDateTime now = ChinaTime.now(clock);
    return store
        .behind(db, job.newKeyId(), SILENT_IS_GONE)
        .compose(
            behind ->
                behind.unaware() > 0
                    ? Future.succeededFuture(Next.SOON)
                    : keys.promote(db, job.newKeyId(), now)
                        .compose(ok -> store.switched(db, job.id(), now))
                        .map(Next.SOON));
  }

  /** Waits until every server seals with the new key, and then for what was sealed before. */
  private Future<Next> settle(SqlConnection db, RotationStore.Locked job) {
    OffsetDateTime now = ChinaTime.now(clock);
    return store
        .behind(db, job.newKeyId(), SILENT_IS_GONE)
        .compose(
            behind -> {
              if (behind.unswitched() > 0 || job.switchedAt() == null) {
                return store.stillSwitching(db, job.id(), now).map(Next.SOON);
              }
              Duration settled = Duration.between(job.switchedAt(), now);
              return settled.compareTo(settings.grace()) < 0
                  ? Future.succeededFuture(Next.SOON)
                  : store.pass(db, job.id(), "RESEALING", 0, 0, 0, now).map(Next.NOW);
            });
  }

  private Future<Next> reseal(SqlConnection db, RotationStore.Locked job) {
    return store
        .resealingOnly(db)
        .compose(ok -> resealing.batch(db, job))
        .compose(
            done ->
                done.isPresent()
                    ? store
                        .advance(db, job.id(), done.get(), ChinaTime.now(clock))
                        .map(new Next(true, settings.pauseMs(done.get().seen())))
                    : store
                        .pass(
                            db,
                            job.id(),
                            "CHECKING",
                            0,
                            job.rowsUnopened(),
                            0,
                            ChinaTime.now(clock))
                        .map(Next.NOW));
  }

  /** Looks at every row once more; only when none is left is an old key destroyed. */
  private Future<Next> check(SqlConnection db, RotationStore.Locked job) {
    OffsetDateTime now = ChinaTime.now(clock);
    return resealing
        .check(db, job)
        .compose(
            done -> {
              if (done.isPresent()) {
                return store
                    .advance(db, job.id(), done.get(), now)
                    .map(new Next(true, settings.pauseMs(done.get().seen())));
              }
              if (job.rowsLeft() == 0) {
                return keys.retire(db, now)
                    .compose(ok -> store.finish(db, job.id(), now))
                    .map(Next.NONE)
                    .onSuccess(ok -> LOG.info("data key {} is the only one", job.newKeyId()));
              }
              if (job.rowsUnopened() > 0) {
                LOG.error(
                    "{} rows do not open: no data key is retired until they do",
                    job.rowsUnopened());
                return store
                    .pass(db, job.id(), "BLOCKED", 0, job.rowsUnopened(), job.rowsLeft(), now)
                    .map(Next.NONE);
              }
              return store.pass(db, job.id(), "RESEALING", 1, 0, 0, now).map(Next.SOON);
            });
  }

  /** The tables that are walked; for tests. */
  static List<TableWalk> walks() {
    return Resealing.WALKS;
  }
}
