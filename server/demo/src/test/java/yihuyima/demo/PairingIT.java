package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** Who is responsible for a household, and how that passes on. */
class PairingIT {
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
    administrator = given.staff(county, Role.ADMINISTRATOR);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static TestServer.Answer change(
      String token, Fixtures.Family family, @Nullable Long from, long to) {
    JsonObject body = new JsonObject().put("toStaffId", to).put("reason", "人员调整");
    if (from != null) {
      body.put("fromStaffId", from);
    }
    return server.post("/v1/households/" + family.id() + "/pairings", token, body);
  }

  private static TestServer.Answer handOver(String token, long from, long to) {
    return server.post(
        "/v1/staff/" + from + "/pairings-handover",
        token,
        new JsonObject().put("toStaffId", to).put("reason", "调离岗位"));
  }

  private static List<Long> paired(Fixtures.StaffMember who) {
    return server
        .get("/v1/my/paired-households?limit=100", who.token())
        .json()
        .getJsonArray("items")
        .stream()
        .map(item -> ((JsonObject) item).getLong("householdId"))
        .toList();
  }

  private static JsonArray pairings(Fixtures.Family family) {
    return server
        .get("/v1/households/" + family.id() + "/pairings", administrator.token())
        .json()
        .getJsonArray("items");
  }

  @Test
  void chargeCardAndTasksPassToTheSuccessor() {
    Fixtures.StaffMember former = given.staff(station, Role.CADRE);
    Fixtures.StaffMember next = given.staff(station, Role.CADRE);
    Fixtures.Family family = given.household(station);
    assertThat(change(administrator.token(), family, null, former.id()).status()).isEqualTo(204);
    assertThat(paired(former)).contains(family.id());
    assertThat(onTheCard(family)).contains("示例干部" + former.id());

    TestServer.Answer passed = change(administrator.token(), family, former.id(), next.id());
    assertThat(passed.status()).as(passed.text()).isEqualTo(204);
    assertThat(paired(former)).doesNotContain(family.id());
    assertThat(paired(next)).contains(family.id());
    assertThat(onTheCard(family)).contains("示例干部" + next.id()).doesNotContain("示例干部" + former.id());
    assertThat(server.get("/v1/households/" + family.id(), former.token()).status()).isEqualTo(404);

    JsonArray history = pairings(family);
    assertThat(history.getJsonObject(0).getLong("staffId")).isEqualTo(next.id());
    assertThat(history.getJsonObject(0).getString("toOn")).isNull();
    assertThat(history.getJsonObject(0).getString("reason")).isEqualTo("人员调整");
    assertThat(history.getJsonObject(1).getString("toOn")).isEqualTo(given.today().toString());
    assertThat(change(administrator.token(), family, former.id(), next.id()).problem())
        .as("passed on already")
        .isEqualTo("state-changed");
  }

  /** Whom the card says to call. */
  private static String onTheCard(Fixtures.Family family) {
    return server
        .get("/v1/households/" + family.id() + "/code", administrator.token())
        .json()
        .getJsonObject("pairedCadre")
        .encode();
  }

  @Test
  void allOfOnePersonPassAtOnceAndNobodyIsEverWithout() throws Exception {
    Fixtures.StaffMember former = given.staff(station, Role.CADRE);
    Fixtures.StaffMember next = given.staff(station, Role.CADRE);
    List<Fixtures.Family> families = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Fixtures.Family family = given.household(station);
      change(administrator.token(), family, null, former.id());
      families.add(family);
    }
    change(administrator.token(), families.getFirst(), null, next.id());

    AtomicBoolean stop = new AtomicBoolean();
    List<Integer> open = new ArrayList<>();
    try (ExecutorService watcher = Executors.newSingleThreadExecutor()) {
      Future<?> watching =
          watcher.submit(
              () -> {
                while (!stop.get()) {
                  open.add(openPairings(families.getLast().id()));
                }
              });
      TestServer.Answer done = handOver(administrator.token(), former.id(), next.id());
      assertThat(done.json().getInteger("households")).isEqualTo(12);
      assertThat(done.json().getInteger("left")).isZero();
      stop.set(true);
      watching.get(30, TimeUnit.SECONDS);
    }
    assertThat(open).allMatch(count -> count == 1);
    assertThat(paired(former)).isEmpty();
    assertThat(paired(next)).containsAll(families.stream().map(Fixtures.Family::id).toList());
    assertThat(handOver(administrator.token(), former.id(), next.id()).json().getInteger("left"))
        .isZero();
  }

  private static int openPairings(long householdId) {
    return (int)
        given.scalar(
            "SELECT count(*) FROM pairing WHERE to_on IS NULL AND household_id = ?", householdId);
  }

  @Test
  void nobodyHandsOverHouseholdsOfAnotherCounty() {
    Fixtures.Org neighbour = given.county(given.city(), "宁川县总工会");
    Fixtures.Family theirs = given.household(given.station(neighbour, "别处厂工会"));
    Fixtures.Family ours = given.household(station);
    Fixtures.StaffMember outsider = given.outsider(county);
    Fixtures.StaffMember own = given.staff(station, Role.CADRE);
    given.pair(theirs, outsider);
    given.pair(ours, outsider);

    TestServer.Answer done = handOver(administrator.token(), outsider.id(), own.id());
    assertThat(done.json().getInteger("households")).isEqualTo(1);
    assertThat(done.json().getInteger("left")).isZero();
    assertThat(paired(own)).containsExactly(ours.id());
    assertThat(server.get("/v1/households/" + theirs.id(), own.token()).problem())
        .isEqualTo("not-found");
    assertThat(paired(outsider)).containsExactly(theirs.id());

    JsonObject handing = new JsonObject().put("handOverTo", own.id()).put("reason", "退休");
    assertThat(leave(outsider, "closure", handing).problem()).isEqualTo("successor-not-fit");
    assertThat(paired(own)).containsExactly(ours.id());
  }

  @Test
  void theFamilyReadsWhoIsInChargeNow() {
    Fixtures.StaffMember former = given.staff(station, Role.CADRE);
    Fixtures.Family family = given.household(station);
    change(administrator.token(), family, null, former.id());
    assertThat(server.get("/v1/my/access-records", family.token()).text()).contains("更换结对责任人");
  }

  private static TestServer.Answer leave(Fixtures.StaffMember who, String how, JsonObject body) {
    JsonObject sent = body.copy().put("version", 1);
    if (how.equals("move")) {
      sent.put("organisationId", county.id());
    }
    return server.post("/v1/staff/" + who.id() + "/" + how, administrator.token(), sent);
  }

  private static List<Fixtures.Family> pairedWith(Fixtures.StaffMember who, int households) {
    List<Fixtures.Family> families = new ArrayList<>();
    for (int i = 0; i < households; i++) {
      Fixtures.Family family = given.household(station);
      change(administrator.token(), family, null, who.id());
      families.add(family);
    }
    return families;
  }

  @Test
  void whoeverLeavesIsAskedWhatBecomesOfTheHouseholds() {
    for (String how : List.of("closure", "move")) {
      Fixtures.StaffMember former = given.staff(station, Role.CADRE);
      List<Fixtures.Family> families = pairedWith(former, 3);

      TestServer.Answer refused = leave(former, how, new JsonObject());
      assertThat(refused.problem()).as(how).isEqualTo("pairings-left");
      assertThat(refused.json().getJsonArray("errors").getJsonObject(0).getString("reason"))
          .contains("3 户");
      assertThat(paired(former)).hasSize(3);
      assertThat(
              given.scalar("SELECT count(*) FROM staff WHERE id = ? AND version = 1", former.id()))
          .as("nothing changed")
          .isEqualTo(1);
      assertThat(families).allMatch(family -> openPairings(family.id()) == 1);
    }
  }

  @Test
  void householdsOfWhoLeavesPassToTheSuccessorInTheSameBreath() {
    for (String how : List.of("closure", "move")) {
      Fixtures.StaffMember former = given.staff(station, Role.CADRE);
      Fixtures.StaffMember next = given.staff(station, Role.CADRE);
      List<Fixtures.Family> families = pairedWith(former, 2);
      JsonObject body = new JsonObject().put("handOverTo", next.id()).put("reason", "退休");

      TestServer.Answer done = leave(former, how, body);
      assertThat(done.status()).as(done.text()).isEqualTo(200);
      assertThat(paired(next)).containsAll(families.stream().map(Fixtures.Family::id).toList());
      assertThat(onTheCard(families.getFirst())).contains("示例干部" + next.id());
      JsonObject newest = pairings(families.getFirst()).getJsonObject(0);
      assertThat(newest.getLong("staffId")).isEqualTo(next.id());
      assertThat(newest.getString("reason")).isEqualTo("退休");
      assertThat(
              given.scalar(
                  "SELECT count(*) FROM access_record WHERE household_id = ? AND detail = ?",
                  families.getFirst().id(),
                  "paired with staff " + next.id() + " after " + former.id()))
          .isEqualTo(1);
      assertThat(server.get("/v1/my/access-records", families.getFirst().token()).text())
          .contains("结对责任人");
    }
  }

  @Test
  void householdsAreLeftWithoutAPersonOnlyForAReasonThatIsKept() {
    for (String how : List.of("closure", "move")) {
      Fixtures.StaffMember former = given.staff(station, Role.CADRE);
      Fixtures.Family family = pairedWith(former, 1).getFirst();
      JsonObject unpaired = new JsonObject().put("leaveUnpaired", true);
      assertThat(leave(former, how, unpaired).problem()).isEqualTo("request-invalid");
      assertThat(leave(former, how, unpaired.copy().put("reason", "  ")).problem())
          .isEqualTo("request-invalid");
      assertThat(openPairings(family.id())).isEqualTo(1);

      TestServer.Answer done = leave(former, how, unpaired.copy().put("reason", "暂时没有人手"));
      assertThat(done.status()).as(done.text()).isEqualTo(200);
      assertThat(openPairings(family.id())).isZero();
      JsonObject ended = pairings(family).getJsonObject(0);
      assertThat(ended.getString("endReason")).isEqualTo("暂时没有人手");
      assertThat(ended.getString("toOn")).isEqualTo(given.today().toString());
      assertThat(
              given.scalar(
                  "SELECT ended_by FROM pairing WHERE household_id = ? AND to_on IS NOT NULL",
                  family.id()))
          .isEqualTo(administrator.id());
      assertThat(server.get("/v1/my/access-records", family.token()).text()).contains("结对责任人");
    }
  }

  @Test
  void whoLeavesHandsOverToSomebodyFitAndInReachOrStays() {
    Fixtures.StaffMember former = given.staff(station, Role.CADRE);
    Fixtures.StaffMember clerk = given.staff(station, Role.FUND_CLERK);
    Fixtures.StaffMember foreign =
        given.staff(given.station(given.county(given.city(), "远县总工会"), "远处厂工会"), Role.CADRE);
    Fixtures.Family family = pairedWith(former, 1).getFirst();
    JsonObject why = new JsonObject().put("reason", "调离岗位");

    assertThat(leave(former, "closure", why.copy().put("handOverTo", clerk.id())).problem())
        .isEqualTo("successor-not-fit");
    assertThat(leave(former, "closure", why.copy().put("handOverTo", former.id())).problem())
        .isEqualTo("successor-not-fit");
    assertThat(leave(former, "closure", why.copy().put("handOverTo", foreign.id())).problem())
        .isEqualTo("not-found");
    assertThat(
            leave(
                    former,
                    "closure",
                    why.copy().put("handOverTo", clerk.id()).put("leaveUnpaired", true))
                .problem())
        .isEqualTo("request-invalid");
    assertThat(openPairings(family.id())).isEqualTo(1);
    assertThat(
            given.scalar(
                "SELECT count(*) FROM staff WHERE id = ? AND left_at IS NULL", former.id()))
        .isEqualTo(1);
  }

  @Test
  void onlyWhoIsFitAndInReachTakesOver() {
    Fixtures.StaffMember cadre = given.staff(station, Role.CADRE);
    Fixtures.StaffMember clerk = given.staff(station, Role.FUND_CLERK);
    Fixtures.Org elsewhere = given.station(given.county(given.city(), "宁川县总工会"), "别处厂工会");
    Fixtures.StaffMember foreign = given.staff(elsewhere, Role.CADRE);
    Fixtures.StaffMember foreignAdministrator = given.staff(elsewhere, Role.ADMINISTRATOR);
    Fixtures.Family family = given.household(station);

    assertThat(change(administrator.token(), family, null, clerk.id()).problem())
        .isEqualTo("successor-not-fit");
    assertThat(change(administrator.token(), family, cadre.id(), cadre.id()).problem())
        .isEqualTo("successor-not-fit");
    assertThat(change(administrator.token(), family, null, foreign.id()).problem())
        .isEqualTo("not-found");
    assertThat(change(foreignAdministrator.token(), family, null, foreign.id()).problem())
        .isEqualTo("not-found");
    assertThat(handOver(foreignAdministrator.token(), cadre.id(), foreign.id()).problem())
        .isEqualTo("not-found");
    assertThat(change(cadre.token(), family, null, cadre.id()).status())
        .as("nobody pairs themselves")
        .isIn(403, 404);
  }
}
