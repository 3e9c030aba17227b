package yihuyima.demo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;

/** Photos as phones send them. */
final class Photos {
  /** Stands in for the place a photo was taken at. */
  static final String PLACE = "N31.2304 E121.4737 canary";

  private Photos() {}

  /** A photo, wider than high, that says it was taken with the phone on its side, and where. */
  static byte[] takenSomewhere(int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.ORANGE);
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "jpeg", plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] jpeg = plain.toByteArray();
    byte[] exif = exif();
    return ByteBuffer.allocate(jpeg.length + exif.length)
        .put(jpeg, 0, 2)
        .put(exif)
        .put(jpeg, 2, jpeg.length - 2)
        .array();
  }

  /** Orientation 6, then a GPS directory that is the place in words. */
  private static byte[] exif() {
    byte[] place = PLACE.getBytes(StandardCharsets.US_ASCII);
    int length = 2 + 6 + 8 + 2 + 24 + 4 + place.length;
    return ByteBuffer.allocate(length + 2)
        .putShort((short) 0xFFE1)
        .putShort((short) length)
        .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII))
        .putShort((short) 0x4D4D)
        .putShort((short) 42)
        .putInt(8)
        .putShort((short) 2)
        .putShort((short) 0x0112)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) 6)
        .putShort((short) 0)
        .putShort((short) 0x8825)
        .putShort((short) 4)
        .putInt(1)
        .putInt(38)
        .putInt(0)
        .put(place)
        .array();
  }
}
