package yihuyima.api.microaid.material;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures for tests: drawn, written, and then spoilt on purpose. */
final class Pictures {
  /** Stands in for a place on the map: must never come back. */
  static final String CANARY = "31.2304N-121.4737E-canary";

  private Pictures() {}

  /** Four fields: red, green, blue and white, from the upper left, row by row. */
  static BufferedImage fields(int width, int height, int type) {
    BufferedImage picture = new BufferedImage(width, height, type);
    Graphics2D graphics = picture.createGraphics();
    Color[] colours = {Color.RED, Color.GREEN, Color.BLUE, Color.WHITE};
    for (int i = 0; i < 4; i++) {
      graphics.setColor(colours[i]);
      graphics.fillRect(i % 2 * width / 2, i / 2 * height / 2, (width + 1) / 2, (height + 1) / 2);
    }
    graphics.dispose();
    return picture;
  }

  static byte[] jpeg(int width, int height) {
    return written(fields(width, height, BufferedImage.TYPE_3BYTE_BGR), "jpeg", false);
  }

  static byte[] progressiveJpeg(int width, int height) {
    return written(fields(width, height, BufferedImage.TYPE_3BYTE_BGR), "jpeg", true);
  }

  static byte[] grayJpeg(int width, int height) {
    return written(fields(width, height, BufferedImage.TYPE_BYTE_GRAY), "jpeg", false);
  }

  static byte[] png(int width, int height, int type) {
    return written(fields(width, height, type), "png", false);
  }

  static byte[] written(BufferedImage picture, String format, boolean progressive) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      if (progressive) {
        how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), how);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  static BufferedImage read(byte[] file) {
    try {
      return ImageIO.read(new ByteArrayInputStream(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JPEG with segments put in behind its beginning. */
  static byte[] withSegments(byte[] jpeg, byte[]... segments) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(jpeg, 0, 2);
    for (byte[] segment : segments) {
      all.write(segment, 0, segment.length);
    }
    all.write(jpeg, 2, jpeg.length - 2);
    return all.toByteArray();
  }

  static byte[] segment(int marker, byte[] content) {
    return ByteBuffer.allocate(content.length + 4)
        .put((byte) 0xFF)
        .put((byte) marker)
        .putShort((short) (content.length + 2))
        .put(content)
        .array();
  }

  /** An EXIF segment with an orientation and the canary where a camera puts the place. */
  static byte[] exif(int orientation, ByteOrder order) {
    byte[] tiff = tiff(orientation, order);
    byte[] content = new byte[6 + tiff.length];
    System.arraycopy("Exif\0\0".getBytes(StandardCharsets.US_ASCII), 0, content, 0, 6);
    System.arraycopy(tiff, 0, content, 6, tiff.length);
    return segment(0xE1, content);
  }

  static byte[] tiff(int orientation, ByteOrder order) {
    byte[] place = CANARY.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(8 + 2 + 24 + 4 + place.length)
        .order(order)
        .putShort((short) (order == ByteOrder.LITTLE_ENDIAN ? 0x4949 : 0x4D4D))
        .putShort((short) 42)
        .putInt(8)
        .putShort((short) 2)
        .putShort((short) 0x0112)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) orientation)
        .putShort((short) 0)
        // GPS directory.
        .putShort((short) 0x8825)
        .putShort((short) 4)
        .putInt(1)
        .putInt(38)
        .putInt(0)
        .put(place)
        .array();
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.write(part, 0, part.length);
    }
    return all.toByteArray();
  }

  /** A PNG whose header says this size, with so many bytes of nothing deflated in it. */
  static byte[] emptyPng(int width, int height, int depth, int colour, int interlace, long raw) {
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) depth)
            .put((byte) colour)
            .put((byte) 0)
            .put((byte) 0)
            .put((byte) interlace)
            .array();
    return concat(
        new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'},
        chunk("IHDR", header),
        chunk("IDAT", deflatedZeros(raw)),
        chunk("IEND", new byte[0]));
  }

  /** The PNG with chunks put in behind its header. */
  static byte[] withChunks(byte[] png, byte[]... chunks) {
    int header = 8 + 25;
    return concat(
        Arrays.copyOf(png, header), concat(chunks), Arrays.copyOfRange(png, header, png.length));
  }

  static byte[] chunk(String type, byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(ascii(type));
    crc.update(content);
    return ByteBuffer.allocate(content.length + 12)
        .putInt(content.length)
        .put(ascii(type))
        .put(content)
        .putInt((int) crc.getValue())
        .array();
  }

  static byte[] deflatedZeros(long count) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] zeros = new byte[1 << 16];
    byte[] buffer = new byte[1 << 16];
    long left = count;
    while (!deflater.finished()) {
      if (deflater.needsInput()) {
        int part = (int) Math.min(left, zeros.length);
        deflater.setInput(zeros, 0, part);
        left -= part;
        if (left == 0) {
          deflater.finish();
        }
      }
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return out.toByteArray();
  }

  static boolean contains(byte[] all, byte[] part) {
    for (int i = 0; i + part.length <= all.length; i++) {
      if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }
}
