package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.audit.seal.Finding;
import yihuyima.server.VerifyLog;

/**
 * Whatever is done to a sealed record is found and located. Sizes by {@code -Dtampers=…} and {@code
 * -Dtampered.records=…}; the full size runs in {@code scripts/bench record}.
 */
class TamperIT {
  private static final int TAMPERS = Integer.getInteger("tampers", 400);
  private static final int RECORDS = Integer.getInteger("tampered.records", 20_000);
  private static final long SEED = Long.getLong("tampers.seed", 20261122L);

  private static SealedLog log;
  private static String database;

  @BeforeAll
  static void build() throws SQLException, IOException {
    database = TestStores.get().newDatabase();
    log = SealedLog.of(TestStores.get().postgres(), database, RECORDS, SEED);
  }

  @AfterAll
  static void drop() throws IOException {
    log.close();
    TestStores.get().postgres().dropDatabase(database);
  }

  @Test
  void untouchedRecordGivesNoFinding() throws SQLException {
    try (Connection db = log.begin()) {
      List<Finding> findings = new ArrayList<>();
      var summary = log.verify(db, 1, Long.MAX_VALUE, findings::add);

      assertThat(findings).isEmpty();
      assertThat(summary.records()).isEqualTo(RECORDS);
      assertThat(summary.unsealed()).isZero();
      assertThat(TamperRun.findings(db, log, 5, 9)).isEmpty();
    }
  }

  @Test
  void everyTamperIsFoundAndLocated() throws SQLException {
    TamperRun run = TamperRun.of(log, TAMPERS, SEED);

    System.out.println("tampers: " + run.done);
    assertThat(run.failed).isEmpty();
    assertThat(run.located).isEqualTo(TAMPERS);
  }

  @Test
  void tampersAreFoundByReadingEverythingToo() throws SQLException {
    try (Connection db = log.begin()) {
      for (int turn = 0; turn < Tamper.KINDS; turn++) {
        Tamper tamper = Tamper.apply(db, log, new java.util.Random(SEED - turn), turn);
        List<Finding> findings = TamperRun.findings(db, log, 1, Long.MAX_VALUE);
        db.rollback();

        assertThat(findings)
            .as(tamper.toString())
            .extracting(f -> f.record() == null ? "s" + f.seal() : "r" + f.record())
            .containsAll(tamper.places())
            .isSubsetOf(tamper.places());
      }
    }
  }

  @Test
  void commandSaysWhatItFoundAndEndsWithItsCode() throws SQLException, IOException {
    EmbeddedPostgres postgres = TestStores.get().postgres();
    String copy = postgres.templateDatabase(database);
    try {
      assertThat(verifyLog(copy, log.heads())).startsWith("0\n").contains("0 findings");
      try (Connection db = SealedLog.open(postgres, copy)) {
        SealedLog.run(
            db, "UPDATE access_record SET granted = NOT granted WHERE id = " + log.id(3, 0));
        SealedLog.run(db, "DELETE FROM access_seal WHERE number = " + log.seals());
      }

      assertThat(verifyLog(copy, log.heads()))
          .startsWith("1\n")
          .contains("RECORD_EDITED record " + log.id(3, 0) + " seal 3: ")
          .contains("TAIL_CUT seal " + log.seals() + ": ");
      Path none = log.heads().resolveSibling("no-such-file");
      assertThat(verifyLog(copy, none)).startsWith("2\n");
      assertThat(verifyLog("no_such_database", log.heads())).startsWith("2\n");
    } finally {
      postgres.dropDatabase(copy);
    }
  }

  @Test
  void oldBackupThatWasContinuedIsAnotherChain() throws SQLException, IOException {
    EmbeddedPostgres postgres = TestStores.get().postgres();
    String copy = postgres.templateDatabase(database);
    Path newHeads = Files.createTempDirectory("yihuyima-heads").resolve("heads.jsonl");
    try (Connection db = SealedLog.open(postgres, copy)) {
      SealedLog.run(db, "DELETE FROM access_seal WHERE number >= " + (log.seals() - 3));
      SealedLog.seal(postgres, copy, newHeads, RECORDS);
    }
    try {
      assertThat(verifyLog(copy, newHeads)).startsWith("0\n");
      assertThat(verifyLog(copy, log.heads()))
          .startsWith("1\n")
          .contains("CHAIN_FORKED seal " + (log.seals() - 3) + ": ");
    } finally {
      postgres.dropDatabase(copy);
    }
  }

  /** The exit code, then what was printed. */
  private static String verifyLog(String name, Path heads) {
    EmbeddedPostgres postgres = TestStores.get().postgres();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      int code =
          VerifyLog.run(
              List.of(
                  "--database", postgres.jdbcUrl(name),
                  "--public-key", SealedLog.publicKey(),
                  "--head", heads.toString()),
              Map.of("PGUSER", postgres.user(), "PGPASSWORD", postgres.password()),
              out,
              out);
      return code + "\n" + bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
