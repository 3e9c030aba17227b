package yihuyima.api.audit.seal;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The newest seals outside the database: one JSON line each, appended and fsynced. Whoever cuts the
 * chain's tail in the database, or restores an old backup, cannot cut it here.
 */
public final class HeadFile {
  /** More than a line has; the last line is looked for in so many bytes. */
  private static final int TAIL_BYTES = 4096;

  /** A seal as the file knows it. */
  public record Line(long number, byte[] digest, Instant at, int keyId, byte[] signature) {}

  private final Path file;

  public HeadFile(Path file) {
    this.file = file;
  }

  Path path() {
    return file;
  }

  /** Appends a seal; when it returns, the line is on the disk. */
  void append(Seal seal) throws IOException {
    JsonObject line =
        new JsonObject()
            .put("number", seal.number())
            .put("digest", HexFormat.of().formatHex(seal.digest()))
            .put("at", Instant.ofEpochMilli(seal.sealedAtMicros() / 1000).toString())
            .put("kid", seal.keyId())
            .put("signature", HexFormat.of().formatHex(seal.signature()));
    cutTornLine();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteBuffer bytes = ByteBuffer.wrap((line.encode() + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** A line without an end was being written when the machine stopped. */
  private void cutTornLine() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      byte[] tail = tail(open);
      int end = tail.length;
      while (end > 0 && tail[end - 1] != '\n') {
        end--;
      }
      if (end < tail.length) {
        open.setLength(open.length() - (tail.length - end));
      }
    }
  }

  /** The last whole line; empty when there is none yet. */
  Optional<Line> newest() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
      String text = new String(tail(open), StandardCharsets.UTF_8);
      int end = text.lastIndexOf('\n');
      if (end <= 0) {
        return Optional.empty();
      }
      String line = text.substring(text.lastIndexOf('\n', end - 1) + 1, end);
      return Optional.of(
          parse(line).orElseThrow(() -> new IOException("the last line of " + file + " is none")));
    }
  }

  private static byte[] tail(RandomAccessFile open) throws IOException {
    int length = (int) Math.min(TAIL_BYTES, open.length());
    byte[] tail = new byte[length];
    open.seek(open.length() - length);
    open.readFully(tail);
    return tail;
  }

  /** All lines, as they are read; a line that cannot be read is empty. To be closed. */
  public Stream<Optional<Line>> lines() throws IOException {
    BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
    return reader
        .lines()
        .map(HeadFile::parse)
        .onClose(
            () -> {
              try {
                reader.close();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private static Optional<Line> parse(String text) {
    try {
      JsonObject line = new JsonObject(text);
      return Optional.of(
          new Line(
              line.getLong("number"),
              HexFormat.of().parseHex(line.getString("digest")),
              Instant.parse(line.getString("at")),
              line.getInteger("kid"),
              HexFormat.of().parseHex(line.getString("signature"))));
    } catch (DecodeException
        | IllegalArgumentException
        | ClassCastException
        | NullPointerException
        | java.time.DateTimeException e) {
      return Optional.empty();
    }
  }
}
