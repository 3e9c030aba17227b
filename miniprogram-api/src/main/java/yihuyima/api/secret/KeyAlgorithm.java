package yihuyima.api.secret;

import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * What a key is used with; the name stands beside the wrapped key in the database.
 *
 * <p>AES and SHA-256 come from the JDK, which has them in the processor's own instructions; the
 * national algorithms (GB/T 32907 SM4, GB/T 32905 SM3) come from Bouncy Castle, which the JDK does
 * not replace.
 */
public enum KeyAlgorithm {
  AES_256_GCM("AES", "AES/GCM/NoPadding", 32, false),
  SM4_GCM("SM4", "SM4/GCM/NoPadding", 16, true),
  HMAC_SHA256("HmacSHA256", "HmacSHA256", 32, false),
  HMAC_SM3("HmacSM3", "HmacSM3", 32, true);

  /**
   * Loaded by whoever needs it, for that takes a second of a busy machine. Never registered for the
   * whole process: nobody else's choice of algorithm changes with it.
   */
  private static final class National {
    static final Provider PROVIDER = new BouncyCastleProvider();
  }

  private final String keyName;
  private final String transformation;
  private final int keyBytes;
  private final boolean national;

  KeyAlgorithm(String keyName, String transformation, int keyBytes, boolean national) {
    this.keyName = keyName;
    this.transformation = transformation;
    this.keyBytes = keyBytes;
    this.national = national;
  }

  /** Length of a new key. */
  public int keyBytes() {
    return keyBytes;
  }

  /** The key as the cryptography library wants it. */
  public SecretKeySpec key(byte[] bytes) {
    return new SecretKeySpec(bytes, keyName);
  }

  /** A cipher of this algorithm; dear, so it is kept and initialised again. */
  public Cipher newCipher() {
    try {
      return national
          ? Cipher.getInstance(transformation, National.PROVIDER)
          : Cipher.getInstance(transformation);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("there is no " + transformation, e);
    }
  }

  /** A keyed hash of this algorithm. */
  public Mac newMac(SecretKeySpec key) {
    try {
      Mac mac =
          national
              ? Mac.getInstance(transformation, National.PROVIDER)
              : Mac.getInstance(transformation);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("there is no " + transformation, e);
    }
  }
}
