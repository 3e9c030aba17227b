package yihuyima.qr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import com.google.zxing.qrcode.encoder.QRCode;
import com.google.zxing.qrcode.encoder.ZxingSymbols;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Versions and levels as the format's table has them, modules as ZXing makes them. */
class SymbolTest {
  private static final String HANDLE = "0123456789ABCDEF";

  @ParameterizedTest
  @CsvSource({"15,4,H", "21,4,H", "22,4,H", "23,3,M", "30,3,M", "31,4,Q", "34,4,Q", "35,4,M"})
  void shortCodesAreSmallOrRobust(int prefixCharacters, int version, ErrorLevel level) {
    CodePrefix prefix = Given.prefixOfLength(prefixCharacters);
    for (long household = 1; household <= 50; household++) {
      Symbol symbol = Symbol.ofShort(prefix, Given.code(household));
      assertThat(symbol.version()).isEqualTo(version);
      assertThat(symbol.level()).isEqualTo(level);
    }
  }

  @ParameterizedTest
  @CsvSource({"15,6,M", "22,6,M", "23,6,M", "24,7,M", "38,7,M", "39,7,M", "40,8,M"})
  void signedCodesStayReadableFromTheWall(int prefixCharacters, int version, ErrorLevel level) {
    CodePrefix prefix = Given.prefixOfLength(prefixCharacters);
    for (long household = 1; household <= 50; household++) {
      Symbol symbol = Symbol.ofSigned(prefix, Given.signed(household, prefix));
      assertThat(symbol.version()).isEqualTo(version);
      assertThat(symbol.level()).isEqualTo(level);
    }
  }

  @ParameterizedTest
  @CsvSource({"21,3,M", "22,3,M", "23,3,M", "30,3,M", "20,3,Q"})
  void dynamicCodesKeepLargeModules(int prefixCharacters, int version, ErrorLevel level) {
    Symbol symbol = Symbol.ofDynamic(Given.prefixOfLength(prefixCharacters), HANDLE);
    assertThat(symbol.version()).isEqualTo(version);
    assertThat(symbol.level()).isEqualTo(level);
  }

  @Test
  void theLongestAddressStillHasASymbol() {
    CodePrefix prefix = Given.prefixOfLength(CodePrefix.URL_CHARS_MAX + "/h/".length());
    assertThat(prefix.publicUrl()).hasSize(CodePrefix.URL_CHARS_MAX);
    assertThat(Symbol.ofSigned(prefix, Given.signed(1, prefix)).version()).isEqualTo(10);
  }

  @Test
  void theLevelIsNeverLowerThanTheVersionAllows() {
    for (int length = 1; length <= 250; length++) {
      List<Segment> segments = List.of(Segment.bytes("x".repeat(length)));
      Symbol symbol = SymbolEncoder.encode(segments, ErrorLevel.M);
      for (ErrorLevel higher : ErrorLevel.values()) {
        if (higher.compareTo(symbol.level()) > 0) {
          int needed = SymbolEncoder.smallestVersion(segments, higher);
          assertThat(needed == 0 || needed > symbol.version()).isTrue();
        }
      }
    }
  }

  @Test
  void codeSymbolsEqualZxingsForTheSameSegments() throws WriterException {
    for (int prefixCharacters = 15; prefixCharacters <= 60; prefixCharacters += 3) {
      CodePrefix prefix = Given.prefixOfLength(prefixCharacters);
      String base = prefix.publicUrl() + "/h";
      for (long household = 1; household <= 20; household++) {
        HouseholdCode code = Given.code(household);
        SignedCode signed = Given.signed(household, prefix);
        assertEqualsZxing(
            List.of(Segment.bytes(base), Segment.alphanumeric("/" + code.canonical())),
            Symbol.ofShort(prefix, code));
        assertEqualsZxing(
            List.of(
                Segment.bytes(base),
                Segment.alphanumeric("/" + code.canonical() + "-"),
                Segment.numeric(signed.digits())),
            Symbol.ofSigned(prefix, signed));
      }
    }
  }

  @Test
  void everyVersionAndLevelEqualsZxings() throws WriterException {
    Random random = new Random(18004);
    for (int version = 1; version <= Symbol.VERSION_MAX; version++) {
      for (ErrorLevel level : ErrorLevel.values()) {
        Grid grid = Grid.of(version, level);
        for (int i = 0; i < 12; i++) {
          int length = random.nextInt(grid.dataCodewordsSum - 2);
          StringBuilder text = new StringBuilder();
          for (int j = 0; j < length; j++) {
            // Long stretches of one character make runs, blocks and finder-like rows.
            text.append((char) (i % 3 == 0 ? "\0ÿU".charAt(i / 3 % 3) : random.nextInt(256)));
          }
          List<Segment> segments = List.of(new Segment(Segment.Mode.BYTE, text.toString()));
          assertEqualsZxing(segments, SymbolEncoder.encode(segments, version, level));
        }
      }
    }
  }

  @Test
  void oneModeTextsEqualZxingsPublicEncoder() throws WriterException {
    Random random = new Random(20);
    for (String alphabet : List.of("0123456789", Segment.ALPHANUMERICS, "abcdefgh-z{}~")) {
      for (int length = 1; length <= 150; length++) {
        StringBuilder text = new StringBuilder(alphabet.substring(alphabet.length() - 1));
        for (int i = 1; i < length; i++) {
          text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        if (alphabet.equals(Segment.ALPHANUMERICS)) {
          text.setCharAt(0, ':'); // keeps a short text from being cheaper as digits
        }
        Segment segment =
            switch (alphabet.length()) {
              case 10 -> Segment.numeric(text.toString());
              case 45 -> Segment.alphanumeric(text.toString());
              default -> Segment.bytes(text.toString());
            };
        Symbol ours = SymbolEncoder.encode(List.of(segment), ErrorLevel.M);
        QRCode zxing =
            Encoder.encode(
                text.toString(),
                ours.level().zxing(),
                Map.of(EncodeHintType.QR_VERSION, ours.version()));
        assertThat(ours.mask()).isEqualTo(zxing.getMaskPattern());
        assertSameModules(ours, zxing.getMatrix().getArray());
      }
    }
  }

  @Test
  void penaltiesEqualZxingsEvenForNonsense() {
    Random random = new Random(4);
    for (int i = 0; i < 400; i++) {
      int size = 21 + 4 * random.nextInt(Symbol.VERSION_MAX);
      long[] rows = new long[size];
      long[] columns = new long[size];
      ByteMatrix matrix = new ByteMatrix(size, size);
      int sparseness = 1 + random.nextInt(8);
      for (int y = 0; y < size; y++) {
        for (int x = 0; x < size; x++) {
          boolean dark = random.nextInt(sparseness + 1) == 0;
          matrix.set(x, y, dark);
          rows[y] |= dark ? 1L << x : 0;
          columns[x] |= dark ? 1L << y : 0;
        }
      }
      assertThat(MaskPenalty.of(rows, columns, Integer.MAX_VALUE))
          .isEqualTo(ZxingSymbols.penalty(matrix));
    }
  }

  @Test
  void mixedSegmentsAreTheCheapestCut() {
    assertThat(Segmentation.of("https://yhm.gh.cn/h/1K7Q9M2XJ4T8WZJN", 1))
        .extracting(Segment::mode)
        .containsExactly(Segment.Mode.BYTE, Segment.Mode.ALPHANUMERIC);
    String signed = Given.signed(5).text(Given.PREFIX);
    List<Segment> segments = Segmentation.of(signed, 1);
    assertThat(segments)
        .extracting(Segment::mode)
        .containsExactly(Segment.Mode.BYTE, Segment.Mode.ALPHANUMERIC, Segment.Mode.NUMERIC);
    assertThat(String.join("", segments.stream().map(Segment::characters).toList()))
        .isEqualTo(signed);
    assertThat(Segmentation.of("贫困", 1)).extracting(Segment::mode).containsOnly(Segment.Mode.BYTE);
  }

  @Test
  void segmentationIsNeverDearerThanAnyOtherCut() {
    Random random = new Random(7);
    String letters = "01234567AB:Cab";
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder();
      int length = 1 + random.nextInt(9);
      char run = '0';
      for (int j = 0; j < length; j++) {
        run = random.nextInt(3) == 0 ? letters.charAt(random.nextInt(letters.length())) : run;
        text.append(run);
      }
      String padded = text + "7".repeat(random.nextInt(12)) + "K".repeat(random.nextInt(9));
      int bits = Segmentation.of(padded, 1).stream().mapToInt(s -> s.bits(1)).sum();
      assertThat(bits).isLessThanOrEqualTo(cheapestByTwoCuts(padded));
    }
  }

  @Test
  void textsBeyondTheLimitAreRefused() {
    assertThat(Symbol.of("x".repeat(251)).version()).isEqualTo(Symbol.VERSION_MAX);
    assertThatThrownBy(() -> Symbol.of("x".repeat(252)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 11");
    assertThatThrownBy(() -> Symbol.of("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Symbol.ofDynamic(Given.PREFIX, "lower-case-handle"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void symbolsAreValues() {
    Symbol symbol = Symbol.ofShort(Given.PREFIX, Given.code(1));
    assertThat(symbol)
        .isEqualTo(Symbol.ofShort(Given.PREFIX, Given.code(1)))
        .hasSameHashCodeAs(Symbol.ofShort(Given.PREFIX, Given.code(1)))
        .isNotEqualTo(Symbol.ofShort(Given.PREFIX, Given.code(2)));
    assertThat(symbol.isDark(0, 0)).isTrue();
    assertThat(symbol.isDark(-1, 0)).isFalse();
    assertThat(symbol.isDark(0, symbol.size())).isFalse();
    assertThat(symbol.size()).isEqualTo(17 + 4 * symbol.version());
  }

  /** The fewest bits of all cuts into at most three segments. */
  private static int cheapestByTwoCuts(String text) {
    int least = Integer.MAX_VALUE;
    for (int first = 0; first <= text.length(); first++) {
      for (int second = first; second <= text.length(); second++) {
        int bits =
            cheapestMode(text.substring(0, first))
                + cheapestMode(text.substring(first, second))
                + cheapestMode(text.substring(second));
        least = Math.min(least, bits);
      }
    }
    return least;
  }

  private static int cheapestMode(String part) {
    if (part.isEmpty()) {
      return 0;
    }
    int least = Segment.bytes(part).bits(1);
    if (part.chars().allMatch(c -> Segment.alphanumericValue((char) c) >= 0)) {
      least = Math.min(least, Segment.alphanumeric(part).bits(1));
    }
    if (part.chars().allMatch(c -> c >= '0' && c <= '9')) {
      least = Math.min(least, Segment.numeric(part).bits(1));
    }
    return least;
  }

  private static void assertEqualsZxing(List<Segment> segments, Symbol ours)
      throws WriterException {
    Grid grid = Grid.of(ours.version(), ours.level());
    ZxingSymbols.Modules zxing =
        ZxingSymbols.encode(
            SymbolEncoder.dataCodewords(segments, grid), ours.version(), ours.level().zxing());
    assertThat(ours.mask()).isEqualTo(zxing.mask());
    assertSameModules(ours, zxing.matrix().getArray());
  }

  private static void assertSameModules(Symbol ours, byte[][] zxing) {
    assertThat(zxing).hasNumberOfRows(ours.size());
    for (int y = 0; y < ours.size(); y++) {
      for (int x = 0; x < ours.size(); x++) {
        if (ours.isDark(x, y) != (zxing[y][x] == 1)) {
          throw new AssertionError("%s differs from ZXing's at %d, %d".formatted(ours, x, y));
        }
      }
    }
  }
}
