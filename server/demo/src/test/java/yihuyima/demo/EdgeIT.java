package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import yihuyima.api.identity.Role;

/** What the edge takes and what it turns away, before any feature is reached. */
class EdgeIT {
  private static TestServer server;
  private static Fixtures.StaffMember cadre;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    Fixtures given = server.fixtures();
    cadre = given.staff(given.station(given.county(given.city(), "安和县总工会"), "样例厂工会"), Role.CADRE);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static TestServer.Answer post(String path, String token, String body, String type) {
    return server.send(
        "POST",
        path,
        token,
        body.getBytes(StandardCharsets.UTF_8),
        "edge-key-0000000000000001",
        "Content-Type",
        type);
  }

  @Test
  void whoIsNotSignedInIsToldSoBeforeTheBodyIsLookedAt() {
    assertThat(post("/v1/households/1/visits", null, "not JSON", "application/json").problem())
        .isEqualTo("sign-in-required");
  }

  @ParameterizedTest
  @ValueSource(strings = {"not JSON", "[]", "\"text\"", "7", "{}", "{\"note\":", "{\"note\":7}"})
  void bodyThatIsNotAsTheContractSaysIsRefused(String body) {
    assertThat(post("/v1/households/1/visits", cadre.token(), body, "application/json").problem())
        .isEqualTo("request-invalid");
  }

  @Test
  void bodyOfAnotherTypeIsRefused() {
    assertThat(post("/v1/households/1/visits", cadre.token(), "{}", "text/plain").problem())
        .isEqualTo("request-invalid");
  }

  @Test
  void bodyNestedDeeperThanAnyClientWritesIsRefusedUnread() {
    String deep = "[".repeat(100_000);

    assertThat(post("/v1/households/1/visits", cadre.token(), deep, "application/json").problem())
        .isEqualTo("request-invalid");
  }

  @Test
  void fieldsThatAreWrongAreNamedAndNotRepeated() {
    String sent = "{\"visitedAt\":\"绝密内容\",\"note\":\"看望\"}";

    JsonObject problem =
        post("/v1/households/1/visits", cadre.token(), sent, "application/json").json();

    assertThat(problem.getJsonArray("errors").encode()).contains("/visitedAt");
    assertThat(problem.encode()).doesNotContain("绝密内容");
  }

  @Test
  void nameOfAFieldThatTheContractDoesNotKnowIsNotRepeated() {
    String sent = "{\"note\":\"看望\",\"10009500000\":\"x\"}";

    assertThat(post("/v1/households/1/visits", cadre.token(), sent, "application/json").text())
        .contains("request-invalid")
        .doesNotContain("10009500000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=101", "limit=x", "limit=5&limit=6", "cursor=%20"})
  void parametersAreHeldAgainstTheContract(String query) {
    JsonObject problem = server.get("/v1/news?" + query, cadre.token()).json();

    assertThat(problem.getString("code")).isEqualTo("request-invalid");
    assertThat(problem.getJsonArray("errors").getJsonObject(0).getString("pointer"))
        .isEqualTo("/" + query.replaceFirst("=.*", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"note\":\"a\\u0000b\"}", "{\"note\":\"\\ud800\"}"})
  void textThatCannotBeKeptAsItIsIsRefused(String body) {
    assertThat(post("/v1/households/1/visits", cadre.token(), body, "application/json").problem())
        .isEqualTo("request-invalid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"multipart/form-data; boundary=x", "application/x-www-form-urlencoded"})
  void formIsRefusedWithEveryMethod(String type) {
    assertThat(post("/v1/households/1/visits", cadre.token(), "a=b", type).problem())
        .isEqualTo("request-invalid");
    TestServer.Answer read =
        server.send("GET", "/v1/news", null, new byte[] {1}, null, "Content-Type", type);
    assertThat(read.problem()).isEqualTo("request-invalid");
  }

  @Test
  void bodyOverTheLimitIsRefused() {
    String large = "{\"note\":\"" + "x".repeat(300_000) + "\"}";

    assertThat(post("/v1/households/1/visits", cadre.token(), large, "application/json").problem())
        .isEqualTo("body-too-large");
  }
}
