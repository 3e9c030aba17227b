package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import yihuyima.api.identity.Role;

/**
 * Tricks with session tokens, a row each: nobody gets in, and every refusal is the same one. Those
 * signed with the server's own key show that a signature alone is not enough.
 */
class TokenVectorsIT {
  private static final byte[] OWN_KEY = Base64.getDecoder().decode(TestConfig.key("token"));
  private static final byte[] ZEROS = new byte[32];
  private static final int LONG_CHARS = 10_000;

  private static TestServer server;
  private static String good;
  private static String refused;
  private static String code;
  private static final Map<String, String> VECTORS = new LinkedHashMap<>();

  @BeforeAll
  static void start() {
    server = TestServer.start();
    Fixtures given = server.fixtures();
    Fixtures.Org county = given.county(given.city(), "安和县总工会");
    good = given.staff(county, Role.ADMINISTRATOR).token();
    Fixtures.Family family = given.household(given.station(county, "样例厂工会"));
    code = family.printed();
    refused = SweepVerdict.told(server.get("/v1/sessions/current", "no token"));
    algorithms();
    keys();
    signatures(family.token());
    claims();
    shapes();
    sessions(given, county);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonObject header() {
    return ForgedToken.header(good);
  }

  private static JsonObject said() {
    return ForgedToken.claims(good);
  }

  private static String own(JsonObject header, JsonObject claims) {
    return ForgedToken.hs256(header.encode(), claims.encode(), OWN_KEY);
  }

  private static String signature() {
    return good.substring(good.lastIndexOf('.') + 1);
  }

  private static void algorithms() {
    for (String none : new String[] {"none", "None", "NONE", "nOnE", ""}) {
      String header = header().put("alg", none).encode();
      VECTORS.put("alg " + none, ForgedToken.unsigned(header, said().encode(), ""));
      VECTORS.put("alg " + none + ", signed", ForgedToken.hs256(header, said().encode(), OWN_KEY));
    }
    for (String alg : new String[] {"HS384", "HS512"}) {
      String header = header().put("alg", alg).encode();
      String mac = "HmacSHA" + alg.substring(2);
      VECTORS.put(alg + " with our key", ForgedToken.signed(mac, header, said().encode(), OWN_KEY));
      VECTORS.put(alg + " said, HS256 done", ForgedToken.hs256(header, said().encode(), OWN_KEY));
    }
    byte[] published = publishedKey();
    for (String alg : new String[] {"RS256", "ES256", "EdDSA", "PS256", "HS256"}) {
      JsonObject header = header().put("alg", alg).put("kid", "1");
      VECTORS.put(
          alg + ", a public key for a secret",
          ForgedToken.hs256(header.encode(), said().encode(), published));
    }
    VECTORS.put("no alg", ForgedToken.hs256(without("alg"), said().encode(), OWN_KEY));
    VECTORS.put(
        "alg twice",
        ForgedToken.hs256(
            header().encode().replace("{", "{\"alg\":\"none\","), said().encode(), OWN_KEY));
  }

  private static byte[] publishedKey() {
    JsonObject keys = server.get("/v1/verification-keys", null).json();
    return keys.encode().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static String without(String name) {
    JsonObject header = header();
    header.remove(name);
    return header.encode();
  }

  private static void keys() {
    for (String kid :
        new String[] {
          "",
          "T1",
          "t1 ",
          "t2",
          "../../../../dev/null",
          "/proc/self/environ",
          "t1' OR '1'='1",
          "t1;DROP TABLE session",
          "t1\u0000",
          "http://evil.example/key",
          "k".repeat(1_000)
        }) {
      JsonObject header = header().put("kid", kid);
      String name = "kid " + kid.substring(0, Math.min(24, kid.length()));
      VECTORS.put(name + ", zeros", ForgedToken.hs256(header.encode(), said().encode(), ZEROS));
      VECTORS.put(name + ", our key", own(header, said()));
    }
    VECTORS.put("no kid", ForgedToken.hs256(without("kid"), said().encode(), OWN_KEY));
    VECTORS.put("kid a number", own(header().put("kid", 1), said()));
    VECTORS.put("kid a list", own(header().put("kid", new JsonArray().add("t1")), said()));
    String mine = ForgedToken.base64url(ZEROS);
    JsonObject jwk = new JsonObject().put("kty", "oct").put("k", mine).put("alg", "HS256");
    Map<String, Object> pointers =
        Map.of(
            "jwk",
            jwk,
            "jku",
            "http://127.0.0.1:1/keys",
            "x5u",
            "http://127.0.0.1:1/chain",
            "x5c",
            new JsonArray().add(mine),
            "x5t",
            mine);
    pointers.forEach(
        (name, value) -> {
          JsonObject header = header().put(name, value);
          VECTORS.put(name, ForgedToken.hs256(header.encode(), said().encode(), ZEROS));
          header.put("kid", "elsewhere");
          VECTORS.put(
              name + ", kid too", ForgedToken.hs256(header.encode(), said().encode(), ZEROS));
        });
  }

  private static void signatures(String another) {
    String body = good.substring(0, good.lastIndexOf('.') + 1);
    String changed = said().put("id", 999_999).encode();
    VECTORS.put("no signature", body);
    VECTORS.put("signature cut", good.substring(0, good.length() - 4));
    VECTORS.put(
        "signature of another token", body + another.substring(another.lastIndexOf('.') + 1));
    VECTORS.put("claims changed", ForgedToken.unsigned(header().encode(), changed, signature()));
    VECTORS.put(
        "header changed",
        ForgedToken.unsigned(header().put("x", 1).encode(), said().encode(), signature()));
    VECTORS.put("signed with zeros", ForgedToken.hs256(header().encode(), said().encode(), ZEROS));
    VECTORS.put(
        "signed with the refresh key",
        ForgedToken.hs256(
            header().encode(),
            said().encode(),
            Base64.getDecoder().decode(TestConfig.key("refresh"))));
  }

  private static void claims() {
    long now = Clock.systemUTC().instant().getEpochSecond();
    VECTORS.put("over a minute ago", own(header(), said().put("exp", now - 60)));
    VECTORS.put("over long ago", own(header(), said().put("exp", 1)));
    VECTORS.put("over before time began", own(header(), said().put("exp", -1)));
    VECTORS.put("without an end", own(header(), lacking("exp")));
    VECTORS.put("an end in words", own(header(), said().put("exp", "tomorrow")));
    VECTORS.put("not yet", own(header(), said().put("nbf", now + 600)));
    VECTORS.put("for another audience", own(header(), said().put("aud", "elsewhere")));
    VECTORS.put("for nobody", own(header(), lacking("aud")));
    VECTORS.put("by another issuer", own(header(), said().put("iss", "elsewhere")));
    VECTORS.put("by nobody", own(header(), lacking("iss")));
    for (String name : new String[] {"sub", "id", "sid", "oid", "path", "roles"}) {
      VECTORS.put("without " + name, own(header(), lacking(name)));
      VECTORS.put(name + " an object", own(header(), said().put(name, new JsonObject())));
      VECTORS.put(
          name + " twice",
          ForgedToken.hs256(
              header().encode(), said().encode().replace("{", "{\"" + name + "\":1,"), OWN_KEY));
    }
    VECTORS.put("roles of no kind", own(header(), said().put("roles", new JsonArray().add(7))));
    VECTORS.put("role unknown", own(header(), said().put("roles", new JsonArray().add("ROOT"))));
    VECTORS.put("subject unknown", own(header(), said().put("sub", "ROOT")));
    VECTORS.put("strength unknown", own(header(), said().put("str", "GOD")));
    for (String type : new String[] {"JWT", "rt+jwt", "AT+JWT", "at+jwt ", ""}) {
      VECTORS.put("of type " + type, own(header().put("typ", type), said()));
    }
    VECTORS.put("of no type", ForgedToken.hs256(without("typ"), said().encode(), OWN_KEY));
    VECTORS.put("critical extension", own(header().put("crit", new JsonArray().add("x")), said()));
    VECTORS.put(
        "body not encoded",
        own(header().put("b64", false).put("crit", new JsonArray().add("b64")), said()));
    VECTORS.put("body compressed", own(header().put("zip", "DEF"), said()));
  }

  private static JsonObject lacking(String name) {
    JsonObject claims = said();
    claims.remove(name);
    return claims;
  }

  private static void shapes() {
    VECTORS.put("nested", ForgedToken.hs256(header().put("cty", "JWT").encode(), good, OWN_KEY));
    VECTORS.put("list for claims", ForgedToken.hs256(header().encode(), "[]", OWN_KEY));
    VECTORS.put("null for claims", ForgedToken.hs256(header().encode(), "null", OWN_KEY));
    VECTORS.put("nothing for claims", ForgedToken.hs256(header().encode(), "", OWN_KEY));
    VECTORS.put("five parts", good + ".x.y");
    VECTORS.put("four parts", good + ".x");
    VECTORS.put("two parts", good.substring(0, good.lastIndexOf('.')));
    VECTORS.put("one part", "x");
    VECTORS.put("dots", "..");
    VECTORS.put("two words", "Bearer " + good);
    VECTORS.put("two tokens", good + "," + good);
    VECTORS.put("huge", good + "A".repeat(LONG_CHARS));
    VECTORS.put("huge claims", own(header(), said().put("x", "A".repeat(LONG_CHARS))));
    VECTORS.put("deep claims", deep());
    VECTORS.put("a code", code);
  }

  private static String deep() {
    String nest = "[".repeat(700) + "]".repeat(700);
    return ForgedToken.hs256(
        header().encode(), said().encode().replace("{", "{\"x\":" + nest + ","), OWN_KEY);
  }

  private static void sessions(Fixtures given, Fixtures.Org county) {
    Fixtures.StaffMember ended = given.staff(county, Role.ADMINISTRATOR);
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    given.run("UPDATE session SET ended_at = ? WHERE id = ?", now, ended.session());
    VECTORS.put("revoked", ended.token());
    Fixtures.StaffMember over = given.staff(county, Role.ADMINISTRATOR);
    given.run(
        "UPDATE session SET started_at = ?, expires_at = ? WHERE id = ?",
        now.minus(Duration.ofDays(2)),
        now.minus(Duration.ofDays(1)),
        over.session());
    VECTORS.put("session over", over.token());
    VECTORS.put("session unknown", own(header(), said().put("sid", UUID.randomUUID().toString())));
  }

  static Stream<String> vectors() {
    return VECTORS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void nobodyGetsInAndEveryRefusalIsTheSame(String name) {
    String token = VECTORS.get(name);
    assertThat(SweepVerdict.told(server.get("/v1/sessions/current", token))).isEqualTo(refused);
    // Where anyone may ask, a bad token is no way to ask as anyone.
    assertThat(server.resolve(code, token).status()).isEqualTo(401);
    assertThat(cookie(token)).isEqualTo(401);
  }

  private static int cookie(String token) {
    // What no browser would send is no matter of cookies.
    if (!token.matches("[A-Za-z0-9._=-]{1,4000}")) {
      return 401;
    }
    return server
        .send("GET", "/v1/sessions/current", null, null, null, "Cookie", "yhym_at=" + token)
        .status();
  }

  @Test
  void tokenItselfIsTaken() {
    assertThat(server.get("/v1/sessions/current", good).status()).isEqualTo(200);
    assertThat(server.get("/v1/sessions/current", own(header(), said())).status())
        .as("put together by hand as the server does it, so the vectors differ in one thing each")
        .isEqualTo(200);
    assertThat(VECTORS).hasSizeGreaterThan(100);
  }
}
