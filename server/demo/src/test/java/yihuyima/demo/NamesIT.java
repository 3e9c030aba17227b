package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;
import yihuyima.api.secret.Column;
import yihuyima.server.KeyCommands;

/** Names are found within reach, by whole and by part, and stand open nowhere. */
class NamesIT {
  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org county;
  private static Fixtures.Org station;
  private static Fixtures.StaffMember clerk;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    county = given.county(given.city(), "安和县总工会");
    station = given.station(county, "样例厂工会");
    clerk = given.staff(county, Role.CODE_CLERK);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Fixtures.Family named(Fixtures.Org of, String name) {
    Fixtures.Family family = given.household(of);
    rename(family.workerId(), name);
    return family;
  }

  private static void rename(long person, String name) {
    given.run(
        "UPDATE person_version SET name_enc = ? WHERE person_id = ? AND is_current",
        given.cipher().seal(Column.PERSON_NAME, person, name),
        person);
  }

  private static void untilNothingIsDue() {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
    while (given.scalar("SELECT count(*) FROM person_version WHERE is_current AND name_key IS NULL")
        > 0) {
      Polling.pause();
      assertThat(Instant.now()).as("names are due").isBefore(deadline);
    }
  }

  private static JsonObject page(Fixtures.StaffMember by, JsonObject body) {
    TestServer.Answer answer = server.post("/v1/households/search", by.token(), body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static List<Long> found(Fixtures.StaffMember by, String name) {
    List<Long> all = new ArrayList<>();
    String cursor = null;
    do {
      JsonObject page =
          page(
              by,
              new JsonObject()
                  .put("name", name)
                  .put("limit", 2)
                  .put("cursor", cursor == null ? "" : cursor));
      page.getJsonArray("items").forEach(i -> all.add(((JsonObject) i).getLong("householdId")));
      cursor = page.getString("next");
    } while (cursor != null);
    return all;
  }

  @Test
  void namesAreFoundByWholeByBeginningAndByOneOrTwoCharacters() {
    Fixtures.Family wang = named(station, "汪晓岚");
    Fixtures.Family other = named(station, "汪岚晓");
    Fixtures.Family minority = named(station, "买买提·艾合买提江");
    untilNothingIsDue();

    assertThat(found(clerk, "汪晓岚")).containsExactly(wang.id());
    assertThat(found(clerk, " 汪　晓岚")).containsExactly(wang.id());
    assertThat(found(clerk, "汪晓")).containsExactly(wang.id());
    assertThat(found(clerk, "汪")).containsExactly(wang.id(), other.id());
    assertThat(found(clerk, "岚")).containsExactly(wang.id(), other.id());
    assertThat(found(clerk, "买买提艾合")).containsExactly(minority.id());
    assertThat(found(clerk, "汪岚")).containsExactly(other.id());
    assertThat(found(clerk, "晓汪")).isEmpty();
  }

  @Test
  void childWhoseFamilyTookBackItsConsentIsNotFoundByName() {
    Fixtures.Family family = named(station, "穆晴川");
    long child = given.member(family.id(), "CHILD", given.today().minusYears(9));
    rename(child, "穆小舟");
    untilNothingIsDue();
    assertThat(found(clerk, "穆小舟")).containsExactly(family.id());

    JsonObject minors = new JsonObject().put("purpose", "MINORS");
    assertThat(server.post("/v1/my/consent-withdrawals", family.token(), minors).status())
        .isEqualTo(200);

    assertThat(found(clerk, "穆小舟")).isEmpty();
    assertThat(found(clerk, "穆晴川")).containsExactly(family.id());
  }

  @Test
  void wordsWhoseTwosAllOccurButNotInARowDoNotMatch() {
    Fixtures.Family family = named(station, "甲乙甲丙");
    untilNothingIsDue();
    assertThat(found(clerk, "乙甲丙")).containsExactly(family.id());
    assertThat(found(clerk, "甲丙甲")).isEmpty();
    Fixtures.Family trick = named(station, "子丑子寅子丑");
    untilNothingIsDue();
    // Each two in a row are there; only opening the name tells.
    assertThat(found(clerk, "寅子丑子")).isEmpty();
    assertThat(found(clerk, "寅子丑")).containsExactly(trick.id());
  }

  @Test
  void reachEndsWhereItEndsAndPagesGoOn() {
    Fixtures.Org elsewhere = given.county(given.city(), "别处县总工会");
    Fixtures.Org far = given.station(elsewhere, "别处厂工会");
    named(far, "欧阳青禾");
    Fixtures.Org second = given.station(county, "第二厂工会");
    List<Long> mine = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      mine.add(named(station, "欧阳青禾").id());
    }
    for (int i = 0; i < 4; i++) {
      mine.add(named(second, "欧阳青苗").id());
    }
    untilNothingIsDue();

    assertThat(found(clerk, "欧阳青")).containsExactlyElementsOf(mine);
    assertThat(found(given.staff(far, Role.CODE_CLERK), "欧阳")).hasSize(1);
    JsonObject none = new JsonObject().put("name", "欧阳").put("tier", "ACCIDENT");
    assertThat(page(clerk, none).getJsonArray("items")).isEmpty();
  }

  @Test
  void householdsThatMoveAndNamesThatChangeAreFoundAtTheirNewPlace() {
    Fixtures.Org second = given.station(county, "第三厂工会");
    Fixtures.StaffMember there = given.staff(second, Role.CODE_CLERK);
    Fixtures.Family family = named(station, "尉迟望舒");
    untilNothingIsDue();
    assertThat(found(there, "尉迟")).isEmpty();

    given.run("UPDATE household SET organisation_id = ? WHERE id = ?", second.id(), family.id());
    untilNothingIsDue();
    assertThat(found(there, "尉迟")).containsExactly(family.id());

    rename(family.workerId(), "尉迟怀瑾");
    untilNothingIsDue();
    assertThat(found(there, "望舒")).isEmpty();
    assertThat(found(there, "怀瑾")).containsExactly(family.id());
  }

  @Test
  void searchIsALookAndAMissIsARefusedOne() {
    Fixtures.Family family = named(station, "钟离秋白");
    untilNothingIsDue();
    long before = given.scalar("SELECT count(*) FROM access_record");
    assertThat(found(clerk, "钟离秋")).containsExactly(family.id());
    assertThat(
            given.scalar(
                "SELECT count(*) FROM access_record WHERE household_id = ? AND detail = 'found by name'",
                family.id()))
        .isEqualTo(1);
    assertThat(found(clerk, "钟离春")).isEmpty();
    assertThat(given.scalar("SELECT count(*) FROM access_record") - before).isEqualTo(2);
    assertThat(
            server
                .post(
                    "/v1/households/search",
                    clerk.token(),
                    new JsonObject().put("name", "钟离").put("phone", family.phone()))
                .problem())
        .isEqualTo("request-invalid");
  }

  @Test
  void tokensOfOneNameDifferBetweenOrganisationsAndFollowTheIndexKey() {
    try (TestServer own = TestServer.start()) {
      Fixtures data = own.fixtures();
      Fixtures.Org top = data.county(data.city(), "安和县总工会");
      Fixtures.StaffMember by = data.staff(top, Role.CODE_CLERK);
      for (int i = 0; i < 2; i++) {
        data.household(data.station(top, "第" + i + "厂工会"));
      }
      String due =
          "SELECT count(*) FROM person_version WHERE is_current AND name_key IS DISTINCT FROM ?";
      Instant deadline = Instant.now().plusSeconds(60);
      while (data.scalar(due, 1) > 0) {
        Polling.pause();
        assertThat(Instant.now()).isBefore(deadline);
      }
      assertThat(
              data.scalar(
                  "SELECT count(*) FROM (SELECT unnest(name_tokens) AS t FROM person_version) AS a GROUP BY t ORDER BY 1 DESC LIMIT 1"))
          .as("two people of one name in two organisations share no token")
          .isEqualTo(1);

      assertThat(KeyCommands.rotateIndexKey(own.changed(c -> c))).isZero();
      assertThat(data.scalar(due, 2)).isZero();
      TestServer.Answer answer =
          own.post("/v1/households/search", by.token(), new JsonObject().put("name", "示例"));
      assertThat(answer.json().getJsonArray("items")).as(answer.text()).hasSize(2);
    }
  }
}
