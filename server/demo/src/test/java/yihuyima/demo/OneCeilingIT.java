package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;
import yihuyima.server.ConfigKey;

/**
 * Sending and approving take turns for one household: a second transaction of the test's own stands
 * in for the other, stopped at the worst moment.
 */
class OneCeilingIT {
  private static final long CEILING_FEN = 12 * 106_200;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org county;
  private static Fixtures.Org station;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    county = given.county(given.city(), "安和县总工会");
    station = given.station(county, "样例厂工会");
    given.livingAid(county);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void sentWhileAnApprovalIsUnderWayCountsIt() throws Exception {
    Fixtures.Family family = given.household(station);
    long first = submit(family).json().getLong("applicationId");
    try (Connection approving = connect()) {
      run(approving, "SELECT id FROM household WHERE id = ? FOR NO KEY UPDATE", family.id());
      run(
          approving,
          "UPDATE application SET state = 'APPROVED', amount_fen = ? WHERE id = ?",
          CEILING_FEN - 1000,
          first);
      run(
          approving,
          "INSERT INTO payment (household_id, person_id, application_id, programme, payer, amount_fen, state, approved_on) VALUES (?, ?, ?, '生活救助', '样例', ?, 'APPROVED', ?)",
          family.id(),
          family.workerId(),
          first,
          CEILING_FEN - 1000,
          given.today());

      CompletableFuture<TestServer.Answer> sending =
          CompletableFuture.supplyAsync(() -> submit(family));
      assertThat(Polling.until(OneCeilingIT::somebodyWaits, PATIENCE)).isTrue();
      approving.commit();

      assertThat(sending.get().json().getLong("ceilingFen")).isEqualTo(1000);
    }
  }

  @Test
  void approvalWaitsForWhoeverIsSending() throws Exception {
    Fixtures.Family family = given.household(station);
    long first = submit(family).json().getLong("applicationId");
    Fixtures.StaffMember checker = given.staff(county, Role.CHECKER);
    Fixtures.StaffMember approver = given.staff(county, Role.APPROVER);
    String path = "/v1/applications/" + first;
    JsonObject pass = new JsonObject().put("decision", "PASS").put("version", 1);
    assertThat(server.post(path + "/check", checker.token(), pass).status()).isEqualTo(200);
    JsonObject approval =
        new JsonObject().put("decision", "APPROVE").put("version", 2).put("amountFen", 100);
    try (Connection sending = connect()) {
      run(sending, "SELECT id FROM household WHERE id = ? FOR NO KEY UPDATE", family.id());

      CompletableFuture<TestServer.Answer> approving =
          CompletableFuture.supplyAsync(
              () -> server.post(path + "/approval", approver.token(), approval));
      assertThat(Polling.until(() -> approving.isDone() || somebodyWaits(), PATIENCE)).isTrue();
      assertThat(approving).isNotDone();
      sending.commit();

      assertThat(approving.get().status()).isEqualTo(200);
    }
  }

  private static TestServer.Answer submit(Fixtures.Family family) {
    return server.post(
        "/v1/applications",
        family.token(),
        new JsonObject()
            .put("programmeCode", "LIVING_AID_" + county.id())
            .put("reason", "父亲住院，自付费用较高")
            .put("materialIds", new JsonArray()));
  }

  private static boolean somebodyWaits() {
    return given.scalar(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
        > 0;
  }

  private static Connection connect() throws SQLException {
    EmbeddedPostgres postgres = TestStores.get().postgres();
    Connection connection =
        DriverManager.getConnection(
            postgres.jdbcUrl(server.config().text(ConfigKey.DATABASE_NAME)),
            postgres.user(),
            postgres.password());
    connection.setAutoCommit(false);
    return connection;
  }

  private static void run(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    }
  }
}
