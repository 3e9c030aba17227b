package yihuyima.qr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** A signed code says what was signed, and nothing else passes for it. */
class SignedCodeTest {
  private static final SignedCode SIGNED = Given.signed(1);

  /** Made once; a change here breaks issued cards. */
  private static final String TEXT =
      "https://yhm.gh.cn/h/1A0DJD9YN8Z6DWDP-"
          + "0157552889347095013326772816042273126088464280336571983651324763157142351792580047"
          + "7814457029631858233101248892213450045669797752670017971849931409176889826317304073";

  @Test
  void theTextNeverChanges() {
    assertThat(SIGNED.text(Given.PREFIX)).isEqualTo(TEXT);
    assertThat(ScannedText.parse(TEXT, Given.PREFIX)).isEqualTo(new ScannedText.Signed(SIGNED));
  }

  @Test
  void theMessageIsAsSpecified() {
    // 2026-03-15 is day 2265 = 0x08d9 since 2020-01-01.
    byte[] text = "YHYM1|yhm.gh.cn|1A0DJD9YN8Z6DWDP|".getBytes(StandardCharsets.US_ASCII);
    byte[] message = new byte[text.length + 4];
    System.arraycopy(text, 0, message, 0, text.length);
    System.arraycopy(new byte[] {7, 1, 0x08, (byte) 0xd9}, 0, message, text.length, 4);
    assertThat(SIGNED.signature()).isEqualTo(Given.SIGNER.sign(message));
  }

  @Test
  void everyChangedBitIsCaught() {
    byte[] block = SignedDigits.parse(SIGNED.digits());
    assertThat(block).hasSize(SignedDigits.BYTES);
    for (int bit = 0; bit < SignedDigits.BYTES * 8; bit++) {
      byte[] changed = block.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      SignedCode forged = SignedCode.ofBlock(SIGNED.code(), changed);
      assertThat(forged).isNotEqualTo(SIGNED);
      assertThat(forged.genuine(Given.PREFIX, Given.KEYS)).as("bit %d", bit).isFalse();
    }
  }

  @Test
  void everyChangedDigitIsCaught() {
    for (int at = TEXT.length() - SignedDigits.DIGITS; at < TEXT.length(); at++) {
      char other = TEXT.charAt(at) == '9' ? '0' : (char) (TEXT.charAt(at) + 1);
      String changed = TEXT.substring(0, at) + other + TEXT.substring(at + 1);
      ScannedText read = ScannedText.parse(changed, Given.PREFIX);
      assertThat(read).isInstanceOf(ScannedText.Signed.class);
      SignedCode forged = ((ScannedText.Signed) read).code();
      assertThat(forged.genuine(Given.PREFIX, Given.KEYS)).as("digit %d", at).isFalse();
    }
  }

  @Test
  void aSignatureIsForOneCodeAndOneHost() {
    assertThat(SIGNED.genuine(Given.PREFIX, Given.KEYS)).isTrue();
    assertThat(SIGNED.genuine(new CodePrefix("https://yhm.gh.cn:8443"), Given.KEYS)).isFalse();
    assertThat(SIGNED.genuine(new CodePrefix("https://yhm.gh.com"), Given.KEYS)).isFalse();
    SignedCode moved = new SignedCode(Given.code(2), 7, 1, Given.ISSUED_ON, SIGNED.signature());
    assertThat(moved.genuine(Given.PREFIX, Given.KEYS)).isFalse();
    assertThat(SIGNED.genuine(Given.PREFIX, VerificationKeys.of())).isFalse();
    Ed25519Verifier stranger = Ed25519Signer.of(7, Given.seed(99)).verifier();
    assertThat(SIGNED.genuine(Given.PREFIX, VerificationKeys.of(stranger))).isFalse();
  }

  @Test
  void theWholeRangeOfDaysAndIdsSurvives() {
    for (LocalDate day :
        new LocalDate[] {SignedCode.ISSUED_ON_MIN, Given.ISSUED_ON, SignedCode.ISSUED_ON_MAX}) {
      for (int edge : new int[] {0, 1, 127, 128, 255}) {
        SignedCode signed =
            SignedCode.sign(
                Ed25519Signer.of(edge, Given.seed(1)), Given.PREFIX, Given.code(3), edge, day);
        assertThat(ScannedText.parse(signed.text(Given.PREFIX), Given.PREFIX))
            .isEqualTo(new ScannedText.Signed(signed));
      }
    }
    assertThat(SignedCode.ISSUED_ON_MAX).isEqualTo("2199-06-06");
  }

  @Test
  void leadingZerosAreKeptAndTooMuchIsRefused() {
    byte[] one = new byte[SignedDigits.BYTES];
    one[SignedDigits.BYTES - 1] = 1;
    assertThat(SignedDigits.print(one)).isEqualTo("0".repeat(163) + "1");
    assertThat(SignedDigits.parse("0".repeat(163) + "1")).isEqualTo(one);
    BigInteger tooMuch = BigInteger.TWO.pow(SignedDigits.BYTES * 8);
    assertThat(tooMuch.toString()).hasSize(SignedDigits.DIGITS);
    assertThat(SignedDigits.parse(tooMuch.toString())).isNull();
    String last = tooMuch.subtract(BigInteger.ONE).toString();
    assertThat(SignedDigits.print(SignedDigits.parse(last))).isEqualTo(last);
    String bare = SIGNED.code().canonical() + "-";
    assertThat(ScannedText.parse(bare + tooMuch, Given.PREFIX))
        .isEqualTo(new ScannedText.Malformed());
    assertThat(ScannedText.parse(bare + last, Given.PREFIX)).isInstanceOf(ScannedText.Signed.class);
  }

  @Test
  void outOfRangeIsRefused() {
    HouseholdCode code = SIGNED.code();
    byte[] signature = SIGNED.signature();
    LocalDate day = Given.ISSUED_ON;
    assertThatThrownBy(() -> new SignedCode(code, 256, 1, day, signature))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SignedCode(code, 1, -1, day, signature))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SignedCode(code, 1, 256, day, signature))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SignedCode(code, 1, 1, day, new byte[63]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new SignedCode(code, 1, 1, SignedCode.ISSUED_ON_MIN.minusDays(1), signature))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new SignedCode(code, 1, 1, SignedCode.ISSUED_ON_MAX.plusDays(1), signature))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theSignatureIsCopied() {
    byte[] signature = SIGNED.signature();
    SignedCode copy = new SignedCode(SIGNED.code(), 7, 1, Given.ISSUED_ON, signature);
    signature[0] ^= 1;
    copy.signature()[1] ^= 1;
    assertThat(copy).isEqualTo(SIGNED).hasSameHashCodeAs(SIGNED);
  }
}
