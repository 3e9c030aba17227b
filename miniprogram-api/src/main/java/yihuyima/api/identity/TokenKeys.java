package yihuyima.api.identity;

import java.util.Map;

/**
 * The keys that session tokens are signed with, HS256.
 *
 * @param currentKeyId signs new tokens; present in {@code keys}
 * @param keys by id, at least 32 bytes each; an old one stays until its last token has expired
 */
public record TokenKeys(String currentKeyId, Map<String, byte[]> keys) {
  /** The least an HS256 key may have. */
  public static final int KEY_BYTES_MIN = 32;

  public TokenKeys {
    keys = Map.copyOf(keys);
    if (!keys.containsKey(currentKeyId)) {
      throw new IllegalArgumentException("the current token key is not among the keys");
    }
    if (keys.values().stream().anyMatch(key -> key.length < KEY_BYTES_MIN)) {
      throw new IllegalArgumentException("a token key is shorter than 32 bytes");
    }
  }

  /** Names the key ids, never a key. */
  @Override
  public String toString() {
    return "TokenKeys[current=" + currentKeyId + ", ids=" + keys.keySet() + "]";
  }
}
