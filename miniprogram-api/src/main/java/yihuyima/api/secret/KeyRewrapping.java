package yihuyima.api.secret;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Lets a new key-encryption key take over: each data key is unwrapped and wrapped anew. No row of
 * anybody is touched, and servers that run go on with what they have in memory.
 */
public final class KeyRewrapping {
  private final KeyEncryption keeper;
  private final DataKeyStore store = new DataKeyStore();

  /**
   * A rewrapping.
   *
   * @param keeper has the new key-encryption key as its current one, and the old one still
   */
  public KeyRewrapping(KeyEncryption keeper) {
    this.keeper = keeper;
  }

  /**
   * Wraps every data key with the current key-encryption key. May be run again after a failure.
   *
   * @return how many were wrapped anew; fails when the keeper or the database does not answer
   */
  public Future<Integer> run(Pool pool) {
    return keeper
        .currentKekId()
        .timeout(KeyUnwrapping.DEADLINE_SECONDS, TimeUnit.SECONDS)
        .compose(kek -> store.all(pool).compose(all -> next(pool, kek, all, 0, 0)));
  }

  private Future<Integer> next(
      Pool pool, String kek, List<DataKeyStore.Stored> all, int at, int done) {
    if (at == all.size()) {
      return Future.succeededFuture(done);
    }
    DataKeyStore.Stored key = all.get(at);
    KeyEncryption.Wrapped wrapped = key.wrapped();
    if (wrapped == null || wrapped.kekId().equals(kek)) {
      return next(pool, kek, all, at + 1, done);
    }
    return KeyUnwrapping.unwrap(keeper, key)
        .compose(bytes -> KeyUnwrapping.wrap(keeper, key, bytes))
        .compose(anew -> store.rewrap(pool, key, java.util.Objects.requireNonNull(anew.wrapped())))
        .compose(there -> next(pool, kek, all, at + 1, done + (there ? 1 : 0)));
  }
}
