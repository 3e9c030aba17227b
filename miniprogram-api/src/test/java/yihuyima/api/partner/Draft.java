package yihuyima.api.partner;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;

/**
 * A request of a department, in order unless a test says otherwise. Written apart from the
 * verifier.
 */
record Draft(
    String method,
    String targetUri,
    String authorization,
    String purpose,
    byte[] body,
    Instant created,
    String nonce,
    UnaryOperator<String> input) {
  static final Instant NOW = Instant.parse("2026-03-02T02:00:00Z");

  static Draft get() {
    return new Draft(
        "GET",
        "https://yhym.example.cn/v1/household-codes/1234-5678-9ABC-DEFG?x=%E6%88%B7",
        "Bearer eyJhbGciOiJIUzI1NiJ9.e30.c2ln",
        "LOW_INCOME_REVIEW",
        new byte[0],
        NOW,
        "nonce-0123456789abcdef",
        UnaryOperator.identity());
  }

  static Draft post(String body) {
    Draft get = get();
    return new Draft(
        "POST",
        get.targetUri,
        get.authorization,
        get.purpose,
        body.getBytes(StandardCharsets.UTF_8),
        get.created,
        get.nonce,
        get.input);
  }

  Draft createdAt(Instant moment) {
    return new Draft(method, targetUri, authorization, purpose, body, moment, nonce, input);
  }

  Draft withNonce(String other) {
    return new Draft(method, targetUri, authorization, purpose, body, created, other, input);
  }

  Draft withTarget(String other) {
    return new Draft(method, other, authorization, purpose, body, created, nonce, input);
  }

  Draft withAuthorization(String other) {
    return new Draft(method, targetUri, other, purpose, body, created, nonce, input);
  }

  Draft withPurpose(String other) {
    return new Draft(method, targetUri, authorization, other, body, created, nonce, input);
  }

  /** Signs honestly over a Signature-Input value (after the label) spelled otherwise. */
  Draft spelling(UnaryOperator<String> other) {
    return new Draft(method, targetUri, authorization, purpose, body, created, nonce, other);
  }

  RequestSignature.Parts signedBy(Signatory department) {
    SequencedMap<String, String> components = new LinkedHashMap<>();
    components.put("@method", method);
    components.put("@target-uri", targetUri);
    components.put("authorization", authorization);
    components.put("yihuyima-purpose", purpose);
    List<String> digest = List.of();
    if (body.length > 0) {
      digest = List.of(RequestSignature.contentDigest(body));
      components.put("content-digest", digest.getFirst());
    }
    StringBuilder names = new StringBuilder();
    components.keySet().forEach(name -> names.append(" \"").append(name).append('"'));
    String params =
        input.apply(
            "("
                + names.substring(1)
                + ");created="
                + created.getEpochSecond()
                + ";nonce=\""
                + nonce
                + "\";keyid=\""
                + department.keyId()
                + "\";alg=\"ed25519\"");
    byte[] signature =
        department.sign(RequestSignature.base(components, params).getBytes(StandardCharsets.UTF_8));
    return new RequestSignature.Parts(
        method,
        targetUri,
        List.of(authorization),
        List.of(purpose),
        digest,
        List.of("yhym=" + params),
        List.of("yhym=:" + Base64.getEncoder().encodeToString(signature) + ":"),
        body);
  }
}
