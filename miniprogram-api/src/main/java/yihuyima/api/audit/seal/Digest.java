package yihuyima.api.audit.seal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 over values written one after the other, each behind its length in bytes (4 bytes, big
 * endian; −1 for null), so that no two lists of values are written alike. Numbers have 8 bytes.
 *
 * <p>Not safe for many threads; {@link #take} begins anew.
 */
final class Digest {
  /** Bytes of a digest. */
  static final int BYTES = 32;

  private final MessageDigest sha256;
  private final byte[] length = new byte[4];
  private final byte[] number = new byte[8];

  Digest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  Digest bytes(byte @Nullable [] value) {
    if (value == null) {
      length(-1);
      return this;
    }
    length(value.length);
    sha256.update(value);
    return this;
  }

  Digest text(@Nullable String value) {
    return bytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  Digest number(@Nullable Long value) {
    if (value == null) {
      length(-1);
      return this;
    }
    return number(value.longValue());
  }

  Digest number(long value) {
    length(8);
    for (int i = 0; i < 8; i++) {
      number[i] = (byte) (value >>> (56 - 8 * i));
    }
    sha256.update(number);
    return this;
  }

  /** The digest of all that was written since the last one. */
  byte[] take() {
    return sha256.digest();
  }

  private void length(int value) {
    for (int i = 0; i < 4; i++) {
      length[i] = (byte) (value >>> (24 - 8 * i));
    }
    sha256.update(length);
  }
}
