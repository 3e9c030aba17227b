package yihuyima.api.secret.rotation;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.secret.DataKeyStore;
import yihuyima.api.secret.DataKeys;
import yihuyima.api.sql.Database;
import yihuyima.api.sql.StepLoop;

/**
 * Works on the rotation that is open, one step a transaction: what the step did and where the job
 * is are committed together. A crash loses at most a step; any server goes on with it.
 */
public final class KeyRotationJobs {
  /** Longer than a server may seal without having spoken, by what a pause between two may cost. */
  static final Duration SILENT_IS_GONE = DataKeys.LEASE.plusSeconds(15);

  private static final Logger LOG = LoggerFactory.getLogger(KeyRotationJobs.class);

  private final Resealing resealing;
  private final RotationSettings settings;
  private final Clock clock;
  private final RotationStore store = new RotationStore();
  private final DataKeyStore keys = new DataKeyStore();
  private final StepLoop loop;

  /** Jobs on this database; one for each event loop. */
  public KeyRotationJobs(
      Database database, Resealing resealing, RotationSettings settings, Clock clock) {
    this.resealing = resealing;
    this.settings = settings;
    this.clock = clock;
    this.loop = new StepLoop("changing the data key", database, this::step);
  }

  /** Works on the open rotation until there is nothing to do; one call at a time does. */
  public void work() {
    loop.work();
  }

  private Future<StepLoop.Next> step(SqlConnection db) {
    return store
        .lock(db, DataKeyStore.Purpose.SEAL)
        .compose(
            locked ->
                locked.isEmpty()
                    ? Future.succeededFuture(StepLoop.Next.NONE)
                    : step(db, locked.get()));
  }

  private Future<StepLoop.Next> step(SqlConnection db, RotationStore.Locked job) {
    return switch (job.state()) {
      case "PUBLISHED" -> publish(db, job);
      case "SWITCHED" -> settle(db, job);
      case "RESEALING" -> reseal(db, job);
      case "CHECKING" -> check(db, job);
      default -> Future.succeededFuture(StepLoop.Next.NONE);
    };
  }

  /** Nothing is sealed with the new key before every server can open it. */
  private Future<StepLoop.Next> publish(SqlConnection db, RotationStore.Locked job) {
    OffsetDateTime now = ChinaTime.now(clock);
    return store
        .behind(db, job.newKeyId(), SILENT_IS_GONE)
        .compose(
            behind ->
                behind.unaware() > 0
                    ? Future.succeededFuture(StepLoop.Next.SOON)
                    : keys.promote(db, DataKeyStore.Purpose.SEAL, job.newKeyId(), now)
                        .compose(ok -> store.moved(db, job.id(), "SWITCHED", now))
                        .map(StepLoop.Next.SOON));
  }

  /** Waits until every server seals with the new key, and then for what was sealed before. */
  private Future<StepLoop.Next> settle(SqlConnection db, RotationStore.Locked job) {
    OffsetDateTime now = ChinaTime.now(clock);
    return store
        .behind(db, job.newKeyId(), SILENT_IS_GONE)
        .compose(
            behind -> {
              if (behind.unswitched() > 0 || job.switchedAt() == null) {
                return store.stillSwitching(db, job.id(), now).map(StepLoop.Next.SOON);
              }
              Duration settled = Duration.between(job.switchedAt(), now);
              return settled.compareTo(settings.grace()) < 0
                  ? Future.succeededFuture(StepLoop.Next.SOON)
                  : store.pass(db, job.id(), "RESEALING", 0, 0, 0, now).map(StepLoop.Next.NOW);
            });
  }

  private Future<StepLoop.Next> reseal(SqlConnection db, RotationStore.Locked job) {
    return store
        .resealingOnly(db)
        .compose(ok -> resealing.batch(db, job))
        .compose(
            done ->
                done.isPresent()
                    ? store
                        .advance(db, job.id(), done.get(), ChinaTime.now(clock))
                        .map(new StepLoop.Next(true, settings.pauseMs(done.get().seen())))
                    : store
                        .pass(
                            db,
                            job.id(),
                            "CHECKING",
                            0,
                            job.rowsUnopened(),
                            0,
                            ChinaTime.now(clock))
                        .map(StepLoop.Next.NOW));
  }

  /** Looks at every row once more; only when none is left is an old key destroyed. */
  private Future<StepLoop.Next> check(SqlConnection db, RotationStore.Locked job) {
    OffsetDateTime now = ChinaTime.now(clock);
    return resealing
        .check(db, job)
        .compose(
            done -> {
              if (done.isPresent()) {
                return store
                    .advance(db, job.id(), done.get(), now)
                    .map(new StepLoop.Next(true, settings.pauseMs(done.get().seen())));
              }
              if (job.rowsLeft() == 0) {
                return keys.retire(db, DataKeyStore.Purpose.SEAL, now)
                    .compose(ok -> store.finish(db, job.id(), now))
                    .map(StepLoop.Next.NONE)
                    .onSuccess(ok -> LOG.info("data key {} is the only one", job.newKeyId()));
              }
              if (job.rowsUnopened() > 0) {
                LOG.error(
                    "{} rows do not open: no data key is retired until they do",
                    job.rowsUnopened());
                return store
                    .pass(db, job.id(), "BLOCKED", 0, job.rowsUnopened(), job.rowsLeft(), now)
                    .map(StepLoop.Next.NONE);
              }
              return store.pass(db, job.id(), "RESEALING", 1, 0, 0, now).map(StepLoop.Next.SOON);
            });
  }

  /** The tables that are walked; for tests. */
  static List<Walk> walks() {
    List<Walk> all = new ArrayList<>(Resealing.WALKS);
    all.addAll(Reindexing.TO_FIRST);
    all.addAll(Reindexing.TO_SECOND);
    return all;
  }
}
