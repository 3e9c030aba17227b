package yihuyima.api.audit.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.qr.CodeSigner;

/**
 * Seals the record of looks, after the commit and never on a request's path. Every server runs one;
 * whichever holds the lock of the database is elected, the others wait for it to fall free.
 *
 * <p>The lock and every seal go over the same connection: a sealer that lost its connection has
 * lost the lock with it and cannot write. Should two ever write, the seal's number and the digest
 * it follows are unique, so one of them fails and the chain does not fork.
 */
public final class Sealer implements AutoCloseable {
  /** Records in one seal; more are sealed in several, at once. */
  public static final int RECORDS_MAX = 1000;

  /** Between two looks for new records: with the time they take, under a second. */
  public static final Duration TICK = Duration.ofMillis(900);

  /** Months for which partitions are made ahead. */
  private static final int MONTHS_AHEAD = 3;

  private static final Duration PARTITIONS_EVERY = Duration.ofHours(6);
  private static final long STOP_SECONDS = 5;
  private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);

  /** Gives a connection of the sealer's own. */
  @FunctionalInterface
  public interface Connections {
    /** A new connection that commits by itself. */
    Connection open() throws SQLException;
  }

  private final Connections connections;
  private final CodeSigner signer;
  private final @Nullable HeadFile heads;
  private final SealWatch watch;
  private final Clock clock;
  private final Duration tick;
  private final Digest digest = new Digest();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "sealer");
  private long sealedAtNanos;
  private long partitionsAtNanos;

  /**
   * @param signer under a key of its own
   * @param heads where newest seals are kept outside the database; null in the demo
   */
  public Sealer(
      Connections connections,
      CodeSigner signer,
      @Nullable HeadFile heads,
      SealWatch watch,
      Clock clock,
      Duration tick) {
    this.connections = connections;
    this.signer = signer;
    this.heads = heads;
    this.watch = watch;
    this.clock = clock;
    this.tick = tick;
    thread.setDaemon(true);
  }

  /** Begins, on a thread of its own. */
  public void start() {
    thread.start();
  }

  private void run() {
    while (!isStopped()) {
      try (Connection db = connections.open()) {
        serve(db);
      } catch (SQLException | IOException | SealStore.Discontinuity e) {
        LOG.warn("sealing the record of looks: {}", e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("sealing the record of looks", e);
      }
      pause();
    }
  }

  /** Waits to be elected, then seals until the connection is lost or the server stops. */
  private void serve(Connection db) throws SQLException, IOException, SealStore.Discontinuity {
    while (!isStopped() && !SealStore.tryLock(db)) {
      watch.saw(SealStore.newestNumber(db));
      pause();
    }
    if (isStopped()) {
      return;
    }
    @Nullable Seal newest = SealStore.requireContinuous(db, heads).orElse(null);
    LOG.info("this server seals the record of looks");
    if (newest != null) {
      catchUp(newest);
      watch.saw(newest.number());
    }
    sealedAtNanos = System.nanoTime();
    partitionsAtNanos = sealedAtNanos - PARTITIONS_EVERY.toNanos();
    while (!isStopped()) {
      newest = sealAll(db, newest);
      makePartitions(db);
      pause();
    }
  }

  /** A server that died between a seal's commit and its line left the file behind. */
  private void catchUp(Seal newest) throws IOException {
    if (heads != null && heads.newest().map(line -> line.number() < newest.number()).orElse(true)) {
      heads.append(newest);
    }
  }

  /** Seals all that can no longer change. */
  private @Nullable Seal sealAll(Connection db, @Nullable Seal before)
      throws SQLException, IOException {
    Seal newest = before;
    Place horizon = new Place(SealStore.horizon(db), 0);
    while (!isStopped()) {
      Place from = newest == null ? Place.START : newest.to();
      if (horizon.compareTo(from) <= 0) {
        return newest;
      }
      List<RecordRow> rows = SealStore.rows(db, from, horizon, RECORDS_MAX);
      boolean beat = System.nanoTime() - sealedAtNanos >= watch.heartbeat().toNanos();
      if (rows.isEmpty() && newest != null && !beat) {
        return newest;
      }
      boolean full = rows.size() == RECORDS_MAX;
      Place to = full ? after(rows.getLast()) : horizon;
      Seal seal = seal(newest, from, to, rows);
      SealStore.insert(db, seal);
      watch.wrote(seal.number());
      sealedAtNanos = System.nanoTime();
      newest = seal;
      if (heads != null) {
        heads.append(seal);
      }
      if (!full) {
        return newest;
      }
    }
    return newest;
  }

  private static Place after(RecordRow last) {
    return new Place(last.xact(), last.id() + 1);
  }

  private Seal seal(@Nullable Seal before, Place from, Place to, List<RecordRow> rows) {
    ByteBuffer leaves = ByteBuffer.allocate(rows.size() * Seal.LEAF_BYTES);
    for (RecordRow row : rows) {
      leaves.putLong(row.id()).put(row.digest(digest));
    }
    return new Seal(
            before == null ? 1 : before.number() + 1,
            Seal.FORMAT,
            from,
            to,
            rows.size(),
            leaves.array(),
            before == null ? new byte[Digest.BYTES] : before.digest(),
            ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()),
            signer.keyId(),
            new byte[0],
            new byte[0])
        .signed(signer);
  }

  /** A month whose partition cannot be made falls into DEFAULT: no reason to stop sealing. */
  private void makePartitions(Connection db) {
    if (System.nanoTime() - partitionsAtNanos < PARTITIONS_EVERY.toNanos()) {
      return;
    }
    partitionsAtNanos = System.nanoTime();
    LocalDate today = ChinaTime.today(clock);
    try {
      SealStore.makePartitions(db, today, today.plusMonths(MONTHS_AHEAD));
    } catch (SQLException e) {
      LOG.warn("making partitions of the record of looks: {}", e.getMessage());
    }
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  private void pause() {
    try {
      if (stopped.await(tick.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      stopped.countDown();
    }
  }

  /** Seals no more; with its connection the lock falls free. */
  @Override
  public void close() {
    stopped.countDown();
    try {
      thread.join(Duration.ofSeconds(STOP_SECONDS).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
