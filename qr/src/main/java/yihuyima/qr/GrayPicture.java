package yihuyima.qr;

import com.google.zxing.LuminanceSource;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/**
 * A picture as one byte of luminance a pixel, which is all that reading needs: a quarter of the
 * memory of a colour picture.
 */
final class GrayPicture extends LuminanceSource {
  private final byte[] luminances;

  private GrayPicture(byte[] luminances, int width, int height) {
    super(width, height);
    this.luminances = luminances;
  }

  /** The luminances of a picture; what is transparent counts as white paper. */
  static GrayPicture of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] luminances = new byte[width * height];
    if (isPlainGray(image)) {
      readGray(image.getRaster(), luminances);
      return new GrayPicture(luminances, width, height);
    }
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        luminances[y * width + x] = (byte) luminance(row[x]);
      }
    }
    return new GrayPicture(luminances, width, height);
  }

  /** The same picture with {@code factor} ≥ 2 times the pixels a side, interpolated. */
  GrayPicture enlarged(int factor) {
    int width = getWidth() * factor;
    int height = getHeight() * factor;
    byte[] result = new byte[width * height];
    for (int y = 0; y < height; y++) {
      // Positions in pixels of the original, in units of 1/(2·factor), centre on centre.
      int sourceY = Math.clamp((2L * y + 1) - factor, 0, (getHeight() - 1) * 2 * factor);
      int top = sourceY / (2 * factor);
      int down = sourceY % (2 * factor);
      int bottom = Math.min(top + 1, getHeight() - 1);
      for (int x = 0; x < width; x++) {
        int sourceX = Math.clamp((2L * x + 1) - factor, 0, (getWidth() - 1) * 2 * factor);
        int left = sourceX / (2 * factor);
        int over = sourceX % (2 * factor);
        int right = Math.min(left + 1, getWidth() - 1);
        int above = at(left, top) * (2 * factor - over) + at(right, top) * over;
        int below = at(left, bottom) * (2 * factor - over) + at(right, bottom) * over;
        int sum = above * (2 * factor - down) + below * down;
        result[y * width + x] = (byte) (sum / (4 * factor * factor));
      }
    }
    return new GrayPicture(result, width, height);
  }

  /** The same picture with each square of {@code factor} ≥ 2 pixels a side averaged into one. */
  GrayPicture reduced(int factor) {
    int width = getWidth() / factor;
    int height = getHeight() / factor;
    byte[] result = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int sum = 0;
        for (int dy = 0; dy < factor; dy++) {
          for (int dx = 0; dx < factor; dx++) {
            sum += at(x * factor + dx, y * factor + dy);
          }
        }
        result[y * width + x] = (byte) (sum / (factor * factor));
      }
    }
    return new GrayPicture(result, width, height);
  }

  @Override
  public byte[] getRow(int y, byte[] reusable) {
    byte[] row = reusable == null || reusable.length < getWidth() ? new byte[getWidth()] : reusable;
    System.arraycopy(luminances, y * getWidth(), row, 0, getWidth());
    return row;
  }

  @Override
  public byte[] getMatrix() {
    return luminances;
  }

  @Override
  public boolean isCropSupported() {
    return true;
  }

  @Override
  public GrayPicture crop(int left, int top, int width, int height) {
    byte[] cropped = new byte[width * height];
    for (int y = 0; y < height; y++) {
      System.arraycopy(luminances, (top + y) * getWidth() + left, cropped, y * width, width);
    }
    return new GrayPicture(cropped, width, height);
  }

  /** Pixels in all. */
  int pixels() {
    return luminances.length;
  }

  private int at(int x, int y) {
    return luminances[y * getWidth() + x] & 0xff;
  }

  /** Gray bytes are taken as they are: the JDK would convert them through a linear colour space. */
  private static boolean isPlainGray(BufferedImage image) {
    return image.getRaster().getNumBands() == 1
        && image.getRaster().getDataBuffer().getDataType() == DataBuffer.TYPE_BYTE
        && image.getSampleModel().getSampleSize(0) == 8
        && image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
        && image.getColorModel().getTransparency() == Transparency.OPAQUE;
  }

  private static void readGray(Raster raster, byte[] luminances) {
    raster.getDataElements(
        raster.getMinX(), raster.getMinY(), raster.getWidth(), raster.getHeight(), luminances);
  }

  /** Rec. 601 weights in 1/256, over white. */
  private static int luminance(int argb) {
    int alpha = argb >>> 24;
    int red = (argb >>> 16) & 0xff;
    int green = (argb >>> 8) & 0xff;
    int blue = argb & 0xff;
    int opaque = (77 * red + 150 * green + 29 * blue) >> 8;
    return (opaque * alpha + 255 * (255 - alpha)) / 255;
  }
}
