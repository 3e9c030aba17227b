package yihuyima.qr;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Objects;

/**
 * A code with a signature: the card on the wall, which a phone without network can tell from an
 * invention. It cannot tell a photocopy from the card; acts that touch money need more.
 *
 * <p>The 68 bytes are key id (1), generation (1), issued day since 2020-01-01 (2, big-endian) – the
 * header – and the signature (64), over {@code "YHYM1|" host "|" CODE16 "|" header}, where the text
 * is ASCII and the header its four raw bytes. The host is signed so that a card of one city does
 * not pass on another city's address.
 *
 * @param code the code that is signed
 * @param keyId which published key verifies it, 0–255
 * @param generation the card's generation, 0–255
 * @param issuedOn 2020-01-01 to {@link #ISSUED_ON_MAX}
 * @param signature exactly {@link #SIGNATURE_BYTES} bytes, copied on the way in and out; not
 *     verified by being here
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record SignedCode(
    HouseholdCode code, int keyId, int generation, LocalDate issuedOn, byte[] signature) {
  /** Raw signatures only, of one size for every algorithm, so that symbols keep their size. */
  public static final int SIGNATURE_BYTES = 64;

  /** The first day that can be written. */
  public static final LocalDate ISSUED_ON_MIN = LocalDate.of(2020, 1, 1);

  /** The last day that fits two bytes: 2199-06-06. */
  public static final LocalDate ISSUED_ON_MAX = ISSUED_ON_MIN.plusDays(0xffff);

  private static final int HEADER_BYTES = 4;
  private static final int GENERATION_MAX = 255;

  /**
   * @throws IllegalArgumentException when a part is out of range
   */
  public SignedCode {
    Objects.requireNonNull(code, "code");
    checkHeader(keyId, generation, issuedOn);
    if (signature.length != SIGNATURE_BYTES) {
      throw new IllegalArgumentException(
          "a signature has " + SIGNATURE_BYTES + " bytes, not " + signature.length);
    }
    signature = signature.clone();
  }

  /**
   * Signs a code for the address it will be printed with.
   *
   * @throws IllegalArgumentException when generation or day is out of range
   */
  public static SignedCode sign(
      CodeSigner signer,
      CodePrefix prefix,
      HouseholdCode code,
      int generation,
      LocalDate issuedOn) {
    checkHeader(signer.keyId(), generation, issuedOn);
    byte[] message = message(prefix, code, header(signer.keyId(), generation, issuedOn));
    return new SignedCode(code, signer.keyId(), generation, issuedOn, signer.sign(message));
  }

  /** The code with the block of 68 bytes behind it; every block of that length is one. */
  static SignedCode ofBlock(HouseholdCode code, byte[] block) {
    ByteBuffer bytes = ByteBuffer.wrap(block);
    int keyId = bytes.get() & 0xff;
    int generation = bytes.get() & 0xff;
    LocalDate issuedOn = ISSUED_ON_MIN.plusDays(bytes.getShort() & 0xffff);
    byte[] signature = new byte[SIGNATURE_BYTES];
    bytes.get(signature);
    return new SignedCode(code, keyId, generation, issuedOn, signature);
  }

  /**
   * Whether a published key signed exactly this for this address. True says "genuine", not "live":
   * revocation is another question.
   */
  public boolean genuine(CodePrefix prefix, VerificationKeys keys) {
    byte[] message = message(prefix, code, header(keyId, generation, issuedOn));
    return keys.find(keyId).map(key -> key.verify(message, signature)).orElse(false);
  }

  /** The text of the symbol: {@code https://<host>/h/CODE16-<164 digits>}. */
  public String text(CodePrefix prefix) {
    return CodeText.shortText(prefix, code) + "-" + digits();
  }

  /** The 164 decimal digits after the code. */
  String digits() {
    return SignedDigits.print(
        ByteBuffer.allocate(SignedDigits.BYTES)
            .put(header(keyId, generation, issuedOn))
            .put(signature)
            .array());
  }

  /** A copy of the signature. */
  @Override
  public byte[] signature() {
    return signature.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedCode that
        && code.equals(that.code)
        && keyId == that.keyId
        && generation == that.generation
        && issuedOn.equals(that.issuedOn)
        && Arrays.equals(signature, that.signature);
  }

  @Override
  public int hashCode() {
    return Objects.hash(code, keyId, generation, issuedOn, Arrays.hashCode(signature));
  }

  /** The code's hint and the header, never the code. */
  @Override
  public String toString() {
    return "SignedCode[%s, keyId=%d, generation=%d, issuedOn=%s]"
        .formatted(code, keyId, generation, issuedOn);
  }

  private static void checkHeader(int keyId, int generation, LocalDate issuedOn) {
    KeyIds.checked(keyId);
    if (generation < 0 || generation > GENERATION_MAX) {
      throw new IllegalArgumentException(
          "generation must be 0 to " + GENERATION_MAX + ", is " + generation);
    }
    if (issuedOn.isBefore(ISSUED_ON_MIN) || issuedOn.isAfter(ISSUED_ON_MAX)) {
      throw new IllegalArgumentException(
          "issued day must be " + ISSUED_ON_MIN + " to " + ISSUED_ON_MAX + ", is " + issuedOn);
    }
  }

  private static byte[] header(int keyId, int generation, LocalDate issuedOn) {
    return ByteBuffer.allocate(HEADER_BYTES)
        .put((byte) keyId)
        .put((byte) generation)
        .putShort((short) ChronoUnit.DAYS.between(ISSUED_ON_MIN, issuedOn))
        .array();
  }

  private static byte[] message(CodePrefix prefix, HouseholdCode code, byte[] header) {
    byte[] text =
        ("YHYM1|" + prefix.host() + "|" + code.canonical() + "|")
            .getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(text.length + header.length).put(text).put(header).array();
  }
}
