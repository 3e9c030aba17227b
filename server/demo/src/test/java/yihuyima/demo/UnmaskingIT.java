package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** A household opened by its number, and private fields seen in full for a reason. */
class UnmaskingIT {
  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org county;
  private static Fixtures.Org elsewhere;
  private static Fixtures.Family family;
  private static Fixtures.StaffMember cadre;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    Fixtures.Org city = given.city();
    county = given.county(city, "安和县总工会");
    elsewhere = given.county(city, "别县总工会");
    Fixtures.Org station = given.station(county, "样例厂工会");
    family = given.household(station);
    cadre = given.staff(station, Role.CADRE);
    given.pair(family, cadre);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static TestServer.Answer open(String token, long householdId) {
    return server.get("/v1/households/" + householdId, token);
  }

  private static TestServer.Answer unmask(String token, String reason, String... fields) {
    JsonObject body =
        new JsonObject().put("fields", new JsonArray(List.of(fields))).put("reason", reason);
    return server.post("/v1/households/" + family.id() + "/unmasking", token, body);
  }

  @Test
  void cadreInChargeOpensAHouseholdWithoutItsCard() {
    assertThat(open(cadre.token(), family.id()).text())
        .isEqualTo(server.resolve(family.printed(), cadre.token()).text());
  }

  @Test
  void officeSeesTheNewestCard() {
    JsonObject seen = open(given.staff(county, Role.CODE_CLERK).token(), family.id()).json();

    assertThat(seen.getString("viewer")).isEqualTo("office");
    assertThat(seen.getJsonObject("code").getString("state")).isEqualTo("LIVE");
  }

  @Test
  void whoHasNoRightFindsNoSuchHousehold() {
    String stranger = given.staff(elsewhere, Role.CODE_CLERK).token();

    assertThat(open(stranger, family.id()).problem()).isEqualTo("not-found");
    assertThat(open(stranger, 999_999_999).problem()).isEqualTo("not-found");
  }

  @Test
  void fieldsTheRoleNeedsAreShownAndTheFamilyReadsWhy() {
    JsonObject fields =
        unmask(cadre.token(), "CONTACT", "NAME", "PHONE").json().getJsonObject("fields");

    assertThat(fields.getString("NAME")).isEqualTo("样示例");
    assertThat(fields.getString("PHONE")).isEqualTo(Fixtures.phone(family.workerId()));
    assertThat(fields.fieldNames()).containsExactlyInAnyOrder("NAME", "PHONE");
    JsonObject newest =
        server
            .get("/v1/my/access-records", family.token())
            .json()
            .getJsonArray("items")
            .getJsonObject(0);
    assertThat(newest.getString("action")).isEqualTo("查看完整信息");
    assertThat(newest.getString("purposeTitle")).isEqualTo("联系家庭");
  }

  @Test
  void aFieldTheRoleDoesNotNeedIsRefusedAndTheRefusalRecorded() {
    String fundClerk = given.staff(county, Role.FUND_CLERK).token();

    assertThat(unmask(fundClerk, "PAYMENT", "CARD").status()).isEqualTo(200);
    assertThat(unmask(fundClerk, "PAYMENT", "CARD", "ID_NUMBER").problem())
        .isEqualTo("not-allowed");
    assertThat(unmask(cadre.token(), "CONTACT", "CARD").problem()).isEqualTo("not-allowed");
    assertThat(
            given.scalar(
                "SELECT count(*) FROM access_record WHERE household_id = ? AND operation = 'unmaskHousehold' AND NOT granted",
                family.id()))
        .isEqualTo(2);
  }

  @Test
  void reasonIsAChoiceAndNoFreeText() {
    assertThat(unmask(cadre.token(), "想看看", "NAME").problem()).isEqualTo("request-invalid");
  }
}
