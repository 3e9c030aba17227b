package yihuyima.qr;

import com.google.zxing.Binarizer;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.Result;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.qrcode.QRCodeMultiReader;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads QR symbols out of photographs and screenshots.
 *
 * <p>One attempt is rarely enough: small modules want enlarging, noise wants averaging, uneven
 * light wants local thresholds, printed paper a global one. The attempts go from the likely to the
 * desperate and end when their pixels add up to {@link #WORK_PIXELS_MAX}.
 *
 * <p>Stateless; may be used by many threads.
 */
public final class SymbolReader {
  /** Largest file read, in bytes: a photograph of a good phone. */
  public static final int IMAGE_BYTES_MAX = 16 << 20;

  /** Largest picture decoded, in pixels: 5,000 × 5,000. */
  public static final int IMAGE_PIXELS_MAX = 25_000_000;

  /** Larger pictures are thinned out to this while decoding, in pixels: 12 MiB of luminances. */
  static final int DECODED_PIXELS_MAX = 6_000_000;

  /** All attempts on one picture together, in pixels: about a second of one core. */
  static final int WORK_PIXELS_MAX = 48_000_000;

  /** Up to this size enlarging is worth a try, in pixels. */
  private static final int ENLARGED_FROM_PIXELS_MAX = 1_000_000;

  /** Above this side, in pixels, small symbols are looked for piece by piece. */
  private static final int PIECES_FROM_SIDE = 500;

  /** Below this side, in pixels, reducing leaves nothing to read. */
  private static final int REDUCED_FROM_SIDE = 60;

  private static final Map<DecodeHintType, Object> HINTS =
      Map.of(
          DecodeHintType.TRY_HARDER,
          true,
          DecodeHintType.CHARACTER_SET,
          StandardCharsets.UTF_8.name());

  private SymbolReader() {}

  /**
   * Reads a PNG, JPEG, GIF or BMP file.
   *
   * @param image the file's bytes; null counts as not an image
   * @return never null. Never throws, whatever the bytes
   */
  public static SymbolReading read(byte[] image) {
    if (image == null) {
      return new SymbolReading.NotAnImage();
    }
    return switch (PictureDecoder.decode(image)) {
      case PictureDecoder.Decoded.NotAnImage notAnImage -> new SymbolReading.NotAnImage();
      case PictureDecoder.Decoded.TooLarge tooLarge -> new SymbolReading.TooLarge();
      case PictureDecoder.Decoded.Picture decoded -> read(decoded.picture());
    };
  }

  /**
   * Reads a decoded picture; what is transparent counts as white.
   *
   * @param image not null
   * @return found, not found, or too large
   */
  public static SymbolReading read(BufferedImage image) {
    if ((long) image.getWidth() * image.getHeight() > IMAGE_PIXELS_MAX) {
      return new SymbolReading.TooLarge();
    }
    return read(GrayPicture.of(image));
  }

  private static SymbolReading read(GrayPicture picture) {
    Attempts attempts = new Attempts();
    attempts.whole(picture);
    int shorterSide = Math.min(picture.getWidth(), picture.getHeight());
    if (picture.pixels() <= ENLARGED_FROM_PIXELS_MAX) {
      attempts.whole(() -> picture.enlarged(2), picture.pixels() * 4L);
    }
    for (int factor = 2; factor <= 4 && shorterSide / factor >= REDUCED_FROM_SIDE; factor++) {
      int reducing = factor;
      attempts.whole(() -> picture.reduced(reducing), picture.pixels() / (factor * factor));
    }
    attempts.inverted(picture);
    attempts.several(picture);
    if (shorterSide >= PIECES_FROM_SIDE) {
      attempts.pieces(picture);
    }
    if (picture.pixels() <= ENLARGED_FROM_PIXELS_MAX) {
      attempts.whole(() -> picture.enlarged(3), picture.pixels() * 9L);
    }
    return attempts.result(picture);
  }

  /** The attempts on one picture: stops at the first success and when the work is used up. */
  private static final class Attempts {
    private long workPixels;
    private Optional<String> found = Optional.empty();

    void whole(GrayPicture picture) {
      attempt(picture, HybridBinarizer::new);
      attempt(picture, GlobalHistogramBinarizer::new);
    }

    /** The same for a picture that is only made when it is still needed. */
    void whole(Supplier<GrayPicture> made, long pixels) {
      if (found.isEmpty() && workPixels + 2 * pixels <= WORK_PIXELS_MAX) {
        whole(made.get());
      }
    }

    /** Light on dark, as some screens in night mode show it. */
    void inverted(GrayPicture picture) {
      attempt(picture, source -> new HybridBinarizer(source.invert()));
    }

    /** Several symbols side by side confuse the search for one. */
    void several(GrayPicture picture) {
      if (found.isEmpty() && spend(picture)) {
        found = all(picture).stream().findFirst();
      }
    }

    /** Overlapping ninths, enlarged: a small symbol in a large screenshot. */
    void pieces(GrayPicture picture) {
      int width = picture.getWidth() / 2;
      int height = picture.getHeight() / 2;
      for (int row = 0; row <= 2; row++) {
        for (int column = 0; column <= 2; column++) {
          int left = column * width / 2;
          int top = row * height / 2;
          whole(() -> picture.crop(left, top, width, height).enlarged(2), 4L * width * height);
        }
      }
    }

    SymbolReading result(GrayPicture picture) {
      if (found.isEmpty()) {
        return new SymbolReading.NotFound();
      }
      String first = found.get();
      Set<String> others = all(picture);
      others.remove(first);
      return new SymbolReading.Found(first, List.copyOf(others));
    }

    private void attempt(
        GrayPicture picture, Function<? super LuminanceSource, Binarizer> binarizer) {
      if (found.isPresent() || !spend(picture)) {
        return;
      }
      try {
        BinaryBitmap bitmap = new BinaryBitmap(binarizer.apply(picture));
        found = Optional.of(new QRCodeReader().decode(bitmap, HINTS).getText());
      } catch (ReaderException | RuntimeException e) {
        // Nothing found, or ZXing ran over the edge of something that was no symbol.
        found = Optional.empty();
      }
    }

    private static Set<String> all(GrayPicture picture) {
      Set<String> texts = new LinkedHashSet<>();
      try {
        BinaryBitmap bitmap = new BinaryBitmap(new HybridBinarizer(picture));
        for (Result result : new QRCodeMultiReader().decodeMultiple(bitmap, HINTS)) {
          texts.add(result.getText());
        }
      } catch (ReaderException | RuntimeException e) {
        return texts; // as above
      }
      return texts;
    }

    private boolean spend(GrayPicture picture) {
      workPixels += picture.pixels();
      return workPixels <= WORK_PIXELS_MAX;
    }
  }
}
