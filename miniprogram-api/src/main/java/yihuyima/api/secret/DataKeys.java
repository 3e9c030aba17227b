package yihuyima.api.secret;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data keys of this process: loaded from the database, unwrapped, and looked at again every
 * {@link #REFRESH}. One for the process; safe for many threads.
 *
 * <p>Each look also says to the others which keys are in memory here. A server that could not say
 * so for {@link #LEASE} stops sealing (opening goes on): a rotation waits for whoever spoke within
 * the lease, so nobody seals with a key that is being retired, not even a server that was stopped
 * for an hour and wakes up.
 */
public final class DataKeys implements KeyRings {
  /** How often keys are looked at. */
  public static final Duration REFRESH = Duration.ofSeconds(2);

  /** From so many used ids on the end is in sight: 255 are all there are. */
  public static final int IDS_WARN = 200;

  /** For how long after a look this server may seal. */
  public static final Duration LEASE = Duration.ofSeconds(30);

  /** A look that failed is tried again so soon: after an outage writes wait for it. */
  private static final Duration RETRY = Duration.ofMillis(250);

  /** A retired key stays in memory for as long as an answer under way may take. */
  private static final Duration RETIRED_STAYS = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(DataKeys.class);

  private final Vertx vertx;
  private final Pool pool;
  private final KeyUnwrapping unwrapping;
  private final DataKeyStore store = new DataKeyStore();
  private final UUID server = UUID.randomUUID();
  private final Map<Integer, Long> retiredSince = new HashMap<>();
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile @Nullable KeyRing ring;
  private volatile long freshUntil = System.nanoTime();
  private volatile boolean closed;
  private volatile int idsUsed;

  private DataKeys(Vertx vertx, Pool pool, KeyEncryption keeper) {
    this.vertx = vertx;
    this.pool = pool;
    this.unwrapping = new KeyUnwrapping(keeper);
  }

  /**
   * Loads the keys; makes the first ones when there are none.
   *
   * @param pool of the process; a connection is used for a moment every {@link #REFRESH}
   * @param imported keys that stood in the configuration before keys were in the database: they
   *     become the first ones
   * @return the keys; fails when the database or the keeper does not answer, when a key does not
   *     open, or when {@code imported} contradicts what is in the database
   */
  public static Future<DataKeys> open(
      Vertx vertx,
      Pool pool,
      KeyEncryption keeper,
      CryptoSuite suite,
      Optional<FieldKeys> imported,
      Clock clock) {
    DataKeys keys = new DataKeys(vertx, pool, keeper);
    return new FirstKeys(keeper, suite, clock)
        .make(pool, imported)
        .compose(ok -> keys.look())
        .compose(ok -> imported.map(keys::requireSame).orElse(Future.succeededFuture()))
        .map(
            ok -> {
              if (keys.idsUsed >= IDS_WARN) {
                LOG.warn("{} of {} ids of data keys are used up", keys.idsUsed, KeyRing.ID_MAX);
              }
              return keys;
            });
  }

  /** From now on looks again by itself, until it is closed. */
  public DataKeys keepFresh() {
    again(REFRESH);
    return this;
  }

  private void again(Duration after) {
    if (closed) {
      return;
    }
    vertx.setTimer(
        after.toMillis(),
        id ->
            look()
                .onComplete(
                    looked -> {
                      if (looked.failed()) {
                        LOG.warn("looking at the data keys: {}", looked.cause().getMessage());
                      }
                      again(looked.succeeded() ? REFRESH : RETRY);
                    }));
  }

  @Override
  public KeyRing ring() {
    KeyRing now = ring;
    if (now == null) {
      throw new IllegalStateException("the data keys were not loaded");
    }
    return now;
  }

  @Override
  public boolean maySeal() {
    return freshUntil - System.nanoTime() > 0;
  }

  @Override
  public void missing(int id) {
    if (looking.compareAndSet(false, true)) {
      LOG.warn("a value names data key {}, which is not here: looking", id);
      look()
          .onComplete(
              looked -> {
                looking.set(false);
                if (looked.failed()) {
                  LOG.warn("looking at the data keys: {}", looked.cause().getMessage());
                }
              });
    }
  }

  /** The newest id of a data key: of 255 that there are, none is given out twice. */
  public int idsUsed() {
    return idsUsed;
  }

  /**
   * Looks at the keys now and says which are here.
   *
   * @return when the ring is the newest; fails when the database or the keeper does not answer
   */
  public Future<Void> look() {
    long began = System.nanoTime();
    return store
        .all(pool)
        .compose(
            stored -> {
              idsUsed = KeyRing.idsUsed(stored, DataKeyStore.Purpose.SEAL);
              return unwrapping.ring(stored, this::stays);
            })
        .compose(
            loaded -> {
              // First use the ring, then say so: what is said must be true of every later value.
              ring = loaded;
              return store.beat(pool, server, loaded);
            })
        .onSuccess(ok -> freshUntil = began + LEASE.toNanos());
  }

  private synchronized boolean stays(int retired) {
    KeyRing now = ring;
    if (now == null || !now.opens(retired)) {
      return false;
    }
    long since = retiredSince.computeIfAbsent(retired, id -> System.nanoTime());
    return System.nanoTime() - since < RETIRED_STAYS.toNanos();
  }

  private Future<Void> requireSame(FieldKeys imported) {
    for (Map.Entry<Integer, byte[]> given : imported.sealKeys().entrySet()) {
      KeyRing.SealKey known = ring().seal(given.getKey());
      if (known != null && !known.key().equals(KeyAlgorithm.AES_256_GCM.key(given.getValue()))) {
        return Future.failedFuture(
            new IllegalStateException(
                "field key " + given.getKey() + " of the configuration is not the database's"));
      }
    }
    return Future.succeededFuture();
  }

  /** Says that nobody needs to wait for this server any more. */
  public Future<Void> close() {
    closed = true;
    return store.leave(pool, server).otherwiseEmpty();
  }
}
