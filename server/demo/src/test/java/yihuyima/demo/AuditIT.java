package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** What auditors read of the record, and what a household sees of that. */
class AuditIT {
  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org county;
  private static Fixtures.Org station;
  private static Fixtures.StaffMember auditor;
  private static Fixtures.StaffMember colleague;
  private static Fixtures.StaffMember elsewhere;
  private static Fixtures.StaffMember cadre;
  private Fixtures.Family family;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    Fixtures.Org city = given.city();
    county = given.county(city, "安和县总工会");
    station = given.station(county, "样例厂工会");
    auditor = given.staff(county, Role.AUDITOR);
    colleague = given.staff(county, Role.AUDITOR);
    elsewhere = given.staff(given.county(city, "别县总工会"), Role.AUDITOR);
    cadre = given.staff(station, Role.CADRE);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void lookedAt() {
    family = given.household(station);
    given.pair(family, cadre);
    server.resolve(family.printed(), cadre.token());
    server.resolve(family.printed(), null);
  }

  @Test
  void auditorReadsTheRecordOfTheSubtreeByHouseholdActorAndOutcome() {
    List<JsonObject> lines = lines(list(auditor, "householdId=" + family.id()));

    assertThat(lines)
        .extracting(line -> line.getString("operation"))
        .containsOnly("resolveHouseholdCode");
    assertThat(lines)
        .extracting(line -> line.getString("actor"))
        .containsExactly("ANYONE", "STAFF:" + cadre.id());
    assertThat(lines)
        .extracting(line -> line.getString("outcome"))
        .containsExactly("REFUSED", "GRANTED");
    assertThat(lines.getLast().getString("codeHint")).hasSize(4);
    assertThat(lines(list(auditor, "actor=STAFF:" + cadre.id() + "&householdId=" + family.id())))
        .hasSize(1);
    assertThat(lines(list(auditor, "outcome=REFUSED&operation=resolveHouseholdCode&limit=1")))
        .extracting(line -> line.getLong("householdId"))
        .containsExactly(family.id());
    assertThat(lines(list(auditor, "actor=STAFF:" + cadre.id() + "&to=2020-01-31"))).isEmpty();
    assertThat(lines(list(elsewhere, "householdId=" + family.id()))).isEmpty();
    assertThat(list(auditor, "from=2020-01-01").problem()).isEqualTo("request-invalid");
  }

  @Test
  void pagesFollowEachOtherWithoutGapOrRepetition() {
    String filter = "householdId=" + family.id() + "&operation=resolveHouseholdCode&limit=1";
    TestServer.Answer first = list(auditor, filter);
    TestServer.Answer second = list(auditor, filter + "&cursor=" + first.json().getString("next"));

    assertThat(lines(first).getFirst().getString("actor")).isEqualTo("ANYONE");
    assertThat(lines(second).getFirst().getString("actor")).isEqualTo("STAFF:" + cadre.id());
    assertThat(second.json().getString("next")).isNull();
  }

  @Test
  void readingTheRecordIsALookThatTheHouseholdSees() {
    list(auditor, "householdId=" + family.id());

    assertThat(seenByFamily()).containsExactly("审计查阅记录", "扫码查看", "扫码查看");
  }

  @Test
  void whoIsLookedAtInAListReadsHowManyWereAndTheAuditorReadsThemAsOne() {
    Fixtures.Family neighbour = given.household(station);
    given.pair(neighbour, cadre);

    int paired = lines(server.get("/v1/my/paired-households?limit=100", cadre.token())).size();

    List<JsonObject> seen =
        lines(list(auditor, "actor=STAFF:" + cadre.id() + "&operation=listPairedHouseholds"));
    assertThat(paired).isGreaterThanOrEqualTo(2);
    assertThat(seen)
        .hasSize(paired)
        .allSatisfy(line -> assertThat(line.getInteger("together")).isEqualTo(paired));
    assertThat(seen)
        .extracting(line -> line.getString("requestId"))
        .containsOnly(seen.getFirst().getString("requestId"));
    JsonObject listed =
        lines(server.get("/v1/my/access-records", family.token())).stream()
            .filter(line -> line.getString("action").equals("在名单中查看"))
            .findFirst()
            .orElseThrow();
    assertThat(listed.getInteger("together")).isEqualTo(paired);
  }

  @Test
  void whatOneOfAFamilyLookedAtIsFoundByWhoLookedItsOwnFileAndOthers() {
    Fixtures.Family neighbour = given.household(station);
    server.resolve(family.printed(), family.token());
    server.resolve(neighbour.printed(), family.token());
    String actor =
        lines(list(auditor, "householdId=" + neighbour.id())).getFirst().getString("actor");

    assertThat(actor).startsWith("HOUSEHOLD:" + family.id() + "/");
    assertThat(lines(list(auditor, "actor=" + actor)))
        .extracting(line -> line.getLong("householdId"))
        .containsExactly(neighbour.id(), family.id());
  }

  @Test
  void looksUnderAnInvestigationAppearWhenItEnds() {
    TestServer.Answer opened = open(auditor, Duration.ofDays(90));
    assertThat(opened.status()).isEqualTo(201);
    long id = opened.json().getLong("investigationId");
    String under = "householdId=" + family.id() + "&investigationId=" + id;
    assertThat(lines(list(auditor, under))).isNotEmpty();

    assertThat(seenByFamily()).containsExactly("扫码查看", "扫码查看");
    assertThat(list(colleague, under).problem()).isEqualTo("not-found");
    assertThat(list(auditor, "investigationId=" + id).problem()).isEqualTo("request-invalid");
    assertThat(end(colleague, id).problem()).isEqualTo("not-found");

    assertThat(end(auditor, id).json().getString("state")).isEqualTo("ENDED");
    assertThat(seenByFamily()).containsExactly("泄露调查", "审计查阅记录", "泄露调查", "扫码查看", "扫码查看");
    assertThat(list(auditor, under).problem()).isEqualTo("state-changed");
  }

  @Test
  void lookUnderAnInvestigationThatIsGoneFromItsTableIsSeen() {
    long id = open(auditor, Duration.ofDays(1)).json().getLong("investigationId");
    given.run("DELETE FROM leak_investigation WHERE id = ?", id);

    assertThat(seenByFamily()).contains("泄露调查");
  }

  @Test
  void investigationsAreBoundedAndGivenAReason() {
    assertThat(open(auditor, Duration.ofDays(91)).problem()).isEqualTo("request-invalid");
    assertThat(open(auditor, Duration.ofDays(-1)).problem()).isEqualTo("request-invalid");
    assertThat(open(elsewhere, Duration.ofDays(9)).problem()).isEqualTo("not-found");
    JsonObject draft = draft(Duration.ofDays(9));
    assertThat(open(auditor, draft.copy().put("reason", "          ")).problem())
        .isEqualTo("request-invalid");
    assertThat(open(auditor, draft.copy().put("actor", "STAFF:1")).problem())
        .isEqualTo("request-invalid");
  }

  @Test
  void investigationOfSomebodyHidesTheLooksAtThoseHouseholdsToo() {
    JsonObject draft = draft(Duration.ofDays(9));
    draft.remove("householdId");
    draft.put("actor", "STAFF:" + cadre.id());
    long id = open(auditor, draft).json().getLong("investigationId");

    assertThat(lines(list(auditor, "actor=STAFF:" + cadre.id() + "&investigationId=" + id)))
        .extracting(line -> line.getLong("householdId"))
        .contains(family.id());
    assertThat(seenByFamily()).containsExactly("扫码查看", "扫码查看");
  }

  @Test
  void recordOfAPartOfTheTreeIsThatOfItsHouseholds() {
    Fixtures.Org other = given.station(county, "样例路工会");
    Fixtures.Family neighbour = given.household(other);
    server.resolve(neighbour.printed(), null);

    assertThat(lines(list(auditor, "operation=resolveHouseholdCode&organisationId=" + other.id())))
        .extracting(line -> line.getLong("householdId"))
        .containsExactly(neighbour.id());
    assertThat(lines(list(auditor, "limit=50&organisationId=" + county.id())))
        .extracting(line -> line.getLong("householdId"))
        .contains(neighbour.id(), family.id());
    assertThat(told(list(elsewhere, "organisationId=" + other.id())))
        .isEqualTo(told(list(elsewhere, "organisationId=999999999999")))
        .contains("not-found");
  }

  @Test
  void auditorFindsTheHouseholdOfACodeAndItSeesThat() {
    TestServer.Answer found = byCode(auditor, family.printed());

    assertThat(found.json().getLong("householdId")).isEqualTo(family.id());
    assertThat(found.json().getString("organisation")).isEqualTo("样例厂工会");
    assertThat(seenByFamily()).containsExactly("审计查阅记录", "扫码查看", "扫码查看");
  }

  @Test
  void codeOfNobodyAndOneOutOfReachLookTheSame() {
    String nobodys = given.household(station).printed();
    given.run("UPDATE household_code SET lookup_hash = '\\x00' WHERE household_id = ?", newest());

    TestServer.Answer refused = byCode(elsewhere, family.printed());
    assertThat(refused.problem()).isEqualTo("not-found");
    assertThat(told(refused)).isEqualTo(told(byCode(elsewhere, nobodys)));
    assertThat(byCode(auditor, nobodys).problem()).isEqualTo("not-found");
    assertThat(byCode(auditor, "1234").problem()).isEqualTo("code-mistyped");
    // Of whom it was is in the record, for those who may read it.
    assertThat(lines(list(auditor, "operation=findAuditedHousehold&outcome=REFUSED")))
        .extracting(line -> line.getLong("householdId"))
        .contains(family.id());
  }

  @Test
  void investigationsAreListedWithThoseUnderWayFirst() {
    long first = open(auditor, Duration.ofDays(9)).json().getLong("investigationId");
    long second = open(auditor, Duration.ofDays(9)).json().getLong("investigationId");
    end(auditor, second);

    List<Long> inOrder = new ArrayList<>();
    String cursor = "";
    do {
      TestServer.Answer page =
          server.get("/v1/leak-investigations?limit=1" + cursor, colleague.token());
      lines(page).forEach(line -> inOrder.add(line.getLong("investigationId")));
      cursor =
          page.json().getString("next") == null ? "" : "&cursor=" + page.json().getString("next");
    } while (!cursor.isEmpty());

    assertThat(inOrder).doesNotHaveDuplicates().containsSubsequence(first, second);
    assertThat(lines(server.get("/v1/leak-investigations", elsewhere.token()))).isEmpty();
  }

  @Test
  void investigationIsReadByThoseAboveItAndTheHouseholdLearnsOfThatWhenItEnds() {
    long id = open(auditor, Duration.ofDays(9)).json().getLong("investigationId");

    JsonObject read = investigation(colleague, id).json();
    assertThat(read.getString("reason")).isEqualTo("怀疑有人向外泄露该户资料");
    assertThat(read.getString("state")).isEqualTo("OPEN");
    assertThat(read.getBoolean("mine")).isFalse();
    server.get("/v1/leak-investigations", colleague.token());
    assertThat(told(investigation(elsewhere, id)))
        .isEqualTo(told(investigation(elsewhere, 999_999_999_999L)))
        .contains("not-found");
    assertThat(seenByFamily()).containsExactly("扫码查看", "扫码查看");

    end(auditor, id);
    assertThat(seenByFamily()).containsExactly("泄露调查", "泄露调查", "泄露调查", "泄露调查", "扫码查看", "扫码查看");
  }

  private static TestServer.Answer investigation(Fixtures.StaffMember who, long id) {
    return server.get("/v1/leak-investigations/" + id, who.token());
  }

  private static TestServer.Answer byCode(Fixtures.StaffMember who, String code) {
    return server.post(
        "/v1/access-records/household", who.token(), new JsonObject().put("code", code));
  }

  private static long newest() {
    return given.scalar("SELECT max(id) FROM household");
  }

  private static String told(TestServer.Answer answer) {
    return SweepVerdict.told(answer);
  }

  private static TestServer.Answer list(Fixtures.StaffMember who, String query) {
    return server.get("/v1/access-records?" + query, who.token());
  }

  private static List<JsonObject> lines(TestServer.Answer answer) {
    return answer.json().getJsonArray("items").stream().map(JsonObject.class::cast).toList();
  }

  private List<String> seenByFamily() {
    return lines(server.get("/v1/my/access-records", family.token())).stream()
        .map(line -> line.getString("action"))
        .toList();
  }

  private TestServer.Answer open(Fixtures.StaffMember who, Duration length) {
    return open(who, draft(length));
  }

  private static TestServer.Answer open(Fixtures.StaffMember who, JsonObject draft) {
    return server.post("/v1/leak-investigations", who.token(), draft);
  }

  private JsonObject draft(Duration length) {
    return new JsonObject()
        .put("householdId", family.id())
        .put("reason", "怀疑有人向外泄露该户资料")
        .put("until", java.time.Clock.systemUTC().instant().plus(length).toString());
  }

  private static TestServer.Answer end(Fixtures.StaffMember who, long id) {
    return server.post("/v1/leak-investigations/" + id + "/end", who.token(), new JsonObject());
  }
}
