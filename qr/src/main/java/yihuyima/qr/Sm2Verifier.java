package yihuyima.qr;

import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;

/**
 * Verifies SM2 signatures over SM3 (GB/T 32918.2) of 64 raw bytes with one public key. Immutable;
 * may be shared between threads.
 */
public final class Sm2Verifier implements CodeVerifier {
  /** The algorithm's published name. */
  public static final String ALGORITHM = "SM2";

  /** Bytes of a raw public key: x and y of 32 bytes each. */
  public static final int PUBLIC_KEY_BYTES = 64;

  /** The standard's recommended 256-bit curve. */
  static final ECDomainParameters DOMAIN = domain();

  private static final byte UNCOMPRESSED = 0x04;

  private final int keyId;
  private final byte[] publicKey;
  private final ECPublicKeyParameters key;

  private Sm2Verifier(int keyId, byte[] publicKey, ECPublicKeyParameters key) {
    this.keyId = keyId;
    this.publicKey = publicKey;
    this.key = key;
  }

  /**
   * The verifier for a raw public key.
   *
   * @param keyId 0–255
   * @param publicKey exactly {@link #PUBLIC_KEY_BYTES} bytes, copied
   * @throws IllegalArgumentException when the id is out of range or the bytes are no point of the
   *     curve
   */
  public static Sm2Verifier of(int keyId, byte[] publicKey) {
    KeyIds.checked(keyId);
    if (publicKey.length != PUBLIC_KEY_BYTES) {
      throw new IllegalArgumentException(
          "an SM2 public key has " + PUBLIC_KEY_BYTES + " bytes, not " + publicKey.length);
    }
    byte[] encoded = new byte[1 + PUBLIC_KEY_BYTES];
    encoded[0] = UNCOMPRESSED;
    System.arraycopy(publicKey, 0, encoded, 1, PUBLIC_KEY_BYTES);
    try {
      ECPublicKeyParameters key =
          new ECPublicKeyParameters(DOMAIN.getCurve().decodePoint(encoded), DOMAIN);
      return new Sm2Verifier(keyId, publicKey.clone(), key);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("these bytes are not an SM2 public key", e);
    }
  }

  @Override
  public int keyId() {
    return keyId;
  }

  @Override
  public String algorithm() {
    return ALGORITHM;
  }

  @Override
  public byte[] publicKey() {
    return publicKey.clone();
  }

  @Override
  public boolean verify(byte[] message, byte[] signature) {
    if (signature.length != SignedCode.SIGNATURE_BYTES) {
      return false;
    }
    SM2Signer verifier = new SM2Signer(PlainDSAEncoding.INSTANCE, new SM3Digest());
    verifier.init(false, key);
    verifier.update(message, 0, message.length);
    return verifier.verifySignature(signature);
  }

  @Override
  public String toString() {
    return "Sm2Verifier[keyId=" + keyId + "]";
  }

  private static ECDomainParameters domain() {
    X9ECParameters curve = CustomNamedCurves.getByName("sm2p256v1");
    return new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
  }
}
