package yihuyima.qr;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;

/**
 * The secret that codes are minted from. Whoever holds it can compute every code, so it lives
 * beside the encryption keys and never in the database.
 *
 * @param id which key minted a code, 0–255; stored beside the code so that a reprint finds it again
 * @param secret {@link #SECRET_BYTES_MIN} bytes or more, copied on the way in and out
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record MintKey(int id, byte[] secret) {
  /** A full SHA-256 block of entropy; a shorter key would be the weakest part of the code. */
  public static final int SECRET_BYTES_MIN = 32;

  /** Longer secrets add nothing: HMAC hashes them down. In bytes. */
  public static final int SECRET_BYTES_MAX = 1024;

  /** Key ids are one byte in what is stored. */
  public static final int ID_MAX = 255;

  /**
   * @throws IllegalArgumentException when the id or the length of the secret is out of range
   */
  public MintKey {
    Objects.requireNonNull(secret, "secret");
    if (id < 0 || id > ID_MAX) {
      throw new IllegalArgumentException("mint key id must be 0 to " + ID_MAX + ", is " + id);
    }
    if (secret.length < SECRET_BYTES_MIN || secret.length > SECRET_BYTES_MAX) {
      throw new IllegalArgumentException(
          "mint key secret must have %d to %d bytes, has %d"
              .formatted(SECRET_BYTES_MIN, SECRET_BYTES_MAX, secret.length));
    }
    secret = secret.clone();
  }

  /** A copy of the secret. */
  @Override
  public byte[] secret() {
    return secret.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MintKey that
        && id == that.id
        && MessageDigest.isEqual(secret, that.secret);
  }

  @Override
  public int hashCode() {
    return 31 * id + Arrays.hashCode(secret);
  }

  /** The id only. */
  @Override
  public String toString() {
    return "MintKey[id=" + id + "]";
  }
}
