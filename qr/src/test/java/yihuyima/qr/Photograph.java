package yihuyima.qr;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * A symbol as it comes back from the world: small, blurred, turned, tilted, stained, faded, grainy.
 * Each method gives a new picture; luminances are 0 (black) to 255.
 */
final class Photograph {
  private static final float PAPER = 255f;

  private final int width;
  private final int height;
  private final float[] pixels;

  private Photograph(int width, int height, float[] pixels) {
    this.width = width;
    this.height = height;
    this.pixels = pixels;
  }

  private interface Where {
    /** The luminance that belongs at a place of the new picture. */
    float at(double x, double y);
  }

  /** The symbol with its quiet zone, this many pixels (not necessarily a whole number) a module. */
  static Photograph of(Symbol symbol, double pixelsAModule) {
    int sub = 4; // samples along each side of a pixel
    int modules = symbol.size() + 2 * Symbol.QUIET_ZONE_MODULES;
    int side = (int) Math.ceil(modules * pixelsAModule);
    float[] pixels = new float[side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        float light = 0;
        for (int i = 0; i < sub * sub; i++) {
          double moduleX = (x + (i % sub + 0.5) / sub) / pixelsAModule;
          double moduleY = (y + (Math.floorDiv(i, sub) + 0.5) / sub) / pixelsAModule;
          light +=
              symbol.isDark(
                      (int) moduleX - Symbol.QUIET_ZONE_MODULES,
                      (int) moduleY - Symbol.QUIET_ZONE_MODULES)
                  ? 0
                  : 1;
        }
        pixels[y * side + x] = PAPER * light / (sub * sub);
      }
    }
    return new Photograph(side, side, pixels);
  }

  Photograph rotated(double degrees) {
    double cos = Math.cos(Math.toRadians(degrees));
    double sin = Math.sin(Math.toRadians(degrees));
    int side = (int) Math.ceil(Math.hypot(width, height));
    return mapped(
        side,
        side,
        (x, y) -> {
          double dx = x - side / 2.0;
          double dy = y - side / 2.0;
          return sample(cos * dx + sin * dy + width / 2.0, cos * dy - sin * dx + height / 2.0);
        });
  }

  /** Seen from the side: the right edge is {@code share} (0–1) shorter than the left one. */
  Photograph tilted(double share) {
    return mapped(
        width,
        height,
        (x, y) -> {
          // A plane turned about its left edge: depth grows with x, height shrinks by depth.
          double depth = 1 - share * x / width;
          double sourceX = x * (1 - share) / depth;
          double sourceY = (y - height / 2.0) / depth + height / 2.0;
          return sample(sourceX, sourceY);
        });
  }

  /** A box blur of radius in pixels, twice, which is near a Gaussian. */
  Photograph blurred(int radius) {
    return smoothed(radius, true)
        .smoothed(radius, false)
        .smoothed(radius, true)
        .smoothed(radius, false);
  }

  /** Round stains of middle gray, diameter in pixels, anywhere but on the finders' corners. */
  Photograph stained(int stains, int diameter, Random random) {
    float[] result = pixels.clone();
    for (int i = 0; i < stains; i++) {
      double centreX = width * (0.4 + 0.45 * random.nextDouble());
      double centreY = height * (0.4 + 0.45 * random.nextDouble());
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          if (Math.hypot(x - centreX, y - centreY) < diameter / 2.0) {
            result[y * width + x] = 110;
          }
        }
      }
    }
    return new Photograph(width, height, result);
  }

  /** Black becomes {@code dark}, white becomes {@code light}; dark above light inverts. */
  Photograph faded(float dark, float light) {
    float[] result = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      result[i] = dark + (light - dark) * pixels[i] / PAPER;
    }
    return new Photograph(width, height, result);
  }

  /** A shadow over the picture: full light at the left, this share of it (0–1) at the right. */
  Photograph shaded(float share) {
    float[] result = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      result[i] = pixels[i] * (1 - (1 - share) * (i % width) / width);
    }
    return new Photograph(width, height, result);
  }

  /** Gaussian noise with this standard deviation. */
  Photograph noisy(double deviation, Random random) {
    float[] result = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      result[i] = (float) (pixels[i] + deviation * random.nextGaussian());
    }
    return new Photograph(width, height, result);
  }

  /** The picture at a place of a larger, gray one. */
  Photograph on(int canvasWidth, int canvasHeight, int left, int top) {
    return mapped(
        canvasWidth,
        canvasHeight,
        (x, y) -> {
          int sourceX = (int) Math.floor(x) - left;
          int sourceY = (int) Math.floor(y) - top;
          boolean inside = sourceX >= 0 && sourceY >= 0 && sourceX < width && sourceY < height;
          return inside ? pixels[sourceY * width + sourceX] : 235;
        });
  }

  /** This picture and another, side by side. */
  Photograph beside(Photograph other) {
    return mapped(
        width + other.width,
        Math.max(height, other.height),
        (x, y) -> x < width ? sample(x, y) : other.sample(x - width, y));
  }

  BufferedImage image() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < pixels.length; i++) {
      int gray = Math.clamp(Math.round(pixels[i]), 0, 255);
      image.setRGB(i % width, i / width, (gray << 16) | (gray << 8) | gray);
    }
    return image;
  }

  /** A file in one of the JDK's formats. */
  byte[] file(String format) {
    try (ByteArrayOutputStream file = new ByteArrayOutputStream()) {
      if (!ImageIO.write(image(), format, file)) {
        throw new IllegalArgumentException(format);
      }
      return file.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Photograph mapped(int newWidth, int newHeight, Where where) {
    float[] result = new float[newWidth * newHeight];
    for (int y = 0; y < newHeight; y++) {
      for (int x = 0; x < newWidth; x++) {
        result[y * newWidth + x] = where.at(x + 0.5, y + 0.5);
      }
    }
    return new Photograph(newWidth, newHeight, result);
  }

  private Photograph smoothed(int radius, boolean horizontally) {
    int dx = horizontally ? 1 : 0;
    int dy = horizontally ? 0 : 1;
    return mapped(
        width,
        height,
        (x, y) -> {
          float sum = 0;
          for (int i = -radius; i <= radius; i++) {
            sum += sample(x + i * dx, y + i * dy);
          }
          return sum / (2 * radius + 1);
        });
  }

  /** Bilinear; paper beyond the edge. */
  private float sample(double x, double y) {
    int left = (int) Math.floor(x - 0.5);
    int top = (int) Math.floor(y - 0.5);
    float over = (float) (x - 0.5 - left);
    float down = (float) (y - 0.5 - top);
    float above = pixel(left, top) * (1 - over) + pixel(left + 1, top) * over;
    float below = pixel(left, top + 1) * (1 - over) + pixel(left + 1, top + 1) * over;
    return above * (1 - down) + below * down;
  }

  private float pixel(int x, int y) {
    return x < 0 || y < 0 || x >= width || y >= height ? PAPER : pixels[y * width + x];
  }
}
