package yihuyima.qr;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** Scanning never throws, and every text we print is read back as what it was. */
class ScannedTextPropertyTest {

  @Property(tries = 5000)
  void anyTextHasAnAnswer(@ForAll String scanned) {
    assertThat(ScannedText.parse(scanned, Given.PREFIX)).isNotNull();
  }

  @Property(tries = 5000)
  void anyTextNearOursHasAnAnswer(@ForAll("nearOurs") String scanned) {
    assertThat(ScannedText.parse(scanned, Given.PREFIX)).isNotNull();
  }

  @Property(tries = 300)
  void whatIsPrintedIsRead(@ForAll @LongRange(min = 1) long household) {
    SignedCode signed = Given.signed(household);
    assertThat(ScannedText.parse(signed.text(Given.PREFIX), Given.PREFIX))
        .isEqualTo(new ScannedText.Signed(signed));
    assertThat(ScannedText.parse(CodeText.shortText(Given.PREFIX, signed.code()), Given.PREFIX))
        .isEqualTo(new ScannedText.Short(signed.code()));
    assertThat(signed.genuine(Given.PREFIX, Given.KEYS)).isTrue();
  }

  /** Pieces of our own texts in any order, with rubbish between them. */
  @Provide
  Arbitrary<String> nearOurs() {
    Arbitrary<String> pieces =
        Arbitraries.oneOf(
            Arbitraries.of(
                "https",
                "://",
                "yhm.gh.cn",
                "/h/",
                "/d/",
                "1A0DJD9YN8Z6DWDP",
                "-",
                "?",
                "#",
                ":",
                "443",
                "0123456789ABCDEF",
                "9".repeat(164),
                "0".repeat(164),
                "@",
                "%2F",
                "[::1]"),
            Arbitraries.strings().ofMaxLength(3));
    return pieces.list().ofMaxSize(8).map(list -> String.join("", list));
  }
}
