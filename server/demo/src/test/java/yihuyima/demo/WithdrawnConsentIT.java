package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** What stops by itself once a family takes its consent back, and what goes on. */
class WithdrawnConsentIT {
  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org city;
  private static Fixtures.Org county;
  private static Fixtures.Org station;
  private static Fixtures.StaffMember cadre;
  private static Fixtures.StaffMember checker;
  private static Fixtures.StaffMember approver;
  private static Fixtures.StaffMember auditor;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    city = given.city();
    county = given.county(city, "安和县总工会");
    station = given.station(county, "样例厂工会");
    given.livingAid(county);
    given.medicalAid(county);
    cadre = given.staff(station, Role.CADRE);
    checker = given.staff(county, Role.CHECKER);
    approver = given.staff(county, Role.APPROVER);
    auditor = given.staff(city, Role.AUDITOR);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Fixtures.Family family() {
    Fixtures.Family family = given.household(station);
    given.pair(family, cadre);
    given.run(
        "UPDATE household_version SET main_cause = 'SERIOUS_ILLNESS' WHERE household_id = ?",
        family.id());
    given.entitle(family, "LIVING_AID", "ENTITLED");
    given.entitle(family, "MEDICAL_AID", "ENTITLED");
    return family;
  }

  private static JsonObject ok(TestServer.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
    return answer.json();
  }

  private static void withdraw(Fixtures.Family family, String purpose) {
    ok(
        server.post(
            "/v1/my/consent-withdrawals",
            family.token(),
            new JsonObject().put("purpose", purpose)));
  }

  private static void give(Fixtures.Family family, String purpose) {
    ok(
        server.post(
            "/v1/my/consents",
            family.token(),
            new JsonObject().put("purpose", purpose).put("noticeVersion", 1)));
  }

  private static JsonObject seen(Fixtures.Family family, Fixtures.StaffMember by) {
    return ok(server.get("/v1/households/" + family.id(), by.token()));
  }

  private static JsonObject scanned(Fixtures.Family family, Fixtures.StaffMember by) {
    return ok(server.get("/v1/household-codes/" + family.printed(), by.token()));
  }

  private static String cause(JsonObject view) {
    return view.getJsonObject("household").getString("mainCause");
  }

  private static List<String> policies(JsonObject view) {
    return items(view.getJsonArray("benefits")).stream()
        .map(each -> each.getString("policyCode"))
        .toList();
  }

  private static List<JsonObject> items(JsonArray array) {
    return array.stream().map(JsonObject.class::cast).toList();
  }

  private static JsonObject draft(String programme, long... materials) {
    JsonArray ids = new JsonArray();
    for (long id : materials) {
      ids.add(id);
    }
    return new JsonObject()
        .put("programmeCode", programme + "_" + county.id())
        .put("reason", "住院花费较大")
        .put("materialIds", ids);
  }

  private static JsonObject step(String decision, int version) {
    return new JsonObject().put("decision", decision).put("version", version);
  }

  @Test
  void whatTellsOfHealthIsKeptFromStaffAtOnceAndShownAgainOnceItIsGiven() {
    Fixtures.Family family = family();
    assertThat(cause(seen(family, cadre))).isEqualTo("SERIOUS_ILLNESS");
    assertThat(seen(family, cadre).getJsonArray("withdrawn")).isEmpty();

    withdraw(family, "HEALTH");

    for (JsonObject view : List.of(seen(family, cadre), scanned(family, cadre))) {
      assertThat(cause(view)).isNull();
      assertThat(policies(view)).containsExactly("LIVING_AID");
      assertThat(view.getJsonArray("withdrawn")).containsExactly("HEALTH");
    }
    for (JsonObject view :
        List.of(seen(family, checker), scanned(family, checker), scanned(family, auditor))) {
      assertThat(view.getString("viewer")).isEqualTo("office");
      assertThat(cause(view)).isNull();
      assertThat(view.getJsonArray("withdrawn")).containsExactly("HEALTH");
    }
    JsonObject own = ok(server.get("/v1/my/household", family.token()));
    assertThat(cause(own)).isEqualTo("SERIOUS_ILLNESS");
    assertThat(policies(own)).containsExactlyInAnyOrder("LIVING_AID", "MEDICAL_AID");

    give(family, "HEALTH");
    assertThat(cause(seen(family, cadre))).isEqualTo("SERIOUS_ILLNESS");
    assertThat(policies(scanned(family, cadre))).hasSize(2);
    assertThat(seen(family, checker).getJsonArray("withdrawn")).isEmpty();
  }

  @Test
  void auditorSeesItUnderAnInvestigationOfThisHouseholdAloneAndWhileItIsOpen() {
    Fixtures.Family family = family();
    Fixtures.StaffMember other = given.staff(city, Role.AUDITOR);
    withdraw(family, "HEALTH");
    assertThat(cause(seen(family, auditor))).isNull();

    JsonObject opened =
        ok(
            server.post(
                "/v1/leak-investigations",
                auditor.token(),
                new JsonObject()
                    .put("householdId", family.id())
                    .put("reason", "怀疑有人向外泄露该户资料")
                    .put(
                        "until", Clock.systemUTC().instant().plus(Duration.ofDays(3)).toString())));

    assertThat(cause(seen(family, auditor))).isEqualTo("SERIOUS_ILLNESS");
    assertThat(cause(scanned(family, auditor))).isEqualTo("SERIOUS_ILLNESS");
    assertThat(cause(seen(family, other))).isNull();
    Fixtures.Family another = family();
    withdraw(another, "HEALTH");
    assertThat(cause(seen(another, auditor))).isNull();

    assertThat(
            server
                .post(
                    "/v1/leak-investigations/" + opened.getLong("investigationId") + "/end",
                    auditor.token(),
                    new JsonObject())
                .status())
        .isLessThan(300);
    assertThat(cause(seen(family, auditor))).isNull();
  }

  @Test
  void applicationThatRestsOnIllnessNeedsAFreshConsent() {
    Fixtures.Family family = family();
    withdraw(family, "HEALTH");

    TestServer.Answer refused =
        server.post("/v1/applications", family.token(), draft("MEDICAL_AID"));
    assertThat(refused.problem()).isEqualTo("consent-withdrawn");
    assertThat(refused.text()).contains("撤回了对使用健康信息的同意");
    List<JsonObject> programmes =
        items(ok(server.get("/v1/my/programmes", family.token())).getJsonArray("items"));
    assertThat(programmes)
        .filteredOn(each -> !each.getBoolean("open"))
        .singleElement()
        .satisfies(each -> assertThat(each.getString("reason")).contains("撤回了对使用健康信息的同意"));
    ok(server.post("/v1/applications", family.token(), draft("LIVING_AID")));

    give(family, "HEALTH");
    ok(server.post("/v1/applications", family.token(), draft("MEDICAL_AID")));
  }

  @Test
  void applicationUnderWayIsNotTakenThroughAndItsPhotosAndWordsAreKept() {
    Fixtures.Family family = family();
    long photo =
        ok(server.send(
                "POST",
                "/v1/materials",
                family.token(),
                Photos.takenSomewhere(80, 60),
                java.util.UUID.randomUUID().toString(),
                "Content-Type",
                "application/octet-stream"))
            .getLong("materialId");
    long id =
        ok(server.post("/v1/applications", family.token(), draft("MEDICAL_AID", photo)))
            .getLong("applicationId");
    String path = "/v1/applications/" + id;
    assertThat(ok(server.get(path, checker.token())).getString("reason")).isEqualTo("住院花费较大");
    assertThat(server.get("/v1/materials/" + photo, checker.token()).status()).isEqualTo(200);

    withdraw(family, "HEALTH");

    for (Fixtures.StaffMember by : List.of(cadre, checker)) {
      JsonObject shown = ok(server.get(path, by.token()));
      assertThat(shown.getString("reason")).isNull();
      assertThat(shown.getJsonArray("materials")).isEmpty();
      assertThat(shown.getString("withdrawn")).isEqualTo("HEALTH");
      assertThat(server.get("/v1/materials/" + photo, by.token()).problem())
          .isEqualTo("consent-withdrawn");
      assertThat(server.post(path + "/check", by.token(), step("PASS", 1)).problem())
          .isEqualTo("consent-withdrawn");
    }
    JsonObject own = ok(server.get(path, family.token()));
    assertThat(own.getString("reason")).isEqualTo("住院花费较大");
    assertThat(own.getString("withdrawn")).isEqualTo("HEALTH");
    assertThat(server.get("/v1/materials/" + photo, family.token()).status()).isEqualTo(200);

    give(family, "HEALTH");
    assertThat(
            ok(server.post(path + "/check", checker.token(), step("PASS", 1))).getString("state"))
        .isEqualTo("CHECKED");
    withdraw(family, "HEALTH");
    assertThat(
            server
                .post(
                    path + "/approval",
                    approver.token(),
                    step("APPROVE", 2).put("amountFen", 100_000))
                .problem())
        .isEqualTo("consent-withdrawn");
    JsonObject refusal =
        ok(
            server.post(
                path + "/approval", approver.token(), step("REFUSE", 2).put("reason", "家庭撤回了同意")));
    assertThat(refusal.getString("state")).isEqualTo("REFUSED");
    assertThat(items(refusal.getJsonArray("history")))
        .allSatisfy(event -> assertThat(event.getString("reason")).isNull());
    assertThat(items(ok(server.get(path, family.token())).getJsonArray("history")))
        .anySatisfy(event -> assertThat(event.getString("reason")).isEqualTo("家庭撤回了同意"));
  }

  @Test
  void childIsNoLongerFoundAndTheAdultsAre() {
    Fixtures.Family family = family();
    long child = given.member(family.id(), "CHILD", given.today().minusYears(14).plusDays(1));
    long grown = given.member(family.id(), "CHILD", given.today().minusYears(14));
    assertThat(found(child)).isEqualTo(1);

    withdraw(family, "MINORS");

    assertThat(found(child)).isZero();
    assertThat(foundByPhone(child)).isZero();
    assertThat(found(grown)).isEqualTo(1);
    assertThat(found(family.workerId())).isEqualTo(1);
    assertThat(cause(seen(family, cadre))).as("a child's schooling may be the cause").isNull();
    assertThat(policies(seen(family, cadre))).contains("MEDICAL_AID");

    give(family, "MINORS");
    assertThat(found(child)).isEqualTo(1);
    assertThat(foundByPhone(child)).isEqualTo(1);
  }

  private static int found(long personId) {
    return search(new JsonObject().put("idNumber", Fixtures.idNumber(personId)));
  }

  private static int foundByPhone(long personId) {
    return search(new JsonObject().put("phone", Fixtures.phone(personId)));
  }

  private static int search(JsonObject body) {
    return ok(server.post("/v1/households/search", checker.token(), body))
        .getJsonArray("items")
        .size();
  }

  @Test
  void staffAreToldWhatFamiliesOfTheirReachTookBackTheLatestFirst() {
    Fixtures.Org other = given.station(county, "另样厂工会");
    Fixtures.StaffMember theirChecker = given.staff(other, Role.CHECKER);
    Fixtures.StaffMember theirCadre = given.staff(other, Role.CADRE);
    List<Fixtures.Family> families =
        List.of(given.household(other), given.household(other), given.household(other));
    given.pair(families.get(1), theirCadre);
    families.forEach(family -> withdraw(family, "HEALTH"));
    withdraw(families.get(0), "BANK_ACCOUNT");
    give(families.get(0), "BANK_ACCOUNT");
    withdraw(families.get(1), "MINORS");

    JsonObject first = list(theirChecker, "?limit=2");
    assertThat(ids(first)).containsExactly(families.get(1).id(), families.get(2).id());
    JsonObject second = list(theirChecker, "?limit=2&cursor=" + first.getString("next"));
    assertThat(ids(second)).containsExactly(families.get(0).id());
    assertThat(second.getString("next")).isNull();
    JsonObject newest = first.getJsonArray("items").getJsonObject(0);
    assertThat(items(newest.getJsonArray("withdrawals")))
        .extracting(each -> each.getString("purpose"))
        .containsExactly("MINORS", "HEALTH");
    assertThat(newest.getString("headName")).contains("*");

    assertThat(ids(list(theirCadre, ""))).containsExactly(families.get(1).id());
    assertThat(list(theirCadre, "").getJsonArray("items").getJsonObject(0).getString("headName"))
        .doesNotContain("*");
    assertThat(server.get("/v1/consent-withdrawals", approver.token()).problem())
        .isEqualTo("not-allowed");
    assertThat(
            given.scalar(
                "SELECT count(*) FROM access_record WHERE household_id = ? AND operation = 'listConsentWithdrawals'",
                families.get(1).id()))
        .isGreaterThanOrEqualTo(3);

    families.forEach(family -> give(family, "HEALTH"));
    assertThat(ids(list(theirChecker, ""))).containsExactly(families.get(1).id());
    assertThat(
            server
                .get("/v1/consent-withdrawals?cursor=zzzzzzzzzzzz.1", theirChecker.token())
                .status())
        .as("a cursor made up is no harm")
        .isEqualTo(200);
  }

  private static JsonObject list(Fixtures.StaffMember by, String query) {
    return ok(server.get("/v1/consent-withdrawals" + query, by.token()));
  }

  private static List<Long> ids(JsonObject page) {
    return items(page.getJsonArray("items")).stream()
        .map(each -> each.getLong("householdId"))
        .toList();
  }
}
