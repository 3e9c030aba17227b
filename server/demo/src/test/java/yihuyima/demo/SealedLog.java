package yihuyima.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import yihuyima.api.audit.seal.Finding;
import yihuyima.api.audit.seal.HeadFile;
import yihuyima.api.audit.seal.RecordVerifier;
import yihuyima.api.audit.seal.SealWatch;
import yihuyima.api.audit.seal.Sealer;
import yihuyima.qr.CodeVerifier;
import yihuyima.qr.Ed25519Signer;

/**
 * A record of many looks, written in transactions of many sizes and sealed by the real sealer, in a
 * database of its own whose append-only triggers are gone: as an attacker who owns it would have
 * it.
 */
final class SealedLog implements AutoCloseable {
  private static final int KEY_ID = 7;
  private static final Ed25519Signer SIGNER =
      Ed25519Signer.of(
          KEY_ID,
          "the seed of the record's own key".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  private static final Map<Integer, CodeVerifier> KEYS = Map.of(KEY_ID, SIGNER.verifier());

  private static final String WRITE =
      """
      INSERT INTO access_record (at, operation, actor, organisation_id, household_id, granted, detail, purpose, code_hint, request_id,
                                 address_hash, fields, organisation_path)
      SELECT now() - random() * interval '300 days',
             (ARRAY['resolveHouseholdCode', 'getApplication', 'listInbox', 'listPayments'])[1 + n % 4],
             CASE n % 5 WHEN 0 THEN 'ANYONE' WHEN 1 THEN 'PARTNER:' || n % 7 ELSE 'STAFF:' || n % 997 END,
             CASE WHEN n % 5 > 1 THEN n % 300 END, CASE WHEN n % 11 > 0 THEN n % 100000 END, n % 13 > 0, 'cadre',
             CASE WHEN n % 5 = 1 THEN 'MINIMUM_LIVING_CHECK' END, CASE WHEN n % 4 = 0 THEN 'A7K2' END, md5(n::text),
             CASE WHEN n % 17 > 0 THEN sha256(n::text::bytea) END, CASE WHEN n % 5 = 1 THEN ARRAY['tier', 'people'] END, '.1.2.3.'
        FROM generate_series(?::bigint, ?::bigint) AS n
      """;

  private final EmbeddedPostgres postgres;
  private final String database;
  private final Path heads;

  /** Of each record in the order of sealing. */
  private final long[] ids;

  private final long[] xacts;

  /** Index of each seal's first record; one more than there are seals. */
  private final int[] firsts;

  private SealedLog(
      EmbeddedPostgres postgres,
      String database,
      Path heads,
      long[] ids,
      long[] xacts,
      int[] firsts) {
    this.postgres = postgres;
    this.database = database;
    this.heads = heads;
    this.ids = ids;
    this.xacts = xacts;
    this.firsts = firsts;
  }

  /** Writes and seals a record. */
  static SealedLog of(EmbeddedPostgres postgres, String database, int records, long seed)
      throws SQLException, IOException {
    Path heads = TestStores.newFolder("heads").resolve("heads.jsonl");
    try (Connection db = open(postgres, database)) {
      write(db, records, new Random(seed));
    }
    seal(postgres, database, heads, records);
    try (Connection db = open(postgres, database)) {
      List<String> triggers =
          texts(
              db,
              "SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) FROM pg_trigger WHERE tgname LIKE 'access%only_added'");
      for (String drop : triggers) {
        run(db, drop);
      }
      run(db, "ALTER TABLE access_seal DROP CONSTRAINT access_seal_leaves_length");
      run(db, "VACUUM ANALYZE access_record");
      run(db, "VACUUM ANALYZE access_seal");
      return read(postgres, database, heads, records, db);
    }
  }

  private static void write(Connection db, int records, Random random) throws SQLException {
    run(db, "SET synchronous_commit = off");
    run(
        db,
        "SELECT make_access_record_partitions((now() - interval '200 days')::date, (now() + interval '3 months')::date)");
    run(db, "SELECT setseed(0.5)");
    try (PreparedStatement insert = db.prepareStatement(WRITE)) {
      int written = 0;
      while (written < records) {
        int more = Math.min(records - written, 1 + random.nextInt(Math.max(2, records / 200)));
        insert.setLong(1, written + 1);
        insert.setLong(2, written + more);
        insert.executeUpdate();
        written += more;
      }
    }
  }

  static void seal(EmbeddedPostgres postgres, String database, Path heads, long records)
      throws SQLException {
    SealWatch watch = new SealWatch(Duration.ofDays(1), System::nanoTime);
    try (Connection db = open(postgres, database);
        Sealer sealer = sealer(postgres, database, heads, watch)) {
      sealer.start();
      boolean sealed =
          Polling.until(
              () -> number(db, "SELECT coalesce(sum(records), 0) FROM access_seal") >= records,
              Duration.ofMinutes(10));
      if (!sealed) {
        throw new IllegalStateException("not all were sealed");
      }
    }
  }

  /** A sealer of this log's key that looks for new records all the time. */
  static Sealer sealer(EmbeddedPostgres postgres, String database, Path heads, SealWatch watch) {
    return sealer(postgres, database, heads, watch, Duration.ofMillis(5));
  }

  static Sealer sealer(
      EmbeddedPostgres postgres, String database, Path heads, SealWatch watch, Duration tick) {
    return new Sealer(
        () -> open(postgres, database),
        SIGNER,
        new HeadFile(heads),
        watch,
        Clock.systemUTC(),
        tick);
  }

  private static SealedLog read(
      EmbeddedPostgres postgres, String database, Path heads, int records, Connection db)
      throws SQLException {
    long[] ids = new long[records];
    long[] xacts = new long[records];
    try (Statement statement = db.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT id, xact::text::bigint FROM access_record ORDER BY xact, id")) {
      for (int i = 0; rows.next(); i++) {
        ids[i] = rows.getLong(1);
        xacts[i] = rows.getLong(2);
      }
    }
    List<String> counts = texts(db, "SELECT records FROM access_seal ORDER BY number");
    int[] firsts = new int[counts.size() + 1];
    for (int i = 0; i < counts.size(); i++) {
      firsts[i + 1] = firsts[i] + Integer.parseInt(counts.get(i));
    }
    return new SealedLog(postgres, database, heads, ids, xacts, firsts);
  }

  static Connection open(EmbeddedPostgres postgres, String database) throws SQLException {
    return DriverManager.getConnection(
        postgres.jdbcUrl(database), postgres.user(), postgres.password());
  }

  /** A connection in a transaction, to be rolled back. */
  Connection begin() throws SQLException {
    Connection db = open(postgres, database);
    db.setAutoCommit(false);
    return db;
  }

  int seals() {
    return firsts.length - 1;
  }

  int records() {
    return ids.length;
  }

  /** How many records a seal has. */
  int records(int seal) {
    return firsts[seal] - firsts[seal - 1];
  }

  /** The id of a seal's record. */
  long id(int seal, int index) {
    return ids[firsts[seal - 1] + index];
  }

  long xact(int seal, int index) {
    return xacts[firsts[seal - 1] + index];
  }

  /** Verifies as somebody would who has the database, the public key and the head. */
  RecordVerifier.Summary verify(Connection db, long from, long to, Consumer<Finding> out)
      throws SQLException {
    try (Stream<Optional<HeadFile.Line>> lines = new HeadFile(heads).lines()) {
      return verify(db, from, to, lines.iterator(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RecordVerifier.Summary verify(
      Connection db,
      long from,
      long to,
      Iterator<Optional<HeadFile.Line>> lines,
      Consumer<Finding> out)
      throws SQLException {
    return new RecordVerifier(db, KEYS, out).verify(from, to, lines);
  }

  Path heads() {
    return heads;
  }

  static String publicKey() {
    return KEY_ID
        + "="
        + java.util.Base64.getEncoder().encodeToString(SIGNER.verifier().publicKey());
  }

  static void run(Connection db, String sql) throws SQLException {
    try (Statement statement = db.createStatement()) {
      statement.execute(sql);
    }
  }

  static long number(Connection db, String sql) {
    try (Statement statement = db.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<String> texts(Connection db, String sql) throws SQLException {
    List<String> all = new ArrayList<>();
    try (Statement statement = db.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        all.add(rows.getString(1));
      }
    }
    return all;
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(heads);
  }
}
