package yihuyima.qr;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.Binarizer;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.ReaderException;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A reader that is not ours reads every symbol, also when it is damaged. The eyes are ZXing's,
 * which share no code with our encoder; for damaged ones {@link SymbolReader} lets them look again.
 */
class DamageTest {
  /** A symbol and the text it must give. */
  private record Card(Symbol symbol, String text) {}

  @ParameterizedTest
  @MethodSource("damages")
  void aDamagedSymbolIsStillRead(Function<Photograph, Photograph> damage) {
    for (long household = 1; household <= 4; household++) {
      for (Card card : cards(household)) {
        Photograph photograph = damage.apply(Photograph.of(card.symbol(), 6));
        assertThat(SymbolReader.read(photograph.image()))
            .as("%s", card.symbol())
            .isEqualTo(new SymbolReading.Found(card.text(), List.of()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("scales")
  void everyScaleIsRead(double pixelsAModule) throws ReaderException {
    for (long household = 1; household <= 6; household++) {
      for (Card card : cards(household)) {
        assertThat(readByZxing(Photograph.of(card.symbol(), pixelsAModule)))
            .as("%s", card.symbol())
            .isEqualTo(card.text());
      }
    }
  }

  @Test
  void anyTextInAnyVersionIsRead() throws ReaderException {
    for (int length = 1; length <= 250; length += 6) {
      String text = "户Aa1".repeat(63).substring(0, length);
      if (text.getBytes(StandardCharsets.UTF_8).length <= 251) {
        assertThat(readByZxing(Photograph.of(Symbol.of(text), 4))).isEqualTo(text);
      }
    }
  }

  @Test
  void aDestroyedSymbolIsNotRead() {
    Photograph destroyed = Photograph.of(cards(1).getFirst().symbol(), 6).blurred(12);
    assertThat(SymbolReader.read(destroyed.image())).isEqualTo(new SymbolReading.NotFound());
  }

  static Stream<Double> scales() {
    return Stream.of(2.0, 2.5, 3.0, 3.7, 4.0, 5.3, 8.0, 12.0);
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        damage("untouched", p -> p),
        damage("blurred by a third of a module", p -> p.blurred(1)),
        damage("blurred by two thirds of a module", p -> p.blurred(2)),
        damage("turned by 7°", p -> p.rotated(7)),
        damage("turned by 45°", p -> p.rotated(45)),
        damage("upside down", p -> p.rotated(180)),
        damage("turned by 263°", p -> p.rotated(263)),
        damage("seen from the side", p -> p.tilted(0.25)),
        damage("seen from the side and turned", p -> p.rotated(20).tilted(0.2)),
        damage("one stain", p -> p.stained(1, 20, new Random(1))),
        damage("three small stains", p -> p.stained(3, 12, new Random(2))),
        damage("faded ink", p -> p.faded(150, 215)),
        damage("dark paper", p -> p.faded(20, 95)),
        damage("half in shadow", p -> p.shaded(0.35f)),
        damage("grainy", p -> p.noisy(45, new Random(3))),
        damage(
            "everything a little",
            p ->
                p.stained(1, 12, new Random(4))
                    .rotated(11)
                    .tilted(0.1)
                    .blurred(1)
                    .faded(60, 220)
                    .shaded(0.7f)
                    .noisy(10, new Random(5))));
  }

  private static Arguments damage(String name, Function<Photograph, Photograph> damage) {
    return Arguments.of(Named.of(name, damage));
  }

  /** The three shapes of one household's code. */
  private static List<Card> cards(long household) {
    HouseholdCode code = Given.code(household);
    SignedCode signed = Given.signed(household);
    String handle = Given.code(household + 1000).canonical();
    return List.of(
        new Card(Symbol.ofShort(Given.PREFIX, code), CodeText.shortText(Given.PREFIX, code)),
        new Card(Symbol.ofSigned(Given.PREFIX, signed), signed.text(Given.PREFIX)),
        new Card(
            Symbol.ofDynamic(Given.PREFIX, handle), CodeText.dynamicText(Given.PREFIX, handle)));
  }

  /** ZXing's plain reader, with a local and a global threshold, without any other second try. */
  private static String readByZxing(Photograph photograph) throws ReaderException {
    GrayPicture picture = GrayPicture.of(photograph.image());
    try {
      return readByZxing(new HybridBinarizer(picture));
    } catch (ReaderException e) {
      return readByZxing(new GlobalHistogramBinarizer(picture));
    }
  }

  private static String readByZxing(Binarizer binarizer) throws ReaderException {
    return new QRCodeReader()
        .decode(
            new BinaryBitmap(binarizer),
            Map.of(DecodeHintType.TRY_HARDER, true, DecodeHintType.CHARACTER_SET, "UTF-8"))
        .getText();
  }
}
