package yihuyima.api.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartnerAssertionTest {
  private static final Instant NOW = Draft.NOW;
  private static final String AUDIENCE = "https://yhym.example.cn/v1/sessions/partner";
  private static final Signatory CIVIL_AFFAIRS = Signatory.of(7, "mz-2026-1");

  static JsonObject header() {
    return new JsonObject().put("alg", "EdDSA").put("typ", "JWT").put("kid", "mz-2026-1");
  }

  private static JsonObject claims() {
    return new JsonObject()
        .put("iss", "civil-affairs")
        .put("sub", "civil-affairs")
        .put("aud", AUDIENCE)
        .put("iat", NOW.getEpochSecond())
        .put("exp", NOW.getEpochSecond() + 120)
        .put("jti", "assertion-0123456789");
  }

  private static String part(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  static String signed(String header, String claims) {
    String input = part(header) + "." + part(claims);
    byte[] signature = CIVIL_AFFAIRS.sign(input.getBytes(StandardCharsets.US_ASCII));
    return input + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }

  private static String signed(JsonObject header, JsonObject claims) {
    return signed(header.encode(), claims.encode());
  }

  /** As the operation does it: all claims, then the signature. */
  static boolean taken(String assertion) {
    return PartnerAssertion.read(assertion, AUDIENCE, NOW)
            instanceof PartnerAssertion.Outcome.Claimed claimed
        && claimed.assertion().keyId().equals("mz-2026-1")
        && claimed.assertion().partnerCode().equals("civil-affairs")
        && claimed.assertion().signedBy(CIVIL_AFFAIRS.key());
  }

  private static boolean taken(JsonObject header, JsonObject claims) {
    return taken(signed(header, claims));
  }

  @Test
  void assertionOfTheProfileIsTaken() {
    assertThat(taken(header(), claims())).isTrue();
    JsonObject withoutType = header();
    withoutType.remove("typ");
    assertThat(taken(withoutType, claims())).isTrue();
    JsonObject withoutIssuedAt = claims();
    withoutIssuedAt.remove("iat");
    assertThat(taken(header(), withoutIssuedAt)).isTrue();
    assertThat(taken(header(), claims().put("aud", new JsonArray().add(AUDIENCE)))).isTrue();
    assertThat(taken(header(), claims().put("exp", NOW.getEpochSecond() + 300))).isTrue();
    assertThat(taken(header(), claims().put("iat", NOW.getEpochSecond() + 60))).isTrue();
    assertThat(taken(header(), claims().put("nbf", NOW.getEpochSecond()))).isTrue();
    assertThat(taken(header(), claims().put("x", new JsonObject().put("y", 1.5)))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"none", "None", "HS256", "EDDSA", "eddsa", "Ed25519", "ES256", "RS256", ""})
  void otherAlgorithmIsRefused(String algorithm) {
    assertThat(taken(header().put("alg", algorithm), claims())).isFalse();
  }

  @Test
  void publicKeyAsHmacSecretIsRefused() throws GeneralSecurityException {
    for (byte[] secret :
        List.of(
            CIVIL_AFFAIRS.publicKey(),
            Base64.getEncoder().encode(CIVIL_AFFAIRS.publicKey()),
            Base64.getUrlEncoder().withoutPadding().encode(CIVIL_AFFAIRS.publicKey()))) {
      for (String[] algorithm : new String[][] {{"HS256", "HmacSHA256"}, {"HS512", "HmacSHA512"}}) {
        Mac mac = Mac.getInstance(algorithm[1]);
        mac.init(new SecretKeySpec(secret, algorithm[1]));
        String input =
            part(header().put("alg", algorithm[0]).encode()) + "." + part(claims().encode());
        byte[] tag = mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
        assertThat(taken(input + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(tag)))
            .isFalse();
      }
    }
  }

  @Test
  void unsignedAssertionIsRefused() {
    String none = part(header().put("alg", "none").encode()) + "." + part(claims().encode()) + ".";
    String empty = part(header().encode()) + "." + part(claims().encode());

    assertThat(taken(none)).isFalse();
    assertThat(taken(empty)).isFalse();
    assertThat(taken(empty + ".")).isFalse();
    assertThat(
            taken(
                empty + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64])))
        .isFalse();
  }

  @Test
  void headerThatBringsItsOwnKeyOrRulesIsRefused() {
    JsonObject jwk =
        new JsonObject()
            .put("kty", "OKP")
            .put("crv", "Ed25519")
            .put("x", Base64.getUrlEncoder().encodeToString(CIVIL_AFFAIRS.publicKey()));

    assertThat(taken(header().put("jku", "https://evil.example/jwks"), claims())).isFalse();
    assertThat(taken(header().put("jwk", jwk), claims())).isFalse();
    assertThat(taken(header().put("x5u", "https://evil.example/x"), claims())).isFalse();
    assertThat(taken(header().put("x5c", new JsonArray().add("AAAA")), claims())).isFalse();
    assertThat(taken(header().put("crit", new JsonArray().add("b64")), claims())).isFalse();
    assertThat(taken(header().put("b64", false), claims())).isFalse();
    assertThat(taken(header().put("cty", "JWT"), claims())).isFalse();
    assertThat(taken(header().put("zip", "DEF"), claims())).isFalse();
  }

  @Test
  void otherTypeOrKeyIdIsRefused() {
    assertThat(taken(header().put("typ", "at+jwt"), claims())).isFalse();
    assertThat(taken(header().put("typ", ""), claims())).isFalse();
    assertThat(taken(header().putNull("typ"), claims())).isFalse();
    assertThat(taken(header().put("kid", ""), claims())).isFalse();
    assertThat(taken(header().put("kid", 7), claims())).isFalse();
    assertThat(taken(header().put("kid", "k".repeat(129)), claims())).isFalse();
    assertThat(taken(header().put("kid", "../../dev/null\u0000"), claims())).isFalse();
    assertThat(taken(header().put("kid", "mz-2026-1' OR '1'='1"), claims())).isFalse();
    JsonObject none = header();
    none.remove("kid");
    assertThat(taken(none, claims())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "sub", "aud", "exp", "jti"})
  void missingClaimOrOneOfAnotherKindIsRefused(String name) {
    JsonObject without = claims();
    without.remove(name);
    assertThat(taken(header(), without)).isFalse();
    assertThat(taken(header(), claims().putNull(name))).isFalse();
    assertThat(taken(header(), claims().put(name, true))).isFalse();
    assertThat(taken(header(), claims().put(name, new JsonObject()))).isFalse();
    assertThat(taken(header(), claims().put(name, new JsonArray()))).isFalse();
    assertThat(taken(header(), claims().put(name, ""))).isFalse();
    assertThat(taken(header(), claims().put(name, -1.5))).isFalse();
  }

  @Test
  void otherIssuerSubjectOrAudienceIsRefused() {
    assertThat(taken(header(), claims().put("iss", "education"))).isFalse();
    assertThat(taken(header(), claims().put("sub", "education"))).isFalse();
    assertThat(taken(header(), claims().put("iss", "education").put("sub", "education"))).isFalse();
    for (String audience :
        List.of(
            "https://yhym.example.cn",
            "https://yhym.example.cn/v1/sessions/partner/",
            "https://YHYM.example.cn/v1/sessions/partner",
            "http://yhym.example.cn/v1/sessions/partner",
            "https://yhym.example.cn.evil.example/v1/sessions/partner",
            "yihuyima")) {
      assertThat(taken(header(), claims().put("aud", audience))).isFalse();
    }
    assertThat(
            taken(
                header(),
                claims().put("aud", new JsonArray().add(AUDIENCE).add("https://other.example"))))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1_000_000, -1, 0, 301, 3600, Long.MAX_VALUE / 2})
  void expiredOrLongLivedAssertionIsRefused(long aheadSeconds) {
    assertThat(taken(header(), claims().put("exp", NOW.getEpochSecond() + aheadSeconds))).isFalse();
  }

  @Test
  void momentsOutOfRangeAreRefused() {
    assertThat(taken(header(), claims().put("iat", NOW.getEpochSecond() + 61))).isFalse();
    assertThat(taken(header(), claims().put("nbf", NOW.getEpochSecond() + 61))).isFalse();
    assertThat(taken(header(), claims().put("iat", "now"))).isFalse();
    String text = claims().encode();
    assertThat(taken(signed(header().encode(), text.replace("\"exp\":", "\"exp\":1e1,\"e\":"))))
        .isFalse();
    assertThat(
            taken(
                signed(
                    header().encode(),
                    text.replace("\"exp\":", "\"exp\":9" + "9".repeat(40) + ",\"e\":"))))
        .isFalse();
  }

  @Test
  void idOutsideItsLengthsIsRefused() {
    assertThat(taken(header(), claims().put("jti", "j".repeat(15)))).isFalse();
    assertThat(taken(header(), claims().put("jti", "j".repeat(16)))).isTrue();
    assertThat(taken(header(), claims().put("jti", "j".repeat(124)))).isTrue();
    assertThat(taken(header(), claims().put("jti", "j".repeat(125)))).isFalse();
  }

  @Test
  void claimOrHeaderNamedTwiceIsRefused() {
    String claims = claims().encode();
    String header = header().encode();

    assertThat(taken(signed(header, claims))).isTrue();
    assertThat(taken(signed(header, twice(claims, "\"sub\":\"education\"")))).isFalse();
    assertThat(taken(signed(header, twice(claims, "\"sub\":\"civil-affairs\"")))).isFalse();
    assertThat(taken(signed(header, twice(claims, "\"\\u0073ub\":\"education\"")))).isFalse();
    assertThat(taken(signed(header, twice(claims, "\"x\":{\"y\":1,\"y\":2}")))).isFalse();
    assertThat(taken(signed(twice(header, "\"alg\":\"EdDSA\""), claims))).isFalse();
    assertThat(taken(signed(twice(header, "\"kid\":\"other\""), claims))).isFalse();
  }

  private static String twice(String json, String member) {
    return json.substring(0, json.length() - 1) + "," + member + "}";
  }

  @Test
  void whatIsNotOneJsonObjectIsRefused() {
    String claims = claims().encode();
    String header = header().encode();

    for (String bad :
        List.of("", "null", "[]", "\"x\"", claims + "{}", claims + " x", "{", "[".repeat(3000))) {
      assertThat(taken(signed(header, bad))).as(bad).isFalse();
      assertThat(taken(signed(bad, claims))).as(bad).isFalse();
    }
  }

  @Test
  void otherShapesOfTheTextAreRefused() {
    String good = signed(header(), claims());
    String signature = good.substring(good.lastIndexOf('.') + 1);

    assertThat(taken(good)).isTrue();
    assertThat(taken(good + ".")).isFalse();
    assertThat(taken("." + good)).isFalse();
    assertThat(taken(good + "." + signature)).isFalse();
    assertThat(taken(good + "==")).isFalse();
    assertThat(taken(good + "\n")).isFalse();
    assertThat(taken(" " + good)).isFalse();
    assertThat(taken("")).isFalse();
    assertThat(taken("..")).isFalse();
    assertThat(taken(signed(header(), claims().put("pad", "x".repeat(4096))))).isFalse();
    assertThat(taken("x".repeat(1 << 20))).isFalse();
  }

  @Test
  void anyCharacterChangedIsRefused() {
    String good = signed(header(), claims());
    for (int i = 0; i < good.length(); i++) {
      for (int other : new int[] {good.charAt(i) ^ 1, good.charAt(i) ^ 0x20, '.', 'A', '='}) {
        String bad = good.substring(0, i) + (char) other + good.substring(i + 1);
        assertThat(bad.equals(good) || !taken(bad)).as("at %d: %s", i, (char) other).isTrue();
      }
      assertThat(taken(good.substring(0, i) + good.substring(i + 1))).isFalse();
    }
  }

  @Test
  void idsOfAssertionsAreKeptApartFromNonces() {
    assertThat(PartnerAssertion.read(signed(header(), claims()), AUDIENCE, NOW))
        .isInstanceOfSatisfying(
            PartnerAssertion.Outcome.Claimed.class,
            claimed ->
                assertThat(claimed.assertion().messageId()).isEqualTo("jti:assertion-0123456789"));
  }
}
