package yihuyima.api.secret.rotation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Problem;
import yihuyima.api.secret.CryptoSuite;
import yihuyima.api.secret.DataKeyStore;
import yihuyima.api.secret.KeyAlgorithm;
import yihuyima.api.secret.KeyEncryption;
import yihuyima.api.secret.KeyRing;
import yihuyima.api.sql.Database;

/** Begins rotations and shows them; {@link KeyRotationJobs} carries them out. */
public final class KeyRotations {
  /**
   * Ids are 255 in all time, for a destroyed one may still stand in a backup: with four weeks
   * between two they last for 19 years. In an emergency an operator need not wait.
   */
  public static final Duration BETWEEN = Duration.ofDays(28);

  private static final OffsetDateTime LONG_AGO =
      OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  private static final long KEEPER_SECONDS = 5;

  private final KeyEncryption keeper;
  private final CryptoSuite suite;
  private final Clock clock;
  private final RotationStore store = new RotationStore();
  private final DataKeyStore keys = new DataKeyStore();
  private final SecureRandom random = new SecureRandom();

  /**
   * Rotations.
   *
   * @param suite what the next key is made for
   */
  public KeyRotations(KeyEncryption keeper, CryptoSuite suite, Clock clock) {
    this.keeper = keeper;
    this.suite = suite;
    this.clock = clock;
  }

  /**
   * Begins a rotation, or lets one that is blocked go on.
   *
   * @param between how long after the last one; nothing for an operator at the machine
   * @return the rotation; fails with KEY_ROTATION_RUNNING while one is open or has just ended
   */
  public Future<JsonObject> start(
      SqlConnection db, DataKeyStore.Purpose purpose, String by, Duration between) {
    OffsetDateTime now = ChinaTime.now(clock);
    return keys.lock(db)
        .compose(ok -> store.recent(db, purpose, now.minus(between)))
        .compose(
            recent ->
                recent.isEmpty()
                    ? requireKnown(db, purpose).compose(ok -> begin(db, purpose, by, now))
                    : goOn(db, recent.get(), now));
  }

  private Future<JsonObject> goOn(SqlConnection db, JsonObject recent, OffsetDateTime now) {
    if (!recent.getString("state").equals("BLOCKED")) {
      return Future.failedFuture(
          Problem.KEY_ROTATION_RUNNING.because("rotation " + recent.getLong("rotationId")));
    }
    long id = recent.getLong("rotationId");
    return store.unblock(db, id, now).compose(ok -> store.find(db, id)).map(Optional::orElseThrow);
  }

  /** A server of a release that knows one index key would take the next one for it. */
  private Future<Void> requireKnown(SqlConnection db, DataKeyStore.Purpose purpose) {
    return purpose == DataKeyStore.Purpose.SEAL
        ? Future.succeededFuture()
        : store
            .isAnyOfBefore(db, KeyRotationJobs.SILENT_IS_GONE)
            .compose(
                any ->
                    any
                        ? Future.failedFuture(
                            Problem.OLD_SERVERS_RUN.because("they know one index key only"))
                        : Future.succeededFuture());
  }

  private Future<JsonObject> begin(
      SqlConnection db, DataKeyStore.Purpose purpose, String by, OffsetDateTime now) {
    KeyAlgorithm algorithm = purpose == DataKeyStore.Purpose.SEAL ? suite.seal() : suite.index();
    return keys.all(db)
        .compose(
            all -> {
              int id = nextId(all, purpose);
              byte[] key = new byte[algorithm.keyBytes()];
              random.nextBytes(key);
              DataKeyStore.Stored bare =
                  new DataKeyStore.Stored(purpose, id, algorithm, DataKeyStore.State.NEXT, null);
              return keeper
                  .wrap(key, bare.context())
                  .timeout(KEEPER_SECONDS, TimeUnit.SECONDS)
                  .compose(wrapped -> keys.insert(db, bare.with(wrapped), now))
                  .compose(ok -> store.start(db, purpose, id, by, now));
            });
  }

  private static int nextId(List<DataKeyStore.Stored> all, DataKeyStore.Purpose purpose) {
    int last = KeyRing.idsUsed(all, purpose);
    if (last == KeyRing.ID_MAX) {
      throw new IllegalStateException("all 255 ids of data keys are used up");
    }
    return last + 1;
  }

  /** The last one that was begun; empty when there was none. */
  public Future<Optional<JsonObject>> newest(Database database, DataKeyStore.Purpose purpose) {
    return database.read(db -> store.recent(db, purpose, LONG_AGO));
  }

  /**
   * The keys in use with the newest change of each.
   *
   * @param mayEver whether whoever asks may begin one at all
   */
  public Future<List<JsonObject>> inUse(Database database, boolean mayEver) {
    return database.read(
        db ->
            store
                .inUse(db)
                .compose(
                    keysInUse ->
                        Future.all(
                                keysInUse.stream()
                                    .map(
                                        key ->
                                            store
                                                .recent(db, key.purpose(), LONG_AGO)
                                                .map(newest -> shown(key, newest, mayEver)))
                                    .toList())
                            .map(all -> all.<JsonObject>list())));
  }

  private JsonObject shown(RotationStore.InUse key, Optional<JsonObject> newest, boolean mayEver) {
    OffsetDateTime from = newest.map(KeyRotations::startsFrom).orElse(null);
    boolean open =
        newest.isPresent()
            && newest.get().getString("finishedAt") == null
            && !newest.get().getString("state").equals("BLOCKED");
    boolean waits = from != null && from.isAfter(ChinaTime.now(clock));
    return new JsonObject()
        .put("purpose", key.purpose().name())
        .put("keyId", key.keyId())
        .put("algorithm", key.algorithm())
        .put("since", key.since().toInstant().toString())
        .put("idsUsed", key.idsUsed())
        .put("idsInAll", KeyRing.ID_MAX)
        .put("mayStart", mayEver && !open && !waits)
        .put("startsFrom", waits && from != null ? from.toInstant().toString() : null)
        .put("rotation", newest.orElse(null));
  }

  private static @Nullable OffsetDateTime startsFrom(JsonObject newest) {
    String finished = newest.getString("finishedAt");
    return finished == null ? null : OffsetDateTime.parse(finished).plus(BETWEEN);
  }

  /** A rotation as shown; empty when there is none of that id. */
  public Future<Optional<JsonObject>> find(Database database, long id) {
    return database.read(db -> store.find(db, id));
  }
}
