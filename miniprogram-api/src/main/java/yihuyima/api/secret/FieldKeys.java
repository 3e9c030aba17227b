package yihuyima.api.secret;

import java.util.Map;

/**
 * The keys of the encrypted columns.
 *
 * @param currentKeyId the key that new values are sealed with; 1 to 255, present in {@code
 *     sealKeys}
 * @param sealKeys AES-256 keys by id, 32 bytes each; old ones stay until nothing is sealed with
 *     them
 * @param indexKey the key of the blind indexes, at least 32 bytes
 */
public record FieldKeys(int currentKeyId, Map<Integer, byte[]> sealKeys, byte[] indexKey) {
  /** Length of a seal key, and the least of an index key. */
  public static final int KEY_BYTES = 32;

  public FieldKeys {
    sealKeys = Map.copyOf(sealKeys);
    if (!sealKeys.containsKey(currentKeyId)) {
      throw new IllegalArgumentException("the current field key is not among the keys");
    }
    sealKeys.forEach(
        (id, key) -> {
          if (id < 1 || id > 255 || key.length != KEY_BYTES) {
            throw new IllegalArgumentException("field key " + id + " is not 32 bytes, id 1 to 255");
          }
        });
    if (indexKey.length < KEY_BYTES) {
      throw new IllegalArgumentException("the index key is shorter than 32 bytes");
    }
    indexKey = indexKey.clone();
  }

  @Override
  public byte[] indexKey() {
    return indexKey.clone();
  }

  /** Names the key ids, never a key. */
  @Override
  public String toString() {
    return "FieldKeys[current=" + currentKeyId + ", ids=" + sealKeys.keySet() + "]";
  }
}
