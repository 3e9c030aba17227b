package yihuyima.api.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;
import yihuyima.api.http.Problem;

/**
 * Seals and opens the private columns: AES-256-GCM or SM4-GCM, as the key says, the column and the
 * row as associated data.
 *
 * <p>A sealed value is {@code version 1 (1 byte) · key id (1) · nonce (12) · ciphertext and tag}.
 * Bound to its place: copied to another row or column it does not open. Safe for many threads; the
 * keys are in memory, nothing here waits.
 */
public final class FieldCipher {
  /** Format, key id and nonce: these tell any two sealed values apart, for nonces are random. */
  public static final int HEADER_BYTES = 14;

  private static final byte FORMAT = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final KeyRings keys;
  private final SecureRandom random = new SecureRandom();
  // One of each for each thread: asking the providers for one costs more than sealing does.
  private final ThreadLocal<Cipher> aes =
      ThreadLocal.withInitial(KeyAlgorithm.AES_256_GCM::newCipher);
  private final ThreadLocal<Cipher> sm4 = ThreadLocal.withInitial(KeyAlgorithm.SM4_GCM::newCipher);

  /** A cipher whose keys change while it is used. */
  public FieldCipher(KeyRings keys) {
    this.keys = keys;
  }

  /** A cipher with these keys for good. */
  public FieldCipher(FieldKeys keys) {
    this(KeyRings.fixed(KeyRing.of(keys)));
  }

  /** Whether sealing would work now; see {@link KeyRings#maySeal}. */
  public boolean maySeal() {
    return keys.maySeal();
  }

  /** Seals a text for one row of one column. */
  public byte[] seal(Column column, long row, String text) {
    return seal(column, row, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Seals bytes for one row of one column.
   *
   * @throws yihuyima.api.http.Failure STORE_UNAVAILABLE when the keys were not looked at for too
   *     long
   */
  public byte[] seal(Column column, long row, byte[] content) {
    if (!keys.maySeal()) {
      throw Problem.STORE_UNAVAILABLE.because("the keys are too old to seal with");
    }
    return seal(keys.ring().current(), column, row, content);
  }

  private byte[] seal(KeyRing.SealKey key, Column column, long row, byte[] content) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(key.algorithm());
      cipher.init(Cipher.ENCRYPT_MODE, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(place(column, row));
      byte[] sealed = new byte[HEADER_BYTES + cipher.getOutputSize(content.length)];
      sealed[0] = FORMAT;
      sealed[1] = (byte) key.id();
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
   * @throws IllegalStateException when it was sealed for another place or was changed; a fault of
   *     data, never of a request
   * @throws yihuyima.api.http.Failure STORE_UNAVAILABLE when its key is not here, or not yet
   */
  public byte[] open(Column column, long row, byte[] sealed) {
    if (sealed.length < HEADER_BYTES + TAG_BITS / 8 || sealed[0] != FORMAT) {
      throw new IllegalStateException("not a sealed value: " + column);
    }
    int id = keyId(sealed);
    KeyRing.SealKey key = keys.ring().seal(id);
    if (key == null) {
      keys.missing(id);
      throw Problem.STORE_UNAVAILABLE.because("no key " + id + " for " + column);
    }
    try {
      Cipher cipher = cipher(key.algorithm());
      cipher.init(
          Cipher.DECRYPT_MODE, key.key(), new GCMParameterSpec(TAG_BITS, sealed, 2, NONCE_BYTES));
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

  /** The id of the key that a value is sealed with. */
  public static int keyId(byte[] sealed) {
    return sealed[1] & 0xff;
  }

  private Cipher cipher(KeyAlgorithm algorithm) {
    return (algorithm == KeyAlgorithm.SM4_GCM ? sm4 : aes).get();
  }

  private static byte[] place(Column column, long row) {
    byte[] name = column.word();
    return ByteBuffer.allocate(name.length + Long.BYTES).put(name).putLong(row).array();
  }
}
