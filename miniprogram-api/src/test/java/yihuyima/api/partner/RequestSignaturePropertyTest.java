package yihuyima.api.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class RequestSignaturePropertyTest {
  private static final Signatory CIVIL_AFFAIRS = Signatory.of(7, "mz-2026-1");

  private static RequestSignature.Outcome verify(RequestSignature.Parts parts) {
    return RequestSignature.verify(parts, CIVIL_AFFAIRS.keys(), Draft.NOW);
  }

  @Property
  void whatADepartmentSignsIsVerified(
      @ForAll("nonces") String nonce,
      @ForAll("purposes") String purpose,
      @ForAll("targets") String target,
      @ForAll String body,
      @ForAll @LongRange(min = -60, max = 60) long offSeconds) {
    RequestSignature.Parts parts =
        Draft.post(body)
            .withNonce(nonce)
            .withPurpose(purpose)
            .withTarget("https://yhym.example.cn" + target)
            .createdAt(Draft.NOW.plusSeconds(offSeconds))
            .signedBy(CIVIL_AFFAIRS);

    assertThat(verify(parts)).isInstanceOf(RequestSignature.Outcome.Verified.class);
  }

  @Property
  void stampIsTakenExactlyWithinTheWindow(
      @ForAll @LongRange(min = -86_400, max = 86_400) long offSeconds) {
    RequestSignature.Outcome outcome =
        verify(Draft.get().createdAt(Draft.NOW.plusSeconds(offSeconds)).signedBy(CIVIL_AFFAIRS));

    boolean within =
        Duration.ofSeconds(offSeconds).abs().compareTo(RequestSignature.CREATED_OFF_MAX) <= 0;
    assertThat(outcome instanceof RequestSignature.Outcome.Verified).isEqualTo(within);
  }

  @Property
  void noHeadersThrowOrVerify(
      @ForAll String authorization,
      @ForAll String purpose,
      @ForAll String digest,
      @ForAll String input,
      @ForAll String signature,
      @ForAll byte[] body) {
    RequestSignature.Parts parts =
        new RequestSignature.Parts(
            "GET",
            "https://yhym.example.cn/",
            List.of("Bearer " + authorization),
            List.of(purpose),
            List.of(digest),
            List.of("yhym=" + input),
            List.of("yhym=:" + signature + ":"),
            body);

    assertThat(verify(parts)).isInstanceOf(RequestSignature.Outcome.Refused.class);
  }

  @Property
  void signatureInputIsReadOnlyInTheSpellingThatItWouldBeWrittenIn(
      @ForAll("almostInputs") String input) {
    SignatureInput.parse(input)
        .ifPresent(
            read -> {
              assertThat("yhym=" + read.params()).isEqualTo(input);
              assertThat(input)
                  .contains(";created=" + read.createdSeconds())
                  .contains(";nonce=\"" + read.nonce() + "\"")
                  .contains(";keyid=\"" + read.keyId() + "\"")
                  .contains(";alg=\"ed25519\"");
              assertThat(read.nonce().length()).isBetween(16, 128);
            });
  }

  @Provide
  Arbitrary<String> nonces() {
    return Arbitraries.strings()
        .withCharRange(' ', '~')
        .excludeChars('"', '\\')
        .ofMinLength(16)
        .ofMaxLength(128);
  }

  @Provide
  Arbitrary<String> purposes() {
    return Arbitraries.strings()
        .withCharRange('A', 'Z')
        .numeric()
        .withChars('_')
        .ofMinLength(1)
        .ofMaxLength(40);
  }

  @Provide
  Arbitrary<String> targets() {
    return Arbitraries.strings().withCharRange('!', '~').ofMaxLength(200).map(rest -> "/" + rest);
  }

  /** Put together from the words of the profile, now and then wrongly. */
  @Provide
  Arbitrary<String> almostInputs() {
    Arbitrary<String> words =
        Arbitraries.of(
            ";created=1772416800",
            ";nonce=\"0123456789abcdef\"",
            ";keyid=\"k\"",
            ";alg=\"ed25519\"",
            ";alg=\"none\"",
            " ",
            ";",
            "\"");
    Arbitrary<String> components =
        Arbitraries.of(
            SignatureInput.COMPONENTS, SignatureInput.COMPONENTS_WITH_DIGEST, "(\"@method\")", "");
    return components.flatMap(
        first ->
            words
                .list()
                .ofMinSize(3)
                .ofMaxSize(5)
                .map(rest -> "yhym=" + first + String.join("", rest)));
  }
}
