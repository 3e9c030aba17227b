package yihuyima.api.identity.account;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.OffsetDateTime;

/**
 * What one administrator asks another to confirm: that an account's password or second factor be
 * taken away.
 *
 * @param organisationPath of the account
 * @param ended whether it was confirmed, refused, or found to have expired
 */
record ResetRequest(
    long id,
    long staffId,
    String name,
    String loginName,
    String organisation,
    String organisationPath,
    Kind kind,
    long askedBy,
    String askedByName,
    OffsetDateTime askedAt,
    OffsetDateTime expiresAt,
    boolean ended) {
  /** How long it waits: whoever asks has the person before them or on the telephone. */
  static final Duration LIFE = Duration.ofHours(24);

  /** What is taken away. */
  enum Kind {
    PASSWORD,
    SECOND_FACTOR
  }

  boolean waits(OffsetDateTime now) {
    return !ended && expiresAt.isAfter(now);
  }

  /** {@code reader} is who reads it: whoever asked, and whom it concerns, confirm nothing. */
  JsonObject json(long reader) {
    return new JsonObject()
        .put("resetId", id)
        .put("staffId", staffId)
        .put("name", name)
        .put("loginName", loginName)
        .put("organisation", organisation)
        .put("kind", kind.name())
        .put("askedBy", askedByName)
        .put("askedAt", askedAt.toInstant().toString())
        .put("expiresAt", expiresAt.toInstant().toString())
        .put("mayConfirm", reader != askedBy && reader != staffId);
  }
}
