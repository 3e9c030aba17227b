package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** Whoever tries a household that is none of theirs is read of by the family. */
class RefusedLooksIT {
  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org station;
  private static Fixtures.StaffMember curious;
  private Fixtures.Family family;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    Fixtures.Org county = given.county(given.city(), "安和县总工会");
    station = given.station(county, "样例厂工会");
    curious = given.staff(station, Role.CADRE);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void aFamilyOfSomebodyElse() {
    family = given.household(station);
  }

  private List<String> refused() {
    return server.get("/v1/my/access-records", family.token()).json().getJsonArray("items").stream()
        .map(item -> (JsonObject) item)
        .filter(item -> item.getString("outcome").equals("REFUSED"))
        .map(item -> item.getString("action"))
        .toList();
  }

  private String household() {
    return "/v1/households/" + family.id();
  }

  @Test
  void triedByItsNumber() {
    assertThat(server.get(household(), curious.token()).problem()).isEqualTo("not-found");
    assertThat(refused()).containsExactly("查看家庭情况");
  }

  @Test
  void triedByWhoIsInCharge() {
    assertThat(server.get(household() + "/pairings", curious.token()).problem())
        .isEqualTo("not-found");
    assertThat(refused()).containsExactly("查看结对情况");
  }

  @Test
  void triedByAWrite() {
    TestServer.Answer tried =
        server.post(household() + "/visits", curious.token(), new JsonObject().put("note", "来过"));
    assertThat(tried.problem()).isEqualTo("not-found");
    assertThat(refused()).containsExactly("记录走访");
  }

  @Test
  void triedByWhoCanNeverDoIt() {
    Fixtures.StaffMember clerk = given.staff(station, Role.NOTICE_CLERK);

    assertThat(server.get(household() + "/pairings", clerk.token()).problem())
        .isEqualTo("not-allowed");
    assertThat(refused()).containsExactly("查看结对情况");
    long nobody = given.nextId("household");
    assertThat(server.get("/v1/households/" + nobody + "/pairings", clerk.token()).problem())
        .isEqualTo("not-allowed");
    assertThat(given.scalar("SELECT count(*) FROM access_record WHERE household_id = ?", nobody))
        .isZero();
  }

  /** Anybody can sign in: that they try numbers is recorded, and alarms no family. */
  @Test
  void triedByAnybodyIsRecordedOfNobody() {
    String anybody = given.tokenOfUnbound();

    assertThat(server.get(household() + "/pairings", anybody).problem()).isEqualTo("not-allowed");
    assertThat(refused()).isEmpty();
    assertThat(
            given.scalar(
                "SELECT count(*) FROM access_record WHERE NOT granted AND household_id IS NULL AND actor = ?",
                "ACCOUNT:" + ForgedToken.claims(anybody).getLong("id")))
        .isEqualTo(1);
  }

  @Test
  void whatIsNotThereIsRecordedOfNobody() {
    long nobody = given.nextId("household");
    server.get("/v1/households/" + nobody + "/pairings", curious.token());
    server.post(
        "/v1/households/" + nobody + "/visits",
        curious.token(),
        new JsonObject().put("note", "来过"));
    assertThat(
            given.scalar(
                "SELECT count(*) FROM access_record WHERE NOT granted AND household_id IS NULL AND actor = ? AND operation IN ('logVisit', 'listPairings')",
                "STAFF:" + curious.id()))
        .isEqualTo(2);
  }
}
