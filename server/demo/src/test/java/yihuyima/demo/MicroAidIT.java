package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;
import yihuyima.api.microaid.material.MaterialSweep;
import yihuyima.api.sql.Database;
import yihuyima.server.Foundations;

/** Micro-aid from the application to the money, over real HTTP on a real database. */
class MicroAidIT {
  /** Twelve monthly standards of 1,062 yuan: what deep hardship may get in a year. */
  private static final long CEILING_FEN = 12 * 106_200;

  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org city;
  private static Fixtures.Org county;
  private static Fixtures.Org station;
  private static Fixtures.StaffMember cadre;
  private static Fixtures.StaffMember checker;
  private static Fixtures.StaffMember approver;
  private static String programme;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    city = given.city();
    county = given.county(city, "安和县总工会");
    station = given.station(county, "样例厂工会");
    given.livingAid(county);
    programme = "LIVING_AID_" + county.id();
    cadre = given.staff(station, Role.CADRE);
    checker = given.staff(county, Role.CHECKER);
    approver = given.staff(county, Role.APPROVER);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void wholeWayFromThePhotoToTheMoneyOnTheCard() {
    Fixtures.Family family = family();
    Fixtures.StaffMember clerk = given.staff(county, Role.FUND_CLERK);

    long photo = upload(family).getLong("materialId");
    JsonObject sent = ok(submit(family, "父亲住院，自付费用较高", photo), 201);
    long id = sent.getLong("applicationId");
    assertThat(sent.getString("state")).isEqualTo("SUBMITTED");
    assertThat(sent.getString("holder")).isEqualTo("帮扶干部");
    assertThat(sent.getString("headName")).isEqualTo("样示例");
    assertThat(sent.getLong("ceilingFen")).isEqualTo(CEILING_FEN);
    assertThat(sent.getJsonArray("actions")).containsExactly("WITHDRAW");
    assertThat(sent.getJsonArray("materials")).hasSize(1);
    assertThat(firstOf(family, "applications").getString("holder")).isEqualTo("帮扶干部");

    JsonObject waiting = inInbox(cadre, id);
    assertThat(waiting.getString("action")).isEqualTo("CHECK");
    assertThat(waiting.getString("headName")).isEqualTo("样示例");
    assertThat(inInbox(checker, id).getString("headName")).isEqualTo("样**");
    JsonObject returned = ok(check(cadre, id, 1, "RETURN", "请补充出院小结"), 200);
    assertThat(returned.getString("holder")).isEqualTo("您家");
    assertThat(returned.getString("dueOn")).isNull();
    assertThat(firstOf(family, "applications").getString("state")).isEqualTo("RETURNED");

    long second = upload(family).getLong("materialId");
    JsonObject supplemented = ok(supplement(family, id, "补上出院小结", second), 200);
    assertThat(supplemented.getString("state")).isEqualTo("SUBMITTED");
    assertThat(supplemented.getInteger("version")).isEqualTo(3);
    assertThat(supplemented.getJsonArray("materials")).hasSize(2);

    JsonObject checked = ok(check(cadre, id, 3, "PASS", null), 200);
    assertThat(checked.getString("holder")).isEqualTo("县总工会");
    assertThat(inInbox(approver, id).getString("action")).isEqualTo("APPROVE");
    JsonObject approved = ok(approve(approver, id, 4, 50_000), 200);
    assertThat(approved.getString("state")).isEqualTo("APPROVED");
    assertThat(approved.getLong("amountFen")).isEqualTo(50_000);
    assertThat(approved.getString("expectedOn")).isNotNull();
    assertThat(approved.getJsonArray("actions")).isEmpty();

    JsonObject payment = firstOf(family, "payments");
    assertThat(payment.getString("state")).isEqualTo("APPROVED");
    assertThat(payment.getString("payer")).isEqualTo("安和县总工会");
    assertThat(payment.getString("cardEnding")).isEqualTo("1234");
    assertThat(payment.getString("expectedOn")).isEqualTo(approved.getString("expectedOn"));
    String path = "/v1/payments/" + payment.getLong("paymentId");
    ok(server.post(path + "/sending", clerk.token(), null, key()), 200);
    assertThat(firstOf(family, "payments").getString("state")).isEqualTo("SENT");
    ok(
        server.post(
            path + "/settlement",
            clerk.token(),
            new JsonObject().put("paidOn", given.today().toString())),
        200);
    assertThat(firstOf(family, "payments").getString("paidOn")).isEqualTo(given.today().toString());

    JsonArray history = get(family.token(), id).json().getJsonArray("history");
    assertThat(history.stream().map(event -> ((JsonObject) event).getString("state")))
        .containsExactly("SUBMITTED", "RETURNED", "SUBMITTED", "CHECKED", "APPROVED");
    assertThat(history.getJsonObject(0).getString("by")).isEqualTo("本人家庭");
    assertThat(history.getJsonObject(1).getString("by")).startsWith("帮扶干部 示例干部");
    assertThat(history.getJsonObject(1).getString("reason")).isEqualTo("请补充出院小结");
    assertThat(history.getJsonObject(2).getString("reason")).isEqualTo("补上出院小结");
    assertThat(history.getJsonObject(4).getString("by")).isEqualTo("安和县总工会 审批");
    assertThat(
            given.texts(
                "SELECT detail FROM access_record WHERE household_id = ? AND detail LIKE 'application %' ORDER BY id",
                family.id()))
        .containsExactly(
            "application sent",
            "application RETURNED",
            "application SUBMITTED",
            "application CHECKED",
            "application APPROVED");
  }

  @Test
  void reasonsStandSealedInTheDatabase() {
    Fixtures.Family family = family();
    ok(submit(family, "这一句不得明文保存"), 201);

    byte[] clear = "这一句不得明文保存".getBytes(StandardCharsets.UTF_8);
    assertThat(
            given.scalar(
                "SELECT count(*) FROM application WHERE household_id = ? AND position(?::bytea IN reason_enc) > 0",
                family.id(),
                clear))
        .isZero();
  }

  @Test
  void dueDaysAreWorkingDays() {
    Fixtures.Family family = family();
    given.run(
        "INSERT INTO calendar_day (on_day, working, name) SELECT ?::date + n, false, '样例假期' FROM generate_series(0, 13) AS n ON CONFLICT DO NOTHING",
        given.today());
    try {
      JsonObject sent = ok(submit(family, "父亲住院，自付费用较高"), 201);

      assertThat(sent.getString("dueOn"))
          .isGreaterThanOrEqualTo(given.today().plusDays(18).toString());
    } finally {
      given.run("DELETE FROM calendar_day WHERE name = '样例假期'");
    }
  }

  @Test
  void pressedTwiceIsOneApplication() {
    Fixtures.Family family = family();
    JsonObject body = draft("父亲住院，自付费用较高");
    String key = key();

    List<TestServer.Answer> answers =
        Presses.atOnce(32, i -> server.post("/v1/applications", family.token(), body, key));

    // One that waited too long for the others is told to try again; no other answer is right.
    assertThat(answers).extracting(TestServer.Answer::status).isSubsetOf(201, 503);
    assertThat(server.post("/v1/applications", family.token(), body, key).status()).isEqualTo(201);
    assertThat(answers)
        .filteredOn(a -> a.status() == 201)
        .extracting(TestServer.Answer::text)
        .containsOnly(server.post("/v1/applications", family.token(), body, key).text());
    assertThat(applicationsOf(family)).isEqualTo(1);
  }

  @Test
  void keyWithAnotherContentIsRefused() {
    Fixtures.Family family = family();
    String key = key();
    ok(server.post("/v1/applications", family.token(), draft("父亲住院"), key), 201);

    TestServer.Answer other = server.post("/v1/applications", family.token(), draft("母亲住院"), key);

    assertThat(other.problem()).isEqualTo("idempotency-key-reused");
    assertThat(applicationsOf(family)).isEqualTo(1);
  }

  @Test
  void oneOpenApplicationAProgrammeHoweverManyPress() {
    Fixtures.Family family = family();

    List<TestServer.Answer> answers = Presses.atOnce(16, i -> submit(family, "父亲住院，自付费用较高"));

    assertThat(answers).filteredOn(a -> a.status() == 201).hasSize(1);
    assertThat(answers)
        .filteredOn(a -> a.status() != 201)
        .extracting(TestServer.Answer::problem)
        .isSubsetOf("already-open", "busy");
  }

  @Test
  void ofTwoApproversExactlyOneDecides() {
    for (int round = 0; round < 5; round++) {
      Fixtures.Family family = family();
      long id = checked(family);
      Fixtures.StaffMember other = given.staff(county, Role.APPROVER);

      List<TestServer.Answer> answers =
          Presses.atOnce(
              8,
              i ->
                  i % 2 == 0 ? approve(approver, id, 2, 10_000 + i) : refuse(other, id, 2, "材料不足"));

      assertThat(answers).filteredOn(a -> a.status() == 200).hasSize(1);
      assertThat(answers)
          .filteredOn(a -> a.status() != 200)
          .extracting(TestServer.Answer::problem)
          .isSubsetOf("state-changed", "busy");
      boolean approved =
          answers.stream()
              .filter(a -> a.status() == 200)
              .allMatch(a -> a.json().getString("state").equals("APPROVED"));
      assertThat(given.scalar("SELECT count(*) FROM payment WHERE household_id = ?", family.id()))
          .isEqualTo(approved ? 1 : 0);
    }
  }

  @Test
  void whoCheckedDoesNotApprove() {
    Fixtures.Family family = family();
    Fixtures.StaffMember both = given.staff(county, Role.CHECKER, Role.APPROVER);
    long id = ok(submit(family, "父亲住院，自付费用较高"), 201).getLong("applicationId");
    JsonObject checked = ok(check(both, id, 1, "PASS", null), 200);

    assertThat(checked.getJsonArray("actions")).isEmpty();
    assertThat(approve(both, id, 2, 10_000).problem()).isEqualTo("own-entry");
    assertThat(refuse(both, id, 2, "材料不足").problem()).isEqualTo("own-entry");
    assertThat(get(family.token(), id).json().getString("state")).isEqualTo("CHECKED");
    ok(approve(approver, id, 2, 10_000), 200);
  }

  @Test
  void foreignApplicationLooksLikeNone() {
    Fixtures.Family family = family();
    Fixtures.Family neighbour = family();
    Fixtures.Org other = given.county(city, "别县总工会");
    long id = ok(submit(family, "父亲住院，自付费用较高"), 201).getLong("applicationId");
    List<String> strangers =
        List.of(
            neighbour.token(),
            given.tokenOfUnbound(),
            given.staff(other, Role.CHECKER, Role.APPROVER).token(),
            given.staff(station, Role.CADRE).token(),
            given.staff(county, Role.CODE_CLERK).token(),
            given.staff(county, Role.AUDITOR).token(),
            given.outsider(county).token());

    for (String stranger : strangers) {
      List<String> answers = answers(stranger, id);
      assertThat(answers).isSubsetOf("not-found", "not-allowed");
      assertThat(answers).isEqualTo(answers(stranger, 999_999_999));
    }
    assertThat(get(family.token(), id).json().getString("state")).isEqualTo("SUBMITTED");
    assertThat(
            given.scalar(
                "SELECT count(*) FROM access_record WHERE household_id = ? AND operation = 'getApplication' AND NOT granted",
                family.id()))
        .as("those whom the door let in; the others never reached the application")
        .isEqualTo(4);
  }

  @Test
  void stepsOutOfOrderAreRefused() {
    Fixtures.Family family = family();
    long id = ok(submit(family, "父亲住院，自付费用较高"), 201).getLong("applicationId");

    assertThat(approve(approver, id, 1, 100).problem()).isEqualTo("state-changed");
    assertThat(check(cadre, id, 9, "PASS", null).problem()).isEqualTo("state-changed");
    assertThat(check(cadre, id, 1, "RETURN", "  ").problem()).isEqualTo("reason-required");
    assertThat(supplement(family, id, "补充一些情况").problem()).isEqualTo("state-changed");
    assertThat(check(approver, id, 1, "PASS", null).problem()).isEqualTo("not-allowed");
    ok(server.post(at(id) + "/withdrawal", family.token(), null, key()), 200);
    assertThat(server.post(at(id) + "/withdrawal", family.token(), null, key()).problem())
        .isEqualTo("state-changed");
    assertThat(check(cadre, id, 2, "PASS", null).problem()).isEqualTo("state-changed");
    ok(submit(family, "撤回之后再次申请"), 201);
  }

  /** What a stranger is told: the same, whether the application exists or not. */
  private static List<String> answers(String stranger, long asked) {
    JsonObject approval =
        new JsonObject().put("decision", "APPROVE").put("version", 1).put("amountFen", 1);
    return List.of(
        get(stranger, asked).problem(),
        server.post(at(asked) + "/withdrawal", stranger, null, key()).problem(),
        server.post(at(asked) + "/approval", stranger, approval).problem());
  }

  @Test
  void amountsKeepToTheCeilingOfTheYear() {
    Fixtures.Family family = family();
    long first = checked(family);
    assertThat(approve(approver, first, 2, CEILING_FEN + 1).problem())
        .isEqualTo("amount-over-ceiling");
    assertThat(approve(approver, first, 2, 0).problem()).isEqualTo("request-invalid");
    ok(approve(approver, first, 2, CEILING_FEN - 5000), 200);

    assertThat(programmeOf(family).getLong("ceilingFen")).isEqualTo(5000);
    long second = checked(family);
    assertThat(get(family.token(), second).json().getLong("ceilingFen")).isEqualTo(5000);
    assertThat(approve(approver, second, 2, 5001).problem()).isEqualTo("amount-over-ceiling");
    ok(approve(approver, second, 2, 5000), 200);

    assertThat(programmeOf(family).getBoolean("open")).isFalse();
    assertThat(programmeOf(family).getString("reason")).contains("额度已用完");
    assertThat(submit(family, "再次申请生活救助").problem()).isEqualTo("not-open-to-apply");
  }

  /** Sending while the open one is being approved: the ceiling counts what was approved. */
  @Test
  void sendingWhileApprovingNeverSharesOneCeiling() {
    for (int round = 0; round < 10; round++) {
      Fixtures.Family family = family();
      long first = checked(family);

      Presses.atOnce(
          6,
          i ->
              i == 0
                  ? approve(approver, first, 2, CEILING_FEN - 1000)
                  : submit(family, "同时再提交一件申请"));

      assertThat(
              given.scalar(
                  "SELECT coalesce(max(ceiling_fen), 0) FROM application WHERE household_id = ? AND id > ?",
                  family.id(),
                  first))
          .isLessThanOrEqualTo(1000);
    }
  }

  @Test
  void programmesSayWhyTheyAreClosed() {
    Fixtures.Family notEntitled = family();
    given.entitle(notEntitled, "LIVING_AID", "NOT_ENTITLED");
    Fixtures.Family withoutFile = family();
    given.run(
        "UPDATE household_file SET closed_on = ? WHERE household_id = ?",
        given.today(),
        withoutFile.id());
    Fixtures.Family applying = family();
    ok(submit(applying, "父亲住院，自付费用较高"), 201);

    assertThat(programmeOf(notEntitled).getString("reason")).contains("困难类别为深度困难");
    assertThat(programmeOf(withoutFile).getString("reason")).contains("档案");
    assertThat(programmeOf(applying).getString("reason")).contains("正在办理");
    assertThat(submit(notEntitled, "生活困难申请救助").problem()).isEqualTo("not-open-to-apply");
    assertThat(submit(withoutFile, "生活困难申请救助").problem()).isEqualTo("not-open-to-apply");
    assertThat(programmeOf(family()).getBoolean("open")).isTrue();
    assertThat(programmeOf(family()).getInteger("answerWithinWorkingDays")).isEqualTo(10);
  }

  @Test
  void photoComesBackUprightAndWithoutItsPlace() throws IOException {
    Fixtures.Family family = family();
    byte[] photo = Photos.takenSomewhere(400, 300);
    assertThat(new String(photo, StandardCharsets.ISO_8859_1)).contains(Photos.PLACE);
    JsonObject kept = ok(upload(family, photo), 201);

    TestServer.Answer read = server.get(material(kept), family.token());

    assertThat(read.status()).isEqualTo(200);
    assertThat(read.response().headers().firstValue("Content-Type")).hasValue("image/jpeg");
    assertThat(read.response().headers().firstValue("Content-Disposition").orElse(""))
        .startsWith("attachment");
    assertThat(read.response().headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    byte[] body = read.response().body();
    assertThat(body).hasSize(kept.getInteger("sizeBytes"));
    assertThat(new String(body, StandardCharsets.ISO_8859_1))
        .doesNotContain(Photos.PLACE)
        .doesNotContain("Exif");
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(body));
    assertThat(picture.getWidth()).isEqualTo(300);
    assertThat(picture.getHeight()).isEqualTo(400);
    assertThat(
            given.scalar(
                "SELECT count(*) FROM material WHERE id = ? AND position(?::bytea IN content_enc) > 0",
                kept.getLong("materialId"),
                java.util.Arrays.copyOfRange(body, 200, 232)))
        .isZero();
  }

  @Test
  void photosAreForThoseWhoHandleTheApplication() {
    Fixtures.Family family = family();
    JsonObject photo = upload(family);
    Fixtures.StaffMember elsewhere =
        given.staff(given.county(city, "别县总工会"), Role.CHECKER, Role.APPROVER);
    for (Fixtures.StaffMember staff : List.of(cadre, checker, approver, elsewhere)) {
      assertThat(server.get(material(photo), staff.token()).problem()).isEqualTo("not-found");
    }

    ok(submit(family, "父亲住院，自付费用较高", photo.getLong("materialId")), 201);

    for (Fixtures.StaffMember staff : List.of(cadre, checker, approver)) {
      assertThat(server.get(material(photo), staff.token()).status()).isEqualTo(200);
    }
    assertThat(server.get(material(photo), elsewhere.token()).problem()).isEqualTo("not-found");
    assertThat(server.get(material(photo), family().token()).problem()).isEqualTo("not-found");
    assertThat(server.get(material(photo), null).problem()).isEqualTo("sign-in-required");
  }

  @Test
  void photosOfOthersOrOldOnesAreNotTaken() {
    Fixtures.Family family = family();
    Fixtures.Family neighbour = family();
    long theirs = upload(neighbour).getLong("materialId");
    long old = upload(family).getLong("materialId");
    given.run(
        "UPDATE material SET uploaded_at = uploaded_at - INTERVAL '25 hours' WHERE id = ?", old);
    long used = upload(family).getLong("materialId");
    ok(submit(family, "父亲住院，自付费用较高", used), 201);
    Fixtures.Family third = family();

    assertThat(submit(neighbour, "生活困难申请救助", old).problem()).isEqualTo("request-invalid");
    assertThat(submit(third, "生活困难申请救助", theirs).problem()).isEqualTo("request-invalid");
    assertThat(submit(third, "生活困难申请救助", used).problem()).isEqualTo("request-invalid");
    assertThat(submit(third, "生活困难申请救助", 999_999_999L).problem()).isEqualTo("request-invalid");
    assertThat(applicationsOf(third)).isZero();
  }

  @Test
  void ninePhotosMayWait() {
    Fixtures.Family family = family();
    byte[] photo = Photos.takenSomewhere(40, 30);

    List<TestServer.Answer> answers = Presses.atOnce(8, i -> upload(family, photo));
    assertThat(answers).extracting(TestServer.Answer::status).containsOnly(201);
    ok(upload(family, photo), 201);

    assertThat(upload(family, photo).problem()).isEqualTo("too-many-requests");
    ok(upload(family(), photo), 201);
  }

  @Test
  void whatIsNoPhotoIsNotKept() {
    Fixtures.Family family = family();
    List<String> files =
        List.of(
            "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            "<!doctype html><script>alert(1)</script>",
            "%PDF-1.7",
            "GIF89a,",
            "x");

    for (String file : files) {
      assertThat(upload(family, file.getBytes(StandardCharsets.UTF_8)).problem())
          .isEqualTo("image-not-accepted");
    }
    assertThat(given.scalar("SELECT count(*) FROM material WHERE household_id = ?", family.id()))
        .isZero();
  }

  @Test
  void photosThatNobodyNamedAreSwept() {
    Fixtures.Family family = family();
    long old = upload(family).getLong("materialId");
    long named = upload(family).getLong("materialId");
    long fresh = upload(family).getLong("materialId");
    ok(submit(family, "父亲住院，自付费用较高", named), 201);
    given.run(
        "UPDATE material SET uploaded_at = uploaded_at - INTERVAL '25 hours' WHERE id IN (?, ?)",
        old,
        named);
    Vertx vertx = Vertx.vertx();
    Pool pool = Foundations.pool(server.config(), vertx, 1, 1);
    try {
      new MaterialSweep(new Database(vertx, pool, pool), Clock.systemUTC()).sweep().await();
    } finally {
      pool.close().await();
      vertx.close().await();
    }

    assertThat(
            given.texts("SELECT id FROM material WHERE household_id = ? ORDER BY id", family.id()))
        .containsExactly(String.valueOf(named), String.valueOf(fresh));
  }

  @Test
  void inboxIsPagedByUrgency() {
    Fixtures.Org quiet = given.county(city, "静县总工会");
    Fixtures.Org place = given.station(quiet, "静县样例厂工会");
    Fixtures.StaffMember desk = given.staff(quiet, Role.CHECKER, Role.CADRE);
    given.run("UPDATE programme SET organisation_id = ? WHERE code = ?", city.id(), programme);
    try {
      for (int i = 0; i < 5; i++) {
        Fixtures.Family family = given.household(place);
        given.pair(family, desk);
        long id = ok(submit(family, "父亲住院，自付费用较高"), 201).getLong("applicationId");
        given.run(
            "UPDATE application SET due_on = ? WHERE id = ?",
            given.today().plusDays(i % 3 - 1),
            id);
      }
      List<String> due = new java.util.ArrayList<>();
      String cursor = "";
      int pages = 0;
      while (cursor != null) {
        JsonObject page = ok(server.get("/v1/inbox?limit=2&cursor=" + cursor, desk.token()), 200);
        for (Object item : page.getJsonArray("items")) {
          JsonObject application = ((JsonObject) item).getJsonObject("application");
          due.add(application.getString("dueOn") + ((JsonObject) item).getBoolean("late"));
        }
        cursor = page.getString("next");
        pages++;
      }

      String yesterday = given.today().minusDays(1) + "true";
      String today = given.today() + "false";
      assertThat(due)
          .containsExactly(yesterday, yesterday, today, today, given.today().plusDays(1) + "false");
      assertThat(pages).isEqualTo(3);
      assertThat(server.get("/v1/inbox?cursor=zzzzzzzzzzzz.1", desk.token()).problem())
          .isEqualTo("request-invalid");
      assertThat(server.get("/v1/inbox?cursor=1", desk.token()).problem())
          .isEqualTo("request-invalid");
    } finally {
      given.run("UPDATE programme SET organisation_id = ? WHERE code = ?", county.id(), programme);
    }
  }

  @Test
  void householdThatMovesTakesItsApplicationToTheNewDesk() {
    Fixtures.Org other = given.county(city, "迁入县总工会");
    Fixtures.Org place = given.station(other, "迁入县样例厂工会");
    Fixtures.StaffMember desk = given.staff(other, Role.CHECKER);
    Fixtures.Family family = family();
    long id = ok(submit(family, "父亲住院，自付费用较高"), 201).getLong("applicationId");
    assertThat(ok(server.get("/v1/inbox", desk.token()), 200).getJsonArray("items")).isEmpty();

    given.run("UPDATE household SET organisation_id = ? WHERE id = ?", place.id(), family.id());

    assertThat(inInbox(desk, id).getString("organisation")).isEqualTo("迁入县样例厂工会");
  }

  private static Fixtures.Family family() {
    Fixtures.Family family = given.household(station);
    given.pair(family, cadre);
    return family;
  }

  /** An application that waits for the approver, at version 2. */
  private static long checked(Fixtures.Family family) {
    long id = ok(submit(family, "父亲住院，自付费用较高"), 201).getLong("applicationId");
    ok(check(cadre, id, 1, "PASS", null), 200);
    return id;
  }

  private static TestServer.Answer submit(
      Fixtures.Family family, String reason, Long... materialIds) {
    return server.post("/v1/applications", family.token(), draft(reason, materialIds));
  }

  private static JsonObject draft(String reason, Long... materialIds) {
    return new JsonObject()
        .put("programmeCode", programme)
        .put("reason", reason)
        .put("materialIds", new JsonArray(List.of(materialIds)));
  }

  private static TestServer.Answer supplement(
      Fixtures.Family family, long id, String reason, Long... materialIds) {
    return server.post(
        at(id) + "/supplement",
        family.token(),
        new JsonObject()
            .put("reason", reason)
            .put("materialIds", new JsonArray(List.of(materialIds))));
  }

  private static TestServer.Answer check(
      Fixtures.StaffMember staff, long id, int version, String decision, @Nullable String reason) {
    JsonObject body = new JsonObject().put("decision", decision).put("version", version);
    if (reason != null) {
      body.put("reason", reason);
    }
    return server.post(at(id) + "/check", staff.token(), body);
  }

  private static TestServer.Answer approve(
      Fixtures.StaffMember staff, long id, int version, long amountFen) {
    return server.post(
        at(id) + "/approval",
        staff.token(),
        new JsonObject()
            .put("decision", "APPROVE")
            .put("version", version)
            .put("amountFen", amountFen));
  }

  private static TestServer.Answer refuse(
      Fixtures.StaffMember staff, long id, int version, String reason) {
    return server.post(
        at(id) + "/approval",
        staff.token(),
        new JsonObject().put("decision", "REFUSE").put("version", version).put("reason", reason));
  }

  private static TestServer.Answer get(String token, long id) {
    return server.get(at(id), token);
  }

  private static String at(long id) {
    return "/v1/applications/" + id;
  }

  private static JsonObject upload(Fixtures.Family family) {
    return ok(upload(family, Photos.takenSomewhere(80, 60)), 201);
  }

  private static TestServer.Answer upload(Fixtures.Family family, byte[] file) {
    return server.send(
        "POST",
        "/v1/materials",
        family.token(),
        file,
        key(),
        "Content-Type",
        "application/octet-stream");
  }

  private static String material(JsonObject kept) {
    return "/v1/materials/" + kept.getLong("materialId");
  }

  private static JsonObject firstOf(Fixtures.Family family, String list) {
    return server
        .resolve(family.printed(), family.token())
        .json()
        .getJsonArray(list)
        .getJsonObject(0);
  }

  private static JsonObject programmeOf(Fixtures.Family family) {
    JsonArray items =
        ok(server.get("/v1/my/programmes", family.token()), 200).getJsonArray("items");
    assertThat(items).hasSize(1);
    return items.getJsonObject(0);
  }

  private static JsonObject inInbox(Fixtures.StaffMember staff, long applicationId) {
    return ok(server.get("/v1/inbox?limit=100", staff.token()), 200).getJsonArray("items").stream()
        .map(item -> (JsonObject) item)
        .filter(item -> item.getJsonObject("application").getLong("applicationId") == applicationId)
        .findFirst()
        .orElseThrow();
  }

  private static long applicationsOf(Fixtures.Family family) {
    return given.scalar("SELECT count(*) FROM application WHERE household_id = ?", family.id());
  }

  private static JsonObject ok(TestServer.Answer answer, int status) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer.json();
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }
}
