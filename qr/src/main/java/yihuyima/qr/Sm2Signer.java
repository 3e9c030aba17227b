package yihuyima.qr;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * Signs with SM2 over SM3 (GB/T 32918.2), as raw r and s of 32 bytes each: the same 64 bytes as
 * Ed25519, for deployments that must use national algorithms. The user id is the standard's
 * default.
 *
 * <p>Not deterministic: each signature draws a random number. Immutable; may be shared between
 * threads.
 */
public final class Sm2Signer implements CodeSigner {
  /** Bytes of the private number. */
  public static final int KEY_BYTES = 32;

  private final int keyId;
  private final BigInteger number;

  private Sm2Signer(int keyId, BigInteger number) {
    this.keyId = keyId;
    this.number = number;
  }

  /**
   * The signer for a private number.
   *
   * @param keyId 0–255
   * @param number exactly {@link #KEY_BYTES} bytes, big-endian, from 1 to the curve's order − 2
   * @throws IllegalArgumentException when either is out of range
   */
  public static Sm2Signer of(int keyId, byte[] number) {
    if (number.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "an SM2 private key has " + KEY_BYTES + " bytes, not " + number.length);
    }
    BigInteger d = new BigInteger(1, number);
    BigInteger max = Sm2Verifier.DOMAIN.getN().subtract(BigInteger.TWO);
    if (d.signum() == 0 || d.compareTo(max) > 0) {
      throw new IllegalArgumentException("these bytes are not an SM2 private key");
    }
    return new Sm2Signer(KeyIds.checked(keyId), d);
  }

  @Override
  public int keyId() {
    return keyId;
  }

  @Override
  public byte[] sign(byte[] message) {
    SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE, new SM3Digest());
    signer.init(true, new ECPrivateKeyParameters(number, Sm2Verifier.DOMAIN));
    signer.update(message, 0, message.length);
    try {
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw new IllegalStateException("SM2 signs any message", e);
    }
  }

  /** The verifier of the same key. */
  public Sm2Verifier verifier() {
    byte[] point =
        new FixedPointCombMultiplier()
            .multiply(Sm2Verifier.DOMAIN.getG(), number)
            .normalize()
            .getEncoded(false);
    return Sm2Verifier.of(keyId, Arrays.copyOfRange(point, 1, point.length));
  }

  /** The key id only. */
  @Override
  public String toString() {
    return "Sm2Signer[keyId=" + keyId + "]";
  }
}
