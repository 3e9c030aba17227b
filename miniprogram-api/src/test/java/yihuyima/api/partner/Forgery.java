package yihuyima.api.partner;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A signed request with one part put in the place of another, unsigned. */
record Forgery(RequestSignature.Parts honest) {
  static Forgery of(RequestSignature.Parts honest) {
    return new Forgery(honest);
  }

  static RequestSignature.Parts with(
      RequestSignature.Parts p,
      List<String> authorization,
      List<String> purpose,
      List<String> contentDigest,
      List<String> signatureInput,
      List<String> signature) {
    return new RequestSignature.Parts(
        p.method(),
        p.targetUri(),
        authorization,
        purpose,
        contentDigest,
        signatureInput,
        signature,
        p.body());
  }

  RequestSignature.Parts method(String other) {
    return new RequestSignature.Parts(
        other,
        honest.targetUri(),
        honest.authorization(),
        honest.purpose(),
        honest.contentDigest(),
        honest.signatureInput(),
        honest.signature(),
        honest.body());
  }

  RequestSignature.Parts targetUri(String other) {
    return new RequestSignature.Parts(
        honest.method(),
        other,
        honest.authorization(),
        honest.purpose(),
        honest.contentDigest(),
        honest.signatureInput(),
        honest.signature(),
        honest.body());
  }

  RequestSignature.Parts body(String other) {
    return new RequestSignature.Parts(
        honest.method(),
        honest.targetUri(),
        honest.authorization(),
        honest.purpose(),
        honest.contentDigest(),
        honest.signatureInput(),
        honest.signature(),
        other.getBytes(StandardCharsets.UTF_8));
  }

  RequestSignature.Parts authorization(String other) {
    return with(
        honest,
        List.of(other),
        honest.purpose(),
        honest.contentDigest(),
        honest.signatureInput(),
        honest.signature());
  }

  RequestSignature.Parts purpose(String other) {
    return with(
        honest,
        honest.authorization(),
        List.of(other),
        honest.contentDigest(),
        honest.signatureInput(),
        honest.signature());
  }

  RequestSignature.Parts contentDigest(String other) {
    return with(
        honest,
        honest.authorization(),
        honest.purpose(),
        List.of(other),
        honest.signatureInput(),
        honest.signature());
  }

  RequestSignature.Parts signatureInput(String other) {
    return with(
        honest,
        honest.authorization(),
        honest.purpose(),
        honest.contentDigest(),
        List.of(other),
        honest.signature());
  }

  RequestSignature.Parts signature(String other) {
    return with(
        honest,
        honest.authorization(),
        honest.purpose(),
        honest.contentDigest(),
        honest.signatureInput(),
        List.of(other));
  }
}
