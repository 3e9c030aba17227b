package yihuyima.api.microaid.material;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Hundreds of files made to hurt: none is kept as it came, none costs more than it may. */
class HostileUploadTest {
  /** Measured: at most a second on an idle core; twice that when others share it. */
  private static final long CPU_NANOS_MAX = 2_000_000_000L;

  private static final long HEAP_BYTES_MAX = 64L << 20;

  @Test
  void everyHostileFileIsRefusedOrDrawnAnew() throws NotAPhoto {
    Redraw.redraw(Pictures.jpeg(2000, 1000));
    var threads = ManagementFactory.getThreadMXBean();
    List<byte[]> files = hostile();
    assertThat(files).hasSizeGreaterThan(300);
    long slowest = 0;
    for (byte[] file : files) {
      long before = threads.getCurrentThreadCpuTime();
      Optional<byte[]> kept = redrawn(file);
      slowest = Math.max(slowest, threads.getCurrentThreadCpuTime() - before);
      kept.ifPresent(HostileUploadTest::assertHarmless);
    }
    assertThat(slowest).isLessThan(CPU_NANOS_MAX);
  }

  private static Optional<byte[]> redrawn(byte[] file) {
    try {
      return Optional.of(Redraw.redraw(file));
    } catch (NotAPhoto refused) {
      return Optional.empty();
    }
  }

  private static void assertHarmless(byte[] kept) {
    assertThat(kept).startsWith(0xFF, 0xD8, 0xFF, 0xE0);
    assertThat(Pictures.contains(kept, Pictures.ascii(Pictures.CANARY))).isFalse();
    BufferedImage picture = Pictures.read(kept);
    assertThat(Math.max(picture.getWidth(), picture.getHeight()))
        .isLessThanOrEqualTo(Redraw.SIDE_MAX);
  }

  /** The largest photo that is taken: what must live at once, by what the collector leaves. */
  @Test
  void largestPhotoFitsIntoItsMemory() throws Exception {
    byte[] file = Pictures.jpeg(7700, 5100);
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    long before = runtime.totalMemory() - runtime.freeMemory();
    long[] highest = {0};
    Thread drawing =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    Redraw.redraw(file);
                  } catch (NotAPhoto e) {
                    throw new IllegalStateException(e);
                  }
                });
    while (drawing.isAlive()) {
      System.gc();
      highest[0] = Math.max(highest[0], runtime.totalMemory() - runtime.freeMemory() - before);
    }
    drawing.join();
    assertThat(highest[0]).isLessThan(HEAP_BYTES_MAX);
  }

  private static List<byte[]> hostile() {
    Random random = new Random(20260302);
    List<byte[]> files = new ArrayList<>();
    List<byte[]> sound =
        List.of(
            Pictures.withSegments(Pictures.jpeg(320, 240), Pictures.exif(6, ByteOrder.BIG_ENDIAN)),
            Pictures.progressiveJpeg(320, 240),
            Pictures.withChunks(
                Pictures.png(320, 240, BufferedImage.TYPE_INT_ARGB),
                Pictures.chunk("tEXt", Pictures.ascii(Pictures.CANARY))),
            Pictures.png(320, 240, BufferedImage.TYPE_BYTE_INDEXED));
    for (byte[] file : sound) {
      for (int i = 0; i < 40; i++) {
        files.add(spoilt(file, random, 1 + random.nextInt(20), file.length));
        files.add(spoilt(file, random, 1 + random.nextInt(6), 700));
      }
      for (int i = 0; i < 10; i++) {
        files.add(Arrays.copyOf(file, random.nextInt(file.length)));
      }
      files.add(Pictures.concat(file, Pictures.ascii("<script>" + Pictures.CANARY)));
      files.add(Pictures.concat(file, file));
    }
    files.add(Pictures.jpeg(7700, 5100));
    files.add(Pictures.progressiveJpeg(3400, 2300));
    files.add(Pictures.emptyPng(6000, 6600, 8, 2, 0, (6000L * 3 + 1) * 6600));
    files.add(Pictures.emptyPng(6300, 6300, 8, 0, 0, (6300L + 1) * 6300));
    files.add(Pictures.progressiveJpeg(4600, 3400));
    files.add(Pictures.emptyPng(2800, 2800, 8, 6, 1, (2800L * 4 + 1) * 2900));
    files.add(Pictures.emptyPng(2800, 2800, 16, 6, 0, (2800L * 8 + 1) * 2800));
    files.add(Pictures.emptyPng(20_000, 2000, 8, 2, 0, (20_000L * 3 + 1) * 2000));
    files.add(Pictures.emptyPng(2000, 20_000, 1, 0, 0, 251L * 20_000));
    files.add(Pictures.emptyPng(100, 100, 8, 2, 0, 1_000_000_000));
    return files;
  }

  private static byte[] spoilt(byte[] file, Random random, int changes, int within) {
    byte[] copy = file.clone();
    for (int i = 0; i < changes; i++) {
      copy[random.nextInt(Math.min(within, copy.length))] = (byte) random.nextInt(256);
    }
    return copy;
  }
}
