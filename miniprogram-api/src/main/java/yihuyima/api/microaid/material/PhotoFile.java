package yihuyima.api.microaid.material;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A JPEG or PNG file taken apart by its structure, before any decoder sees it: its size is known,
 * it is within limits, and only the parts that make up the picture are left.
 *
 * <p>Comments, colour profiles, thumbnails, further pictures behind the first and whatever follows
 * the end are dropped here, so that no decoder has to be trusted with them.
 *
 * @param format as ImageIO names it: jpeg or png
 * @param whole whether a decoder must go through all of it for any part (progressive, interlaced)
 * @param pixels the parts that make up the picture, a complete file
 */
@SuppressWarnings("ArrayRecordComponent") // Lives for one upload, is never compared.
record PhotoFile(
    String format, int width, int height, boolean whole, Orientation orientation, byte[] pixels) {
  /** Points of a picture: 40 megapixels, which the cameras of phones reach by themselves. */
  static final long PIXELS_MAX = 40_000_000;

  /**
   * Points of a picture that costs a decoder several times as much: progressive JPEG, interlaced
   * PNG, PNG of 16 bits. Cameras write none of them.
   */
  static final long COSTLY_PIXELS_MAX = 8_000_000;

  /** Longest side: above, no camera; a strip of one row and a million columns is an attack. */
  static final int SIDE_MAX = 20_000;

  /** Passes over a progressive JPEG; encoders write about ten, each costs time. */
  static final int SCANS_MAX = 12;

  /**
   * Bytes of a PNG once inflated: bounds the time of inflating what was deflated a thousandfold.
   */
  static final long PNG_RAW_BYTES_MAX = 130_000_000;

  private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  /** A JFIF header without a thumbnail; says that three components are YCbCr. */
  private static final byte[] JFIF = {
    (byte) 0xFF, (byte) 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
  };

  /**
   * Takes a file apart; the type is read from the content alone.
   *
   * @throws NotAPhoto when it is neither JPEG nor PNG, is damaged, or is over a limit
   */
  static PhotoFile of(byte[] file) throws NotAPhoto {
    if (file.length > 3 && u8(file, 0) == 0xFF && u8(file, 1) == 0xD8) {
      return new JpegParts(file).read();
    }
    if (startsWith(file, 0, PNG_SIGNATURE)) {
      return new PngParts(file).read();
    }
    throw new NotAPhoto("neither JPEG nor PNG");
  }

  private static void checkSize(long width, long height, boolean costly) throws NotAPhoto {
    if (width < 1 || height < 1 || width > SIDE_MAX || height > SIDE_MAX) {
      throw new NotAPhoto("a side of the picture");
    }
    if (width * height > (costly ? COSTLY_PIXELS_MAX : PIXELS_MAX)) {
      throw new NotAPhoto("too many points");
    }
  }

  private static int u8(byte[] bytes, int at) {
    return bytes[at] & 0xFF;
  }

  private static int u16(byte[] bytes, int at) {
    return u8(bytes, at) << 8 | u8(bytes, at + 1);
  }

  private static long u32(byte[] bytes, int at) {
    return (long) u16(bytes, at) << 16 | u16(bytes, at + 2);
  }

  private static boolean startsWith(byte[] bytes, int at, byte[] start) {
    return bytes.length - at >= start.length
        && Arrays.equals(bytes, at, at + start.length, start, 0, start.length);
  }

  /** Reads the segments of a JPEG (ITU-T T.81, annex B). */
  private static final class JpegParts {
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);
    private final byte[] file;
    private final ByteArrayOutputStream kept;
    private int at = 2;
    private int width;
    private int height;
    private int components;
    private boolean progressive;
    private int scans;
    private Orientation orientation = Orientation.UPRIGHT;
    private byte @Nullable [] adobe;

    JpegParts(byte[] file) {
      this.file = file;
      this.kept = new ByteArrayOutputStream(file.length);
    }

    PhotoFile read() throws NotAPhoto {
      while (true) {
        int marker = marker();
        if (marker == 0xD9) {
          break;
        }
        segment(marker);
      }
      if (scans == 0) {
        throw new NotAPhoto("a JPEG without a picture");
      }
      kept.write(0xFF);
      kept.write(0xD9);
      return new PhotoFile("jpeg", width, height, progressive, orientation, withHead());
    }

    private int marker() throws NotAPhoto {
      if (at + 2 > file.length || u8(file, at) != 0xFF) {
        throw new NotAPhoto("a JPEG that breaks off");
      }
      while (at + 2 < file.length && u8(file, at + 1) == 0xFF) {
        at++;
      }
      int marker = u8(file, at + 1);
      at += 2;
      return marker;
    }

    private void segment(int marker) throws NotAPhoto {
      if (at + 2 > file.length || u16(file, at) < 2 || at + u16(file, at) > file.length) {
        throw new NotAPhoto("a JPEG segment that breaks off");
      }
      int length = u16(file, at);
      switch (marker) {
        case 0xC0, 0xC1, 0xC2 -> {
          frame(marker, length);
          keep(marker, length);
        }
        case 0xC4, 0xDB, 0xDD -> keep(marker, length);
        case 0xDA -> {
          keep(marker, length);
          scan(length);
          return;
        }
        case 0xE1 -> exif(length);
        case 0xEE -> {
          if (length >= 14 && startsWith(file, at + 2, ADOBE)) {
            adobe = Arrays.copyOfRange(file, at - 2, at + length);
          }
        }
        default -> {
          boolean harmless = (marker >= 0xE0 && marker <= 0xEF) || marker == 0xFE;
          if (!harmless) {
            throw new NotAPhoto("a JPEG marker of no photo");
          }
        }
      }
      at += length;
    }

    private void frame(int marker, int length) throws NotAPhoto {
      if (width != 0 || length < 11 || u8(file, at + 2) != 8) {
        throw new NotAPhoto("a JPEG frame of no photo");
      }
      height = u16(file, at + 3);
      width = u16(file, at + 5);
      components = u8(file, at + 7);
      progressive = marker == 0xC2;
      if (components != 1 && components != 3) {
        throw new NotAPhoto("a JPEG of " + components + " colours");
      }
      checkSize(width, height, progressive);
    }

    /** Copies the coded picture, up to the next marker that is not a restart. */
    private void scan(int length) throws NotAPhoto {
      scans++;
      if (width == 0 || scans > (progressive ? SCANS_MAX : components)) {
        throw new NotAPhoto("too many scans");
      }
      int from = at + length;
      int to = from;
      while (to + 1 < file.length
          && (u8(file, to) != 0xFF
              || u8(file, to + 1) == 0
              || (u8(file, to + 1) >= 0xD0 && u8(file, to + 1) <= 0xD7))) {
        to += u8(file, to) == 0xFF ? 2 : 1;
      }
      kept.write(file, from, Math.min(to, file.length) - from);
      at = to;
    }

    private void exif(int length) {
      if (orientation.equals(Orientation.UPRIGHT) && startsWith(file, at + 2, EXIF)) {
        int from = at + 2 + EXIF.length;
        if (from < at + length) {
          orientation = Orientation.fromTiff(Arrays.copyOfRange(file, from, at + length));
        }
      }
    }

    private void keep(int marker, int length) {
      kept.write(0xFF);
      kept.write(marker);
      kept.write(file, at, length);
    }

    /** In front goes what says how the colours are meant: Adobe's word, or else JFIF's. */
    private byte[] withHead() {
      byte[] head = adobe != null ? adobe : JFIF;
      ByteArrayOutputStream all = new ByteArrayOutputStream(kept.size() + head.length + 2);
      all.write(0xFF);
      all.write(0xD8);
      all.write(head, 0, head.length);
      byte[] rest = kept.toByteArray();
      all.write(rest, 0, rest.length);
      return all.toByteArray();
    }
  }

  /** Reads the chunks of a PNG (ISO/IEC 15948). */
  private static final class PngParts {
    private static final int CHUNK_FRAME_BYTES = 12;
    private final byte[] file;
    private final ByteArrayOutputStream kept;
    private int at = PNG_SIGNATURE.length;
    private int width;
    private int height;
    private boolean interlaced;
    private boolean dataSeen;
    private Orientation orientation = Orientation.UPRIGHT;

    PngParts(byte[] file) {
      this.file = file;
      this.kept = new ByteArrayOutputStream(file.length);
    }

    PhotoFile read() throws NotAPhoto {
      kept.write(PNG_SIGNATURE, 0, PNG_SIGNATURE.length);
      while (true) {
        if (at + CHUNK_FRAME_BYTES > file.length
            || u32(file, at) > file.length - at - CHUNK_FRAME_BYTES) {
          throw new NotAPhoto("a PNG that breaks off");
        }
        int length = (int) u32(file, at);
        String type = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
        if ((width == 0) != type.equals("IHDR")) {
          throw new NotAPhoto("a PNG without a header, or with two");
        }
        chunk(type, length);
        at += length + CHUNK_FRAME_BYTES;
        if (type.equals("IEND")) {
          break;
        }
      }
      if (!dataSeen) {
        throw new NotAPhoto("a PNG without a picture");
      }
      return new PhotoFile("png", width, height, interlaced, orientation, kept.toByteArray());
    }

    private void chunk(String type, int length) throws NotAPhoto {
      switch (type) {
        case "IHDR" -> header(length);
        case "IDAT" -> dataSeen = true;
        case "eXIf" ->
            orientation = Orientation.fromTiff(Arrays.copyOfRange(file, at + 8, at + 8 + length));
        case "PLTE", "tRNS", "IEND" -> {}
        default -> {
          // A capital first letter: a part that a reader must understand.
          if (Character.isUpperCase(type.charAt(0))) {
            throw new NotAPhoto("a PNG chunk of no photo");
          }
        }
      }
      switch (type) {
        case "IHDR", "PLTE", "tRNS", "IDAT", "IEND" ->
            kept.write(file, at, length + CHUNK_FRAME_BYTES);
        default -> {}
      }
    }

    private void header(int length) throws NotAPhoto {
      if (length != 13) {
        throw new NotAPhoto("a PNG header of another length");
      }
      long wide = u32(file, at + 8);
      long high = u32(file, at + 12);
      int depth = u8(file, at + 16);
      int samples =
          switch (u8(file, at + 17)) {
            case 0, 3 -> 1;
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> throw new NotAPhoto("a PNG colour type that does not exist");
          };
      if (depth != 1 && depth != 2 && depth != 4 && depth != 8 && depth != 16) {
        throw new NotAPhoto("a PNG depth that does not exist");
      }
      interlaced = u8(file, at + 20) != 0;
      checkSize(wide, high, interlaced || depth == 16);
      if ((wide * samples * depth + 7) / 8 * high > PNG_RAW_BYTES_MAX) {
        throw new NotAPhoto("too many bytes once inflated");
      }
      width = (int) wide;
      height = (int) high;
    }
  }
}
