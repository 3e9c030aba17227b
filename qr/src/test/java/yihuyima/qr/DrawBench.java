package yihuyima.qr;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.Encoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;

/**
 * Card pictures a second, from text to finished file, beside two floors taken in the same run:
 * ZXing with ImageIO, and ZXing with a plain one-bit PNG at deflate level 1.
 *
 * <p>Every case has one turn in each of five rounds, and the median round counts, so what else the
 * machine does falls on all alike. One thread, eight pixels a module; rates hold for this machine
 * only, ratios for others too. {@code --json FILE} writes them for comparison. ZXing's writer never
 * mixes modes, so its signed symbols are larger: that is part of what it costs.
 */
public final class DrawBench {
  private static final int ROUNDS = 5;
  private static final long WARM_UP_NANOS = 700_000_000L;
  private static final long TURN_NANOS = 600_000_000L;
  private static final int HOUSEHOLDS = 256;
  private static final int SCALE = 8;
  private static final int PERCENTILE_SAMPLES_MAX = 1 << 20;
  private static final String IMAGE_IO = "zxing + ImageIO";
  private static final String ONE_BIT = "zxing + 1-bit PNG";

  private DrawBench() {}

  /** Draws the picture of one household; the answer's length keeps the work from being left out. */
  private interface Draw {
    int of(int household) throws IOException, WriterException;
  }

  /** One way of drawing one kind of text, and what was measured. */
  private static final class Case {
    final String text;
    final String way;
    final Draw draw;
    final double[] rates = new double[ROUNDS];
    final long[] nanos = new long[PERCENTILE_SAMPLES_MAX];
    int samples;
    long bytes;

    Case(String text, String way, Draw draw) {
      this.text = text;
      this.way = way;
      this.draw = draw;
    }

    String name() {
      return text + ", " + way;
    }

    /** Draws for a while; the answer is pictures a second. */
    double turn(long forNanos) throws IOException, WriterException {
      long start = System.nanoTime();
      long before = start;
      int count = 0;
      while (before - start < forNanos) {
        bytes = draw.of(count % HOUSEHOLDS);
        count++;
        long after = System.nanoTime();
        if (samples < nanos.length) {
          nanos[samples++] = after - before;
        }
        before = after;
      }
      return count * 1e9 / (before - start);
    }

    double medianRate() {
      double[] sorted = rates.clone();
      Arrays.sort(sorted);
      return sorted[ROUNDS / 2];
    }

    double p99Ms() {
      long[] sorted = Arrays.copyOf(nanos, samples);
      Arrays.sort(sorted);
      return sorted[(int) (samples * 0.99)] / 1e6;
    }
  }

  /** Runs everything in about 45 seconds and prints a table. */
  public static void main(String[] args) throws IOException, WriterException {
    System.setProperty("java.awt.headless", "true");
    ImageIO.setUseCache(false); // the floor gets memory, not temporary files
    List<Case> cases = cases();
    for (Case each : cases) {
      each.turn(WARM_UP_NANOS);
      each.samples = 0;
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (Case each : cases) {
        each.rates[round] = each.turn(TURN_NANOS);
      }
    }
    print(cases);
    if (args.length == 2 && args[0].equals("--json")) {
      Files.writeString(Path.of(args[1]), json(cases));
    }
  }

  private static List<Case> cases() {
    List<HouseholdCode> codes = new ArrayList<>();
    List<SignedCode> signed = new ArrayList<>();
    for (int household = 1; household <= HOUSEHOLDS; household++) {
      codes.add(Given.code(household));
      signed.add(Given.signed(household));
    }
    List<String> shortTexts =
        codes.stream().map(code -> CodeText.shortText(Given.PREFIX, code)).toList();
    List<String> signedTexts = signed.stream().map(code -> code.text(Given.PREFIX)).toList();
    List<Case> cases = new ArrayList<>();
    addFloors(cases, "short", shortTexts);
    addOurs(cases, "short", household -> Symbol.ofShort(Given.PREFIX, codes.get(household)));
    addFloors(cases, "signed", signedTexts);
    addOurs(cases, "signed", household -> Symbol.ofSigned(Given.PREFIX, signed.get(household)));
    return cases;
  }

  private static void addFloors(List<Case> cases, String kind, List<String> texts) {
    cases.add(new Case(kind, IMAGE_IO, household -> zxingImageIo(texts.get(household))));
    cases.add(new Case(kind, ONE_BIT, household -> zxingOneBit(texts.get(household))));
  }

  private interface Symbols {
    Symbol of(int household);
  }

  private static void addOurs(List<Case> cases, String kind, Symbols symbols) {
    cases.add(new Case(kind, "ours, modules", household -> symbols.of(household).size()));
    cases.add(
        new Case(kind, "ours, PNG", household -> Png.draw(symbols.of(household), SCALE).length));
    cases.add(new Case(kind, "ours, SVG", household -> Svg.draw(symbols.of(household)).length()));
  }

  /** What most programs do: QRCodeWriter, a picture of two colours, ImageIO. */
  private static int zxingImageIo(String text) throws IOException, WriterException {
    Map<EncodeHintType, Object> hints =
        Map.of(
            EncodeHintType.ERROR_CORRECTION,
            ErrorCorrectionLevel.M,
            EncodeHintType.MARGIN,
            Symbol.QUIET_ZONE_MODULES);
    int side = zxingModules(text) * SCALE;
    BitMatrix matrix = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, side, side, hints);
    BufferedImage image =
        new BufferedImage(matrix.getWidth(), matrix.getHeight(), BufferedImage.TYPE_BYTE_BINARY);
    int[] row = new int[matrix.getWidth()];
    for (int y = 0; y < matrix.getHeight(); y++) {
      for (int x = 0; x < row.length; x++) {
        row[x] = matrix.get(x, y) ? 0xff000000 : 0xffffffff;
      }
      image.setRGB(0, y, row.length, 1, row, 0, row.length);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(image, "png", file);
    return file.size();
  }

  /** Modules a side with the quiet zone, of the version that level M needs in byte mode. */
  private static int zxingModules(String text) {
    int version = SymbolEncoder.smallestVersion(List.of(Segment.bytes(text)), ErrorLevel.M);
    return 17 + 4 * version + 2 * Symbol.QUIET_ZONE_MODULES;
  }

  /** ZXing's modules in a straightforward one-bit PNG. */
  private static int zxingOneBit(String text) throws WriterException {
    Map<EncodeHintType, Object> hints = Map.of(EncodeHintType.MARGIN, Symbol.QUIET_ZONE_MODULES);
    byte[][] modules = Encoder.encode(text, ErrorCorrectionLevel.M, hints).getMatrix().getArray();
    int side = (modules.length + 2 * Symbol.QUIET_ZONE_MODULES) * SCALE;
    int stride = 1 + (side + 7) / 8;
    byte[] rows = new byte[stride * side];
    Arrays.fill(rows, (byte) 0xff);
    for (int y = 0; y < side; y++) {
      rows[y * stride] = 0;
      int moduleY = y / SCALE - Symbol.QUIET_ZONE_MODULES;
      for (int x = 0; moduleY >= 0 && moduleY < modules.length && x < modules.length; x++) {
        if (modules[moduleY][x] == 1) {
          // Eight pixels a module: a module is a byte.
          rows[y * stride + 1 + x + Symbol.QUIET_ZONE_MODULES] = 0;
        }
      }
    }
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    deflater.setInput(rows);
    deflater.finish();
    byte[] data = new byte[rows.length + 64];
    int length = deflater.deflate(data);
    deflater.end();
    ByteBuffer png = ByteBuffer.allocate(8 + 25 + 12 + length + 12).putLong(0x89504e470d0a1a0aL);
    byte[] header = ByteBuffer.allocate(13).putInt(side).putInt(side).put((byte) 1).array();
    putChunk(png, "IHDR", header, header.length);
    putChunk(png, "IDAT", data, length);
    putChunk(png, "IEND", data, 0);
    return png.position();
  }

  private static void putChunk(ByteBuffer png, String type, byte[] content, int length) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 check = new CRC32();
    check.update(name);
    check.update(content, 0, length);
    png.putInt(length).put(name).put(content, 0, length).putInt((int) check.getValue());
  }

  private static void print(List<Case> cases) {
    System.out.printf(
        Locale.ROOT,
        "%-26s %12s %9s %9s %14s %14s%n",
        "case",
        "pictures/s",
        "p99 ms",
        "bytes",
        "x ImageIO",
        "x 1-bit PNG");
    for (Case each : cases) {
      System.out.printf(
          Locale.ROOT,
          "%-26s %,12.0f %9.3f %,9d %14.1f %14.1f%n",
          each.name(),
          each.medianRate(),
          each.p99Ms(),
          each.bytes,
          each.medianRate() / floor(cases, each, IMAGE_IO),
          each.medianRate() / floor(cases, each, ONE_BIT));
    }
    System.out.printf(
        "%d pixels a module; one thread of %d cores; JDK %s; median of %d rounds of %d ms%n",
        SCALE,
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"),
        ROUNDS,
        TURN_NANOS / 1_000_000);
  }

  private static double floor(List<Case> cases, Case each, String way) {
    return cases.stream()
        .filter(other -> other.text.equals(each.text) && other.way.equals(way))
        .mapToDouble(Case::medianRate)
        .findFirst()
        .orElseThrow();
  }

  private static String json(List<Case> cases) {
    return cases.stream()
        .map(
            each ->
                String.format(
                    Locale.ROOT,
                    "  \"%s\": {\"rps\": %.1f, \"p99Ms\": %.4f, \"ratioTo\": {\"%s\": %.2f, \"%s\":"
                        + " %.2f}}",
                    each.name(),
                    each.medianRate(),
                    each.p99Ms(),
                    IMAGE_IO,
                    each.medianRate() / floor(cases, each, IMAGE_IO),
                    ONE_BIT,
                    each.medianRate() / floor(cases, each, ONE_BIT)))
        .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
  }
}
