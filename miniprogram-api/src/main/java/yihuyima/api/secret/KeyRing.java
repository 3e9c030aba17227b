package yihuyima.api.secret;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The unwrapped keys of one moment, in memory. Immutable; safe for many threads. */
public final class KeyRing {
  /** Ids that fit the byte in each sealed value; 0 is none. */
  public static final int ID_MAX = 255;

  /** The newest id of a purpose, retired ones included; 0 when there is none. */
  public static int idsUsed(List<DataKeyStore.Stored> all, DataKeyStore.Purpose purpose) {
    return all.stream()
        .filter(key -> key.purpose() == purpose)
        .mapToInt(DataKeyStore.Stored::id)
        .max()
        .orElse(0);
  }

  /** A key that columns are sealed with. */
  record SealKey(int id, KeyAlgorithm algorithm, SecretKeySpec key) {}

  /** The key of the blind indexes. */
  record IndexKey(int id, KeyAlgorithm algorithm, SecretKeySpec key) {}

  private final @Nullable SealKey[] seal = new SealKey[ID_MAX + 1];
  private final SealKey current;
  private final IndexKey index;
  private final List<IndexKey> indexKeys;

  /**
   * A ring.
   *
   * @param currentId what new values are sealed with; among {@code keys}
   */
  KeyRing(List<SealKey> keys, int currentId, IndexKey index) {
    this(keys, currentId, index, null);
  }

  /**
   * A ring while the index key changes.
   *
   * @param nextIndex what is indexed with beside {@code index}
   */
  KeyRing(List<SealKey> keys, int currentId, IndexKey index, @Nullable IndexKey nextIndex) {
    for (SealKey key : keys) {
      seal[key.id()] = key;
    }
    SealKey chosen = currentId < 1 || currentId > ID_MAX ? null : seal[currentId];
    if (chosen == null) {
      throw new IllegalArgumentException("the current key is not on the ring");
    }
    this.current = chosen;
    this.index = index;
    this.indexKeys = nextIndex == null ? List.of(index) : List.of(index, nextIndex);
  }

  /** The ring of keys that were given, not loaded. */
  public static KeyRing of(FieldKeys keys) {
    List<SealKey> all = new ArrayList<>();
    keys.sealKeys()
        .forEach(
            (id, key) ->
                all.add(
                    new SealKey(id, KeyAlgorithm.AES_256_GCM, KeyAlgorithm.AES_256_GCM.key(key))));
    return new KeyRing(
        all,
        keys.currentKeyId(),
        new IndexKey(1, KeyAlgorithm.HMAC_SHA256, KeyAlgorithm.HMAC_SHA256.key(keys.indexKey())));
  }

  @Nullable SealKey seal(int id) {
    return seal[id];
  }

  SealKey current() {
    return current;
  }

  IndexKey index() {
    return index;
  }

  /** Every index key in use: rows carry the values of each, and are found by any. */
  List<IndexKey> indexKeys() {
    return indexKeys;
  }

  /** Their ids. */
  public List<Integer> indexIds() {
    return indexKeys.stream().map(IndexKey::id).toList();
  }

  /** What new values are sealed with. */
  public int currentId() {
    return current.id();
  }

  /** Whether a value sealed with this key can be opened. */
  public boolean opens(int id) {
    return id >= 1 && id <= ID_MAX && seal[id] != null;
  }

  /** The ids on the ring, ascending. */
  public List<Integer> ids() {
    return Arrays.stream(seal).filter(java.util.Objects::nonNull).map(SealKey::id).toList();
  }

  /** Names the key ids, never a key. */
  @Override
  public String toString() {
    return "KeyRing[current=" + current.id() + ", ids=" + ids() + "]";
  }
}
