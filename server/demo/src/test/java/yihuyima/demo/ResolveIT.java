package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** What a scan shows each kind of viewer, over real HTTP on a real database. */
class ResolveIT {
  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org county;
  private static Fixtures.Org station;
  private static Fixtures.Family family;
  private static Fixtures.Family neighbour;
  private static Fixtures.StaffMember cadre;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    Fixtures.Org city = given.city();
    county = given.county(city, "安和县总工会");
    station = given.station(county, "样例厂工会");
    given.livingAid(county);
    family = given.household(station);
    neighbour = given.household(station);
    cadre = given.staff(station, Role.CADRE);
    given.pair(family, cadre);
    given.payment(family, "PAID", 120_000);
    given.entitle(family, "LIVING_AID", "ENTITLED");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void householdSeesItsPoliciesAndPayments() {
    JsonObject seen = server.resolve(family.printed(), family.token()).json();

    assertThat(seen.getString("viewer")).isEqualTo("household");
    JsonObject payment = seen.getJsonArray("payments").getJsonObject(0);
    assertThat(payment.getLong("amountFen")).isEqualTo(120_000);
    assertThat(payment.getString("state")).isEqualTo("PAID");
    assertThat(payment.getString("cardEnding")).isEqualTo("1234");
    JsonObject benefit = seen.getJsonArray("benefits").getJsonObject(0);
    assertThat(benefit.getString("name")).isEqualTo("生活救助");
    assertThat(benefit.getString("entitlement")).isEqualTo("ENTITLED");
    assertThat(benefit.getString("programmeCode")).isEqualTo("LIVING_AID_" + county.id());
    assertThat(seen.getJsonObject("household").getString("headName")).isEqualTo("样**");
  }

  @Test
  void typedInAnyCaseTheCodeIsTheSame() {
    String typed = family.printed().toLowerCase(java.util.Locale.ROOT).replace("-", "");

    assertThat(server.resolve(typed, family.token()).json().getString("viewer"))
        .isEqualTo("household");
  }

  @Test
  void signedFormIsRead() {
    String signed =
        given
            .codeKeys()
            .sign(family.code(), 1, given.today())
            .text(given.codeKeys().prefix())
            .replaceFirst(".*/h/", "");

    assertThat(server.resolve(signed, family.token()).json().getString("viewer"))
        .isEqualTo("household");
  }

  @Test
  void cadreInChargeSeesTheFileAndVisits() {
    JsonObject seen = server.resolve(family.printed(), cadre.token()).json();

    assertThat(seen.getString("viewer")).isEqualTo("cadre");
    assertThat(seen.getJsonObject("household").getString("headName")).isEqualTo("样示例");
    assertThat(seen.getJsonObject("household").getString("phone"))
        .isEqualTo(Fixtures.phone(family.workerId()));
    assertThat(seen.getJsonArray("visits")).isEqualTo(new JsonArray());
  }

  @Test
  void officeSeesTheCodeAndTheSummaryAndNoPayment() {
    Fixtures.StaffMember clerk = given.staff(county, Role.CODE_CLERK);

    JsonObject seen = server.resolve(family.printed(), clerk.token()).json();

    assertThat(seen.getString("viewer")).isEqualTo("office");
    assertThat(seen.getJsonObject("code").getString("state")).isEqualTo("LIVE");
    assertThat(seen.fieldNames())
        .containsExactlyInAnyOrder("viewer", "householdId", "code", "household", "withdrawn");
  }

  /** Scans at the same time share statements; nobody's answer or line may be another's. */
  @Test
  void scansAtTheSameTimeAreAnsweredAndRecordedEachForItself() throws Exception {
    List<Fixtures.Family> families = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      families.add(given.household(station));
    }
    Fixtures.StaffMember inCharge = given.staff(station, Role.CADRE);
    families.forEach(one -> given.pair(one, inCharge));
    Fixtures.Family signedOut = given.household(station);
    assertThat(server.delete("/v1/sessions/current", signedOut.token()).status()).isEqualTo(204);
    String anyone = server.resolve(family.printed(), null).text();

    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 8; round++) {
        // A round at a time: all at once would be more connections than one address may hold.
        List<Future<?>> scans = new ArrayList<>();
        for (int i = 0; i < families.size(); i++) {
          Fixtures.Family own = families.get(i);
          Fixtures.Family other = families.get((i + 1) % families.size());
          scans.add(all.submit(() -> seen(own, own.token(), "household")));
          scans.add(all.submit(() -> seen(own, inCharge.token(), "cadre")));
          scans.add(
              all.submit(
                  () ->
                      assertThat(server.resolve(other.printed(), own.token()).text())
                          .isEqualTo(anyone)));
          scans.add(
              all.submit(
                  () ->
                      assertThat(server.resolve(own.printed(), signedOut.token()).status())
                          .isEqualTo(401)));
        }
        for (Future<?> scan : scans) {
          scan.get();
        }
      }
    }

    for (Fixtures.Family one : families) {
      assertThat(looks(one, "own", inCharge)).isEqualTo(8);
      assertThat(looks(one, "incharge", inCharge)).isEqualTo(8);
      assertThat(looks(one, "another household", inCharge)).isEqualTo(8);
    }
  }

  private static void seen(Fixtures.Family one, String token, String viewer) {
    JsonObject answer = server.resolve(one.printed(), token).json();
    assertThat(answer.getString("viewer")).isEqualTo(viewer);
    assertThat(answer.getLong("householdId")).isEqualTo(one.id());
  }

  /** Lines about a family, at its place in the tree, by those who were to write them. */
  private static long looks(Fixtures.Family one, String detail, Fixtures.StaffMember inCharge) {
    return given.scalar(
        """
        SELECT count(*) FROM access_record
         WHERE household_id = ? AND detail = ? AND organisation_path = ? AND code_hint = ?
           AND CASE detail WHEN 'own'      THEN actor LIKE 'HOUSEHOLD:' || household_id || '/%'
                           WHEN 'incharge' THEN actor = ? AND granted
                           ELSE actor LIKE 'HOUSEHOLD:%' AND NOT granted END
        """,
        one.id(), detail, station.path(), one.code().hint(), "STAFF:" + inCharge.id());
  }

  @Test
  void everybodyElseSeesWhatAnyoneSees() {
    String anyone = server.resolve(family.printed(), null).text();
    Fixtures.Org other = given.county(given.city(), "别县总工会");
    List<String> others =
        List.of(
            neighbour.token(),
            given.tokenOfUnbound(),
            given.staff(other, Role.CADRE).token(),
            given.staff(other, Role.CODE_CLERK).token(),
            given.staff(station, Role.CADRE).token(),
            given.outsider(other).token());

    assertThat(new JsonObject(anyone).getString("viewer")).isEqualTo("anyone");
    for (String token : others) {
      assertThat(server.resolve(family.printed(), token).text()).isEqualTo(anyone);
    }
  }

  @Test
  void revokedCodeLooksLikeAnUnknownOne() {
    Fixtures.Family moved = given.household(station);
    given.run(
        "UPDATE household_code SET state = 'REVOKED', death_counter = 1000 WHERE household_id = ?",
        moved.id());
    String unknown =
        given.codeKeys().mint(given.codeKeys().currentMintKeyId(), 999_999_999, 1).printed();

    assertThat(server.resolve(moved.printed(), moved.token()).text())
        .isEqualTo(server.resolve(unknown, moved.token()).text())
        .isEqualTo(server.resolve(unknown, null).text());
  }

  @Test
  void mistypedCodeIsToldApart() {
    String printed = family.printed();
    char last = printed.charAt(18) == '0' ? '1' : '0';

    TestServer.Answer answer = server.resolve(printed.substring(0, 18) + last, null);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("code-mistyped");
    assertThat(answer.response().headers().firstValue("Content-Type"))
        .hasValue("application/problem+json");
  }

  @Test
  void pairedPersonFromOutsideSeesThatHouseholdOnly() {
    Fixtures.StaffMember outsider = given.outsider(county);
    given.pair(family, outsider);

    assertThat(server.resolve(family.printed(), outsider.token()).json().getString("viewer"))
        .isEqualTo("cadre");
    assertThat(server.resolve(neighbour.printed(), outsider.token()).json().getString("viewer"))
        .isEqualTo("anyone");
  }

  @Test
  void everyLookIsInTheRecordBeforeTheAnswerLeaves() {
    Fixtures.Family watched = given.household(station);
    server.resolve(watched.printed(), null);
    server.resolve(watched.printed(), neighbour.token());
    server.resolve(watched.printed(), watched.token());

    assertThat(
            given.texts(
                "SELECT granted || ' ' || detail FROM access_record WHERE household_id = ? ORDER BY id",
                watched.id()))
        .containsExactly("false not signed in", "false another household", "true own");
    JsonArray shown =
        server.get("/v1/my/access-records", watched.token()).json().getJsonArray("items");
    assertThat(shown).hasSize(3);
    assertThat(shown.getJsonObject(0).getString("by")).isEqualTo("本人家庭");
    assertThat(shown.getJsonObject(2).getString("by")).isEqualTo("未登录的扫码人");
  }

  @Test
  void paymentMarkedPaidIsSeenByTheVeryNextScanOnAnotherServer() {
    try (TestServer second = server.another()) {
      Fixtures.Family waiting = given.household(station);
      long payment = given.payment(waiting, "APPROVED", 50_000);
      assertThat(firstState(server, waiting)).isEqualTo("APPROVED");
      assertThat(firstState(second, waiting)).isEqualTo("APPROVED");

      Fixtures.StaffMember clerk = given.staff(county, Role.FUND_CLERK);
      server.post("/v1/payments/" + payment + "/sending", clerk.token(), null, "k".repeat(20));

      assertThat(firstState(second, waiting)).isEqualTo("SENT");
      assertThat(firstState(server, waiting)).isEqualTo("SENT");
    }
  }

  @Test
  void codeRevokedOnOneServerIsDeadOnTheOther() {
    try (TestServer second = server.another()) {
      Fixtures.Family leaving = given.household(station);
      assertThat(second.resolve(leaving.printed(), leaving.token()).json().getString("viewer"))
          .isEqualTo("household");

      Fixtures.StaffMember clerk = given.staff(county, Role.CODE_CLERK);
      TestServer.Answer revoked =
          server.post(
              "/v1/households/" + leaving.id() + "/code/revocation",
              clerk.token(),
              new JsonObject().put("reason", "迁出"));

      assertThat(revoked.status()).as(revoked.text()).isEqualTo(200);
      assertThat(second.resolve(leaving.printed(), leaving.token()).json().getString("viewer"))
          .isEqualTo("anyone");
    }
  }

  @Test
  void endedSessionIsRefused() {
    Fixtures.Family leaving = given.household(station);
    assertThat(server.delete("/v1/sessions/current", leaving.token()).status()).isEqualTo(204);

    assertThat(server.resolve(leaving.printed(), leaving.token()).status()).isEqualTo(401);
    assertThat(server.get("/v1/my/household", leaving.token()).status()).isEqualTo(401);
  }

  private static String firstState(TestServer at, Fixtures.Family of) {
    return at.resolve(of.printed(), of.token())
        .json()
        .getJsonArray("payments")
        .getJsonObject(0)
        .getString("state");
  }
}
