package yihuyima.qr;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Bytes from outside to a gray picture, within limits that are checked on the header, before any
 * pixel is decoded: a few kilobytes can otherwise unfold into gigabytes.
 */
final class PictureDecoder {
  /** What decoding came to. */
  sealed interface Decoded {
    record Picture(GrayPicture picture) implements Decoded {}

    record NotAnImage() implements Decoded {}

    record TooLarge() implements Decoded {}
  }

  private PictureDecoder() {}

  /** Decodes the first picture of a file; larger ones than needed are thinned out on the way. */
  static Decoded decode(byte[] file) {
    if (file.length > SymbolReader.IMAGE_BYTES_MAX) {
      return new Decoded.TooLarge();
    }
    Optional<ImageReader> reader = format(file).flatMap(PictureDecoder::reader);
    if (reader.isEmpty()) {
      return new Decoded.NotAnImage();
    }
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      return decode(reader.get(), stream);
    } catch (IOException | RuntimeException e) {
      // The JDK's decoders meet broken files with half a dozen kinds of RuntimeException.
      return new Decoded.NotAnImage();
    } finally {
      reader.get().dispose();
    }
  }

  private static Decoded decode(ImageReader reader, ImageInputStream stream) throws IOException {
    reader.setInput(stream, true, true); // metadata is ignored: it can be a bomb of its own
    long width = reader.getWidth(0);
    long height = reader.getHeight(0);
    if (width * height > SymbolReader.IMAGE_PIXELS_MAX) {
      return new Decoded.TooLarge();
    }
    int step = 1;
    while ((width / step) * (height / step) > SymbolReader.DECODED_PIXELS_MAX) {
      step++;
    }
    ImageReadParam thinned = reader.getDefaultReadParam();
    thinned.setSourceSubsampling(step, step, 0, 0);
    BufferedImage image = reader.read(0, thinned);
    return new Decoded.Picture(GrayPicture.of(image));
  }

  /** By the file's first bytes: what else the JDK or the class path could decode is not offered. */
  private static Optional<String> format(byte[] file) {
    if (startsWith(file, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')) {
      return Optional.of("png");
    }
    if (startsWith(file, 0xff, 0xd8, 0xff)) {
      return Optional.of("jpeg");
    }
    if (startsWith(file, 'G', 'I', 'F', '8')) {
      return Optional.of("gif");
    }
    return startsWith(file, 'B', 'M') ? Optional.of("bmp") : Optional.empty();
  }

  private static boolean startsWith(byte[] file, int... magic) {
    if (file.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((file[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private static Optional<ImageReader> reader(String format) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    return readers.hasNext() ? Optional.of(readers.next()) : Optional.empty();
  }
}
