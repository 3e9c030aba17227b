package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** News of aid: who writes, and who reads what. */
class NewsIT {
  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org county;
  private static Fixtures.Org station;
  private static Fixtures.Org otherStation;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    Fixtures.Org city = given.city();
    county = given.county(city, "安和县总工会");
    station = given.station(county, "样例厂工会");
    otherStation = given.station(county, "别厂工会");
    publish(given.staff(city, Role.ADMINISTRATOR), "全市金秋助学开始");
    publish(given.staff(county, Role.NOTICE_CLERK), "春送岗位招聘会");
    publish(given.staff(station, Role.NOTICE_CLERK), "本厂送清凉");
    publish(given.staff(otherStation, Role.NOTICE_CLERK), "别厂送清凉");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void anyoneReadsFromTheCountyUp() {
    assertThat(titles(null)).containsExactly("春送岗位招聘会", "全市金秋助学开始");
    assertThat(titles(given.tokenOfUnbound())).containsExactly("春送岗位招聘会", "全市金秋助学开始");
  }

  @Test
  void householdReadsItsStationToo() {
    assertThat(titles(given.household(station).token()))
        .containsExactly("本厂送清凉", "春送岗位招聘会", "全市金秋助学开始");
    assertThat(titles(given.household(otherStation).token()))
        .containsExactly("别厂送清凉", "春送岗位招聘会", "全市金秋助学开始");
  }

  @Test
  void staffReadTheirOwnAndWhatIsAbove() {
    assertThat(titles(given.staff(county, Role.CHECKER).token()))
        .containsExactly("春送岗位招聘会", "全市金秋助学开始");
    assertThat(titles(given.staff(station, Role.CADRE).token()))
        .containsExactly("本厂送清凉", "春送岗位招聘会", "全市金秋助学开始");
  }

  @Test
  void pagesGoOnWhereTheyEnded() {
    List<String> seen = new ArrayList<>();
    String token = given.household(station).token();
    String cursor = "";
    while (cursor != null) {
      JsonObject page = server.get("/v1/news?limit=1&cursor=" + cursor, token).json();
      seen.add(page.getJsonArray("items").getJsonObject(0).getString("title"));
      cursor = page.getString("next");
    }
    assertThat(seen).containsExactly("本厂送清凉", "春送岗位招聘会", "全市金秋助学开始");
  }

  @Test
  void onlyTheClerkAndTheAdministratorPublish() {
    JsonObject draft = new JsonObject().put("title", "标题").put("body", "正文");
    assertThat(server.post("/v1/news", null, draft).problem()).isEqualTo("sign-in-required");
    for (String token :
        List.of(
            given.household(station).token(),
            given.staff(station, Role.CADRE, Role.CHECKER, Role.APPROVER).token(),
            given.outsider(county).token())) {
      assertThat(server.post("/v1/news", token, draft).problem()).isEqualTo("not-allowed");
    }
  }

  @Test
  void textIsPlain() {
    Fixtures.Org place = given.station(county, "文字厂工会");
    String token = given.staff(place, Role.NOTICE_CLERK).token();

    JsonObject kept =
        server
            .post(
                "/v1/news",
                token,
                new JsonObject().put("title", " 送\u0001岗\u0007位 ").put("body", "一\r\n二\u0002"))
            .json();

    assertThat(kept.getString("title")).isEqualTo("送岗位");
    assertThat(kept.getString("body")).isEqualTo("一\n二");
    assertThat(
            server
                .post("/v1/news", token, new JsonObject().put("title", "   ").put("body", "正文"))
                .problem())
        .isEqualTo("request-invalid");
  }

  private static List<String> titles(@Nullable String token) {
    return server.get("/v1/news", token).json().getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getString("title"))
        .toList();
  }

  private static void publish(Fixtures.StaffMember staff, String title) {
    TestServer.Answer answer =
        server.post(
            "/v1/news",
            staff.token(),
            new JsonObject().put("title", title).put("body", "详情请咨询工会。"));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }
}
