package yihuyima.server;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yihuyima.api.http.Failure;
import yihuyima.api.http.Problem;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.DataKeyStore;
import yihuyima.api.secret.DataKeys;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.secret.KeyEncryption;
import yihuyima.api.secret.KeyRewrapping;
import yihuyima.api.secret.rotation.IndexRotationJobs;
import yihuyima.api.secret.rotation.KeyRotationJobs;
import yihuyima.api.secret.rotation.KeyRotations;
import yihuyima.api.secret.rotation.NameIndexing;
import yihuyima.api.secret.rotation.Reindexing;
import yihuyima.api.secret.rotation.Resealing;
import yihuyima.api.sql.Database;

/** The commands that change keys; they may be run while servers serve. */
public final class KeyCommands {
  private static final long SECONDS = 60;
  private static final long SHOW_EVERY_SECONDS = 5;
  private static final Set<String> ENDS = Set.of("DONE", "BLOCKED");
  private static final Logger LOG = LoggerFactory.getLogger(KeyCommands.class);

  private KeyCommands() {}

  /**
   * Changes the data key and works on it until it is done; goes on with one that is open.
   *
   * @return 0 when every value is on the new key, 1 when values do not open
   */
  public static int rotateKeys(ServerConfig config) {
    return rotate(config, DataKeyStore.Purpose.SEAL);
  }

  /**
   * Changes the key of the blind indexes and works on it until it is done; goes on with one that is
   * open.
   *
   * @return 0 when every row is on the new key, 1 when rows cannot be indexed anew
   */
  public static int rotateIndexKey(ServerConfig config) {
    return rotate(config, DataKeyStore.Purpose.INDEX);
  }

  private static int rotate(ServerConfig config, DataKeyStore.Purpose purpose) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try {
      Clock clock = Clock.systemUTC();
      Pool pool = Foundations.pool(config, vertx, 2, 1);
      Waiting.of(new DatabaseCheck(config, pool, clock).run(), SECONDS);
      DataKeys keys = Waiting.of(Foundations.dataKeys(config, vertx, pool, clock), SECONDS);
      keys.keepFresh();
      Database database = new Database(vertx, pool, pool);
      KeyRotations rotations = Foundations.rotations(config, vertx, clock);
      long id = begin(database, rotations, purpose);
      KeyRotationJobs jobs =
          new KeyRotationJobs(
              database,
              new Resealing(vertx, new FieldCipher(keys)),
              Foundations.rotation(config),
              clock);
      IndexRotationJobs indexJobs =
          new IndexRotationJobs(
              database,
              new Reindexing(vertx, new FieldCipher(keys), new BlindIndex(keys)),
              Foundations.rotation(config),
              clock);
      NameIndexing names =
          new NameIndexing(
              database, new FieldCipher(keys), new BlindIndex(keys), Foundations.rotation(config));
      vertx.setPeriodic(
          0,
          TimeUnit.SECONDS.toMillis(1),
          timer -> {
            jobs.work();
            indexJobs.work();
            names.work();
          });
      JsonObject seen = watch(vertx, database, rotations, id);
      Waiting.of(keys.close(), SECONDS);
      return seen.getString("state").equals("DONE") ? 0 : 1;
    } finally {
      Waiting.of(vertx.close(), SECONDS);
    }
  }

  private static long begin(
      Database database, KeyRotations rotations, DataKeyStore.Purpose purpose) {
    try {
      return Waiting.of(
              database.transact(db -> rotations.start(db, purpose, "OPERATOR", Duration.ZERO)),
              SECONDS)
          .getLong("rotationId");
    } catch (Failure e) {
      if (e.problem() != Problem.KEY_ROTATION_RUNNING) {
        throw e;
      }
      LOG.info("going on with the rotation that is open");
      return Waiting.of(rotations.newest(database, purpose), SECONDS)
          .orElseThrow()
          .getLong("rotationId");
    }
  }

  private static JsonObject watch(Vertx vertx, Database database, KeyRotations rotations, long id) {
    CountDownLatch ended = new CountDownLatch(1);
    JsonObject[] last = new JsonObject[1];
    vertx.setPeriodic(
        0,
        TimeUnit.SECONDS.toMillis(SHOW_EVERY_SECONDS),
        timer ->
            rotations
                .find(database, id)
                .onSuccess(
                    found -> {
                      last[0] = found.orElseThrow();
                      System.out.println(last[0].encode());
                      if (ENDS.contains(last[0].getString("state"))) {
                        ended.countDown();
                      }
                    })
                .onFailure(error -> LOG.warn("asking for progress: {}", error.getMessage())));
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted; servers go on with the rotation", e);
    }
    return Objects.requireNonNull(last[0]);
  }

  /** Wraps the data keys with the newest key-encryption key; gives 0. */
  public static int rotateKek(ServerConfig config) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try {
      Pool pool = Foundations.pool(config, vertx, 1, 1);
      Waiting.of(new DatabaseCheck(config, pool, Clock.systemUTC()).run(), SECONDS);
      KeyEncryption keeper = Foundations.keyEncryption(config, vertx);
      int done = Waiting.of(new KeyRewrapping(keeper).run(pool), SECONDS);
      String kek = Waiting.of(keeper.currentKekId(), SECONDS);
      LOG.info("{} data keys wrapped anew with key-encryption key {}", done, kek);
      return 0;
    } finally {
      Waiting.of(vertx.close(), SECONDS);
    }
  }
}
