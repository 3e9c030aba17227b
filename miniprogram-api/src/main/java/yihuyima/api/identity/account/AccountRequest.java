package yihuyima.api.identity.account;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yihuyima.api.identity.Role;

/**
 * What one administrator asks another to confirm of an account: that its password or second factor
 * be taken away, or that it act with powers over money, accounts or keys.
 *
 * @param organisationPath of the account
 * @param roles the powers; empty for a reset
 * @param askerStands whether who asked is an administrator of the account's place still
 * @param secondFactorSince when the account's second factor came into force: the second person asks
 *     the holder about it
 * @param ended whether it was confirmed, refused, replaced, or found to have expired
 */
record AccountRequest(
    long id,
    long staffId,
    String name,
    String loginName,
    String organisation,
    String organisationPath,
    Kind kind,
    Set<Role> roles,
    long askedBy,
    String askedByName,
    boolean askerStands,
    OffsetDateTime askedAt,
    OffsetDateTime expiresAt,
    boolean oneTime,
    @Nullable OffsetDateTime secondFactorSince,
    boolean ended) {
  AccountRequest {
    roles = Set.copyOf(roles);
  }

  /** What is asked, and how long it waits. */
  enum Kind {
    PASSWORD(Duration.ofHours(24)),
    SECOND_FACTOR(Duration.ofHours(24)),
    POWERS(Duration.ofDays(14));

    /**
     * Whoever asks for a reset has the person before them or on the telephone; who gets powers has
     * an account to set up first.
     */
    final Duration life;

    Kind(Duration life) {
      this.life = life;
    }
  }

  boolean waits(OffsetDateTime now) {
    return !ended && expiresAt.isAfter(now);
  }

  /** {@code reader} is who reads it: whoever asked, and whom it concerns, confirm nothing. */
  JsonObject json(long reader) {
    return new JsonObject()
        .put("accountRequestId", id)
        .put("staffId", staffId)
        .put("name", name)
        .put("loginName", loginName)
        .put("organisation", organisation)
        .put("kind", kind.name())
        .put("roles", new JsonArray(roles.stream().map(Role::name).sorted().toList()))
        .put("askedBy", askedByName)
        .put("askedAt", askedAt.toInstant().toString())
        .put("expiresAt", expiresAt.toInstant().toString())
        .put("oneTimePassword", oneTime)
        .put(
            "secondFactorSince",
            secondFactorSince == null ? null : secondFactorSince.toInstant().toString())
        .put("mayConfirm", reader != askedBy && reader != staffId);
  }
}
