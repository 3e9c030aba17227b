package yihuyima.api.secret;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yihuyima.api.calendar.ChinaTime;

/** Makes the first keys, under a lock: from what stood in the configuration, or out of nothing. */
final class FirstKeys {
  private static final Logger LOG = LoggerFactory.getLogger(FirstKeys.class);

  private final KeyEncryption keeper;
  private final CryptoSuite suite;
  private final Clock clock;
  private final DataKeyStore store = new DataKeyStore();
  private final SecureRandom random = new SecureRandom();

  FirstKeys(KeyEncryption keeper, CryptoSuite suite, Clock clock) {
    this.keeper = keeper;
    this.suite = suite;
    this.clock = clock;
  }

  Future<Void> make(Pool pool, Optional<FieldKeys> imported) {
    return store
        .all(pool)
        .compose(
            found ->
                found.isEmpty()
                    ? pool.withTransaction(
                        db ->
                            store
                                .lock(db)
                                .compose(ok -> store.all(db))
                                .compose(
                                    seen ->
                                        seen.isEmpty()
                                            ? insertAll(db, imported)
                                            : Future.succeededFuture()))
                    : Future.succeededFuture());
  }

  private Future<Void> insertAll(SqlConnection db, Optional<FieldKeys> imported) {
    List<Future<Void>> made = new ArrayList<>();
    if (imported.isPresent()) {
      FieldKeys keys = imported.get();
      keys.sealKeys()
          .forEach(
              (id, key) ->
                  made.add(
                      insert(
                          db,
                          DataKeyStore.Purpose.SEAL,
                          id,
                          KeyAlgorithm.AES_256_GCM,
                          id == keys.currentKeyId()
                              ? DataKeyStore.State.CURRENT
                              : DataKeyStore.State.OLD,
                          key)));
      made.add(index(db, KeyAlgorithm.HMAC_SHA256, keys.indexKey()));
      LOG.info("keys of the configuration are wrapped in the database now");
    } else {
      made.add(
          insert(
              db,
              DataKeyStore.Purpose.SEAL,
              1,
              suite.seal(),
              DataKeyStore.State.CURRENT,
              fresh(suite.seal())));
      made.add(index(db, suite.index(), fresh(suite.index())));
      LOG.info("first data keys made");
    }
    return Future.all(made).mapEmpty();
  }

  private Future<Void> index(SqlConnection db, KeyAlgorithm algorithm, byte[] key) {
    return insert(db, DataKeyStore.Purpose.INDEX, 1, algorithm, DataKeyStore.State.CURRENT, key);
  }

  private byte[] fresh(KeyAlgorithm algorithm) {
    byte[] key = new byte[algorithm.keyBytes()];
    random.nextBytes(key);
    return key;
  }

  private Future<Void> insert(
      SqlConnection db,
      DataKeyStore.Purpose purpose,
      int id,
      KeyAlgorithm algorithm,
      DataKeyStore.State state,
      byte[] key) {
    return KeyUnwrapping.wrap(
            keeper, new DataKeyStore.Stored(purpose, id, algorithm, state, null), key)
        .compose(stored -> store.insert(db, stored, ChinaTime.now(clock)));
  }
}
