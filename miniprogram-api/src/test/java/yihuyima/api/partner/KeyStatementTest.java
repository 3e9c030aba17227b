package yihuyima.api.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class KeyStatementTest {
  private static final String AUDIENCE = "https://yhym.example.cn/v1/partners";
  private static final Signatory HOLDER = Signatory.of(7, "mz-2026-1");

  private static JsonObject claims(Signatory named) {
    return new JsonObject()
        .put("iss", "civil-affairs")
        .put("sub", "civil-affairs")
        .put("aud", AUDIENCE)
        .put("exp", Draft.NOW.getEpochSecond() + 3600)
        .put(
            "publicKey",
            Base64.getUrlEncoder().withoutPadding().encodeToString(named.key().publicKey()));
  }

  private static KeyStatement.Outcome read(JsonObject claims) {
    return read(
        PartnerAssertionTest.signed(PartnerAssertionTest.header().encode(), claims.encode()));
  }

  private static KeyStatement.Outcome read(String text) {
    return KeyStatement.read(text, 7, "civil-affairs", AUDIENCE, Draft.NOW);
  }

  private static boolean proved(UnaryOperator<JsonObject> change) {
    return read(change.apply(claims(HOLDER))) instanceof KeyStatement.Outcome.Proved;
  }

  @Test
  void keyThatSignsItsOwnStatementIsProved() {
    KeyStatement.Outcome outcome = read(claims(HOLDER));

    assertThat(outcome).isInstanceOf(KeyStatement.Outcome.Proved.class);
    PartnerKey key = ((KeyStatement.Outcome.Proved) outcome).statement().key();
    assertThat(key.keyId()).isEqualTo("mz-2026-1");
    assertThat(key.publicKey()).isEqualTo(HOLDER.key().publicKey());
  }

  @Test
  void whiteSpaceAroundWhatWasPastedIsNoFault() {
    String text =
        PartnerAssertionTest.signed(
            PartnerAssertionTest.header().encode(), claims(HOLDER).encode());

    assertThat(read("\n " + text + " \r\n")).isInstanceOf(KeyStatement.Outcome.Proved.class);
  }

  @Test
  void statementThatNamesAnothersKeyIsNot() {
    assertThat(read(claims(Signatory.of(8, "other"))))
        .isInstanceOf(KeyStatement.Outcome.Refused.class);
  }

  @Test
  void statementOfAnotherDepartmentOrForAnotherPlaceOrTimeIsNot() {
    long now = Draft.NOW.getEpochSecond();

    assertThat(proved(c -> c)).isTrue();
    assertThat(proved(c -> c.put("exp", now + 30L * 86_400))).isTrue();
    assertThat(proved(c -> c.put("exp", now + 30L * 86_400 + 1))).isFalse();
    assertThat(proved(c -> c.put("exp", now))).isFalse();
    assertThat(proved(c -> c.put("iss", "education"))).isFalse();
    assertThat(proved(c -> c.put("iss", "education").put("sub", "education"))).isFalse();
    assertThat(proved(c -> c.put("sub", "education"))).isFalse();
    // An assertion to sign in with is no statement.
    assertThat(proved(c -> c.put("aud", "https://yhym.example.cn/v1/sessions/partner"))).isFalse();
  }

  @Test
  void statementWithoutAUsableKeyIsNot() {
    for (Object key : new Object[] {null, "", "x", 1, "A".repeat(43), "A".repeat(44)}) {
      assertThat(proved(c -> c.put("publicKey", key))).as(String.valueOf(key)).isFalse();
    }
  }

  @Test
  void whatIsNoStatementAtAllIsRefusedInWords() {
    for (String text : new String[] {"", "x", "a.b.c", "x".repeat(5000)}) {
      assertThat(read(text))
          .isInstanceOfSatisfying(
              KeyStatement.Outcome.Refused.class,
              refused -> assertThat(refused.words()).contains("重新生成"));
    }
  }

  @Test
  void fingerprintIsReadAloudInGroupsOfFour() {
    assertThat(PartnerKey.fingerprint(new byte[32]))
        .isEqualTo("6668 7aad f862 bd77 6c8f c18b 8e9f 8e20");
  }
}
