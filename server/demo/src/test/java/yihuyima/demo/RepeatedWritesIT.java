package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/**
 * Distinct writes, each sent by 64 identical calls at once: as many effects as writes. The full
 * count of 10,000 writes runs with {@code -DargLine=-Drepeated.writes=10000}.
 */
class RepeatedWritesIT {
  private static final int CALLS = 64;
  private static final int WRITES = Integer.getInteger("repeated.writes", 30);

  /** How often a call that was told to come back later comes back. */
  private static final int TRIES_MAX = 20;

  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org county;
  private static Fixtures.Org station;
  private static Fixtures.StaffMember cadre;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    county = given.county(given.city(), "安和县总工会");
    station = given.station(county, "样例厂工会");
    given.livingAid(county);
    cadre = given.staff(station, Role.CADRE);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everyVisitIsKeptOnce() {
    Fixtures.Family family = given.household(station);
    given.pair(family, cadre);
    String path = "/v1/households/" + family.id() + "/visits";
    for (int write = 0; write < WRITES; write++) {
      JsonObject body = new JsonObject().put("note", "第" + write + "次走访");
      String key = "repeated-visit-" + String.format("%06d", write);

      Set<String> answers = new HashSet<>();
      for (TestServer.Answer answer :
          Presses.atOnce(CALLS, i -> untilDone(path, cadre.token(), body, key))) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        answers.add(answer.text());
      }

      assertThat(answers).hasSize(1);
      assertThat(
              server.post(path, cadre.token(), new JsonObject().put("note", "另一内容"), key).problem())
          .isEqualTo("idempotency-key-reused");
    }
    assertThat(given.scalar("SELECT count(*) FROM visit WHERE household_id = ?", family.id()))
        .isEqualTo(WRITES);
  }

  @Test
  void everyApprovalPaysOnce() {
    Fixtures.StaffMember approver = given.staff(county, Role.APPROVER);
    int approvals = Math.max(5, WRITES / 10);
    List<Long> families = new ArrayList<>();
    for (int write = 0; write < approvals; write++) {
      Fixtures.Family family = given.household(station);
      given.pair(family, cadre);
      families.add(family.id());
      String path = "/v1/applications/" + applied(family);
      JsonObject approval =
          new JsonObject()
              .put("decision", "APPROVE")
              .put("version", 2)
              .put("amountFen", 1000 + write);
      String key = "repeated-approval-" + String.format("%06d", write);

      assertThat(
              Presses.atOnce(
                  CALLS, i -> untilDone(path + "/approval", approver.token(), approval, key)))
          .extracting(TestServer.Answer::status)
          .containsOnly(200);
    }
    assertThat(
            given.scalar("SELECT count(*) FROM payment WHERE household_id >= ?", families.get(0)))
        .isEqualTo(approvals);
    assertThat(
            given.scalar(
                "SELECT count(*) FROM payment_event AS e JOIN payment AS p ON p.id = e.payment_id WHERE p.household_id >= ?",
                families.get(0)))
        .isEqualTo(approvals);
  }

  /** As a phone does: told that the server is busy, it sends the same again. */
  private static TestServer.Answer untilDone(
      String path, String token, JsonObject body, String key) {
    TestServer.Answer answer = server.post(path, token, body, key);
    for (int tries = 1; answer.status() == 503 && tries < TRIES_MAX; tries++) {
      answer = server.post(path, token, body, key);
    }
    return answer;
  }

  private static long applied(Fixtures.Family family) {
    JsonObject draft =
        new JsonObject()
            .put("programmeCode", "LIVING_AID_" + county.id())
            .put("reason", "父亲住院，自付费用较高")
            .put("materialIds", new JsonArray());
    long id =
        server.post("/v1/applications", family.token(), draft).json().getLong("applicationId");
    JsonObject pass = new JsonObject().put("decision", "PASS").put("version", 1);
    assertThat(server.post("/v1/applications/" + id + "/check", cadre.token(), pass).status())
        .isEqualTo(200);
    return id;
  }
}
