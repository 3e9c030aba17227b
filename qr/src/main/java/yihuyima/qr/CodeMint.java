package yihuyima.qr;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes household codes out of household id and generation: a truncated HMAC-SHA256, so a reprint
 * needs no stored plain text, and codes of neighbouring households have nothing in common.
 *
 * <p>The hashed message is {@code "YHYM-MINT-1"} (ASCII), the kind (one ASCII character), the
 * household id (8 bytes, big-endian), the generation (4 bytes, big-endian): of fixed length, so two
 * inputs never share an encoding, and led by a name, so the same secret used elsewhere never meets
 * the same message. The first 65 bits of the result, most significant first, are the thirteen
 * characters. Ten million codes and a hundred guesses a second for a year give 0.00085 expected
 * hits (code-format: 10⁷ · 3.2·10⁹ / 2⁶⁵).
 *
 * <p>Instances are immutable and may be shared between threads.
 */
public final class CodeMint {
  /** Generations are one byte in a signed code; the first card is generation 1. */
  public static final int GENERATION_MAX = 255;

  private static final byte[] DOMAIN = "YHYM-MINT-1".getBytes(StandardCharsets.US_ASCII);
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEYED_CHARACTERS = 13;

  private final int keyId;
  private final SecretKeySpec key;

  /** A mint for this key. */
  public CodeMint(MintKey key) {
    this.keyId = key.id();
    this.key = new SecretKeySpec(key.secret(), ALGORITHM);
  }

  /** The id of the key this mint uses. */
  public int keyId() {
    return keyId;
  }

  /**
   * The code of a household's card.
   *
   * @param householdId the household's id at minting, above 0
   * @param generation 1 for the first card, one more for each reprint, at most {@link
   *     #GENERATION_MAX}
   * @return always the same code for the same key, id and generation
   * @throws IllegalArgumentException when id or generation is out of range
   */
  public HouseholdCode mint(long householdId, int generation) {
    if (householdId <= 0) {
      throw new IllegalArgumentException("household id must be above 0, is " + householdId);
    }
    if (generation < 1 || generation > GENERATION_MAX) {
      throw new IllegalArgumentException(
          "generation must be 1 to " + GENERATION_MAX + ", is " + generation);
    }
    byte[] message =
        ByteBuffer.allocate(DOMAIN.length + 1 + Long.BYTES + Integer.BYTES)
            .put(DOMAIN)
            .put((byte) HouseholdCode.HOUSEHOLD_CARD)
            .putLong(householdId)
            .putInt(generation)
            .array();
    byte[] hash = hmac(message);
    int[] word = new int[HouseholdCode.CHARS];
    word[0] = Crockford.value(HouseholdCode.HOUSEHOLD_CARD);
    for (int i = 0; i < KEYED_CHARACTERS; i++) {
      word[1 + i] = fiveBits(hash, i * Crockford.BITS_PER_CHARACTER);
    }
    return HouseholdCode.ofData(word);
  }

  /** Five bits from bit {@code offset} on, the most significant bit of the first byte being 0. */
  private static int fiveBits(byte[] bytes, int offset) {
    int at = offset / 8;
    int twoBytes = ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    return (twoBytes >> (16 - Crockford.BITS_PER_CHARACTER - offset % 8)) & 31;
  }

  private byte[] hmac(byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
