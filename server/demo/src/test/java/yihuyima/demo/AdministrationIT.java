package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** What administrators see of the tree and of accounts, and what everybody sees of their own. */
class AdministrationIT {
  private static TestServer server;
  private static TestServer other;
  private static Fixtures given;
  private static Fixtures.Org city;
  private Fixtures.Org county;
  private Fixtures.Org station;
  private Fixtures.StaffMember administrator;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    other = server.another();
    given = server.fixtures();
    city = given.city();
  }

  @AfterAll
  static void stop() {
    other.close();
    server.close();
  }

  @BeforeEach
  void aCounty() {
    county = given.county(city, "安和县总工会");
    station = given.station(county, "样例厂工会");
    administrator = given.staff(county, Role.ADMINISTRATOR);
  }

  private JsonObject get(String path) {
    TestServer.Answer answer = server.get(path, administrator.token());
    assertThat(answer.status()).as(path + answer.text()).isEqualTo(200);
    return answer.json();
  }

  private TestServer.Answer change(Fixtures.Org organisation, String what, JsonObject body) {
    return server.post(
        "/v1/organisations/" + organisation.id() + "/" + what,
        administrator.token(),
        body.put("reason", "机构调整"));
  }

  private List<String> kinds(String path) {
    return get(path).getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getString("kind"))
        .toList();
  }

  private static String path(Fixtures.Org organisation, String rest) {
    return "/v1/organisations/" + organisation.id() + rest;
  }

  @Test
  void treeIsReadPageByPageFromOnesOwnOrganisationDown() {
    for (int i = 0; i < 3; i++) {
      given.station(county, "第" + i + "厂工会");
    }
    given.staff(station, Role.CADRE);
    given.household(station);

    JsonObject own = get(path(county, ""));
    assertThat(own.getBoolean("isOwn")).isTrue();
    assertThat(own.getInteger("below")).isEqualTo(4);
    assertThat(own.getInteger("accountsBelow")).isEqualTo(2);
    assertThat(own.getJsonObject("organisation").getValue("parentId"))
        .as("what is above is not shown")
        .isNull();
    JsonObject first = get(path(county, "/below?limit=3"));
    JsonObject second = get(path(county, "/below?limit=3&cursor=" + first.getString("next")));
    assertThat(first.getJsonArray("items")).hasSize(3);
    assertThat(second.getJsonArray("items")).hasSize(1);
    assertThat(second.getString("next")).isNull();
    JsonObject below = get(path(station, ""));
    assertThat(below.getInteger("households")).isEqualTo(1);
    assertThat(below.getJsonObject("organisation").getString("parent")).isEqualTo("安和县总工会");

    String found = "/v1/organisations?name=" + URLEncoder.encode("样例厂", StandardCharsets.UTF_8);
    given.station(given.county(city, "别县总工会"), "样例厂工会");
    assertThat(get(found).getJsonArray("items")).hasSize(1);
  }

  @Test
  void organisationIsOpenedRenamedAndClosedAndItsHistorySaysWhoAndWhy() {
    JsonObject draft = new JsonObject().put("name", "新厂工会").put("level", "GRASSROOTS");
    assertThat(change(station, "children", draft.copy().put("level", "COUNTY")).problem())
        .isEqualTo("place-not-accepted");
    String key = "open-an-organisation-" + county.id();
    draft.put("reason", "新建企业");
    TestServer.Answer opened =
        server.post(path(county, "/children"), administrator.token(), draft, key);
    assertThat(opened.status()).as(opened.text()).isEqualTo(201);
    assertThat(other.post(path(county, "/children"), administrator.token(), draft, key).text())
        .as("the same key opens no second one")
        .isEqualTo(opened.text());
    long id = opened.json().getJsonObject("organisation").getLong("organisationId");
    Fixtures.Org fresh = new Fixtures.Org(id, county.path() + id + ".");
    assertThat(given.texts("SELECT path || region_code FROM organisation WHERE id = ?", id))
        .containsExactly(fresh.path() + "990120");

    assertThat(change(fresh, "name", new JsonObject().put("name", "新厂联合工会")).status())
        .isEqualTo(200);
    assertThat(change(fresh, "name", new JsonObject().put("name", "新厂联合工会")).problem())
        .isEqualTo("state-changed");
    given.staff(fresh, Role.CADRE);
    assertThat(change(fresh, "closure", new JsonObject()).problem())
        .isEqualTo("organisation-not-empty");
    given.run("UPDATE staff SET left_at = now() WHERE organisation_id = ?", id);
    assertThat(change(fresh, "closure", new JsonObject()).status()).isEqualTo(200);
    assertThat(change(fresh, "closure", new JsonObject()).problem()).isEqualTo("state-changed");

    JsonArray history = get(path(fresh, "/history")).getJsonArray("items");
    assertThat(kinds(path(fresh, "/history"))).containsExactly("CLOSED", "RENAMED", "OPENED");
    JsonObject renamed = history.getJsonObject(1);
    assertThat(renamed.getString("organisation")).isEqualTo("新厂工会");
    assertThat(renamed.getString("newName")).isEqualTo("新厂联合工会");
    assertThat(renamed.getString("reason")).isEqualTo("机构调整");
    assertThat(renamed.getString("by")).isEqualTo("示例干部" + administrator.id());
    assertThat(change(county, "closure", new JsonObject()).problem())
        .as("nobody closes the ground they stand on")
        .isEqualTo("not-found");
  }

  @Test
  void mergerStandsInBothHistoriesAndInTheAccounts() {
    Fixtures.Org into = given.station(county, "大厂工会");
    Fixtures.StaffMember cadre = given.staff(station, Role.CADRE);
    assertThat(change(station, "merger", new JsonObject().put("intoId", into.id())).status())
        .isEqualTo(200);

    assertThat(kinds(path(into, "/history"))).containsExactly("MERGED");
    assertThat(kinds(path(station, "/history"))).containsExactly("MERGED");
    JsonObject change =
        get("/v1/staff/" + cadre.id() + "/history").getJsonArray("items").getJsonObject(0);
    assertThat(change.getString("kind")).isEqualTo("MERGED");
    assertThat(change.getString("organisation")).isEqualTo("大厂工会");
  }

  @Test
  void renamedUnionIsCalledSoInTheViewsOfItsHouseholds() {
    Fixtures.Family family = given.household(station);
    assertThat(change(station, "name", new JsonObject().put("name", "改名厂工会")).status())
        .isEqualTo(200);
    assertThat(other.resolve(family.printed(), family.token()).text()).contains("改名厂工会");
  }

  @Test
  void accountsAreFoundByNameRolePlaceAndState() {
    Fixtures.StaffMember cadre = given.staff(station, Role.CADRE);
    given.staff(county, Role.CHECKER);
    Fixtures.StaffMember left = given.staff(station, Role.CADRE);
    given.run("UPDATE staff SET left_at = now() WHERE id = ?", left.id());
    Fixtures.StaffMember stranger = given.staff(given.county(city, "别县总工会"), Role.CADRE);

    assertThat(found(new JsonObject())).hasSize(4);
    assertThat(
            found(
                new JsonObject().put("name", cadre.loginName().toUpperCase(java.util.Locale.ROOT))))
        .hasSize(1);
    assertThat(found(new JsonObject().put("name", "示例干部" + cadre.id())))
        .containsExactly(cadre.id());
    assertThat(found(new JsonObject().put("name", "%"))).isEmpty();
    assertThat(found(new JsonObject().put("role", "CADRE").put("open", true)))
        .containsExactly(cadre.id());
    assertThat(found(new JsonObject().put("organisationId", station.id())))
        .containsExactly(cadre.id(), left.id());
    assertThat(found(new JsonObject().put("name", stranger.loginName()))).isEmpty();
    assertThat(server.get("/v1/staff/" + stranger.id(), administrator.token()).problem())
        .isEqualTo("not-found");
    assertThat(get("/v1/staff/" + cadre.id()).getString("loginName")).isEqualTo(cadre.loginName());
    JsonArray conflicts = get("/v1/role-conflicts").getJsonArray("items");
    assertThat(conflicts).isNotEmpty();
    assertThat(conflicts.getJsonObject(0).getString("reason")).contains("兼任");
  }

  private List<Long> found(JsonObject body) {
    TestServer.Answer answer = server.post("/v1/staff/search", administrator.token(), body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getLong("staffId"))
        .toList();
  }

  @Test
  void historyOfAnAccountSaysWhatItWasAfterEachChangeAndWhoDidIt() {
    Fixtures.StaffMember cadre = given.staff(station, Role.CADRE);
    String path = "/v1/staff/" + cadre.id();
    JsonObject roles =
        new JsonObject().put("version", 1).put("roles", new JsonArray().add("CHECKER"));
    assertThat(server.post(path + "/roles", administrator.token(), roles).status()).isEqualTo(200);
    JsonObject move = new JsonObject().put("version", 2).put("organisationId", county.id());
    assertThat(server.post(path + "/move", administrator.token(), move).status()).isEqualTo(200);

    JsonObject newest = get(path + "/history?limit=1");
    JsonObject moved = newest.getJsonArray("items").getJsonObject(0);
    assertThat(moved.getString("kind")).isEqualTo("MOVED");
    assertThat(moved.getString("organisation")).isEqualTo("安和县总工会");
    assertThat(moved.getJsonArray("roles")).containsExactly("CHECKER");
    assertThat(moved.getString("by")).isEqualTo("示例干部" + administrator.id());
    JsonObject before = get(path + "/history?limit=1&cursor=" + newest.getString("next"));
    assertThat(before.getJsonArray("items").getJsonObject(0).getString("kind"))
        .isEqualTo("ROLES_CHANGED");
    assertThat(before.getString("next")).isNull();
  }

  @Test
  void everybodySeesTheirOwnAccountWhateverTheyAre() {
    for (Fixtures.StaffMember who :
        List.of(
            given.staff(station, Role.CADRE),
            given.staff(county, Role.AUDITOR),
            given.outsider(county))) {
      String path = "/v1/staff/" + who.id() + "/sessions-end";
      JsonObject login =
          new JsonObject().put("loginName", who.loginName()).put("password", Fixtures.PASSWORD);
      assertThat(server.post(path, administrator.token(), new JsonObject()).status())
          .isEqualTo(200);
      String token = server.post("/v1/sessions/staff", null, login).json().getString("accessToken");

      TestServer.Answer mine = other.get("/v1/my/account", token);
      assertThat(mine.status()).as(mine.text()).isEqualTo(200);
      assertThat(mine.json().getJsonObject("account").getLong("staffId")).isEqualTo(who.id());
      assertThat(mine.json().getJsonObject("account").getBoolean("secondFactor")).isFalse();
      JsonArray signIns = mine.json().getJsonArray("signIns");
      assertThat(signIns).hasSize(2);
      assertThat(signIns.getJsonObject(0).getBoolean("isThisOne")).isTrue();
      assertThat(signIns.getJsonObject(1).getBoolean("open")).isFalse();
      assertThat(mine.json().getJsonArray("changes").getJsonObject(0).getString("kind"))
          .isEqualTo("SESSIONS_ENDED");
    }
    Fixtures.Family family = given.household(station);
    assertThat(server.get("/v1/my/account", family.token()).problem()).isEqualTo("not-allowed");
  }
}
