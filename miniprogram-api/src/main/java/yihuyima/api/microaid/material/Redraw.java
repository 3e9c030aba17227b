package yihuyima.api.microaid.material;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Draws a photo anew: upright, at most 2560 points on the longer side, as a JPEG that holds the
 * picture and nothing else. Blocks for up to a second; belongs on a worker thread.
 *
 * <p>The decoded photo is never held whole: it is read in strips and each strip goes into the small
 * picture at once, so an upload costs the same memory whether it has 4 or 40 megapixels.
 */
final class Redraw {
  /** Points of the longer side of what is kept: an A4 sheet stays readable. */
  static final int SIDE_MAX = 2560;

  /** Points decoded at once: 18 MB. */
  private static final int STRIP_PIXELS_MAX = 6_000_000;

  /**
   * Above so many points every second row and column is enough for {@link #SIDE_MAX}: each further
   * strip makes the decoder begin again from the top.
   */
  private static final long EVERY_POINT_MAX = 16_000_000;

  private static final float QUALITY = 0.85f;

  private Redraw() {}

  /**
   * Draws a file anew.
   *
   * @return a JPEG
   * @throws NotAPhoto when the file is none
   */
  static byte[] redraw(byte[] file) throws NotAPhoto {
    PhotoFile photo = PhotoFile.of(file);
    BufferedImage picture = decoded(photo);
    return encoded(picture);
  }

  private static BufferedImage decoded(PhotoFile photo) throws NotAPhoto {
    ImageReader reader = ImageIO.getImageReadersByFormatName(photo.format()).next();
    try (ImageInputStream in = new BytesInput(photo.pixels())) {
      reader.setInput(in, false, true);
      if (reader.getWidth(0) != photo.width() || reader.getHeight(0) != photo.height()) {
        throw new NotAPhoto("a picture of two sizes");
      }
      return shrunk(reader, photo);
    } catch (IOException | RuntimeException e) {
      // Decoders throw whatever they like at damaged files; none of it is ours to mend.
      throw new NotAPhoto("does not decode", e);
    } finally {
      reader.dispose();
    }
  }

  private static BufferedImage shrunk(ImageReader reader, PhotoFile photo) throws IOException {
    int step = step(photo);
    int width = (photo.width() + step - 1) / step;
    int height = (photo.height() + step - 1) / step;
    Shrinking shrinking = new Shrinking(width, height, SIDE_MAX, photo.orientation());
    int rows = Math.max(1, STRIP_PIXELS_MAX / width) * step;
    for (int top = 0; top < photo.height(); top += rows) {
      ImageReadParam part = reader.getDefaultReadParam();
      part.setSourceRegion(
          new Rectangle(0, top, photo.width(), Math.min(rows, photo.height() - top)));
      part.setSourceSubsampling(step, step, 0, 0);
      shrinking.add(plain(reader.read(0, part)));
    }
    return shrinking.picture();
  }

  /** Every how many rows and columns are read; what a decoder reads whole is read in one strip. */
  private static int step(PhotoFile photo) {
    long pointsMax = photo.whole() ? STRIP_PIXELS_MAX : EVERY_POINT_MAX;
    return (long) photo.width() * photo.height() > pointsMax ? 2 : 1;
  }

  /** Three bytes a point, on white where it was transparent. */
  private static BufferedImage plain(BufferedImage strip) {
    if (strip.getType() == BufferedImage.TYPE_3BYTE_BGR) {
      return strip;
    }
    BufferedImage plain =
        new BufferedImage(strip.getWidth(), strip.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = plain.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, strip.getWidth(), strip.getHeight());
    graphics.drawImage(strip, 0, 0, null);
    graphics.dispose();
    return plain;
  }

  private static byte[] encoded(BufferedImage picture) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 20);
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), how);
    } catch (IOException e) {
      throw new IllegalStateException("a picture in memory cannot be written", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** The bytes of a picture of three bytes a point. */
  static byte[] bytesOf(BufferedImage picture) {
    return ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
  }
}
