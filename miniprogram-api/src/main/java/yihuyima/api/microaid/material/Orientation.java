package yihuyima.api.microaid.material;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a picture is to be turned, by the orientation tag (0x0112) of EXIF 2.3: where the stored
 * picture's first row and first column belong.
 *
 * @param value 1 to 8, as in the tag; 1 leaves the picture as it is
 */
record Orientation(int value) {
  /** As it is: also what counts when the tag is missing or makes no sense. */
  static final Orientation UPRIGHT = new Orientation(1);

  private static final int TAG = 0x0112;
  private static final int TYPE_SHORT = 3;
  private static final int ENTRY_BYTES = 12;

  /** Entries of a directory that are looked at; cameras write about twenty. */
  private static final int ENTRIES_MAX = 256;

  Orientation {
    if (value < 1 || value > 8) {
      throw new IllegalArgumentException("orientation " + value);
    }
  }

  /** Whether width and height change places. */
  boolean swapsSides() {
    return value >= 5;
  }

  /** The column in the turned picture of a stored one's point; width and height are the stored. */
  int column(int x, int y, int width, int height) {
    return switch (value) {
      case 2, 3 -> width - 1 - x;
      case 5, 8 -> y;
      case 6, 7 -> height - 1 - y;
      default -> x;
    };
  }

  /** The row in the turned picture of a stored one's point; width and height are the stored. */
  int row(int x, int y, int width, int height) {
    return switch (value) {
      case 3, 4 -> height - 1 - y;
      case 5, 6 -> x;
      case 7, 8 -> width - 1 - x;
      default -> y;
    };
  }

  /**
   * Reads the tag from a TIFF structure, the first directory only. Strict: whatever is not as it
   * should be counts as upright, for a wrong turn is better than a refused photo.
   */
  static Orientation fromTiff(byte[] tiff) {
    try {
      ByteBuffer in = ByteBuffer.wrap(tiff);
      int order = in.getShort();
      if (order == 0x4949) {
        in.order(ByteOrder.LITTLE_ENDIAN);
      } else if (order != 0x4D4D) {
        return UPRIGHT;
      }
      if (in.getShort() != 42) {
        return UPRIGHT;
      }
      int directory = in.getInt();
      if (directory < 8 || directory > tiff.length - 2) {
        return UPRIGHT;
      }
      return fromDirectory(in.position(directory));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return UPRIGHT;
    }
  }

  private static Orientation fromDirectory(ByteBuffer in) {
    int entries = Math.min(Short.toUnsignedInt(in.getShort()), ENTRIES_MAX);
    for (int i = 0; i < entries && in.remaining() >= ENTRY_BYTES; i++) {
      int tag = Short.toUnsignedInt(in.getShort());
      int type = in.getShort();
      int count = in.getInt();
      int value = Short.toUnsignedInt(in.getShort());
      in.getShort();
      if (tag == TAG) {
        boolean sound = type == TYPE_SHORT && count == 1 && value >= 1 && value <= 8;
        return sound ? new Orientation(value) : UPRIGHT;
      }
    }
    return UPRIGHT;
  }
}
