package yihuyima.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Made-up private values, and the search for them: as they are, in hex, in base64 wherever it
 * begins, and percent-encoded. One pass over the bytes whatever their number: the first eight bytes
 * of each form are looked up at every place.
 */
final class Canaries {
  private static final int WINDOW = 8;

  /** A form of a canary: what it is found by, and which canary it gives away. */
  private record Form(byte[] bytes, String canary) {}

  private final Map<Long, List<Form>> forms = new HashMap<>();
  // A bit for each hash of a window: most places are told apart without the map.
  private final long[] seen = new long[1 << 14];

  /** Adds a value that must never be found in clear. */
  void add(String canary) {
    byte[] utf8 = canary.getBytes(StandardCharsets.UTF_8);
    form(utf8, canary);
    String hex = HexFormat.of().formatHex(utf8);
    form(hex.getBytes(StandardCharsets.US_ASCII), canary);
    form(hex.toUpperCase(java.util.Locale.ROOT).getBytes(StandardCharsets.US_ASCII), canary);
    for (int skip = 0; skip < 3; skip++) {
      byte[] shifted = new byte[skip + utf8.length];
      System.arraycopy(utf8, 0, shifted, skip, utf8.length);
      String whole = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      // The characters at the edges depend on the neighbours.
      String sure = whole.substring(skip == 0 ? 0 : skip + 1, shifted.length * 8 / 6);
      form(sure.getBytes(StandardCharsets.US_ASCII), canary);
      form(sure.replace('+', '-').replace('/', '_').getBytes(StandardCharsets.US_ASCII), canary);
    }
    form(
        URLEncoder.encode(canary, StandardCharsets.UTF_8).getBytes(StandardCharsets.US_ASCII),
        canary);
  }

  private void form(byte[] bytes, String canary) {
    if (bytes.length < WINDOW) {
      throw new IllegalArgumentException("too short to be told from chance: " + canary);
    }
    long window = 0;
    for (int i = 0; i < WINDOW; i++) {
      window = (window << 8) | (bytes[i] & 0xff);
    }
    forms.computeIfAbsent(window, w -> new ArrayList<>()).add(new Form(bytes, canary));
    int bit = bit(window);
    seen[bit >> 6] |= 1L << bit;
  }

  private static int bit(long window) {
    return (int) ((window * 0x9e3779b97f4a7c15L) >>> 44);
  }

  /** The canaries in these bytes. */
  Set<String> in(byte[] bytes) {
    Set<String> found = new TreeSet<>();
    long window = 0;
    for (int i = 0; i < bytes.length; i++) {
      window = (window << 8) | (bytes[i] & 0xff);
      int bit = bit(window);
      if ((seen[bit >> 6] & (1L << bit)) == 0) {
        continue;
      }
      int start = i - WINDOW + 1;
      for (Form form : forms.getOrDefault(window, List.of())) {
        int end = start + form.bytes().length;
        if (start >= 0
            && end <= bytes.length
            && java.util.Arrays.equals(bytes, start, end, form.bytes(), 0, form.bytes().length)) {
          found.add(form.canary());
        }
      }
    }
    return found;
  }

  Set<String> in(String text) {
    return in(text.getBytes(StandardCharsets.UTF_8));
  }

  /** What is found in the files below a folder, as file and canary. */
  List<String> below(Path folder) {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        in(read(file)).forEach(canary -> found.add(file + " holds " + canary));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** Nothing, when it is gone by now: a database gives its journal's files other names. */
  private static byte[] read(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }
}
