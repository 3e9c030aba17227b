package yihuyima.api.audit.seal;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Seals in PostgreSQL; every method takes the sealer's or the verifier's own connection. */
public final class SealStore {
  /** Whoever holds this lock in a database is its sealer. "yhymseal" in letters. */
  public static final long LOCK = 0x7968_796d_7365_616cL;

  static final String TRY_LOCK =
      """
      SELECT pg_try_advisory_lock($1) AS elected
      """;

  /** Below the horizon every transaction has ended; {@code next_xact} is the next to begin. */
  static final String HORIZON =
      """
      SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS horizon,
             pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next_xact
      """;

  static final String NEWEST_NUMBER =
      """
      SELECT coalesce(max(number), 0) AS number
        FROM access_seal
      """;

  static final String INSERT =
      """
      INSERT INTO access_seal
             (number, format, from_xact, from_id, to_xact, to_id, records, leaves, previous_digest, sealed_at, key_id, digest, signature)
      VALUES ($1, $2, $3::text::xid8, $4, $5::text::xid8, $6, $7, $8, $9, timestamptz 'epoch' + $10 * interval '1 microsecond',
              $11, $12, $13)
      """;

  /** Which seals were made between two moments. */
  static final String NUMBERS_BETWEEN =
      """
      SELECT min(number) AS first, max(number) AS last
        FROM access_seal
       WHERE sealed_at >= $1::timestamptz AND sealed_at < $2::timestamptz
      """;

  static final String MAKE_PARTITIONS =
      """
      SELECT make_access_record_partitions($1::date, $2::date) AS made
      """;

  /** What the record's place in the history of the cluster and of its head file must be. */
  public static final class Discontinuity extends Exception {
    private static final long serialVersionUID = 1L;

    Discontinuity(String says) {
      super(says);
    }
  }

  private SealStore() {}

  /** The first and the last number of the seals made between two moments; empty without any. */
  public static Optional<long[]> numbersBetween(Connection db, Instant from, Instant to)
      throws SQLException {
    try (PreparedStatement statement =
            Statements.prepare(db, NUMBERS_BETWEEN, from.toString(), to.toString());
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      long first = rows.getLong(1);
      return rows.wasNull() ? Optional.empty() : Optional.of(new long[] {first, rows.getLong(2)});
    }
  }

  static boolean tryLock(Connection db) throws SQLException {
    try (PreparedStatement statement = Statements.prepare(db, TRY_LOCK, LOCK);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() && rows.getBoolean(1);
    }
  }

  static long horizon(Connection db) throws SQLException {
    return xact(db, 1);
  }

  private static long xact(Connection db, int column) throws SQLException {
    try (PreparedStatement statement = Statements.prepare(db, HORIZON);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(column);
    }
  }

  static long newestNumber(Connection db) throws SQLException {
    try (PreparedStatement statement = Statements.prepare(db, NEWEST_NUMBER);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  static Optional<Seal> newest(Connection db) throws SQLException {
    try (PreparedStatement statement = Statements.prepare(db, Seal.NEWEST);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(Seal.read(rows)) : Optional.empty();
    }
  }

  static Optional<Seal> find(Connection db, long number) throws SQLException {
    try (PreparedStatement statement = Statements.prepare(db, Seal.BETWEEN, number, number);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(Seal.read(rows)) : Optional.empty();
    }
  }

  static List<RecordRow> rows(Connection db, Place from, Place to, int limit) throws SQLException {
    List<RecordRow> found = new ArrayList<>();
    try (PreparedStatement statement =
            Statements.prepare(
                db,
                RecordRow.BETWEEN,
                Long.toString(from.xact()),
                from.id(),
                Long.toString(to.xact()),
                to.id(),
                limit);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(RecordRow.read(rows));
      }
    }
    return found;
  }

  /** Fails when another has written this number, or has followed the same seal: never a fork. */
  static void insert(Connection db, Seal seal) throws SQLException {
    try (PreparedStatement statement =
        Statements.prepare(
            db,
            INSERT,
            seal.number(),
            seal.format(),
            Long.toString(seal.from().xact()),
            seal.from().id(),
            Long.toString(seal.to().xact()),
            seal.to().id(),
            seal.records(),
            seal.leaves(),
            seal.previousDigest(),
            seal.sealedAtMicros(),
            seal.keyId(),
            seal.digest(),
            seal.signature())) {
      statement.executeUpdate();
    }
  }

  /** Makes the partitions of these months where they are missing. */
  static void makePartitions(Connection db, LocalDate from, LocalDate to) throws SQLException {
    try (PreparedStatement statement =
        Statements.prepare(db, MAKE_PARTITIONS, from.toString(), to.toString())) {
      statement.execute();
    }
  }

  /**
   * Whether the chain can be continued here: the cluster's transactions go on from where the newest
   * seal stands, and the head file knows no seal that the database has not.
   *
   * @return the newest seal; empty before the first
   * @throws Discontinuity in words for the operator, on one line
   */
  public static Optional<Seal> requireContinuous(Connection db, @Nullable HeadFile heads)
      throws SQLException, IOException, Discontinuity {
    Optional<Seal> newest = newest(db);
    long next = xact(db, 2);
    long sealedTo = newest.map(seal -> seal.to().xact()).orElse(0L);
    if (next < sealedTo) {
      throw new Discontinuity(
          ("the cluster's next transaction is %d, but the record of looks is sealed up to %d: it was restored"
                  + " from a logical dump; restore it physically, or see docs/record.md")
              .formatted(next, sealedTo));
    }
    Optional<HeadFile.Line> head = heads == null ? Optional.empty() : heads.newest();
    if (head.isPresent()) {
      long number = head.get().number();
      boolean known =
          find(db, number)
              .filter(seal -> Arrays.equals(seal.digest(), head.get().digest()))
              .isPresent();
      if (!known) {
        throw new Discontinuity(
            ("the head file %s knows seal %d of the record of looks, which the database has not: an old backup,"
                    + " or its tail was cut; see docs/record.md")
                .formatted(heads.path(), number));
      }
    }
    return newest;
  }
}
