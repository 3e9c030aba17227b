package yihuyima.api.microaid.material;

import java.awt.image.BufferedImage;

/**
 * A picture being made smaller and turned while its rows come in: each point of the result is the
 * mean of the points that fall on it.
 */
final class Shrinking {
  private static final int COLOURS = 3;
  private final int fromWidth;
  private final int fromHeight;
  private final int width;
  private final int height;
  private final Orientation orientation;
  private final BufferedImage picture;
  private final byte[] out;
  private final int[] columnOf;
  private final int[] sums;
  private final int[] counts;
  private int fromRow;

  /**
   * @param fromWidth columns that will come in
   * @param fromHeight rows that will come in
   * @param sideMax the longer side of the result, at most; a smaller picture stays as it is
   */
  Shrinking(int fromWidth, int fromHeight, int sideMax, Orientation orientation) {
    this.fromWidth = fromWidth;
    this.fromHeight = fromHeight;
    this.orientation = orientation;
    double ratio = Math.min(1.0, (double) sideMax / Math.max(fromWidth, fromHeight));
    this.width = Math.max(1, (int) Math.round(fromWidth * ratio));
    this.height = Math.max(1, (int) Math.round(fromHeight * ratio));
    this.picture =
        orientation.swapsSides()
            ? new BufferedImage(height, width, BufferedImage.TYPE_3BYTE_BGR)
            : new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    this.out = Redraw.bytesOf(picture);
    this.columnOf = new int[fromWidth];
    for (int x = 0; x < fromWidth; x++) {
      columnOf[x] = (int) ((long) x * width / fromWidth);
    }
    this.sums = new int[width * COLOURS];
    this.counts = new int[width];
  }

  /** Takes the next rows, of three bytes a point. */
  void add(BufferedImage strip) {
    byte[] in = Redraw.bytesOf(strip);
    if (strip.getWidth() != fromWidth || in.length != fromWidth * strip.getHeight() * COLOURS) {
      throw new IllegalArgumentException("a strip of another width");
    }
    for (int y = 0; y < strip.getHeight(); y++) {
      gather(in, y * fromWidth * COLOURS);
      int row = rowOf(fromRow);
      fromRow++;
      if (fromRow == fromHeight || rowOf(fromRow) != row) {
        write(row);
      }
    }
  }

  /** The result, once all rows have come in. */
  BufferedImage picture() {
    if (fromRow != fromHeight) {
      throw new IllegalStateException("rows are missing");
    }
    return picture;
  }

  private int rowOf(int y) {
    return (int) ((long) y * height / fromHeight);
  }

  private void gather(byte[] in, int from) {
    int i = from;
    for (int x = 0; x < fromWidth; x++) {
      int column = columnOf[x];
      int sum = column * COLOURS;
      sums[sum] += in[i] & 0xFF;
      sums[sum + 1] += in[i + 1] & 0xFF;
      sums[sum + 2] += in[i + 2] & 0xFF;
      counts[column]++;
      i += COLOURS;
    }
  }

  private void write(int row) {
    int stride = picture.getWidth();
    for (int x = 0; x < width; x++) {
      int to =
          (orientation.row(x, row, width, height) * stride
                  + orientation.column(x, row, width, height))
              * COLOURS;
      int half = counts[x] / 2;
      for (int colour = 0; colour < COLOURS; colour++) {
        out[to + colour] = (byte) ((sums[x * COLOURS + colour] + half) / counts[x]);
      }
    }
    java.util.Arrays.fill(sums, 0);
    java.util.Arrays.fill(counts, 0);
  }
}
