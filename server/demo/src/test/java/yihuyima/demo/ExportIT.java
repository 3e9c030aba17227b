package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Role;
import yihuyima.server.Foundations;

/** The family's own copy of its file: what is in it, who gets it, and that it leaves a trace. */
class ExportIT {
  private static final String EXPORT = "/v1/my/export";

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

  private static JsonObject ok(TestServer.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static List<JsonObject> items(JsonObject export, String part) {
    JsonArray array = export.getJsonArray(part);
    return array.stream().map(JsonObject.class::cast).toList();
  }

  private static List<String> recorded(Fixtures.Family family) {
    return given.texts(
        "SELECT granted || ' ' || detail FROM access_record WHERE household_id = ? AND operation = 'exportMyFile' ORDER BY id",
        family.id());
  }

  private static void beginSessionsMinutesAgo(Fixtures.Family family, int minutes) {
    given.run(
        "UPDATE session SET started_at = now() - make_interval(mins => ?) WHERE account_id IN (SELECT account_id FROM binding WHERE household_id = ?)",
        minutes,
        family.id());
  }

  @Test
  void familyGetsAllThatIsItsOwnAndNothingOfItsNeighbour() {
    Fixtures.Family family = given.household(station);
    Fixtures.Family neighbour = given.household(station);
    SweptPrivate.giveOwnWords(given, family);
    SweptPrivate.giveOwnWords(given, neighbour);
    Fixtures.StaffMember cadre = given.staff(station, Role.CADRE);
    given.pair(family, cadre);
    given.member(family.id(), "CHILD", given.today().minusYears(9));
    SweptThings.anApplication(given, family, county);
    given.payment(family, "PAID", 120_000);
    given.payment(neighbour, "PAID", 990_000);
    assertThat(
            server
                .post(
                    "/v1/households/" + family.id() + "/visits",
                    cadre.token(),
                    new JsonObject().put("note", "干部自己的走访笔记"))
                .status())
        .isEqualTo(201);
    JsonObject consent = new JsonObject().put("purpose", "HEALTH").put("noticeVersion", 1);
    ok(server.post("/v1/my/consents", family.token(), consent));
    JsonObject asked =
        new JsonObject()
            .put("phone", "10006660001")
            .put("untilOn", given.today().plusDays(9).toString());
    assertThat(server.post("/v1/my/proxies", family.token(), asked).status()).isEqualTo(201);

    TestServer.Answer answer = server.get(EXPORT, family.token());
    JsonObject export = ok(answer);

    assertThat(answer.response().headers().firstValue("cache-control")).hasValue("no-store");
    assertThat(items(export, "members"))
        .extracting(each -> each.getString("relation"))
        .containsExactly("WORKER", "CHILD");
    assertThat(items(export, "members").getFirst().getString("name"))
        .isEqualTo(SweptPrivate.NAME.of(family));
    assertThat(export.getJsonObject("household").getString("address"))
        .isEqualTo(SweptPrivate.ADDRESS.of(family));
    assertThat(items(export, "applications").getFirst().getString("reason"))
        .contains(SweptPrivate.DIAGNOSIS.of(family));
    assertThat(items(export, "payments"))
        .extracting(each -> each.getLong("amountFen"))
        .containsExactly(120_000L);
    assertThat(items(export, "visits")).hasSize(1);
    assertThat(items(export, "consents")).hasSize(1);
    assertThat(items(export, "proxies"))
        .extracting(each -> each.getString("phoneEnding"))
        .containsExactly("0001");
    assertThat(items(export, "devices")).hasSize(1);
    assertThat(items(export, "looks").getFirst().getString("action")).isEqualTo("导出我家资料");
    assertThat(export.getJsonArray("cutShort")).isEmpty();
    assertThat(answer.text())
        .doesNotContain(SweptPrivate.ID_NUMBER.of(family))
        .doesNotContain(SweptPrivate.CARD.of(family))
        .doesNotContain("干部自己的走访笔记")
        .doesNotContain("10006660001");
    for (SweptPrivate kind : SweptPrivate.values()) {
      assertThat(answer.text()).doesNotContain(kind.of(neighbour));
    }
    assertThat(recorded(family)).containsExactly("true export");
  }

  @Test
  void sessionThatBeganMoreThanTenMinutesAgoMustSignInAgain() {
    Fixtures.Family family = given.household(station);
    beginSessionsMinutesAgo(family, 9);
    ok(server.get(EXPORT, family.token()));

    beginSessionsMinutesAgo(family, 11);

    TestServer.Answer refused = server.get(EXPORT, family.token());
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.problem()).isEqualTo("fresh-sign-in-required");
    assertThat(recorded(family)).containsExactly("true export", "false fresh-sign-in-required");
  }

  @Test
  void refreshingASessionDoesNotMakeItFresh() {
    Fixtures.Family family = given.household(station);
    beginSessionsMinutesAgo(family, 11);
    given.run(
        "UPDATE session SET refreshed_at = now() WHERE account_id IN (SELECT account_id FROM binding WHERE household_id = ?)",
        family.id());

    assertThat(server.get(EXPORT, family.token()).problem()).isEqualTo("fresh-sign-in-required");
  }

  @Test
  void proxyExportsNothingAndTheFamilySeesThatItTried() {
    Fixtures.Family family = given.household(station);
    JsonObject claims = ForgedToken.claims(given.tokenOfHousehold(family.id(), family.workerId()));
    String proxy =
        Foundations.tokens(server.config(), Clock.systemUTC())
            .issue(
                new Caller.Household(
                    claims.getLong("id"),
                    family.id(),
                    family.workerId(),
                    Caller.Capacity.PROXY,
                    UUID.fromString(claims.getString("sid"))),
                Duration.ofHours(2));

    assertThat(server.get(EXPORT, proxy).problem()).isEqualTo("not-allowed");
    assertThat(recorded(family)).containsExactly("false not-allowed");
    assertThat(server.get(EXPORT, given.staff(county, Role.ADMINISTRATOR).token()).problem())
        .isEqualTo("not-allowed");
    assertThat(server.get(EXPORT, null).problem()).isEqualTo("sign-in-required");
  }

  @Test
  void listThatIsLongerThanTheExportIsSaidToBe() {
    Fixtures.Family family = given.household(station);
    given.run(
        """
        INSERT INTO payment (household_id, person_id, programme, payer, amount_fen, state, approved_on)
        SELECT ?, ?, '生活救助', '安和县总工会', 100, 'APPROVED', current_date FROM generate_series(1, 501)
        """,
        family.id(),
        family.workerId());

    JsonObject export = ok(server.get(EXPORT, family.token()));

    assertThat(items(export, "payments")).hasSize(500);
    assertThat(export.getJsonArray("cutShort")).containsExactly("payments");
  }
}
