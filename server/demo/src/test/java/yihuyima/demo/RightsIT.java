package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** What families ask about their data, and what comes of it. */
class RightsIT {
  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org county;
  private static Fixtures.Org station;
  private static Fixtures.StaffMember cadre;
  private static Fixtures.StaffMember checker;
  private static Fixtures.StaffMember administrator;
  private static Fixtures.StaffMember auditor;
  private Fixtures.Family family;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    county = given.county(given.city(), "安和县总工会");
    station = given.station(county, "样例厂工会");
    cadre = given.staff(station, Role.CADRE);
    checker = given.staff(county, Role.CHECKER);
    administrator = given.staff(county, Role.ADMINISTRATOR);
    auditor = given.staff(county, Role.AUDITOR);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void aFamily() {
    family = given.household(station);
    given.pair(family, cadre);
  }

  private static JsonObject correction(String field, String ought) {
    return new JsonObject().put("kind", "CORRECTION").put("field", field).put("ought", ought);
  }

  private static JsonObject stopWish() {
    return new JsonObject().put("kind", "STOP").put("why", "不想再领了");
  }

  private TestServer.Answer ask(JsonObject body) {
    return server.post("/v1/my/rights-requests", family.token(), body);
  }

  private static TestServer.Answer answer(String token, long id, String decision) {
    return server.post(
        "/v1/rights-requests/" + id + "/answer",
        token,
        new JsonObject().put("decision", decision).put("words", "已核对，按您说的办"));
  }

  private JsonObject mine(long id) {
    return server
        .get("/v1/my/rights-requests", family.token())
        .json()
        .getJsonArray("items")
        .stream()
        .map(item -> (JsonObject) item)
        .filter(item -> item.getLong("requestId") == id)
        .findFirst()
        .orElseThrow();
  }

  private static @Nullable JsonObject waiting(Fixtures.StaffMember who, long id) {
    String cursor = "";
    while (cursor != null) {
      JsonObject page =
          server.get("/v1/rights-requests?limit=100&cursor=" + cursor, who.token()).json();
      for (Object item : page.getJsonArray("items")) {
        if (((JsonObject) item).getLong("requestId") == id) {
          return (JsonObject) item;
        }
      }
      cursor = page.getString("next");
    }
    return null;
  }

  @Test
  void correctionIsAskedAnsweredInWordsAndKept() {
    TestServer.Answer asked = ask(correction("PHONE", "尾号应是 0001"));
    assertThat(asked.status()).as(asked.text()).isEqualTo(201);
    long id = asked.json().getLong("requestId");
    assertThat(asked.json().getString("state")).isEqualTo("OPEN");
    assertThat(asked.json().getString("answerBy"))
        .isGreaterThan(given.today().plusDays(14).toString());

    JsonObject atTheDesk = waiting(cadre, id);
    assertThat(atTheDesk).isNotNull();
    assertThat(atTheDesk.getString("ought")).isEqualTo("尾号应是 0001");
    assertThat(waiting(checker, id)).isNotNull();
    assertThat(waiting(administrator, id)).as("corrections are not the administrator's").isNull();
    assertThat(answer(administrator.token(), id, "ACCEPT").problem()).isEqualTo("not-found");

    assertThat(answer(cadre.token(), id, "ACCEPT").status()).isEqualTo(204);
    assertThat(answer(checker.token(), id, "REFUSE").problem()).isEqualTo("state-changed");
    assertThat(mine(id).getString("state")).isEqualTo("ACCEPTED");
    assertThat(mine(id).getString("answer")).isEqualTo("已核对，按您说的办");
    assertThat(waiting(cadre, id)).isNull();
    assertThat(
            given.scalar(
                "SELECT count(*) FROM rights_request WHERE id = ? AND encode(ought_enc, 'escape') LIKE '%0001%'",
                id))
        .as("the words are sealed")
        .isZero();
  }

  @Test
  void onlyThoseInChargeSeeAndAnswer() {
    long id = ask(correction("ADDRESS", "应是三单元")).json().getLong("requestId");
    Fixtures.StaffMember otherCadre = given.staff(station, Role.CADRE);
    Fixtures.StaffMember foreign = given.staff(given.county(given.city(), "宁川县总工会"), Role.CHECKER);
    assertThat(waiting(otherCadre, id)).isNull();
    assertThat(waiting(foreign, id)).isNull();
    assertThat(answer(otherCadre.token(), id, "ACCEPT").problem()).isEqualTo("not-found");
    assertThat(answer(foreign.token(), id, "ACCEPT").problem()).isEqualTo("not-found");
    Fixtures.Family other = given.household(station);
    assertThat(
            server
                .post("/v1/my/rights-requests/" + id + "/withdrawal", other.token(), null)
                .problem())
        .isEqualTo("not-found");
  }

  @Test
  void whatWaitsCanBeWithdrawnOnceAndAgain() {
    long id = ask(correction("NAME", "末字写错了")).json().getLong("requestId");
    String withdrawal = "/v1/my/rights-requests/" + id + "/withdrawal";
    assertThat(server.post(withdrawal, family.token(), null).status()).isEqualTo(204);
    assertThat(server.post(withdrawal, family.token(), null).status()).isEqualTo(204);
    assertThat(mine(id).getString("state")).isEqualTo("WITHDRAWN");
    assertThat(answer(cadre.token(), id, "ACCEPT").problem()).isEqualTo("state-changed");
  }

  @Test
  void badInputIsToldAndRequestsAreBounded() {
    assertThat(ask(new JsonObject().put("kind", "CORRECTION")).problem())
        .isEqualTo("request-invalid");
    assertThat(ask(correction("NAME", "   ")).problem()).isEqualTo("request-invalid");
    assertThat(ask(correction("SHOE_SIZE", "42")).problem()).isEqualTo("request-invalid");
    for (int i = 0; i < 10; i++) {
      assertThat(ask(correction("OTHER", "第" + i + "项")).status()).isEqualTo(201);
    }
    assertThat(ask(correction("OTHER", "再一项")).problem()).isEqualTo("rights-requests-open");
  }

  @Test
  void stoppedDataIsThereForTheFamilyAndTheAuditorAlone() {
    TestServer.Answer asked = ask(stopWish());
    assertThat(asked.status()).as(asked.text()).isEqualTo(201);
    long id = asked.json().getLong("requestId");
    assertThat(ask(stopWish()).problem()).isEqualTo("stop-asked");
    assertThat(answer(cadre.token(), id, "ACCEPT").problem())
        .as("not the cadre's to decide")
        .isEqualTo("not-found");
    assertThat(answer(administrator.token(), id, "ACCEPT").status()).isEqualTo(204);

    String path = "/v1/households/" + family.id();
    for (Fixtures.StaffMember who : new Fixtures.StaffMember[] {cadre, checker, administrator}) {
      assertThat(server.get(path, who.token()).problem()).isEqualTo("not-found");
      assertThat(server.resolve(family.printed(), who.token()).json().getString("viewer"))
          .isEqualTo("anyone");
    }
    assertThat(server.get(path + "/code", administrator.token()).problem()).isEqualTo("not-found");
    assertThat(paired()).doesNotContain(family.id());
    assertThat(
            server
                .post(
                    "/v1/households/" + family.id() + "/visits",
                    cadre.token(),
                    new JsonObject().put("note", "来过"))
                .problem())
        .isEqualTo("not-found");
    assertThat(server.get(path, auditor.token()).status()).isEqualTo(200);
    assertThat(server.get("/v1/my/household", family.token()).status()).isEqualTo(200);

    assertThat(server.post("/v1/my/processing/resumption", family.token(), null).status())
        .isEqualTo(204);
    assertThat(server.post("/v1/my/processing/resumption", family.token(), null).status())
        .isEqualTo(204);
    assertThat(server.get(path, cadre.token()).status()).isEqualTo(200);
    assertThat(mine(id).getString("state")).isEqualTo("LIFTED");
    assertThat(paired()).contains(family.id());
  }

  @Test
  void stoppedDataIsOnNoListOfStaff() {
    Fixtures.StaffMember clerk = given.staff(county, Role.FUND_CLERK);
    long correction = ask(correction("PHONE", "尾号应是 0001")).json().getLong("requestId");
    long payment = given.payment(family, "PAID", 1000);
    assertThat(payments(clerk)).contains(payment);
    long id = ask(stopWish()).json().getLong("requestId");
    assertThat(answer(administrator.token(), id, "ACCEPT").status()).isEqualTo(204);

    assertThat(waiting(cadre, correction)).isNull();
    assertThat(waiting(checker, correction)).isNull();
    assertThat(payments(clerk)).doesNotContain(payment);

    server.post("/v1/my/processing/resumption", family.token(), null);
    assertThat(waiting(cadre, correction)).isNotNull();
    assertThat(payments(clerk)).contains(payment);
  }

  private static java.util.List<Long> payments(Fixtures.StaffMember clerk) {
    java.util.List<Long> all = new java.util.ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      JsonObject page = server.get("/v1/payments?limit=1&cursor=" + cursor, clerk.token()).json();
      page.getJsonArray("items")
          .forEach(
              item -> all.add(((JsonObject) item).getJsonObject("payment").getLong("paymentId")));
      cursor = page.getString("next");
    }
    return all;
  }

  @Test
  void whatIsStoppedEndsNoListBeforeItsTime() {
    Fixtures.StaffMember other = given.staff(station, Role.CADRE);
    Fixtures.Family stopped = given.household(station);
    Fixtures.Family after = given.household(station);
    given.pair(family, other);
    given.pair(stopped, other);
    given.pair(after, other);
    for (Fixtures.Family each : new Fixtures.Family[] {family, stopped, after}) {
      given.run(
          "INSERT INTO consent (household_id, purpose, notice_version, decision, channel, at, signed_on, staff_id) VALUES (?, 'HEALTH', 1, 'WITHDRAWN', 'PAPER_AT_DOOR', now(), current_date, ?)",
          each.id(),
          other.id());
    }
    given.run("UPDATE household SET processing_stopped_at = now() WHERE id = ?", stopped.id());
    for (String list : new String[] {"my/paired-households", "consent-withdrawals"}) {
      java.util.List<Long> all = new java.util.ArrayList<>();
      String cursor = "";
      while (cursor != null) {
        JsonObject page =
            server.get("/v1/" + list + "?limit=1&cursor=" + cursor, other.token()).json();
        page.getJsonArray("items")
            .forEach(item -> all.add(((JsonObject) item).getLong("householdId")));
        cursor = page.getString("next");
      }
      assertThat(all).as(list).containsExactlyInAnyOrder(family.id(), after.id());
    }
  }

  @Test
  void madeUpPlaceInTheListIsTold() {
    String far = Long.toString(Long.MAX_VALUE, 36);
    assertThat(
            server.get("/v1/rights-requests?cursor=" + far + "." + far, checker.token()).problem())
        .isEqualTo("request-invalid");
  }

  private static java.util.List<Long> paired() {
    return server
        .get("/v1/my/paired-households?limit=100", cadre.token())
        .json()
        .getJsonArray("items")
        .stream()
        .map(item -> ((JsonObject) item).getLong("householdId"))
        .toList();
  }

  @Test
  void moneyUnderWayComesToItsEndFirstAndNoAidIsGivenMeanwhile() {
    given.payment(family, "APPROVED", 1000);
    long id = ask(stopWish()).json().getLong("requestId");
    assertThat(answer(administrator.token(), id, "ACCEPT").problem()).isEqualTo("aid-under-way");
    assertThat(mine(id).getString("state")).isEqualTo("OPEN");
    given.run(
        "UPDATE payment SET state = 'PAID', paid_on = current_date WHERE household_id = ?",
        family.id());
    assertThat(answer(administrator.token(), id, "ACCEPT").status()).isEqualTo(204);
    JsonObject application =
        new JsonObject().put("programmeCode", "NO_SUCH").put("reason", "家里有困难");
    assertThat(server.post("/v1/applications", family.token(), application).problem())
        .isEqualTo("processing-stopped");
  }

  @Test
  void theFamilyReadsThatItWasAnswered() {
    long id = ask(correction("INCOME", "上月只有一千八")).json().getLong("requestId");
    answer(cadre.token(), id, "REFUSE");
    JsonArray looks =
        server.get("/v1/my/access-records", family.token()).json().getJsonArray("items");
    assertThat(looks.encode()).contains("办理资料请求").contains("提出资料请求");
  }
}
