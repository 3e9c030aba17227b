package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;
import yihuyima.api.spreadsheet.HandMadeForm;

/**
 * The national form as a spreadsheet: checked, marked, mended, brought in, and brought in again.
 */
class ImportIT {
  private static final int PART = 4 * 1024 * 1024;

  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org county;
  private static Fixtures.Org station;
  private static Fixtures.StaffMember checker;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    county = given.county(given.city(), "安和县总工会");
    station = given.station(county, "样例厂工会");
    checker = given.staff(county, Role.CHECKER);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static long upload(byte[] file) {
    return upload(file, checker);
  }

  private static long upload(byte[] file, Fixtures.StaffMember by) {
    TestServer.Answer begun =
        server.post(
            "/v1/imports",
            by.token(),
            new JsonObject().put("organisationId", station.id()).put("sizeBytes", file.length));
    assertThat(begun.status()).as(begun.text()).isEqualTo(201);
    long id = begun.json().getLong("importId");
    for (int i = 0; i * PART < file.length; i++) {
      TestServer.Answer part =
          server.send(
              "POST",
              "/v1/imports/" + id + "/parts/" + (i + 1),
              by.token(),
              Arrays.copyOfRange(file, i * PART, Math.min(file.length, (i + 1) * PART)),
              UUID.randomUUID().toString(),
              "Content-Type",
              "application/octet-stream");
      assertThat(part.status()).as(part.text()).isEqualTo(200);
    }
    return id;
  }

  private static TestServer.Answer ask(long id, String what, JsonObject body) {
    return server.post("/v1/imports/" + id + "/" + what, checker.token(), body);
  }

  private static JsonObject until(long id, String... states) {
    AtomicReference<JsonObject> found = new AtomicReference<>(new JsonObject());
    assertThat(
            Polling.until(
                () -> {
                  found.set(server.get("/v1/imports/" + id, checker.token()).json());
                  return List.of(states).contains(found.get().getString("state"));
                },
                Duration.ofSeconds(60)))
        .as(found.get().encode())
        .isTrue();
    return found.get();
  }

  private static JsonObject checked(long id) {
    TestServer.Answer asked = ask(id, "check", null);
    assertThat(asked.status()).as(asked.text()).isEqualTo(202);
    return until(id, "CHECKED", "REFUSED");
  }

  private static JsonObject applied(long id, String mode) {
    TestServer.Answer asked = ask(id, "application", new JsonObject().put("mode", mode));
    assertThat(asked.status()).as(asked.text()).isEqualTo(202);
    return until(id, "DONE", "CHECKED");
  }

  private static List<JsonObject> findings(long id, String query) {
    List<JsonObject> all = new ArrayList<>();
    String cursor = "";
    do {
      JsonObject page =
          server
              .get("/v1/imports/" + id + "/findings?limit=50" + query + cursor, checker.token())
              .json();
      page.getJsonArray("items").stream().map(JsonObject.class::cast).forEach(all::add);
      cursor = page.getString("next") == null ? "" : "&cursor=" + page.getString("next");
    } while (!cursor.isEmpty());
    return all;
  }

  private static byte[] marked(long id) {
    TestServer.Answer answer = server.get("/v1/imports/" + id + "/workbook", checker.token());
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.response().body();
  }

  private static long count(String sql, Object... values) {
    return given.scalar("SELECT count(*) FROM " + sql, values);
  }

  @Test
  void aHandMadeFormGoesInComesBackMarkedIsMendedAndGoesInWhole() {
    HandMadeForm form = HandMadeForm.of(200, 991000, true);
    long before = count("household");
    long first = upload(form.file());
    JsonObject said = checked(first);

    assertThat(said.getString("state")).as(said.encode()).isEqualTo("CHECKED");
    assertThat(said.getInteger("households")).isEqualTo(200);
    assertThat(said.getInteger("rows")).isEqualTo(form.people());
    assertThat(said.getInteger("bad")).isEqualTo(form.planted().size());
    assertThat(said.getJsonArray("notes").encode()).contains("“家庭人口”这一栏不导入");
    List<HandMadeForm.Place> told =
        findings(first, "&only=ERRORS").stream()
            .flatMap(each -> each.getJsonArray("findings").stream().map(JsonObject.class::cast))
            .filter(each -> each.getBoolean("error"))
            .map(each -> new HandMadeForm.Place(each.getInteger("row"), each.getString("column")))
            .toList();
    assertThat(told).containsExactlyInAnyOrderElementsOf(form.planted().keySet());
    assertThat(findings(first, "").toString()).contains("按“深度困难”录入").contains("按“下(待)岗”录入");
    assertThat(ask(first, "application", new JsonObject().put("mode", "ALL")).problem())
        .isEqualTo("import-has-errors");

    byte[] marked = marked(first);
    Map<HandMadeForm.Place, String> asked = HandMadeForm.marked(marked);
    assertThat(asked.keySet()).containsExactlyInAnyOrderElementsOf(form.planted().keySet());
    byte[] mended =
        HandMadeForm.mended(
            marked,
            asked.keySet().stream().collect(Collectors.toMap(place -> place, form.planted()::get)));
    assertThat(ask(first, "cancellation", null).status()).isEqualTo(200);
    assertThat(count("import_part WHERE job_id = ?", first)).isZero();
    assertThat(count("household")).isEqualTo(before);

    long second = upload(mended);
    JsonObject clean = checked(second);
    assertThat(clean.getInteger("bad")).as(findings(second, "&only=ERRORS").toString()).isZero();
    assertThat(clean.getInteger("fresh")).isEqualTo(200);
    JsonObject done = applied(second, "ALL");
    assertThat(done.getString("state")).as(findings(second, "").toString()).isEqualTo("DONE");
    assertThat(done.getInteger("done")).isEqualTo(200);
    assertThat(done.getBoolean("emptied")).isTrue();
    assertThat(count("household")).isEqualTo(before + 200);
    assertThat(count("import_household WHERE job_id = ?", second)).isZero();

    nothingIsWrittenTwice(mended);
  }

  /** The same file again changes nothing and says so. */
  private static void nothingIsWrittenTwice(byte[] file) {
    long versions = count("household_version");
    long people = count("person_version");
    long again = upload(file);
    JsonObject said = checked(again);
    assertThat(said.getInteger("same")).as(said.encode()).isEqualTo(200);
    assertThat(said.getJsonArray("notes").getString(0)).contains("导入过");
    assertThat(applied(again, "ALL").getInteger("done")).isZero();
    assertThat(count("household_version")).isEqualTo(versions);
    assertThat(count("person_version")).isEqualTo(people);
  }

  @Test
  void whatIsRightGoesInAloneAndAnotherDayWhatChangedBecomesAVersion() {
    HandMadeForm form = HandMadeForm.of(20, 992000, true);
    long id = upload(form.file());
    int bad = checked(id).getInteger("bad");
    assertThat(bad).isPositive();
    JsonObject done = applied(id, "GOOD");
    assertThat(done.getInteger("done")).isEqualTo(20 - bad);
    assertThat(done.getBoolean("emptied")).isFalse();
    assertThat(HandMadeForm.marked(marked(id))).hasSize(bad);

    HandMadeForm right =
        HandMadeForm.of(20, 992000, false).with(2, "住房类型", "租房").with(3, "健康状况", "恶性肿瘤");
    long next = upload(right.file());
    JsonObject said = checked(next);
    assertThat(said.getInteger("fresh")).isEqualTo(bad);
    assertThat(said.getInteger("changed")).isEqualTo(1);
    applied(next, "ALL");
    assertThat(
            given.texts(
                """
                SELECT array_to_string(states, ',') || ' ' || source || ' ' || version
                  FROM household_version WHERE housing = 'RENTED' AND is_current AND source = 'IMPORT'
                """))
        .containsExactly("HOUSING IMPORT 2");
    assertThat(
            given.texts(
                """
                SELECT array_to_string(v.states, ',') || ' ' || v.version
                  FROM person_version AS v WHERE v.health = 'CANCER' AND v.is_current AND v.source = 'IMPORT'
                """))
        .containsExactly("HEALTH 2");
    assertThat(
            count("access_record WHERE operation = 'applyImport' AND detail = ?", "import " + next))
        .isEqualTo(bad + 1L);
  }

  @Test
  void aPersonInAnotherOpenFileIsAnErrorAndNobodyIsMerged() {
    Fixtures.Org elsewhere = given.station(given.county(given.city(), "别县总工会"), "别厂工会");
    Fixtures.Family foreign = given.household(elsewhere);
    HandMadeForm form =
        HandMadeForm.of(2, 993000, false)
            .with(2, "身份证号", foreign.idNumber())
            .with(2, "出生日期", "")
            .with(2, "性别", "");
    long id = upload(form.file());
    JsonObject said = checked(id);

    assertThat(said.getInteger("bad")).isEqualTo(1);
    assertThat(findings(id, "&only=ERRORS").toString())
        .contains("不由您更新")
        .doesNotContain("别县")
        .doesNotContain("别厂");
    applied(id, "GOOD");
    assertThat(
            given.texts(
                "SELECT source FROM household_version WHERE household_id = ?", foreign.id()))
        .containsExactly("SAMPLE");
  }

  @Test
  void whatIsNoFormIsTakenAwayAndToldSo() {
    long id = upload("这不是表格".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    JsonObject said = checked(id);
    assertThat(said.getString("state")).isEqualTo("REFUSED");
    assertThat(said.getString("problem")).contains("不是 .xlsx");
    assertThat(count("import_part WHERE job_id = ?", id)).isZero();
  }

  @Test
  void whatWaitsIsSealedAndNobodyElseSeesIt() {
    HandMadeForm form = HandMadeForm.of(3, 994000, false);
    long id = upload(form.file());
    checked(id);
    for (String table :
        List.of(
            "import_part WHERE position('PK'::bytea IN content_enc) = 1",
            "import_household WHERE position('身份证'::bytea IN body_enc) > 0")) {
      assertThat(count(table)).isZero();
    }
    Fixtures.StaffMember other = given.staff(given.county(given.city(), "邻县总工会"), Role.CHECKER);
    assertThat(server.get("/v1/imports/" + id, other.token()).status()).isEqualTo(404);
    assertThat(server.get("/v1/imports/" + id + "/workbook", other.token()).status())
        .isEqualTo(404);
    JsonArray theirs = server.get("/v1/imports", other.token()).json().getJsonArray("items");
    assertThat(theirs).isEmpty();
  }

  @Test
  void whatNobodyDecidedAboutInAWeekIsDeleted() {
    long id = upload(HandMadeForm.of(3, 995000, false).file());
    checked(id);
    given.run("UPDATE import_job SET started_at = started_at - interval '8 days' WHERE id = ?", id);
    assertThat(until(id, "CANCELLED").getBoolean("emptied")).isTrue();
    assertThat(count("import_part WHERE job_id = ?", id)).isZero();
    assertThat(count("import_household WHERE job_id = ?", id)).isZero();
  }

  /**
   * As a server leaves it that died in the middle: some groups are in, and it says nothing any
   * more.
   */
  @Test
  void anotherServerGoesOnWhereOneStoppedAndWritesNothingTwice() {
    long id = upload(HandMadeForm.of(6, 996000, false).file());
    checked(id);
    long before = count("household");
    given.run("UPDATE import_household SET applied = true WHERE job_id = ? AND place <= 2", id);
    given.run(
        "UPDATE import_job SET state = 'APPLYING', mode = 'GOOD', run = run + 1, alive_at = now() - interval '2 minutes' WHERE id = ?",
        id);
    assertThat(until(id, "DONE").getInteger("done")).isEqualTo(6);
    assertThat(count("household")).isEqualTo(before + 4);
  }

  @Test
  void theEmptyFormCanBeFetched() {
    TestServer.Answer template = server.get("/v1/form/template", checker.token());
    assertThat(template.status()).isEqualTo(200);
    assertThat(HandMadeForm.read(template.response().body())).isEmpty();
  }
}
