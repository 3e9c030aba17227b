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
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;
import yihuyima.server.ConfigKey;

/**
 * What must not pass together for one household takes turns: a connection of the test's own stands
 * in for one of the two, held at the worst moment, and lets go once the other waits for it.
 */
class TurnsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org county;
  private static Fixtures.Org station;
  private static Fixtures.StaffMember administrator;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    county = given.county(given.city(), "安和县总工会");
    station = given.station(county, "样例厂工会");
    given.livingAid(county);
    administrator = given.staff(county, Role.ADMINISTRATOR);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void stopWaitsForAnApplicationThatIsBeingSentAndIsRefused() throws Exception {
    Fixtures.Family family = given.household(station);
    long wish = wishToStop(family);
    TestServer.Answer accepted;
    try (Connection sending = connect()) {
      run(sending, "SELECT id FROM household WHERE id = ? FOR NO KEY UPDATE", family.id());
      run(
          sending,
          """
          INSERT INTO application (household_id, person_id, programme_id, state, version, reason_enc, ceiling_fen, submitted_at, submitted_by, due_on)
          VALUES (?, ?, (SELECT id FROM programme WHERE organisation_id = ?), 'SUBMITTED', 1, bytea '\\x00', 100000, now(), 'HOUSEHOLD', current_date)
          """,
          family.id(),
          family.workerId(),
          county.id());

      accepted = meanwhile(sending, () -> accept(wish));
    }

    assertThat(accepted.problem()).isEqualTo("aid-under-way");
    assertThat(
            given.scalar(
                "SELECT count(*) FROM household WHERE id = ? AND processing_stopped_at IS NULL",
                family.id()))
        .isEqualTo(1);
  }

  @Test
  void applicationThatIsSentWhileAStopIsUnderWayIsRefused() throws Exception {
    Fixtures.Family family = given.household(station);
    TestServer.Answer sent;
    try (Connection stopping = connect()) {
      run(stopping, "UPDATE household SET processing_stopped_at = now() WHERE id = ?", family.id());

      sent = meanwhile(stopping, () -> submit(family));
    }

    assertThat(sent.problem()).isEqualTo("processing-stopped");
    assertThat(given.scalar("SELECT count(*) FROM application WHERE household_id = ?", family.id()))
        .isZero();
  }

  @Test
  void fourthProxyWaitsForTheThirdAndIsRefused() throws Exception {
    Fixtures.Family family = given.household(station);
    assertThat(invite(family, "10006660001").status()).isEqualTo(201);
    assertThat(invite(family, "10006660002").status()).isEqualTo(201);
    TestServer.Answer fourth;
    try (Connection inviting = connect()) {
      run(inviting, "SELECT id FROM household WHERE id = ? FOR NO KEY UPDATE", family.id());
      run(
          inviting,
          """
          INSERT INTO proxy (household_id, person_id, invited_by, phone_bidx, phone_ending, invited_at, answer_by, invited_on, until_on)
          SELECT household_id, person_id, invited_by, bytea '\\x01', '0003', invited_at, answer_by, invited_on, until_on
            FROM proxy WHERE household_id = ? LIMIT 1
          """,
          family.id());

      fourth = meanwhile(inviting, () -> invite(family, "10006660004"));
    }

    assertThat(fourth.problem()).isEqualTo("proxy-exists");
    assertThat(given.scalar("SELECT count(*) FROM proxy WHERE household_id = ?", family.id()))
        .isEqualTo(3);
  }

  @Test
  void eleventhRequestWaitsForTheTenthAndIsRefused() throws Exception {
    Fixtures.Family family = given.household(station);
    for (int i = 0; i < 9; i++) {
      assertThat(ask(family).status()).isEqualTo(201);
    }
    TestServer.Answer eleventh;
    try (Connection asking = connect()) {
      run(asking, "SELECT id FROM household WHERE id = ? FOR NO KEY UPDATE", family.id());
      run(
          asking,
          """
          INSERT INTO rights_request (household_id, asked_by, kind, field, ought_enc, state, asked_at, answer_by)
          SELECT household_id, asked_by, kind, field, ought_enc, state, asked_at, answer_by
            FROM rights_request WHERE household_id = ? LIMIT 1
          """,
          family.id());

      eleventh = meanwhile(asking, () -> ask(family));
    }

    assertThat(eleventh.problem()).isEqualTo("rights-requests-open");
  }

  /** Lets go once the call waits; that it does is half of what is tested. */
  private static TestServer.Answer meanwhile(Connection held, Supplier<TestServer.Answer> call)
      throws Exception {
    CompletableFuture<TestServer.Answer> answer = CompletableFuture.supplyAsync(call);
    assertThat(Polling.until(() -> answer.isDone() || somebodyWaits(), PATIENCE)).isTrue();
    assertThat(answer).as("it waits for its turn").isNotDone();
    held.commit();
    return answer.get();
  }

  private static long wishToStop(Fixtures.Family family) {
    TestServer.Answer asked =
        server.post("/v1/my/rights-requests", family.token(), new JsonObject().put("kind", "STOP"));
    assertThat(asked.status()).as(asked.text()).isEqualTo(201);
    return asked.json().getLong("requestId");
  }

  private static TestServer.Answer accept(long wish) {
    return server.post(
        "/v1/rights-requests/" + wish + "/answer",
        administrator.token(),
        new JsonObject().put("decision", "ACCEPT").put("words", "已核对，按您说的办"));
  }

  private static TestServer.Answer ask(Fixtures.Family family) {
    return server.post(
        "/v1/my/rights-requests",
        family.token(),
        new JsonObject().put("kind", "CORRECTION").put("field", "PHONE").put("ought", "尾号应是 0001"));
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

  private static TestServer.Answer invite(Fixtures.Family family, String phone) {
    return server.post(
        "/v1/my/proxies",
        family.token(),
        new JsonObject().put("phone", phone).put("untilOn", given.today().plusDays(9).toString()));
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
