package yihuyima.qr;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * A symbol as a PNG picture: one bit a pixel, grayscale, with its quiet zone (PNG, third edition,
 * 11.2).
 *
 * <p>A row of modules is {@code scale} equal rows of pixels. The compressed stream is written
 * knowing that, instead of searching for it; this is what makes it fast (see {@link RowDeflater}).
 */
public final class Png {
  /** Pixels a module. */
  public static final int SCALE_MIN = 1;

  /** Pixels a module; version 11 then has 2,760 pixels a side, 100 mm at 700 dpi. */
  public static final int SCALE_MAX = 40;

  private static final int QUIET = Symbol.QUIET_ZONE_MODULES;
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte[] HEADER_TYPE = "IHDR".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DATA_TYPE = "IDAT".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END_TYPE = "IEND".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER_BYTES = 13;

  /** Length, type and check sum of a chunk. */
  private static final int CHUNK_FRAME_BYTES = 12;

  private Png() {}

  /**
   * The picture.
   *
   * @param scale pixels a module, {@link #SCALE_MIN} to {@link #SCALE_MAX}
   * @throws IllegalArgumentException when the scale is out of range
   */
  public static byte[] draw(Symbol symbol, int scale) {
    if (scale < SCALE_MIN || scale > SCALE_MAX) {
      throw new IllegalArgumentException(
          "scale must be %d to %d pixels a module, is %d".formatted(SCALE_MIN, SCALE_MAX, scale));
    }
    int side = (symbol.size() + 2 * QUIET) * scale;
    RowDeflater data = new RowDeflater(1 + (side + 7) / 8, symbol.size() + 2, side);
    byte[] scanline = new byte[data.stride()];
    light(scanline);
    data.append(scanline, QUIET * scale);
    for (int y = 0; y < symbol.size(); y++) {
      light(scanline);
      darken(scanline, symbol.row(y), scale);
      data.append(scanline, scale);
    }
    light(scanline);
    data.append(scanline, QUIET * scale);
    int dataBytes = data.finish();
    ByteBuffer png =
        ByteBuffer.allocate(SIGNATURE.length + 3 * CHUNK_FRAME_BYTES + HEADER_BYTES + dataBytes);
    png.put(SIGNATURE);
    appendChunk(png, HEADER_TYPE, header(side), HEADER_BYTES);
    appendChunk(png, DATA_TYPE, data.bytes(), dataBytes);
    appendChunk(png, END_TYPE, new byte[0], 0);
    return png.array();
  }

  /** Width, height, one bit a sample, grayscale, deflate, the five filters, not interlaced. */
  private static byte[] header(int side) {
    return ByteBuffer.allocate(HEADER_BYTES).putInt(side).putInt(side).put((byte) 1).array();
  }

  /** Filter 0, then light pixels (1) only. */
  private static void light(byte[] scanline) {
    Arrays.fill(scanline, (byte) 0xff);
    scanline[0] = 0;
  }

  /** Clears the pixels of a row's dark modules. */
  private static void darken(byte[] scanline, long row, int scale) {
    long rest = row;
    while (rest != 0) {
      int from = Long.numberOfTrailingZeros(rest);
      int to = from + Long.numberOfTrailingZeros(~(rest >>> from));
      clear(scanline, 8 + (QUIET + from) * scale, 8 + (QUIET + to) * scale);
      rest &= -1L << to;
    }
  }

  /** Clears bits [from, to), the most significant bit of the first byte being 0. */
  private static void clear(byte[] bytes, int from, int to) {
    int first = from >>> 3;
    int last = to >>> 3;
    int keepBefore = ~(0xff >>> (from & 7));
    int keepBehind = 0xff >>> (to & 7);
    if (first == last) {
      bytes[first] &= (byte) (keepBefore | keepBehind);
      return;
    }
    bytes[first] &= (byte) keepBefore;
    Arrays.fill(bytes, first + 1, last, (byte) 0);
    if ((to & 7) != 0) {
      bytes[last] &= (byte) keepBehind;
    }
  }

  private static void appendChunk(ByteBuffer png, byte[] type, byte[] content, int length) {
    CRC32 check = new CRC32();
    check.update(type);
    check.update(content, 0, length);
    png.putInt(length).put(type).put(content, 0, length).putInt((int) check.getValue());
  }
}
