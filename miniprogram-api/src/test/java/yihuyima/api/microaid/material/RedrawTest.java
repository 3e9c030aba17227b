package yihuyima.api.microaid.material;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class RedrawTest {
  /** Where red, green, blue and white are once upright, for each orientation of EXIF. */
  private static final String[] UPRIGHT = {
    "RGBW", "GRWB", "WBGR", "BWRG", "RBGW", "BRWG", "WGBR", "GWRB"
  };

  @Test
  void photoIsTurnedUpright() throws NotAPhoto {
    for (int value = 1; value <= 8; value++) {
      byte[] file =
          Pictures.withSegments(
              Pictures.jpeg(320, 160), Pictures.exif(value, ByteOrder.BIG_ENDIAN));

      BufferedImage kept = Pictures.read(Redraw.redraw(file));

      assertThat(fields(kept)).as("orientation " + value).isEqualTo(UPRIGHT[value - 1]);
      assertThat(kept.getWidth()).isEqualTo(value >= 5 ? 160 : 320);
      assertThat(kept.getHeight()).isEqualTo(value >= 5 ? 320 : 160);
    }
  }

  @Test
  void orientationOfAPngCountsToo() throws NotAPhoto {
    byte[] file =
        Pictures.withChunks(
            Pictures.png(320, 160, BufferedImage.TYPE_INT_RGB),
            Pictures.chunk("eXIf", Pictures.tiff(6, ByteOrder.LITTLE_ENDIAN)));

    assertThat(fields(Pictures.read(Redraw.redraw(file)))).isEqualTo(UPRIGHT[5]);
  }

  @Test
  void nothingButThePictureComesBack() throws NotAPhoto {
    byte[] canary = Pictures.ascii(Pictures.CANARY);
    byte[] jpeg =
        Pictures.concat(
            Pictures.withSegments(
                Pictures.jpeg(320, 160),
                Pictures.exif(1, ByteOrder.LITTLE_ENDIAN),
                Pictures.segment(0xE1, canary),
                Pictures.segment(0xED, canary),
                Pictures.segment(0xE2, canary),
                Pictures.segment(0xFE, canary)),
            canary);
    byte[] png =
        Pictures.concat(
            Pictures.withChunks(
                Pictures.png(320, 160, BufferedImage.TYPE_INT_RGB),
                Pictures.chunk("tEXt", canary),
                Pictures.chunk("eXIf", Pictures.tiff(1, ByteOrder.BIG_ENDIAN)),
                Pictures.chunk("iCCP", canary)),
            canary);

    for (byte[] file : new byte[][] {jpeg, png}) {
      byte[] kept = Redraw.redraw(file);
      assertThat(Pictures.contains(file, canary)).isTrue();
      assertThat(Pictures.contains(kept, canary)).isFalse();
      assertThat(Pictures.contains(kept, Pictures.ascii("Exif"))).isFalse();
      assertThat(kept).startsWith(0xFF, 0xD8, 0xFF, 0xE0);
      assertThat(fields(Pictures.read(kept))).isEqualTo("RGBW");
    }
  }

  @Test
  void largePhotoBecomesSmallAndSmallOnesStay() throws NotAPhoto {
    assertThat(sides(Redraw.redraw(Pictures.jpeg(4000, 3000)))).isEqualTo("2560x1920");
    assertThat(sides(Redraw.redraw(Pictures.jpeg(8000, 5000)))).isEqualTo("2560x1600");
    assertThat(sides(Redraw.redraw(Pictures.jpeg(2561, 3)))).isEqualTo("2560x3");
    assertThat(sides(Redraw.redraw(Pictures.jpeg(1, 1)))).isEqualTo("1x1");
    assertThat(sides(Redraw.redraw(Pictures.jpeg(19_999, 1)))).isEqualTo("2560x1");
    assertThat(sides(Redraw.redraw(Pictures.progressiveJpeg(2600, 1300)))).isEqualTo("2560x1280");
  }

  @Test
  void stripsFitTogetherWithoutASeam() throws NotAPhoto {
    for (int[] size : new int[][] {{4001, 3001}, {3001, 4001}, {7001, 5003}, {19_000, 2000}}) {
      assertThat(fields(Pictures.read(Redraw.redraw(Pictures.jpeg(size[0], size[1])))))
          .isEqualTo("RGBW");
    }
  }

  @Test
  void everyKindOfPngAndJpegIsRead() throws NotAPhoto {
    int[] types = {
      BufferedImage.TYPE_INT_RGB,
      BufferedImage.TYPE_INT_ARGB,
      BufferedImage.TYPE_4BYTE_ABGR,
      BufferedImage.TYPE_BYTE_INDEXED
    };
    for (int type : types) {
      assertThat(fields(Pictures.read(Redraw.redraw(Pictures.png(320, 160, type)))))
          .isEqualTo("RGBW");
    }
    assertThat(sides(Redraw.redraw(Pictures.png(320, 160, BufferedImage.TYPE_USHORT_GRAY))))
        .isEqualTo("320x160");
    assertThat(sides(Redraw.redraw(Pictures.png(320, 160, BufferedImage.TYPE_BYTE_BINARY))))
        .isEqualTo("320x160");
    assertThat(sides(Redraw.redraw(Pictures.grayJpeg(320, 160)))).isEqualTo("320x160");
    assertThat(fields(Pictures.read(Redraw.redraw(Pictures.progressiveJpeg(320, 160)))))
        .isEqualTo("RGBW");
  }

  @Test
  void jpegOfACameraWithoutJfifKeepsItsColours() throws NotAPhoto {
    byte[] jfif = Pictures.jpeg(320, 160);
    // Behind the beginning stands the JFIF segment of 18 bytes; cameras write EXIF in its place.
    byte[] bare =
        Pictures.concat(
            java.util.Arrays.copyOf(jfif, 2),
            Pictures.exif(1, ByteOrder.BIG_ENDIAN),
            java.util.Arrays.copyOfRange(jfif, 20, jfif.length));

    assertThat(fields(Pictures.read(Redraw.redraw(bare)))).isEqualTo("RGBW");
  }

  @Test
  void transparentIsWhite() throws NotAPhoto {
    byte[] clear =
        Pictures.written(new BufferedImage(80, 80, BufferedImage.TYPE_INT_ARGB), "png", false);

    assertThat(colour(Pictures.read(Redraw.redraw(clear)), 40, 40)).isEqualTo('W');
  }

  @Test
  void bombsAreRefusedBeforeAnythingIsDecoded() {
    byte[] jpeg = Pictures.jpeg(16, 16);
    int frame = frameOf(jpeg);
    jpeg[frame + 5] = (byte) 0x4E;
    jpeg[frame + 7] = (byte) 0x4E;

    assertRefused(jpeg);
    assertRefused(Pictures.emptyPng(19_999, 19_999, 8, 2, 0, 1000));
    assertRefused(Pictures.emptyPng(1, Integer.MAX_VALUE, 8, 2, 0, 1000));
    assertRefused(Pictures.emptyPng(-1, 100, 8, 2, 0, 1000));
    assertRefused(Pictures.emptyPng(0, 0, 8, 2, 0, 1000));
    assertRefused(Pictures.emptyPng(6000, 6000, 16, 6, 0, 1000));
    assertRefused(Pictures.emptyPng(6000, 6000, 8, 0, 1, 1000));
  }

  @Test
  void deflatedTextInAPngIsNotInflated() throws NotAPhoto {
    byte[] bomb =
        Pictures.concat(
            Pictures.ascii("Comment\0"), new byte[1], Pictures.deflatedZeros(1_000_000_000));
    byte[] file =
        Pictures.withChunks(
            Pictures.png(320, 160, BufferedImage.TYPE_BYTE_INDEXED),
            Pictures.chunk("zTXt", bomb),
            Pictures.chunk("iTXt", bomb),
            Pictures.chunk("iCCP", bomb));

    assertThat(sides(Redraw.redraw(file))).isEqualTo("320x160");
  }

  @Test
  void whatIsNoPhotoIsRefused() {
    byte[] jpeg = Pictures.jpeg(64, 64);
    assertRefused(new byte[0]);
    assertRefused(new byte[] {(byte) 0xFF, (byte) 0xD8});
    assertRefused(Pictures.ascii("<svg xmlns='http://www.w3.org/2000/svg'/>"));
    assertRefused(Pictures.ascii("<!doctype html><script>alert(1)</script>"));
    assertRefused(Pictures.ascii("GIF89a" + "x".repeat(100)));
    assertRefused(Pictures.ascii("%PDF-1.7 " + "x".repeat(100)));
    assertRefused(Pictures.ascii("PK\3\4" + "x".repeat(100)));
    assertRefused(Pictures.written(Pictures.fields(20, 20, 1), "bmp", false));
    assertRefused(Pictures.written(Pictures.fields(20, 20, 1), "gif", false));
    assertRefused(java.util.Arrays.copyOf(jpeg, jpeg.length - 2));
    assertRefused(java.util.Arrays.copyOf(jpeg, jpeg.length / 2));
    assertRefused(Pictures.concat(Pictures.ascii(" "), jpeg));
  }

  private static int frameOf(byte[] jpeg) {
    for (int i = 0; i < jpeg.length - 1; i++) {
      if ((jpeg[i] & 0xFF) == 0xFF && (jpeg[i + 1] & 0xFF) == 0xC0) {
        return i;
      }
    }
    throw new IllegalArgumentException("no frame");
  }

  private static void assertRefused(byte[] file) {
    assertThatThrownBy(() -> Redraw.redraw(file)).isInstanceOf(NotAPhoto.class);
  }

  private static String sides(byte[] file) {
    BufferedImage picture = Pictures.read(file);
    return picture.getWidth() + "x" + picture.getHeight();
  }

  /** The colours of the four fields, row by row. */
  private static String fields(BufferedImage picture) {
    int x = picture.getWidth() / 4;
    int y = picture.getHeight() / 4;
    return ""
        + colour(picture, x, y)
        + colour(picture, 3 * x, y)
        + colour(picture, x, 3 * y)
        + colour(picture, 3 * x, 3 * y);
  }

  private static char colour(BufferedImage picture, int x, int y) {
    Color at = new Color(picture.getRGB(x, y));
    boolean red = at.getRed() > 200;
    boolean green = at.getGreen() > 200;
    boolean blue = at.getBlue() > 200;
    if (red && green && blue) {
      return 'W';
    }
    return red ? 'R' : green ? 'G' : blue ? 'B' : '?';
  }
}
