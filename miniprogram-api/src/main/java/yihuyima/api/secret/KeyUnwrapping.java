package yihuyima.api.secret;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns wrapped keys into a ring. Each key is unwrapped once: the keeper may be far away, and a
 * server that runs goes on while it does not answer. What a key id stands for never changes.
 */
final class KeyUnwrapping {
  /** How long the keeper may take over one key. */
  static final long DEADLINE_SECONDS = 5;

  private record Name(DataKeyStore.Purpose purpose, int id) {}

  private final KeyEncryption keeper;
  private final Map<Name, SecretKeySpec> known = new ConcurrentHashMap<>();

  KeyUnwrapping(KeyEncryption keeper) {
    this.keeper = keeper;
  }

  /** Wraps a key; fails when the keeper does not answer in time. */
  static Future<DataKeyStore.Stored> wrap(
      KeyEncryption keeper, DataKeyStore.Stored key, byte[] bytes) {
    return keeper
        .wrap(bytes, key.context())
        .timeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .map(key::with);
  }

  /** Unwraps a key; fails when the keeper does not answer in time, or the key does not open. */
  static Future<byte[]> unwrap(KeyEncryption keeper, DataKeyStore.Stored key) {
    KeyEncryption.Wrapped wrapped = key.wrapped();
    if (wrapped == null) {
      return Future.failedFuture(new IllegalStateException("data key " + key.id() + " is retired"));
    }
    return keeper
        .unwrap(wrapped, key.context())
        .timeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .recover(
            error ->
                Future.failedFuture(
                    new IllegalStateException(
                        "data key "
                            + key.purpose()
                            + " "
                            + key.id()
                            + " cannot be unwrapped: "
                            + error.getMessage(),
                        error)));
  }

  /**
   * The ring of these keys.
   *
   * @param stays whether a retired key that is in memory stays there
   * @return the ring; fails when one of them cannot be unwrapped, or none is current
   */
  Future<KeyRing> ring(List<DataKeyStore.Stored> stored, IntPredicate stays) {
    List<Future<SecretKeySpec>> opened = new ArrayList<>();
    for (DataKeyStore.Stored key : stored) {
      if (isUsed(key)) {
        opened.add(key(key));
      }
    }
    return Future.all(opened).map(all -> assemble(stored, stays));
  }

  /** An old index key is asked for nothing: rows carry the new key's values before it is old. */
  private static boolean isUsed(DataKeyStore.Stored key) {
    return key.state() != DataKeyStore.State.RETIRED
        && (key.purpose() == DataKeyStore.Purpose.SEAL || key.state() != DataKeyStore.State.OLD);
  }

  private Future<SecretKeySpec> key(DataKeyStore.Stored stored) {
    Name name = new Name(stored.purpose(), stored.id());
    SecretKeySpec mine = known.get(name);
    if (mine != null) {
      return Future.succeededFuture(mine);
    }
    return unwrap(keeper, stored)
        .map(
            bytes -> {
              SecretKeySpec key = stored.algorithm().key(bytes);
              known.put(name, key);
              return key;
            });
  }

  private KeyRing assemble(List<DataKeyStore.Stored> stored, IntPredicate stays) {
    List<KeyRing.SealKey> seals = new ArrayList<>();
    KeyRing.IndexKey index = null;
    KeyRing.IndexKey next = null;
    int current = 0;
    for (DataKeyStore.Stored key : stored) {
      Name name = new Name(key.purpose(), key.id());
      if (key.state() == DataKeyStore.State.RETIRED && !stays.test(key.id())) {
        known.remove(name);
        continue;
      }
      if (key.purpose() == DataKeyStore.Purpose.INDEX && !isUsed(key)) {
        known.remove(name);
        continue;
      }
      SecretKeySpec spec = known.get(name);
      if (spec == null) {
        continue;
      }
      if (key.purpose() == DataKeyStore.Purpose.INDEX) {
        KeyRing.IndexKey made = new KeyRing.IndexKey(key.id(), key.algorithm(), spec);
        next = key.state() == DataKeyStore.State.NEXT ? made : next;
        index = key.state() == DataKeyStore.State.CURRENT ? made : index;
        continue;
      }
      seals.add(new KeyRing.SealKey(key.id(), key.algorithm(), spec));
      current = key.state() == DataKeyStore.State.CURRENT ? key.id() : current;
    }
    if (index == null || current == 0) {
      throw new IllegalStateException("there is no current data key");
    }
    return new KeyRing(seals, current, index, next);
  }
}
