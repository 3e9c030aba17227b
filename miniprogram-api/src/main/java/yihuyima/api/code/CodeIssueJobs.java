package yihuyima.api.code;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.OffsetDateTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.sql.Database;

/**
 * Works on the jobs that issue codes, a batch a transaction: the codes, how far the job is, and the
 * lock on it are committed together. A crash loses at most a batch that nobody has seen; any server
 * goes on with it.
 */
public final class CodeIssueJobs {
  /** Households in one transaction. */
  static final int BATCH_HOUSEHOLDS = 500;

  private static final Logger LOG = LoggerFactory.getLogger(CodeIssueJobs.class);

  private final Database database;
  private final CodeIssueJobStore store = new CodeIssueJobStore();
  private final CodeKeys keys;
  private final Clock clock;
  private boolean working;

  public CodeIssueJobs(Database database, CodeKeys keys, Clock clock) {
    this.database = database;
    this.keys = keys;
    this.clock = clock;
  }

  /** Looks for running jobs and works on them until none is left; one call at a time does. */
  public void work() {
    if (working) {
      return;
    }
    working = true;
    database
        .read(store::running)
        .compose(
            jobs -> {
              Future<Void> done = Future.succeededFuture();
              for (long job : jobs) {
                done = done.compose(before -> finish(job));
              }
              return done;
            })
        .onComplete(
            ended -> {
              working = false;
              if (ended.failed()) {
                LOG.warn("issuing codes pauses: {}", ended.cause().getMessage());
              }
            });
  }

  private Future<Void> finish(long jobId) {
    return batch(jobId).compose(more -> more ? finish(jobId) : Future.succeededFuture());
  }

  /**
   * One batch.
   *
   * @return whether there is more to do for this server; fails when the database does
   */
  Future<Boolean> batch(long jobId) {
    OffsetDateTime now = ChinaTime.now(clock);
    return database.transact(
        db ->
            store
                .lock(db, jobId)
                .compose(
                    locked -> {
                      if (locked.isEmpty()) {
                        return Future.succeededFuture(false);
                      }
                      CodeIssueJobStore.Locked job = locked.get();
                      return store
                          .nextHouseholds(db, job, BATCH_HOUSEHOLDS)
                          .compose(
                              households ->
                                  households.isEmpty()
                                      ? store.finish(db, job, now).map(false)
                                      : store
                                          .insertAll(
                                              db,
                                              keys,
                                              households,
                                              ChinaTime.today(clock),
                                              now,
                                              job.startedBy())
                                          .compose(ok -> store.advance(db, job, households, now))
                                          .map(true));
                    }));
  }
}
