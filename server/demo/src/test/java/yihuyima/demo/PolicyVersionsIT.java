package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import yihuyima.api.policy.PolicyStore;
import yihuyima.api.policy.PolicyVersion;

/** What the database itself refuses about versions of policies, and which of them count. */
class PolicyVersionsIT {
  private static final long WRITER = 1;
  private static final long SECOND = 2;

  private static Connection connection;
  private static Vertx vertx;
  private static Pool pool;

  @BeforeAll
  static void open() throws SQLException {
    EmbeddedPostgres postgres = TestStores.get().postgres();
    String url = postgres.jdbcUrl(TestStores.get().newDatabase());
    connection = DriverManager.getConnection(url, postgres.user(), postgres.password());
    vertx = Vertx.vertx();
    PgConnectOptions options =
        PgConnectOptions.fromUri(url.substring("jdbc:".length()).replaceAll("\\?.*", ""))
            .setUser(postgres.user())
            .setPassword(postgres.password());
    pool = PgBuilder.pool().connectingTo(options).using(vertx).build();
    run(
        "INSERT INTO organisation (id, level, region_code, name, path) VALUES (1, 'COUNTRY', '990000', '样例总工会', '.1.')");
    for (long id : List.of(WRITER, SECOND)) {
      run(
          "INSERT INTO staff (id, organisation_id, login_name, password_hash, name, unit, outside_tree, roles)"
              + " VALUES (%1$d, 1, 'staff%1$d', 'x', '示例干部', '样例', false, '{ADMINISTRATOR}')"
                  .formatted(id));
    }
  }

  @AfterAll
  static void close() throws Exception {
    connection.close();
    pool.close().await(10, TimeUnit.SECONDS);
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private static void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String text(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void refused(String constraint, String sql) {
    assertThatThrownBy(() -> run(sql))
        .isInstanceOfSatisfying(
            PSQLException.class,
            e -> {
              assertThat(e.getServerErrorMessage()).isNotNull();
              assertThat(e.getServerErrorMessage().getConstraint()).isEqualTo(constraint);
            });
  }

  private static void draft(String code, int version, String from) throws SQLException {
    run(
        """
        INSERT INTO policy (code, version, name, department, region_code, kind, gives, source, sort_order, valid_from,
               condition, organisation_id, acted_by, acted_at)
        VALUES ('%s', %d, '样例', '样例', '990000', 'SERVICE', '样例', '样例', 1, DATE '%s', 'true', 1, %d, TIMESTAMPTZ '2025-01-01')
        """
            .formatted(code, version, from, WRITER));
  }

  private static String act(String code, int version, String set, long by) {
    return "UPDATE policy SET %s, acted_by = %d, acted_at = TIMESTAMPTZ '2025-02-01' WHERE code = '%s' AND version = %d"
        .formatted(set, by, code, version);
  }

  private static String approve(String code, int version, long by, String at) {
    return act(
        code,
        version,
        "status = 'APPROVED', approved_by = %d, approved_at = TIMESTAMPTZ '%s'".formatted(by, at),
        by);
  }

  private static void approved(String code, int version, String from, String at)
      throws SQLException {
    draft(code, version, from);
    run(act(code, version, "status = 'SUBMITTED'", WRITER));
    run(approve(code, version, SECOND, at));
  }

  private static List<Integer> inForce(String code, String day, String knownAt) throws Exception {
    return new PolicyStore()
            .inForce(pool, LocalDate.parse(day), OffsetDateTime.parse(knownAt))
            .await(10, TimeUnit.SECONDS)
            .stream()
            .filter(version -> version.code().equals(code))
            .map(PolicyVersion::version)
            .toList();
  }

  @Test
  void whatWasApprovedIsNeverEditedNorDeleted() throws SQLException {
    approved("FIXED", 1, "2024-01-01", "2025-02-01");
    refused("policy_edited_as_a_draft", act("FIXED", 1, "name = '改名'", SECOND));
    refused(
        "policy_edited_as_a_draft",
        act("FIXED", 1, "status = 'DRAFT', condition = 'fileOpen'", SECOND));
    refused(
        "policy_steps_in_order",
        act("FIXED", 1, "status = 'DRAFT', approved_at = NULL, approved_by = NULL", SECOND));
    refused("policy_never_deleted", "DELETE FROM policy WHERE code = 'FIXED'");
    refused("policy_never_deleted", "TRUNCATE policy CASCADE");
  }

  @Test
  void nobodyApprovesWhatTheyWroteOrSubmitted() throws SQLException {
    draft("OWN", 1, "2024-01-01");
    refused("policy_steps_in_order", approve("OWN", 1, SECOND, "2025-02-01"));
    run(act("OWN", 1, "status = 'SUBMITTED'", WRITER));
    refused("policy_edited_as_a_draft", act("OWN", 1, "name = '改名'", WRITER));
    refused("policy_four_eyes", approve("OWN", 1, WRITER, "2025-02-01"));
    run(act("OWN", 1, "status = 'RETURNED', act_reason = '条件不全'", SECOND));
    // The second one edits it: now neither of them approves it.
    run(act("OWN", 1, "status = 'DRAFT', name = '改名', act_reason = NULL", SECOND));
    run(act("OWN", 1, "status = 'SUBMITTED'", WRITER));
    refused("policy_four_eyes", approve("OWN", 1, SECOND, "2025-02-01"));
    refused(
        "policy_returned_for_a_reason",
        act("OWN", 1, "status = 'RETURNED', act_reason = NULL", SECOND));
    assertThat(
            text(
                "SELECT string_agg(s.kind, ' ' ORDER BY s.step) FROM policy_step AS s JOIN policy AS p ON p.id = s.policy_id"
                    + " WHERE p.code = 'OWN'"))
        .isEqualTo("WRITTEN SUBMITTED RETURNED EDITED SUBMITTED");
    refused(
        "policy_one_on_its_way",
        "INSERT INTO policy (code, version, name, department, region_code, kind, gives, source,"
            + " sort_order, valid_from, condition, organisation_id, acted_by, acted_at)"
            + " VALUES ('OWN', 2, '样例', '样例', '990000', 'SERVICE', '样例', '样例', 1, DATE '2024-01-01', 'true', 1, 1, now())");
  }

  @Test
  void aPolicyBeginsAsADraftAndSaysForWhomItIs() {
    String insert =
        "INSERT INTO policy (code, version, name, department, region_code, kind, gives, source, sort_order, valid_from,"
            + " organisation_id, acted_by, acted_at, status, condition, benefit_form)"
            + " VALUES ('NEW', 1, '样例', '样例', '990000', 'SERVICE', '样例', '样例', 1, DATE '2024-01-01', 1, 1, now(), %s)";
    refused("policy_begins_as_a_draft", insert.formatted("'APPROVED', 'true', 'UNSTATED'"));
    refused("policy_written_whole", insert.formatted("'DRAFT', NULL, 'UNSTATED'"));
    refused("policy_benefit_whole", insert.formatted("'DRAFT', 'true', 'FIXED'"));
  }

  @Test
  void theNewestVersionThatHasBegunCountsAsFarAsItWasKnown() throws Exception {
    approved("TWO", 1, "2024-01-01", "2024-01-01");
    approved("TWO", 2, "2025-06-01", "2025-05-20");
    draft("TWO", 3, "2025-06-01");
    assertThat(inForce("TWO", "2023-12-31", "2026-01-01T00:00:00Z")).isEmpty();
    assertThat(inForce("TWO", "2025-05-31", "2026-01-01T00:00:00Z")).containsExactly(1);
    assertThat(inForce("TWO", "2025-06-01", "2026-01-01T00:00:00Z")).containsExactly(2);
    assertThat(inForce("TWO", "2025-06-01", "2025-05-19T00:00:00Z")).containsExactly(1);
  }

  @Test
  void whatWasWithdrawnHeldUntilThenAndTheOlderOneDoesNotComeBack() throws Exception {
    approved("GONE", 1, "2024-01-01", "2024-01-01");
    approved("GONE", 2, "2025-01-01", "2024-12-20");
    run(
        act(
            "GONE",
            2,
            "status = 'WITHDRAWN', withdrawn_on = DATE '2025-07-01', withdrawn_at = TIMESTAMPTZ '2025-06-20'",
            WRITER));
    assertThat(inForce("GONE", "2025-06-30", "2026-01-01T00:00:00Z")).containsExactly(2);
    assertThat(inForce("GONE", "2025-07-01", "2026-01-01T00:00:00Z")).isEmpty();
    assertThat(inForce("GONE", "2025-07-01", "2025-06-19T00:00:00Z")).containsExactly(2);
    refused(
        "policy_steps_in_order",
        act("GONE", 2, "status = 'APPROVED', withdrawn_on = NULL, withdrawn_at = NULL", SECOND));
  }

  @Test
  void everyChangeCountsTheCatalogueUp() throws SQLException {
    long before = Long.parseLong(text("SELECT value FROM catalogue_version"));
    draft("COUNTED", 1, "2024-01-01");
    assertThat(Long.parseLong(text("SELECT value FROM catalogue_version"))).isGreaterThan(before);
  }
}
