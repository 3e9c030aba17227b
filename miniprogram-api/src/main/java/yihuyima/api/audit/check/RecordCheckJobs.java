package yihuyima.api.audit.check;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yihuyima.api.audit.seal.Finding;
import yihuyima.api.audit.seal.HeadFile;
import yihuyima.api.audit.seal.RecordVerifier;
import yihuyima.api.audit.seal.SealStore;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.sql.Database;

/**
 * Works on the checks that wait, one at a time on a thread of its own. It only reads, so a check
 * whose server died is begun anew by another and nothing is lost.
 */
public final class RecordCheckJobs {
  /** A server that says nothing for so long no longer works on its check. */
  static final Duration SILENT = Duration.ofSeconds(60);

  /** How often a check says how far it is. */
  private static final long SAY_EVERY_NANOS = 1_000_000_000L;

  private static final Logger LOG = LoggerFactory.getLogger(RecordCheckJobs.class);

  private final Database database;
  private final RecordSource source;
  private final RecordCheckStore store = new RecordCheckStore();
  private final Clock clock;
  private boolean working;

  /** What it stands on; one for each event loop, and one of them works. */
  public RecordCheckJobs(Database database, RecordSource source, Clock clock) {
    this.database = database;
    this.source = source;
    this.clock = clock;
  }

  /** Looks for a check and works on it; one call at a time does. */
  public void work() {
    if (working) {
      return;
    }
    working = true;
    database
        .write(db -> store.take(db, ChinaTime.now(clock), ChinaTime.now(clock).minus(SILENT)))
        .compose(taken -> taken.isPresent() ? run(taken.get()) : Future.<Void>succeededFuture())
        .onComplete(
            ended -> {
              working = false;
              if (ended.failed()) {
                LOG.warn("checking the record pauses: {}", ended.cause().getMessage());
              }
            });
  }

  private Future<Void> run(RecordCheckStore.Taken taken) {
    WorkerExecutor thread =
        database.vertx().createSharedWorkerExecutor("record-check", 1, 1, TimeUnit.HOURS);
    Run run = new Run(taken, database.vertx());
    return thread
        .executeBlocking(run::verify, false)
        .recover(
            error -> {
              LOG.atWarn()
                  .addKeyValue("check", taken.id())
                  .addKeyValue("error", error.getClass().getSimpleName())
                  .log("a check of the record failed");
              return Future.succeededFuture(RecordCheck.State.FAILED);
            })
        .compose(
            state ->
                database.write(
                    db -> store.end(db, taken, state, run.progress(), ChinaTime.now(clock))))
        .eventually(thread::close);
  }

  /** One check under way; its numbers are written by its thread and read when it has ended. */
  private final class Run {
    private final RecordCheckStore.Taken taken;
    private final Vertx vertx;
    private final JsonArray places = new JsonArray();
    private volatile long total;
    private volatile long seals;
    private volatile long records;
    private volatile long findings;
    private long saidAt = System.nanoTime();

    Run(RecordCheckStore.Taken taken, Vertx vertx) {
      this.taken = taken;
      this.vertx = vertx;
    }

    RecordCheckStore.Progress progress() {
      return new RecordCheckStore.Progress(total, seals, records, findings, places.copy());
    }

    RecordCheck.State verify() throws SQLException {
      try (Connection db = source.connections().open();
          Stream<Optional<HeadFile.Line>> lines = lines()) {
        Optional<long[]> numbers =
            SealStore.numbersBetween(db, start(taken.from()), start(taken.to().plusDays(1)));
        if (numbers.isEmpty()) {
          return RecordCheck.State.EMPTY;
        }
        long first = numbers.get()[0];
        long last = numbers.get()[1];
        total = last - first + 1;
        RecordVerifier.Summary summary =
            new RecordVerifier(db, source.keys(), this::found, this::say)
                .verify(first, last, lines.iterator());
        seals = summary.seals();
        records = summary.records();
        findings = summary.findings();
        return RecordCheck.State.DONE;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private Stream<Optional<HeadFile.Line>> lines() throws IOException {
      HeadFile heads = source.heads();
      return heads == null ? Stream.empty() : heads.lines();
    }

    private void found(Finding finding) {
      synchronized (places) {
        if (places.size() < RecordCheck.PLACES_MAX) {
          places.add(
              new JsonObject()
                  .put("kind", finding.kind().name())
                  .put("seal", finding.seal())
                  .put("record", finding.record())
                  .put("says", finding.says()));
        }
      }
    }

    /** What was read so far; said to the database now and then, on the event loop. */
    private void say(RecordVerifier.Summary far) {
      seals = far.seals();
      records = far.records();
      findings = far.findings();
      if (System.nanoTime() - saidAt < SAY_EVERY_NANOS) {
        return;
      }
      saidAt = System.nanoTime();
      RecordCheckStore.Progress now;
      synchronized (places) {
        now = progress();
      }
      vertx.runOnContext(
          ignored ->
              database
                  .write(db -> store.progress(db, taken, now, ChinaTime.now(clock)))
                  .onFailure(error -> LOG.warn("a check cannot say how far it is")));
    }
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ChinaTime.ZONE).toInstant();
  }
}
