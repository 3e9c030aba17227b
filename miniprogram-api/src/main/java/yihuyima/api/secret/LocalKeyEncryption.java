package yihuyima.api.secret;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Key-encryption keys out of the configuration or a key file beside it.
 *
 * <p>A wrapped key is {@code algorithm (1 byte: 1 AES-256-GCM, 2 SM4-GCM) · nonce (12) · ciphertext
 * and tag}. AES takes the key as it is; SM4 takes the first 16 bytes of HMAC-SM3 over a fixed word,
 * so that one configured key serves both without being used by two algorithms.
 */
public final class LocalKeyEncryption implements KeyEncryption {
  /** Length of a key-encryption key. */
  public static final int KEY_BYTES = 32;

  private static final byte AES = 1;
  private static final byte SM4 = 2;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final byte[] SM4_WORD = "yihuyima kek sm4".getBytes(StandardCharsets.US_ASCII);

  private final String currentKekId;
  private final Map<String, byte[]> keys = new LinkedHashMap<>();
  private final byte marker;
  private final SecureRandom random = new SecureRandom();

  /**
   * A keeper of these keys.
   *
   * @param keys 32 bytes each, by id, in order: the first wraps, the others only unwrap
   * @param suite what new keys are wrapped with; either is unwrapped
   */
  public LocalKeyEncryption(Map<String, byte[]> keys, CryptoSuite suite) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("there is no key-encryption key");
    }
    keys.forEach(
        (id, key) -> {
          if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("key-encryption key " + id + " is not 32 bytes");
          }
          this.keys.put(id, key.clone());
        });
    this.currentKekId = keys.keySet().iterator().next();
    this.marker = suite == CryptoSuite.SM ? SM4 : AES;
    // Here, on the thread that starts: an event loop would stand still while classes are loaded.
    suite.seal().newCipher();
  }

  @Override
  public Future<String> currentKekId() {
    return Future.succeededFuture(currentKekId);
  }

  @Override
  public Future<Wrapped> wrap(byte[] key, byte[] context) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, marker, currentKekId, nonce, context);
      byte[] sealed = cipher.doFinal(key);
      byte[] bytes = new byte[1 + NONCE_BYTES + sealed.length];
      bytes[0] = marker;
      System.arraycopy(nonce, 0, bytes, 1, NONCE_BYTES);
      System.arraycopy(sealed, 0, bytes, 1 + NONCE_BYTES, sealed.length);
      return Future.succeededFuture(new Wrapped(currentKekId, bytes));
    } catch (GeneralSecurityException e) {
      return Future.failedFuture(new IllegalStateException("wrapping a key failed", e));
    }
  }

  @Override
  public Future<byte[]> unwrap(Wrapped wrapped, byte[] context) {
    byte[] bytes = wrapped.bytes();
    if (!keys.containsKey(wrapped.kekId())) {
      return Future.failedFuture(
          new IllegalStateException("no key-encryption key " + wrapped.kekId()));
    }
    if (bytes.length <= 1 + NONCE_BYTES || (bytes[0] != AES && bytes[0] != SM4)) {
      return Future.failedFuture(new IllegalStateException("not a wrapped key"));
    }
    try {
      byte[] nonce = Arrays.copyOfRange(bytes, 1, 1 + NONCE_BYTES);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, bytes[0], wrapped.kekId(), nonce, context);
      return Future.succeededFuture(
          cipher.doFinal(bytes, 1 + NONCE_BYTES, bytes.length - 1 - NONCE_BYTES));
    } catch (GeneralSecurityException e) {
      return Future.failedFuture(
          new IllegalStateException(
              "key-encryption key " + wrapped.kekId() + " does not open this", e));
    }
  }

  private Cipher cipher(int mode, byte algorithm, String kekId, byte[] nonce, byte[] context)
      throws GeneralSecurityException {
    KeyAlgorithm used = algorithm == SM4 ? KeyAlgorithm.SM4_GCM : KeyAlgorithm.AES_256_GCM;
    byte[] key = keys.get(kekId);
    SecretKeySpec spec = used.key(algorithm == SM4 ? sm4Key(key) : key);
    Cipher cipher = used.newCipher();
    cipher.init(mode, spec, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context);
    return cipher;
  }

  private static byte[] sm4Key(byte[] key) {
    byte[] mac = KeyAlgorithm.HMAC_SM3.newMac(KeyAlgorithm.HMAC_SM3.key(key)).doFinal(SM4_WORD);
    return Arrays.copyOf(mac, KeyAlgorithm.SM4_GCM.keyBytes());
  }

  /** Names the key ids, never a key. */
  @Override
  public String toString() {
    return "LocalKeyEncryption" + keys.keySet();
  }
}
