package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** Organisations that move and merge, on two servers. */
class OrganisationsIT {
  private static TestServer server;
  private static TestServer other;
  private static Fixtures given;
  private static Fixtures.Org city;
  private static Fixtures.StaffMember above;
  private Fixtures.Org first;
  private Fixtures.Org second;
  private Fixtures.Org station;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    other = server.another();
    given = server.fixtures();
    city = given.city();
    above = given.staff(city, Role.ADMINISTRATOR);
  }

  @AfterAll
  static void stop() {
    other.close();
    server.close();
  }

  @BeforeEach
  void twoCounties() {
    first = given.county(city, "安和县总工会");
    second = given.county(city, "别县总工会");
    station = given.station(first, "样例厂工会");
  }

  private static TestServer.Answer move(Fixtures.Org moved, Fixtures.Org parent, String token) {
    return server.post(
        "/v1/organisations/" + moved.id() + "/move",
        token,
        new JsonObject().put("parentId", parent.id()).put("reason", "区划调整"));
  }

  private static TestServer.Answer merge(Fixtures.Org merged, Fixtures.Org into, String token) {
    return server.post(
        "/v1/organisations/" + merged.id() + "/merger",
        token,
        new JsonObject().put("intoId", into.id()).put("reason", "两会合并"));
  }

  private static List<String> path(Fixtures.Org organisation) {
    return given.texts("SELECT path FROM organisation WHERE id = ?", organisation.id());
  }

  @Test
  void stationTakesItsHouseholdsAndItsPlaceInHistoryAlong() {
    Fixtures.StaffMember cadre = given.staff(station, Role.CADRE);
    Fixtures.StaffMember oldClerk = given.staff(first, Role.CODE_CLERK);
    Fixtures.StaffMember newClerk = given.staff(second, Role.CODE_CLERK);
    Fixtures.Family family = given.household(station);
    long version =
        given.scalar("SELECT version FROM household_view WHERE household_id = ?", family.id());
    assertThat(server.resolve(family.printed(), newClerk.token()).json().getString("viewer"))
        .isEqualTo("anyone");

    TestServer.Answer moved = move(station, second, above.token());
    assertThat(moved.status()).as(moved.text()).isEqualTo(200);
    assertThat(moved.json().getInteger("sessionsEnded")).isEqualTo(1);

    assertThat(path(station)).containsExactly(second.path() + station.id() + ".");
    assertThat(other.get("/v1/sessions/current", cadre.token()).status()).isEqualTo(401);
    assertThat(other.resolve(family.printed(), newClerk.token()).json().getString("viewer"))
        .isEqualTo("office");
    assertThat(other.resolve(family.printed(), oldClerk.token()).json().getString("viewer"))
        .isEqualTo("anyone");
    assertThat(
            given.scalar("SELECT version FROM household_view WHERE household_id = ?", family.id()))
        .isGreaterThan(version);
    assertThat(
            given.texts(
                "SELECT former_path FROM organisation_history WHERE organisation_id = ?",
                station.id()))
        .containsExactly(station.path());
    assertThat(move(station, second, above.token()).problem()).isEqualTo("state-changed");
  }

  @Test
  void countyThatMergesHandsOverAllItHas() {
    Fixtures.StaffMember clerk = given.staff(first, Role.CODE_CLERK);
    Fixtures.StaffMember inTo = given.staff(second, Role.CODE_CLERK);
    Fixtures.Family family = given.household(station);
    long department = new Departments(server, "http://localhost:8080").of(first).id();

    TestServer.Answer merged = merge(first, second, above.token());
    assertThat(merged.status()).as(merged.text()).isEqualTo(200);

    assertThat(path(station)).containsExactly(second.path() + station.id() + ".");
    assertThat(given.scalar("SELECT organisation_id FROM staff WHERE id = ?", clerk.id()))
        .isEqualTo(second.id());
    assertThat(given.scalar("SELECT organisation_id FROM partner WHERE id = ?", department))
        .isEqualTo(second.id());
    assertThat(other.get("/v1/sessions/current", clerk.token()).status()).isEqualTo(401);
    assertThat(other.resolve(family.printed(), inTo.token()).json().getString("viewer"))
        .isEqualTo("office");
    assertThat(
            given.scalar(
                "SELECT count(*) FROM organisation WHERE id = ? AND closed_on IS NOT NULL",
                first.id()))
        .isEqualTo(1);
    assertThat(merge(first, second, above.token()).problem()).isEqualTo("state-changed");
  }

  @Test
  void onlyAnAdministratorAboveBothAndOnlyUpwards() {
    Fixtures.StaffMember ofFirst = given.staff(first, Role.ADMINISTRATOR);

    assertThat(move(station, second, ofFirst.token()).problem()).isEqualTo("not-found");
    assertThat(move(first, city, ofFirst.token()).problem()).isEqualTo("not-found");
    assertThat(move(first, station, above.token()).problem()).isEqualTo("place-not-accepted");
    assertThat(move(first, second, above.token()).problem()).isEqualTo("place-not-accepted");
    assertThat(merge(station, second, above.token()).problem()).isEqualTo("place-not-accepted");
    assertThat(merge(city, second, above.token()).problem()).isEqualTo("not-found");
  }

  @Test
  void ofTwoMergersIntoEachOtherOneIsDone() {
    List<TestServer.Answer> answers =
        Presses.atOnce(
            2,
            i ->
                i == 0 ? merge(first, second, above.token()) : merge(second, first, above.token()));

    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 200)
        .allMatch(answer -> answer.problem().equals("state-changed"));
  }
}
