package yihuyima.qr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be typed, what is refused, and that no slip of the finger passes. */
class HouseholdCodeTest {
  private static final HouseholdCode CODE = Given.code(1); // 1A0D-JD9Y-N8Z6-DWDP

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1A0DJD9YN8Z6DWDP",
        "1a0d-jd9y-n8z6-dwdp",
        "  1A0D JD9Y\tN8Z6\u3000DWDP\n",
        "lAoDJD9YN8Z6DWDP",
        "IAODJD9YN8Z6DWDP",
        "１Ａ０ＤＪＤ９ＹＮ８Ｚ６ＤＷＤＰ",
        "１ａ０ｄ－ｊｄ９ｙ－ｎ８ｚ６－ｄｗｄｐ",
        "1A0D—JD9Y–N8Z6\u2212DWDP",
        "\ufeff1A0D\u200bJD9Y\u00a0N8Z6\u2011DWDP",
      })
  void whatPeopleTypeIsUnderstood(String typed) {
    assertThat(HouseholdCode.parse(typed)).isEqualTo(new CodeReading.Valid(CODE));
  }

  @Test
  void aCodePrintsInFours() {
    assertThat(CODE.canonical()).isEqualTo("1A0DJD9YN8Z6DWDP");
    assertThat(CODE.printed()).isEqualTo("1A0D-JD9Y-N8Z6-DWDP");
    assertThat(CODE.hint()).isEqualTo("1A0D");
  }

  @Test
  void aCodeNeverSlipsIntoALogByItself() {
    assertThat(CODE.toString()).isEqualTo("1A0D…");
    assertThat(new CodeReading.Valid(CODE).toString()).doesNotContain("JD9Y");
    assertThat(new ScannedText.Short(CODE).toString()).doesNotContain("JD9Y");
    assertThat(Given.signed(1).toString()).doesNotContain("JD9Y");
    assertThat(new ScannedText.Signed(Given.signed(1)).toString()).doesNotContain("JD9Y");
  }

  @ParameterizedTest
  @EnumSource(CodeReading.Reason.class)
  void everyReasonHasItsText(CodeReading.Reason reason) {
    String typed =
        switch (reason) {
          case EMPTY -> " - \u3000";
          case TOO_LONG -> CODE.canonical() + " ".repeat(HouseholdCode.TYPED_CHARS_MAX);
          case WRONG_LENGTH -> "1A0DJD9YN8Z6DWD";
          case NOT_IN_ALPHABET -> "UA0DJD9YN8Z6DWDP";
          case UNKNOWN_KIND -> ofOtherKind();
        };
    assertThat(HouseholdCode.parse(typed)).isEqualTo(new CodeReading.Malformed(reason));
  }

  @Test
  void aTextAtTheLimitIsStillRead() {
    String padded =
        CODE.canonical() + " ".repeat(HouseholdCode.TYPED_CHARS_MAX - CODE.canonical().length());
    assertThat(HouseholdCode.parse(padded)).isInstanceOf(CodeReading.Valid.class);
    assertThat(HouseholdCode.parse(CODE.canonical() + "0"))
        .isEqualTo(new CodeReading.Malformed(CodeReading.Reason.WRONG_LENGTH));
    assertThat(HouseholdCode.parse(null))
        .isEqualTo(new CodeReading.Malformed(CodeReading.Reason.EMPTY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ı", "ſ", "Ａ́", "Å", "𝟏", "一", "\ud800", "*", "U", "u", "Ｕ"})
  void lookAlikesOfOtherScriptsAreRefused(String character) {
    assertThat(HouseholdCode.parse(character + CODE.canonical().substring(1)))
        .isEqualTo(new CodeReading.Malformed(CodeReading.Reason.NOT_IN_ALPHABET));
  }

  @Test
  void everySingleErrorIsCaught() {
    for (long household = 1; household <= 40; household++) {
      String right = Given.code(household).canonical();
      for (int at = 0; at < right.length(); at++) {
        for (char wrong : Crockford.ALPHABET.toCharArray()) {
          if (wrong != right.charAt(at)) {
            assertMistyped(replaced(right, at, wrong));
          }
        }
      }
    }
  }

  @Test
  void everySwapOfAnyTwoCharactersIsCaught() {
    for (long household = 1; household <= 300; household++) {
      String right = Given.code(household).canonical();
      for (int i = 0; i < right.length(); i++) {
        for (int j = i + 1; j < right.length(); j++) {
          if (right.charAt(i) != right.charAt(j)) {
            assertMistyped(replaced(replaced(right, i, right.charAt(j)), j, right.charAt(i)));
          }
        }
      }
    }
  }

  @Test
  void everyDoubleErrorIsCaught() {
    // The check is linear: what holds for the errors in one code holds in all. 115,320 of them.
    String right = CODE.canonical();
    for (int i = 0; i < right.length(); i++) {
      for (int j = i + 1; j < right.length(); j++) {
        for (char first : Crockford.ALPHABET.toCharArray()) {
          for (char second : Crockford.ALPHABET.toCharArray()) {
            if (first != right.charAt(i) && second != right.charAt(j)) {
              assertMistyped(replaced(replaced(right, i, first), j, second));
            }
          }
        }
      }
    }
  }

  private static String replaced(String text, int at, char character) {
    return text.substring(0, at) + character + text.substring(at + 1);
  }

  private static void assertMistyped(String typed) {
    if (!(HouseholdCode.parse(typed) instanceof CodeReading.Mistyped)) {
      throw new AssertionError("passes as a code: " + typed);
    }
  }

  private static String ofOtherKind() {
    int[] word = new int[HouseholdCode.CHARS];
    word[0] = 2;
    return HouseholdCode.ofData(word).canonical();
  }
}
