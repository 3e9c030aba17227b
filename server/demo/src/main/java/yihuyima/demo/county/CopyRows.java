package yihuyima.demo.county;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * Rows of one table on their way into PostgreSQL, in the binary format of {@code COPY}: nothing to
 * escape, and half the work for both sides. Values come in the order of the columns.
 */
final class CopyRows {
  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final byte[] TRAILER = {(byte) 0xff, (byte) 0xff};

  /** PostgreSQL counts days and microseconds from 2000-01-01. */
  private static final long EPOCH_DAY = LocalDate.of(2000, 1, 1).toEpochDay();

  private static final long EPOCH_SECOND = EPOCH_DAY * 86_400;
  private static final int TEXT_OID = 25;
  private static final int INT4_OID = 23;
  private static final int ABSENT = -1;

  private final String table;
  private final String statement;
  private final int columns;
  private byte[] bytes = new byte[64 * 1024];
  private int length;
  private long rows;

  CopyRows(String table, String... columns) {
    this.table = table;
    this.columns = columns.length;
    this.statement =
        "COPY %s (%s) FROM STDIN (FORMAT binary)".formatted(table, String.join(", ", columns));
  }

  String table() {
    return table;
  }

  /** Rows since the start. */
  long rows() {
    return rows;
  }

  CopyRows row() {
    rows++;
    room(2);
    put(columns >> 8);
    put(columns);
    return this;
  }

  CopyRows int8(long value) {
    size(8);
    putLong(value);
    return this;
  }

  CopyRows int8(@Nullable Long value) {
    return value == null ? nothing() : int8(value.longValue());
  }

  CopyRows int4(int value) {
    size(4);
    putInt(value);
    return this;
  }

  CopyRows int4(@Nullable Integer value) {
    return value == null ? nothing() : int4(value.intValue());
  }

  CopyRows int2(int value) {
    size(2);
    put(value >> 8);
    put(value);
    return this;
  }

  CopyRows bool(boolean value) {
    size(1);
    put(value ? 1 : 0);
    return this;
  }

  CopyRows text(@Nullable String value) {
    return bytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  CopyRows bytes(byte @Nullable [] value) {
    if (value == null) {
      return nothing();
    }
    size(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
    return this;
  }

  CopyRows day(@Nullable LocalDate value) {
    return value == null ? nothing() : int4((int) (value.toEpochDay() - EPOCH_DAY));
  }

  CopyRows moment(@Nullable Instant value) {
    return value == null
        ? nothing()
        : int8((value.getEpochSecond() - EPOCH_SECOND) * 1_000_000L + value.getNano() / 1_000L);
  }

  CopyRows texts(List<String> values) {
    List<byte[]> encoded =
        values.stream().map(value -> value.getBytes(StandardCharsets.UTF_8)).toList();
    boolean empty = encoded.isEmpty();
    size((empty ? 12 : 20) + encoded.stream().mapToInt(one -> 4 + one.length).sum());
    putInt(empty ? 0 : 1);
    putInt(0);
    putInt(TEXT_OID);
    if (!empty) {
      putInt(encoded.size());
      putInt(1);
    }
    for (byte[] one : encoded) {
      bytes(one);
    }
    return this;
  }

  CopyRows ints(int[] values) {
    boolean empty = values.length == 0;
    size((empty ? 12 : 20) + values.length * 8);
    putInt(empty ? 0 : 1);
    putInt(0);
    putInt(INT4_OID);
    if (!empty) {
      putInt(values.length);
      putInt(1);
    }
    for (int value : values) {
      int4(value);
    }
    return this;
  }

  CopyRows nothing() {
    room(4);
    putInt(ABSENT);
    return this;
  }

  /** Sends what has gathered and is empty again. */
  void send(CopyManager copy) throws SQLException {
    if (length == 0) {
      return;
    }
    CopyIn in = copy.copyIn(statement);
    in.writeToCopy(HEADER, 0, HEADER.length);
    in.writeToCopy(bytes, 0, length);
    in.writeToCopy(TRAILER, 0, TRAILER.length);
    in.endCopy();
    length = 0;
  }

  private void size(int count) {
    room(4 + count);
    putInt(count);
  }

  private void room(int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
    }
  }

  private void put(int value) {
    bytes[length++] = (byte) value;
  }

  private void putInt(int value) {
    put(value >> 24);
    put(value >> 16);
    put(value >> 8);
    put(value);
  }

  private void putLong(long value) {
    putInt((int) (value >> 32));
    putInt((int) value);
  }
}
