package yihuyima.demo.county;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import yihuyima.api.code.CodeKeys;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.secret.FieldKeys;
import yihuyima.demo.Durability;
import yihuyima.demo.EmbeddedPostgres;
import yihuyima.qr.CodePrefix;
import yihuyima.qr.Ed25519Signer;
import yihuyima.qr.MintKey;
import yihuyima.server.Migration;

class SampleCountyIT {
  private static final int HOUSEHOLDS = 2_000;

  @TempDir static Path directory;
  static EmbeddedPostgres postgres;
  static SampleKeys keys;
  static PGSimpleDataSource loaded;

  @BeforeAll
  static void load() throws SQLException {
    postgres = EmbeddedPostgres.start(directory, Durability.FAST);
    keys = newKeys();
    loaded = migrated("first");
    SampleCounty.load(
        loaded, keys, HOUSEHOLDS, SampleCounty.SEED, SampleFacts.TODAY, Progress.NONE);
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void everyHouseholdHasAViewThatNobodyHasComposedYet() throws SQLException {
    assertThat(number(loaded, "SELECT count(*) FROM household")).isEqualTo(HOUSEHOLDS);
    assertThat(
            number(
                loaded,
                "SELECT count(*) FROM household_view WHERE version > built_version AND body_enc IS NULL"))
        .isEqualTo(HOUSEHOLDS);
  }

  @Test
  void otherKeysAndTheSameSeedGiveTheSameFacts() throws SQLException {
    PGSimpleDataSource again = migrated("again");
    SampleKeys others = newKeys();
    SampleCounty.load(
        again, others, HOUSEHOLDS, SampleCounty.SEED, SampleFacts.TODAY, Progress.NONE);
    assertThat(digest(again, others)).isEqualTo(digest(loaded, keys));
  }

  @Test
  void aLoadThatIsCutLeavesNothingAndMayBeRepeated() throws SQLException {
    PGSimpleDataSource database = migrated("cut");
    assertThatThrownBy(
            () ->
                SampleCounty.load(
                    database,
                    keys,
                    200,
                    SampleCounty.SEED,
                    SampleFacts.TODAY,
                    (done, total) -> {
                      throw new IllegalStateException("cut");
                    }))
        .hasMessage("cut");
    assertThat(SampleCounty.isEmpty(database)).isTrue();
    assertThat(number(database, "SELECT count(*) FROM organisation")).isZero();
    SampleCounty.load(database, keys, 200, SampleCounty.SEED, SampleFacts.TODAY, Progress.NONE);
    assertThat(SampleCounty.isEmpty(database)).isFalse();
  }

  @Test
  void whatIsWrittenAfterwardsGetsFreshIdsAndCountsTheView() throws SQLException {
    PGSimpleDataSource database = migrated("after");
    SampleCounty.load(database, keys, 200, SampleCounty.SEED, SampleFacts.TODAY, Progress.NONE);
    long before = number(database, "SELECT version FROM household_view WHERE household_id = 5");
    for (String table :
        List.of("person", "household", "payment", "visit", "staff", "organisation")) {
      assertThat(
              number(
                  database,
                  "SELECT nextval(pg_get_serial_sequence('%1$s', 'id')) - (SELECT max(id) FROM %1$s)"
                      .formatted(table)))
          .as(table)
          .isEqualTo(1);
    }
    execute(
        database,
        "INSERT INTO pairing (household_id, staff_id, from_on) VALUES (5, 2, '2026-11-22')");
    assertThat(number(database, "SELECT version FROM household_view WHERE household_id = 5"))
        .isEqualTo(before + 1);
  }

  @Test
  void theSchemaIsTheSameBeforeAndAfter() throws SQLException {
    assertThat(schema(loaded))
        .isEqualTo(schema(migrated("bare")))
        .contains("FOREIGN KEY", "CREATE UNIQUE INDEX");
  }

  private static String schema(PGSimpleDataSource database) throws SQLException {
    StringBuilder lines = new StringBuilder();
    read(
        database,
        """
        SELECT * FROM (
          SELECT concat_ws(' ', conrelid::regclass, conname, convalidated, pg_get_constraintdef(oid))
            FROM pg_constraint WHERE connamespace = 'public'::regnamespace
          UNION ALL
          SELECT pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON oid = indexrelid
           WHERE relnamespace = 'public'::regnamespace
          UNION ALL
          SELECT concat_ws(' ', tgrelid::regclass, tgname, tgenabled, pg_get_triggerdef(oid))
            FROM pg_trigger WHERE NOT tgisinternal) AS line
         ORDER BY 1
        """,
        row -> lines.append(row.getString(1)).append('\n'));
    return lines.toString();
  }

  @Test
  void everyWaitingPieceOfWorkKnowsItsPlaceInTheTree() throws SQLException {
    assertThat(
            number(
                loaded,
                """
                SELECT count(*)
                  FROM application AS a
                  JOIN household    AS h ON h.id = a.household_id
                  JOIN organisation AS o ON o.id = h.organisation_id
                 WHERE a.organisation_path IS DISTINCT FROM o.path
                """))
        .isZero();
    assertThat(number(loaded, "SELECT count(*) FROM payment WHERE organisation_path IS NULL"))
        .isZero();
  }

  @Test
  void theCounterOfRevocationsStandsAtTheLastDeath() throws SQLException {
    long deaths = number(loaded, "SELECT count(*) FROM household_code WHERE state <> 'LIVE'");
    assertThat(deaths).isPositive();
    assertThat(number(loaded, "SELECT max(death_counter) FROM household_code")).isEqualTo(deaths);
    assertThat(number(loaded, "SELECT value FROM revocation_counter")).isEqualTo(deaths);
  }

  /** What everybody in the county is like, opened; nothing that differs with the keys. */
  private static String digest(PGSimpleDataSource database, SampleKeys keys) throws SQLException {
    MessageDigest digest = sha256();
    FieldCipher cipher = keys.cipher();
    read(
        database,
        """
        SELECT p.id, p.id_number_enc, v.name_enc, v.phone_enc, v.card_enc,
               concat_ws('|', v.sex, v.born_on, v.health, v.insurance, v.work_status, v.month_income_fen, v.school_stage) AS facts
          FROM person AS p JOIN person_version AS v ON v.person_id = p.id
         ORDER BY p.id
        """,
        row -> {
          long id = row.getLong("id");
          add(digest, cipher.openText(Column.PERSON_ID_NUMBER, id, row.getBytes("id_number_enc")));
          add(digest, cipher.openText(Column.PERSON_NAME, id, row.getBytes("name_enc")));
          add(digest, cipher.openTextOrNull(Column.PERSON_PHONE, id, row.getBytes("phone_enc")));
          add(digest, cipher.openTextOrNull(Column.PERSON_CARD, id, row.getBytes("card_enc")));
          add(digest, row.getString("facts"));
        });
    read(
        database,
        """
        SELECT household_id, address_enc,
               concat_ws('|', tier, main_cause, other_causes::text, housing, year_income_fen, year_expense_fen, self_paid_medical_fen) AS facts
          FROM household_version
         ORDER BY household_id
        """,
        row -> {
          add(
              digest,
              cipher.openText(
                  Column.HOUSEHOLD_ADDRESS,
                  row.getLong("household_id"),
                  row.getBytes("address_enc")));
          add(digest, row.getString("facts"));
        });
    read(
        database,
        "SELECT id, note_enc, visited_at::text FROM visit ORDER BY id",
        row -> {
          add(digest, cipher.openText(Column.VISIT_NOTE, row.getLong(1), row.getBytes(2)));
          add(digest, row.getString(3));
        });
    Map<String, String> plain =
        Map.of(
            "membership", "household_id, person_id, relation",
            "household_file", "id",
            "entitlement", "household_id, policy_code",
            "payment", "id",
            "pairing", "household_id, staff_id");
    for (Map.Entry<String, String> table :
        plain.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
      read(
          database,
          "SELECT t::text FROM %s AS t ORDER BY %s".formatted(table.getKey(), table.getValue()),
          row ->
              add(
                  digest,
                  table.getKey().equals("pairing")
                      ? row.getString(1).replaceFirst("[0-9]+", "")
                      : row.getString(1)));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, @org.jspecify.annotations.Nullable String value) {
    digest.update((value + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private interface OnRow {
    void take(ResultSet row) throws SQLException;
  }

  private static void read(PGSimpleDataSource database, String query, OnRow onRow)
      throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        onRow.take(rows);
      }
    }
  }

  private static long number(PGSimpleDataSource database, String query) throws SQLException {
    long[] number = {0};
    read(database, query, row -> number[0] = row.getLong(1));
    return number[0];
  }

  private static void execute(PGSimpleDataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static PGSimpleDataSource migrated(String name) {
    postgres.createDatabase(name);
    Migration.migrate(postgres.jdbcUrl(name), postgres.user(), postgres.password());
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(postgres.jdbcUrl(name));
    database.setUser(postgres.user());
    database.setPassword(postgres.password());
    return database;
  }

  private static SampleKeys newKeys() {
    FieldKeys fieldKeys = new FieldKeys(1, Map.of(1, random()), random());
    Ed25519Signer signer = Ed25519Signer.of(1, random());
    CodeKeys codes =
        new CodeKeys(
            List.of(new MintKey(1, random())),
            1,
            signer,
            List.of(
                new CodeKeys.PublishedKey(
                    signer.verifier(), LocalDate.of(2025, 1, 1), null, "ACTIVE")),
            random(),
            new CodePrefix("http://localhost:8080"));
    return new SampleKeys(
        new FieldCipher(fieldKeys),
        new BlindIndex(fieldKeys),
        codes,
        "$argon2id$none",
        partner -> Arrays.copyOf(partner.getBytes(StandardCharsets.UTF_8), 32));
  }

  private static byte[] random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
