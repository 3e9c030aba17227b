package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every answer says to a browser, and that no other site is let in. */
class HeadersIT {
  private static final String STRICT = "default-src 'none'; frame-ancestors 'none'";
  private static final Map<String, String> EVERYWHERE =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Cross-Origin-Opener-Policy", "same-origin");

  private static TestServer server;
  private static SweptPlace place;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    place = SweptPlace.in(server.fixtures());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static TestServer.Answer ask(String method, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return TestServer.exchange(request.build());
  }

  private static void assertCommon(String what, TestServer.Answer answer) {
    EVERYWHERE.forEach(
        (name, value) ->
            assertThat(answer.response().headers().allValues(name))
                .as(what + " " + name)
                .containsExactly(value));
    assertThat(answer.response().headers().firstValue("Strict-Transport-Security"))
        .as("a plain address promises no TLS")
        .isEmpty();
    assertThat(answer.response().headers().firstValue("Server")).as(what).isEmpty();
  }

  private static String policy(TestServer.Answer answer) {
    return String.join(" | ", answer.response().headers().allValues("Content-Security-Policy"));
  }

  @Test
  void everyOperationIsClosedToOtherSitesAndSaysSo() {
    SweptThings things = place.at(SweptRelation.OURS);
    for (ContractCheck.Operation operation : ContractCheck.all()) {
      String path = things.path(operation.template());
      for (String origin : List.of("https://evil.example", "null")) {
        TestServer.Answer preflight =
            ask(
                "OPTIONS",
                path,
                "Origin",
                origin,
                "Access-Control-Request-Method",
                operation.method(),
                "Access-Control-Request-Headers",
                "authorization,content-type");
        TestServer.Answer simple =
            ask(operation.method(), path, "Origin", origin, "Cookie", "yhym_at=x");
        for (TestServer.Answer answer : List.of(preflight, simple)) {
          assertThat(answer.response().headers().map().keySet())
              .as(operation.id())
              .noneMatch(name -> name.startsWith("access-control-"));
          assertCommon(operation.id(), answer);
          assertThat(policy(answer)).as(operation.id()).isEqualTo(STRICT);
          assertThat(answer.response().headers().firstValue("Cache-Control"))
              .as(operation.id())
              .contains("no-store");
        }
        assertThat(preflight.status()).as(operation.id()).isGreaterThanOrEqualTo(400);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/h/0", "/h/0?in", "/d/0", "/docs", "/sign-in", "/households/1", "/my/looks"})
  void everyPageMayLoadFromHereAloneAndBeFramedByNobody(String path) {
    TestServer.Answer page = ask("GET", path, "Origin", "https://evil.example");
    assertThat(page.status()).isEqualTo(200);
    assertCommon(path, page);
    assertThat(policy(page))
        .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
        .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'")
        .doesNotContain("unsafe-", "*", "http:", "https:", "|");
    assertThat(page.text()).as("nothing inline").doesNotContain("<script>", " onclick=");
    assertThat(page.response().headers().map().keySet())
        .noneMatch(name -> name.startsWith("access-control-"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/openapi.yaml", "/assets/none.js", "/nowhere.txt", "/v1/nowhere", "/demo/x"})
  void everythingElseSaysItToo(String path) {
    TestServer.Answer answer = ask("GET", path);
    assertCommon(path, answer);
    assertThat(policy(answer)).isEqualTo(STRICT);
  }
}
