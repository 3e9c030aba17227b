package yihuyima.api.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestSignatureTest {
  private static final Signatory CIVIL_AFFAIRS = Signatory.of(7, "mz-2026-1");
  private static final Signatory EDUCATION = Signatory.of(8, "jy-2026-1");

  private static RequestSignature.Outcome verify(RequestSignature.Parts parts) {
    return verify(parts, CIVIL_AFFAIRS.keys());
  }

  private static RequestSignature.Outcome verify(
      RequestSignature.Parts parts, Function<String, Optional<PartnerKey>> keys) {
    return RequestSignature.verify(parts, keys, Draft.NOW);
  }

  private static void assertTaken(RequestSignature.Parts parts) {
    assertThat(verify(parts)).isInstanceOf(RequestSignature.Outcome.Verified.class);
  }

  private static void assertRefused(RequestSignature.Parts parts) {
    assertThat(verify(parts)).isInstanceOf(RequestSignature.Outcome.Refused.class);
  }

  @Test
  void baseAndSignatureAreThoseOfRfc9421AppendixB26() {
    SequencedMap<String, String> components = new LinkedHashMap<>();
    components.put("date", "Tue, 20 Apr 2021 02:07:55 GMT");
    components.put("@method", "POST");
    components.put("@path", "/foo");
    components.put("@authority", "example.com");
    components.put("content-type", "application/json");
    components.put("content-length", "18");
    String base =
        RequestSignature.base(
            components,
            "(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\")"
                + ";created=1618884473;keyid=\"test-key-ed25519\"");

    assertThat(base)
        .isEqualTo(
            """
            "date": Tue, 20 Apr 2021 02:07:55 GMT
            "@method": POST
            "@path": /foo
            "@authority": example.com
            "content-type": application/json
            "content-length": 18
            "@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519\"""");
    Signatory rfc = Signatory.ofRfc9421();
    assertThat(Base64.getEncoder().encodeToString(rfc.publicKey()))
        .isEqualTo("JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=");
    byte[] published =
        Base64.getDecoder()
            .decode(
                "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==");
    byte[] signedHere = base.getBytes(StandardCharsets.US_ASCII);
    assertThat(rfc.sign(signedHere)).isEqualTo(published);
    assertThat(rfc.key().verifies(signedHere, published)).isTrue();
  }

  @Test
  void digestIsThatOfRfc9530() {
    assertThat(
            RequestSignature.contentDigest(
                "{\"hello\": \"world\"}\n".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:");
  }

  @Test
  void signedRequestIsVerifiedAndNamesItsNonceAndKey() {
    RequestSignature.Outcome outcome = verify(Draft.get().signedBy(CIVIL_AFFAIRS));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            RequestSignature.Outcome.Verified.class,
            verified -> {
              assertThat(verified.nonce()).isEqualTo("nonce-0123456789abcdef");
              assertThat(verified.key().keyId()).isEqualTo("mz-2026-1");
            });
    assertTaken(Draft.post("{\"list\":[1]}").signedBy(CIVIL_AFFAIRS));
  }

  @ParameterizedTest
  @ValueSource(longs = {-60, -59, 0, 59, 60})
  void stampWithinAMinuteIsTaken(long offSeconds) {
    assertTaken(Draft.get().createdAt(Draft.NOW.plusSeconds(offSeconds)).signedBy(CIVIL_AFFAIRS));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1_000_000_000, -3600, -61, 61, 3600, 90_000_000_000L})
  void stampBeyondAMinuteIsRefused(long offSeconds) {
    assertRefused(Draft.get().createdAt(Draft.NOW.plusSeconds(offSeconds)).signedBy(CIVIL_AFFAIRS));
  }

  @Test
  void partOfASecondBeyondTheMinuteCountsToo() {
    RequestSignature.Parts parts = Draft.get().signedBy(CIVIL_AFFAIRS);
    Instant late = Draft.NOW.plusSeconds(60).plusMillis(1);

    assertThat(RequestSignature.verify(parts, CIVIL_AFFAIRS.keys(), late))
        .isInstanceOf(RequestSignature.Outcome.Refused.class);
  }

  @Test
  void anyCharacterChangedAddedOrDroppedIsNotVerified() {
    RequestSignature.Parts honest = Draft.post("{\"people\":[\"9901\"]}").signedBy(CIVIL_AFFAIRS);
    assertTaken(honest);
    List<RequestSignature.Parts> forged = new ArrayList<>();
    tampers(honest.method()).forEach(text -> forged.add(Forgery.of(honest).method(text)));
    tampers(honest.targetUri()).forEach(text -> forged.add(Forgery.of(honest).targetUri(text)));
    tampers(honest.authorization().getFirst())
        .forEach(text -> forged.add(Forgery.of(honest).authorization(text)));
    tampers(honest.purpose().getFirst())
        .forEach(text -> forged.add(Forgery.of(honest).purpose(text)));
    tampers(honest.contentDigest().getFirst())
        .forEach(text -> forged.add(Forgery.of(honest).contentDigest(text)));
    tampers(honest.signatureInput().getFirst())
        .forEach(text -> forged.add(Forgery.of(honest).signatureInput(text)));
    tampers(honest.signature().getFirst())
        .forEach(text -> forged.add(Forgery.of(honest).signature(text)));
    tampers(new String(honest.body(), StandardCharsets.US_ASCII))
        .forEach(text -> forged.add(Forgery.of(honest).body(text)));

    assertThat(forged).hasSizeGreaterThan(2500);
    assertThat(forged)
        .allSatisfy(
            parts ->
                assertThat(verify(parts)).isNotInstanceOf(RequestSignature.Outcome.Verified.class));
  }

  /** Each character changed in three ways, dropped and doubled, and a space put before it. */
  private static List<String> tampers(String text) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      String before = text.substring(0, i);
      String after = text.substring(i + 1);
      all.add(before + (char) (c ^ 1) + after);
      all.add(before + (char) (c ^ 0x20) + after);
      all.add(before + (char) (c + 2) + after);
      all.add(before + after);
      all.add(before + c + c + after);
      all.add(before + " " + c + after);
    }
    all.add(text + " ");
    all.add("");
    return all;
  }

  @Test
  void bodySwappedWithItsDigestIsNotVerified() {
    RequestSignature.Parts honest = Draft.post("{\"a\":1}").signedBy(CIVIL_AFFAIRS);
    byte[] other = "{\"a\":2}".getBytes(StandardCharsets.UTF_8);

    assertRefused(Forgery.of(honest).body("{\"a\":2}"));
    assertThat(
            verify(
                Forgery.of(Forgery.of(honest).body("{\"a\":2}"))
                    .contentDigest(RequestSignature.contentDigest(other))))
        .isInstanceOf(RequestSignature.Outcome.NotOfKey.class);
    assertRefused(Forgery.of(honest).body(""));
  }

  @Test
  void bodyOnARequestSignedWithoutOneIsRefused() {
    RequestSignature.Parts honest = Draft.get().signedBy(CIVIL_AFFAIRS);
    String digest = RequestSignature.contentDigest("{\"a\":2}".getBytes(StandardCharsets.UTF_8));

    assertRefused(Forgery.of(honest).body("{\"a\":2}"));
    assertRefused(Forgery.of(Forgery.of(honest).body("{\"a\":2}")).contentDigest(digest));
    assertRefused(Forgery.of(honest).contentDigest(RequestSignature.contentDigest(new byte[0])));
  }

  @Test
  void keyNobodyKnowsAndKeyOfAnotherAreToldApartFromAForgery() {
    assertThat(verify(Draft.get().signedBy(EDUCATION)))
        .isEqualTo(new RequestSignature.Outcome.KeyUnknown("jy-2026-1"));
    Signatory impostor = new Signatory(7, "mz-2026-1", EDUCATION.seed());
    assertThat(verify(Draft.get().signedBy(impostor)))
        .isEqualTo(new RequestSignature.Outcome.NotOfKey("mz-2026-1"));
  }

  @Test
  void eachOfTwoKeysInForceVerifiesWhatItSignedWhenTheKeyChangesInFlight() {
    Signatory next = Signatory.of(7, "mz-2026-2");
    Function<String, Optional<PartnerKey>> both =
        id -> CIVIL_AFFAIRS.keys().apply(id).or(() -> next.keys().apply(id));

    assertThat(verify(Draft.get().signedBy(CIVIL_AFFAIRS), both))
        .isInstanceOf(RequestSignature.Outcome.Verified.class);
    assertThat(verify(Draft.get().signedBy(next), both))
        .isInstanceOf(RequestSignature.Outcome.Verified.class);
    // The old key's signature under the new key's id.
    Signatory mixed = new Signatory(7, "mz-2026-2", CIVIL_AFFAIRS.seed());
    assertThat(verify(Draft.get().signedBy(mixed), both))
        .isInstanceOf(RequestSignature.Outcome.NotOfKey.class);
  }

  @Test
  void doubledOrAbsentHeaderIsRefused() {
    RequestSignature.Parts p = Draft.post("{}").signedBy(CIVIL_AFFAIRS);
    for (UnaryOperator<List<String>> times :
        List.<UnaryOperator<List<String>>>of(
            one -> List.of(), one -> List.of(one.getFirst(), one.getFirst()))) {
      assertRefused(
          Forgery.with(
              p,
              times.apply(p.authorization()),
              p.purpose(),
              p.contentDigest(),
              p.signatureInput(),
              p.signature()));
      assertRefused(
          Forgery.with(
              p,
              p.authorization(),
              times.apply(p.purpose()),
              p.contentDigest(),
              p.signatureInput(),
              p.signature()));
      assertRefused(
          Forgery.with(
              p,
              p.authorization(),
              p.purpose(),
              times.apply(p.contentDigest()),
              p.signatureInput(),
              p.signature()));
      assertRefused(
          Forgery.with(
              p,
              p.authorization(),
              p.purpose(),
              p.contentDigest(),
              times.apply(p.signatureInput()),
              p.signature()));
      assertRefused(
          Forgery.with(
              p,
              p.authorization(),
              p.purpose(),
              p.contentDigest(),
              p.signatureInput(),
              times.apply(p.signature())));
    }
  }

  @Test
  void secondSignatureBesideOursIsRefused() {
    RequestSignature.Parts p = Draft.get().signedBy(CIVIL_AFFAIRS);
    String input = p.signatureInput().getFirst();
    String signature = p.signature().getFirst();

    assertRefused(Forgery.of(p).signatureInput(input + ", proxy=(\"@method\");created=1"));
    assertRefused(Forgery.of(p).signatureInput("proxy=(\"@method\");created=1, " + input));
    assertRefused(Forgery.of(p).signature(signature + ", proxy=:AAAA:"));
    assertRefused(Forgery.of(p).signature(signature + "," + signature));
  }

  /** Signed by the right key over what is sent, and still not of the profile. */
  @Test
  void honestSignatureOverAnotherProfileIsRefused() {
    List<UnaryOperator<String>> spellings =
        List.of(
            // Components left out, added, doubled, put in another order, with parameters.
            input -> input.replace("\"authorization\" ", ""),
            input -> input.replace(" \"yihuyima-purpose\"", ""),
            input -> input.replace("\"@method\" ", ""),
            input -> input.replace("\"@target-uri\" ", ""),
            input -> input.replaceFirst("\\(.*\\)", "()"),
            input -> input.replace("\"@target-uri\"", "\"@path\""),
            input -> input.replace("-purpose\")", "-purpose\" \"date\")"),
            input -> input.replace("-purpose\")", "-purpose\" \"content-digest\")"),
            input -> input.replace("\"@method\"", "\"@method\" \"@method\""),
            input -> input.replace("\"@method\" \"@target-uri\"", "\"@target-uri\" \"@method\""),
            input -> input.replace("\"authorization\"", "\"authorization\";sf"),
            input -> input.replace("\"authorization\"", "\"Authorization\""),
            // Whitespace that RFC 8941 would forgive, and some that it would not.
            input -> input.replace("(\"", "( \""),
            input -> input.replace("\")", "\" )"),
            input -> input.replace("\" \"", "\"  \""),
            input -> input.replace("\" \"", "\"\t\""),
            input -> input.replace(";created", "; created"),
            input -> input.replace(";created", " ;created"),
            input -> input.replace("created=", "created ="),
            input -> input.replace("created=", "created= "),
            input -> " " + input,
            input -> input + " ",
            input -> input + ";",
            input -> input + "\n\"@method\": DELETE",
            // Parameters left out, doubled, unknown, of another kind.
            input -> input.replaceFirst(";created=\\d+", ""),
            input -> input.replaceFirst(";nonce=\"[^\"]*\"", ""),
            input -> input.replaceFirst(";alg=\"[^\"]*\"", ""),
            input -> input.replaceFirst(";keyid=\"[^\"]*\"", ""),
            input -> input + ";created=1",
            input -> input + ";nonce=\"another-0123456789\"",
            input -> input + ";alg=\"ed25519\"",
            input -> input + ";expires=1900000000",
            input -> input + ";tag=\"x\"",
            input -> input.replace("ed25519", "hmac-sha256"),
            input -> input.replace("ed25519", "ED25519"),
            input -> input.replace("ed25519", ""),
            input -> input.replaceFirst("created=(\\d+)", "created=\"$1\""),
            input -> input.replaceFirst("created=(\\d+)", "created=$1.0"),
            input -> input.replaceFirst("created=(\\d+)", "created=0$1"),
            input -> input.replaceFirst("created=(\\d+)", "created=+$1"),
            input -> input.replaceFirst("created=(\\d+)", "created=-$1"),
            input -> input.replaceFirst("created=(\\d+)", "created=99999999999999999999"),
            input -> input.replaceFirst("nonce=\"([^\"]*)\"", "nonce=:$1:"),
            input -> input.replaceFirst("nonce=\"([^\"]*)\"", "nonce=$1"),
            input -> input.replaceFirst("nonce=\"", "nonce=\"\\\\\\\\"),
            input -> input.replaceFirst("nonce=\"", "nonce=\"户"));

    for (int i = 0; i < spellings.size(); i++) {
      RequestSignature.Parts parts = Draft.get().spelling(spellings.get(i)).signedBy(CIVIL_AFFAIRS);
      assertThat(verify(parts))
          .as("spelling %d: %s", i, parts.signatureInput())
          .isInstanceOf(RequestSignature.Outcome.Refused.class);
    }
  }

  @Test
  void parametersMayStandInAnyOrder() {
    assertTaken(
        Draft.get()
            .spelling(
                input ->
                    input.replaceFirst(
                        "(;created=\\d+)(;nonce=\"[^\"]*\")(;keyid=\"[^\"]*\")(;alg=.*)",
                        "$4$3$1$2"))
            .signedBy(CIVIL_AFFAIRS));
  }

  @Test
  void nonceOf16To128CharactersIsTaken() {
    assertTaken(Draft.get().withNonce("n".repeat(16)).signedBy(CIVIL_AFFAIRS));
    assertTaken(Draft.get().withNonce("n".repeat(128)).signedBy(CIVIL_AFFAIRS));
    assertRefused(Draft.get().withNonce("n".repeat(15)).signedBy(CIVIL_AFFAIRS));
    assertRefused(Draft.get().withNonce("n".repeat(129)).signedBy(CIVIL_AFFAIRS));
  }

  @Test
  void longestOfEverythingFitsTheLimitOfTheHeader() {
    Signatory longest = Signatory.of(7, "k".repeat(128));

    assertThat(verify(Draft.get().withNonce("n".repeat(128)).signedBy(longest), longest.keys()))
        .isInstanceOf(RequestSignature.Outcome.Verified.class);
    assertThat(
            verify(Draft.post("{}").withNonce("n".repeat(128)).signedBy(longest), longest.keys()))
        .isInstanceOf(RequestSignature.Outcome.Verified.class);
  }

  @Test
  void hugeOrForeignValuesAreRefusedAndNotDigested() {
    String huge = "x".repeat(1 << 20);
    Draft draft = Draft.get();

    assertRefused(draft.withTarget("https://yhym.example.cn/" + huge).signedBy(CIVIL_AFFAIRS));
    assertRefused(draft.withAuthorization("Bearer " + huge).signedBy(CIVIL_AFFAIRS));
    assertRefused(draft.withNonce(huge).signedBy(CIVIL_AFFAIRS));
    assertRefused(draft.withPurpose("X".repeat(41)).signedBy(CIVIL_AFFAIRS));
    assertRefused(draft.withPurpose("low_income").signedBy(CIVIL_AFFAIRS));
    assertRefused(draft.withTarget("https://yhym.example.cn/户").signedBy(CIVIL_AFFAIRS));
    assertRefused(draft.withTarget("https://y.cn/ HTTP/1.1\n\"x\": y").signedBy(CIVIL_AFFAIRS));
    assertRefused(draft.withAuthorization("Basic dTpw").signedBy(CIVIL_AFFAIRS));
    assertRefused(draft.withAuthorization("Bearer a b").signedBy(CIVIL_AFFAIRS));
    RequestSignature.Parts honest = draft.signedBy(CIVIL_AFFAIRS);
    assertRefused(Forgery.of(honest).signatureInput(huge));
    assertRefused(Forgery.of(honest).signature("yhym=:" + huge + ":"));
  }

  @Test
  void signatureInAnotherSpellingOfBase64IsRefused() {
    RequestSignature.Parts honest = Draft.get().signedBy(CIVIL_AFFAIRS);
    String signature = honest.signature().getFirst();
    String text = signature.substring(6, signature.length() - 1);
    // The last character before the padding has four bits that decode to nothing.
    char last = text.charAt(85);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    String loose =
        text.substring(0, 85) + alphabet.charAt(alphabet.indexOf(last) + 1) + text.substring(86);

    assertThat(Base64.getDecoder().decode(loose)).isEqualTo(Base64.getDecoder().decode(text));
    assertRefused(Forgery.of(honest).signature("yhym=:" + loose + ":"));
    assertRefused(Forgery.of(honest).signature("yhym=:" + text.substring(0, 86) + ":"));
    assertRefused(Forgery.of(honest).signature("yhym=\"" + text + "\""));
    assertRefused(Forgery.of(honest).signature("Yhym=:" + text + ":"));
  }

  @Test
  void keyOfSmallOrderIsNoKey() {
    byte[] identity = new byte[32];
    identity[0] = 1;

    assertThat(PartnerKey.of(7, "k", identity)).isEmpty();
    assertThat(PartnerKey.of(7, "k", new byte[32])).isEmpty();
    assertThat(PartnerKey.of(7, "k", new byte[31])).isEmpty();
  }
}
