package yihuyima.api.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals and opens the private columns: AES-256-GCM, the column and the row as associated data.
 *
 * <p>A sealed value is {@code version 1 (1 byte) · key id (1) · nonce (12) · ciphertext and tag}.
 * Bound to its place: copied to another row or column it does not open. Safe for many threads.
 */
public final class FieldCipher {
  private static final byte FORMAT = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int HEADER_BYTES = 2 + NONCE_BYTES;

  private final int currentKeyId;
  private final Map<Integer, SecretKeySpec> keys = new HashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final ThreadLocal<Cipher> ciphers = ThreadLocal.withInitial(FieldCipher::newCipher);

  public FieldCipher(FieldKeys fieldKeys) {
    currentKeyId = fieldKeys.currentKeyId();
    fieldKeys.sealKeys().forEach((id, key) -> keys.put(id, new SecretKeySpec(key, "AES")));
  }

  /** Seals a text for one row of one column. */
  public byte[] seal(Column column, long row, String text) {
    return seal(column, row, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Seals bytes for one row of one column. */
  public byte[] seal(Column column, long row, byte[] content) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = ciphers.get();
      cipher.init(
          Cipher.ENCRYPT_MODE, keys.get(currentKeyId), new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(place(column, row));
      byte[] sealed = new byte[HEADER_BYTES + cipher.getOutputSize(content.length)];
      sealed[0] = FORMAT;
      sealed[1] = (byte) currentKeyId;
      System.arraycopy(nonce, 0, sealed, 2, NONCE_BYTES);
      cipher.doFinal(content, 0, content.length, sealed, HEADER_BYTES);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing " + column + " failed", e);
    }
  }

  /**
   * Opens what was sealed for this row of this column.
   *
   * @throws IllegalStateException when it was sealed for another place, with a key that is not
   *     configured, or was changed; a fault of data or configuration, never of a request
   */
  public byte[] open(Column column, long row, byte[] sealed) {
    if (sealed.length < HEADER_BYTES + TAG_BITS / 8 || sealed[0] != FORMAT) {
      throw new IllegalStateException("not a sealed value: " + column);
    }
    SecretKeySpec key = keys.get(sealed[1] & 0xff);
    if (key == null) {
      throw new IllegalStateException("no field key " + (sealed[1] & 0xff) + " for " + column);
    }
    try {
      Cipher cipher = ciphers.get();
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 2, NONCE_BYTES));
      cipher.updateAAD(place(column, row));
      return cipher.doFinal(sealed, HEADER_BYTES, sealed.length - HEADER_BYTES);
    } catch (AEADBadTagException e) {
      throw new IllegalStateException(column + " does not open at its place", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("opening " + column + " failed", e);
    }
  }

  /** As {@link #open}, as text. */
  public String openText(Column column, long row, byte[] sealed) {
    return new String(open(column, row, sealed), StandardCharsets.UTF_8);
  }

  /** As {@link #openText}; null stays null. */
  public @Nullable String openTextOrNull(Column column, long row, byte @Nullable [] sealed) {
    return sealed == null ? null : openText(column, row, sealed);
  }

  private static byte[] place(Column column, long row) {
    byte[] name = column.name().getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(name.length + Long.BYTES).put(name).putLong(row).array();
  }

  private static Cipher newCipher() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no AES-GCM", e);
    }
  }
}
