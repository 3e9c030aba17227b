package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** The desks of staff: looking for households, one's own households, and visits to them. */
class DesksIT {
  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org city;
  private static Fixtures.Org county;
  private static Fixtures.Org first;
  private static Fixtures.Org second;
  private static Fixtures.StaffMember clerk;
  private static Fixtures.Family live;
  private static Fixtures.Family dead;
  private static long none;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    city = given.city();
    county = given.county(city, "安和县总工会");
    second = given.station(county, "第二厂工会");
    first = given.station(county, "第一厂工会");
    clerk = given.staff(county, Role.CODE_CLERK);
    live = given.household(first);
    dead = given.household(second, "RELATIVE");
    given.run(
        "UPDATE household_code SET state = 'REVOKED', death_counter = 1000 WHERE household_id = ?",
        dead.id());
    none = given.householdWithoutCode(first);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void personIsFoundByNumberOrPhoneAndMasked() {
    JsonObject byNumber = search(clerk, new JsonObject().put("idNumber", live.idNumber()));

    assertThat(ids(byNumber)).containsExactly(live.id());
    JsonObject line = byNumber.getJsonArray("items").getJsonObject(0);
    assertThat(line.getString("headName")).isEqualTo("样**");
    assertThat(line.getString("organisation")).isEqualTo("第一厂工会");
    assertThat(line.getString("codeState")).isEqualTo("LIVE");
    assertThat(line.getString("fileState")).isEqualTo("OPEN");
    assertThat(line.getInteger("peopleCount")).isEqualTo(1);
    assertThat(byNumber.containsKey("counts")).isFalse();
    assertThat(ids(search(clerk, new JsonObject().put("phone", live.phone()))))
        .containsExactly(live.id());
    assertThat(
            ids(
                search(
                    clerk,
                    new JsonObject().put("phone", live.phone()).put("idNumber", live.idNumber()))))
        .containsExactly(live.id());
    assertThat(
            ids(
                search(
                    clerk,
                    new JsonObject().put("phone", dead.phone()).put("idNumber", live.idNumber()))))
        .isEmpty();
  }

  @Test
  void membersAreFoundToo() {
    long child = given.member(live.id(), "CHILD", given.today().minusYears(10));
    try {
      assertThat(ids(search(clerk, new JsonObject().put("idNumber", Fixtures.idNumber(child)))))
          .containsExactly(live.id());
    } finally {
      given.run("DELETE FROM membership WHERE person_id = ?", child);
    }
  }

  @Test
  void nobodyIsFoundOutsideTheSubtree() {
    Fixtures.StaffMember stranger =
        given.staff(given.county(city, "别县总工会"), Role.CODE_CLERK, Role.ADMINISTRATOR);

    assertThat(ids(search(stranger, new JsonObject().put("idNumber", live.idNumber())))).isEmpty();
    assertThat(ids(search(stranger, new JsonObject()))).isEmpty();
    assertThat(
            given.scalar(
                "SELECT count(*) FROM access_record WHERE actor = ? AND NOT granted",
                "STAFF:" + stranger.id()))
        .isEqualTo(1);
    assertThat(
            server
                .post(
                    "/v1/households/search",
                    given.staff(first, Role.CADRE).token(),
                    new JsonObject())
                .problem())
        .isEqualTo("not-allowed");
  }

  @Test
  void filtersByCodeAndTier() {
    assertThat(ids(search(clerk, new JsonObject().put("codeState", "LIVE"))))
        .containsExactly(live.id());
    assertThat(ids(search(clerk, new JsonObject().put("codeState", "NONE")))).containsExactly(none);
    assertThat(ids(search(clerk, new JsonObject().put("codeState", "DEAD"))))
        .containsExactly(dead.id());
    assertThat(ids(search(clerk, new JsonObject().put("tier", "RELATIVE"))))
        .containsExactly(dead.id());
    assertThat(search(clerk, new JsonObject()).getJsonObject("counts"))
        .isEqualTo(new JsonObject().put("live", 1).put("none", 1).put("dead", 1));
  }

  @Test
  void pagesGoThroughTheSubtreeOnce() {
    List<Long> seen = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      JsonObject page = search(clerk, new JsonObject().put("limit", 1).put("cursor", cursor));
      seen.addAll(ids(page));
      assertThat(page.containsKey("counts")).isEqualTo(cursor.isEmpty());
      cursor = page.getString("next");
    }
    assertThat(seen).containsExactly(dead.id(), live.id(), none);
  }

  @Test
  void everyHouseholdShownIsALook() {
    Fixtures.StaffMember looking = given.staff(county, Role.CHECKER);
    search(looking, new JsonObject());

    assertThat(
            given.texts(
                "SELECT household_id FROM access_record WHERE actor = ? AND granted ORDER BY 1",
                "STAFF:" + looking.id()))
        .containsExactlyElementsOf(
            Stream.of(live.id(), dead.id(), none).sorted().map(String::valueOf).toList());
  }

  @Test
  void cadreListsOwnHouseholdsByName() {
    Fixtures.StaffMember cadre = given.staff(first, Role.CADRE);
    Fixtures.StaffMember outsider = given.outsider(county);
    List<Long> paired = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Fixtures.Family family = given.household(given.station(county, "结对厂工会" + i));
      given.pair(family, cadre);
      paired.add(family.id());
      if (i == 0) {
        given.pair(family, outsider);
      }
    }

    JsonObject page = paired(cadre, "?limit=2");
    assertThat(ids(page)).isEqualTo(paired.subList(0, 2));
    assertThat(page.getJsonArray("items").getJsonObject(0).getString("headName")).isEqualTo("样示例");
    assertThat(ids(paired(cadre, "?limit=2&cursor=" + page.getString("next"))))
        .isEqualTo(paired.subList(2, 3));
    assertThat(ids(paired(outsider, ""))).isEqualTo(paired.subList(0, 1));
    assertThat(server.get("/v1/my/paired-households", clerk.token()).problem())
        .isEqualTo("not-allowed");
    given.run("DELETE FROM household_code WHERE household_id >= ?", paired.get(0));
    given.run(
        "UPDATE household SET organisation_id = ? WHERE id >= ?",
        given.county(city, "迁往县总工会").id(),
        paired.get(0));
  }

  @Test
  void visitIsSeenByTheCadreAtTheNextScan() {
    Fixtures.Org place = given.station(given.county(city, "走访县总工会"), "走访厂工会");
    Fixtures.StaffMember cadre = given.staff(place, Role.CADRE);
    Fixtures.Family family = given.household(place);
    given.pair(family, cadre);
    Instant yesterday = Instant.now().minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);

    JsonObject kept = visit(cadre, family, "老人已出院，需复查", yesterday.toString()).json();

    assertThat(kept.getString("by")).isEqualTo("示例干部" + cadre.id());
    assertThat(kept.getString("visitedAt")).isEqualTo(yesterday.toString());
    JsonObject seen =
        server
            .resolve(family.printed(), cadre.token())
            .json()
            .getJsonArray("visits")
            .getJsonObject(0);
    assertThat(seen.getString("note")).isEqualTo("老人已出院，需复查");
    assertThat(visit(cadre, family, "没有日期的走访", null).status()).isEqualTo(201);
    assertThat(visit(cadre, family, "未来", "2999-01-01T00:00:00Z").problem())
        .isEqualTo("request-invalid");
    assertThat(visit(cadre, family, "太久以前", "2001-01-01T00:00:00Z").problem())
        .isEqualTo("request-invalid");
    assertThat(visit(cadre, family, "不是时间", "yesterday").problem()).isEqualTo("request-invalid");
    assertThat(visit(given.staff(place, Role.CADRE), family, "别人的户", null).problem())
        .isEqualTo("not-found");
  }

  private static TestServer.Answer visit(
      Fixtures.StaffMember staff, Fixtures.Family family, String note, @Nullable String visitedAt) {
    JsonObject body = new JsonObject().put("note", note);
    if (visitedAt != null) {
      body.put("visitedAt", visitedAt);
    }
    return server.post("/v1/households/" + family.id() + "/visits", staff.token(), body);
  }

  private static JsonObject search(Fixtures.StaffMember staff, JsonObject body) {
    TestServer.Answer answer = server.post("/v1/households/search", staff.token(), body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static JsonObject paired(Fixtures.StaffMember staff, String query) {
    TestServer.Answer answer = server.get("/v1/my/paired-households" + query, staff.token());
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static List<Long> ids(JsonObject page) {
    JsonArray items = page.getJsonArray("items");
    return items.stream().map(item -> ((JsonObject) item).getLong("householdId")).toList();
  }
}
