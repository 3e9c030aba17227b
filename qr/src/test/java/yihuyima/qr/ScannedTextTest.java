package yihuyima.qr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ours, another's, mistyped or nonsense. */
class ScannedTextTest {
  private static final String CODE16 = "1A0DJD9YN8Z6DWDP";
  private static final ScannedText CODE = new ScannedText.Short(Given.code(1));

  @ParameterizedTest
  @ValueSource(
      strings = {
        CODE16,
        "1a0d-jd9y-n8z6-dwdp",
        "https://yhm.gh.cn/h/" + CODE16,
        "HTTPS://YHM.GH.CN/h/" + CODE16,
        "https://yhm.gh.cn:443/h/" + CODE16,
        "  https://yhm.gh.cn/h/" + CODE16 + "\r\n",
        "https://yhm.gh.cn/h/1A0D-JD9Y-N8Z6-DWDP",
        "https://yhm.gh.cn/h/" + CODE16 + "?from=groupmessage",
        "https://yhm.gh.cn/h/" + CODE16 + "#top"
      })
  void shortCodes(String scanned) {
    assertThat(ScannedText.parse(scanned, Given.PREFIX)).isEqualTo(CODE);
  }

  @Test
  void signedCodesWithAndWithoutAddress() {
    SignedCode signed = Given.signed(1);
    ScannedText expected = new ScannedText.Signed(signed);
    String text = signed.text(Given.PREFIX);
    assertThat(ScannedText.parse(text, Given.PREFIX)).isEqualTo(expected);
    assertThat(ScannedText.parse(text.substring(text.indexOf(CODE16)), Given.PREFIX))
        .isEqualTo(expected);
  }

  @Test
  void dynamicCodes() {
    String handle = CodeText.newHandle();
    String text = CodeText.dynamicText(Given.PREFIX, handle);
    assertThat(text).isEqualTo("https://yhm.gh.cn/d/" + handle);
    assertThat(ScannedText.parse(text, Given.PREFIX)).isEqualTo(new ScannedText.Dynamic(handle));
    assertThat(new ScannedText.Dynamic(handle).toString()).doesNotContain(handle);
  }

  @Test
  void handlesAreNewEveryTime() {
    Set<String> handles = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      String handle = CodeText.newHandle();
      assertThat(CodeText.isHandle(handle)).isTrue();
      handles.add(handle);
    }
    assertThat(handles).hasSize(10_000);
    assertThat(CodeText.isHandle(null)).isFalse();
    assertThat(CodeText.isHandle("0123456789abcdef")).isFalse();
    assertThat(CodeText.isHandle("0123456789ABCDE")).isFalse();
    assertThatThrownBy(() -> CodeText.dynamicText(Given.PREFIX, "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://yhm.gh.com/h/" + CODE16,
        "https://yhm.gh.cn.evil.com/h/" + CODE16,
        "https://yhm.gh.cn@evil.com/h/" + CODE16,
        "https://evil.com/https://yhm.gh.cn/h/" + CODE16,
        "https://yhm.gh.cn:8443/h/" + CODE16,
        "http://yhm.gh.cn/h/" + CODE16,
        "https://yhm.gh.cn\\.evil.com/h/" + CODE16,
        "https://yhm.gh.cn/",
        "https://yhm.gh.cn",
        "https://yhm.gh.cn/H/" + CODE16,
        "https://yhm.gh.cn/x/" + CODE16,
        "https://yhm.gh.cn/h",
        "wxp://f2f0abc",
        "tel:13800000000",
        "WIFI:S:union;P:secret;;",
        "yhm.gh.cn/h/" + CODE16
      })
  void otherAddresses(String scanned) {
    assertThat(ScannedText.parse(scanned, Given.PREFIX)).isEqualTo(new ScannedText.Foreign());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1A0DJD9YN8Z6DWD0",
        "https://yhm.gh.cn/h/1A0DJD9YN8Z6DWD0",
        "https://yhm.gh.cn/h/A10DJD9YN8Z6DWDP"
      })
  void mistypedCodes(String scanned) {
    assertThat(ScannedText.parse(scanned, Given.PREFIX)).isEqualTo(new ScannedText.Mistyped());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "hello",
        "6901234567892",
        "https://yhm.gh.cn/h/",
        "https://yhm.gh.cn/h/" + CODE16 + "/",
        "https://yhm.gh.cn/h/" + CODE16 + "-1234",
        "https://yhm.gh.cn/d/short",
        "https://yhm.gh.cn/d/0123456789abcdef",
        "https://yhm.gh.cn/d/0123456789ABCDEF/",
        "\ud83d\ude00\ud83d"
      })
  void nonsense(String scanned) {
    assertThat(ScannedText.parse(scanned, Given.PREFIX)).isEqualTo(new ScannedText.Malformed());
  }

  @Test
  void nothingAndTooMuch() {
    assertThat(ScannedText.parse(null, Given.PREFIX)).isEqualTo(new ScannedText.Malformed());
    String long512 = "https://yhm.gh.cn/h/" + CODE16 + "?";
    String padded = long512 + "x".repeat(ScannedText.CHARS_MAX - long512.length());
    assertThat(ScannedText.parse(padded, Given.PREFIX)).isEqualTo(CODE);
    assertThat(ScannedText.parse(padded + "x", Given.PREFIX))
        .isEqualTo(new ScannedText.Malformed());
  }

  @Test
  void fullWidthDigitsAreNoSignature() {
    String text = Given.signed(1).text(Given.PREFIX);
    int last = text.length() - 1;
    String folded = text.substring(0, last) + (char) (text.charAt(last) - '0' + '０');
    assertThat(ScannedText.parse(folded, Given.PREFIX)).isEqualTo(new ScannedText.Malformed());
  }
}
