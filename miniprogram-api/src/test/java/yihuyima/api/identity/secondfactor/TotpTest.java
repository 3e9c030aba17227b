package yihuyima.api.identity.secondfactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  /** RFC 6238, appendix B, SHA-1, of which six digits are asked here instead of eight. */
  @ParameterizedTest
  @CsvSource({
    "59, 94287082",
    "1111111109, 07081804",
    "1111111111, 14050471",
    "1234567890, 89005924",
    "2000000000, 69279037",
    "20000000000, 65353130"
  })
  void codesAreThoseOfTheRfc(long seconds, String eightDigits) {
    long step = Totp.stepOf(Instant.ofEpochSecond(seconds));
    assertThat(Totp.code(SECRET, step)).isEqualTo(eightDigits.substring(2));
  }

  /** RFC 4226, appendix D. */
  @ParameterizedTest
  @CsvSource({
    "0, 755224",
    "1, 287082",
    "2, 359152",
    "3, 969429",
    "4, 338314",
    "5, 254676",
    "6, 287922",
    "7, 162583",
    "8, 399871",
    "9, 520489"
  })
  void countedCodesAreThoseOfTheRfc(long count, String code) {
    assertThat(Totp.code(SECRET, count)).isEqualTo(code);
  }

  @Test
  void clockMayBeOneStepOffAndNoMore() {
    Instant now = Instant.parse("2026-03-02T01:00:15Z");
    long step = Totp.stepOf(now);

    for (long off = -1; off <= 1; off++) {
      assertThat(Totp.matchingStep(SECRET, Totp.code(SECRET, step + off), now))
          .isEqualTo(OptionalLong.of(step + off));
    }
    assertThat(Totp.matchingStep(SECRET, Totp.code(SECRET, step - 2), now)).isEmpty();
    assertThat(Totp.matchingStep(SECRET, Totp.code(SECRET, step + 2), now)).isEmpty();
    assertThat(Totp.matchingStep(SECRET, "１２３４５６", now)).isEmpty();
  }

  /** RFC 4648, 10, without the padding. */
  @ParameterizedTest
  @CsvSource({
    "f, MY",
    "fo, MZXQ",
    "foo, MZXW6",
    "foob, MZXW6YQ",
    "fooba, MZXW6YTB",
    "foobar, MZXW6YTBOI"
  })
  void secretIsWrittenInBase32(String plain, String text) {
    assertThat(Totp.base32(plain.getBytes(StandardCharsets.US_ASCII))).isEqualTo(text);
  }

  @Test
  void uriIsWhatAppsScan() {
    assertThat(Totp.uri("zhang san", SECRET))
        .isEqualTo(
            "otpauth://totp/yihuyima:zhang%20san?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=yihuyima");
  }
}
