package yihuyima.demo;

import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Access tokens as WeChat and Enterprise WeChat give them: the same one until it ends. */
final class AccessTokens {
  static final Duration LIFE = Duration.ofHours(2);

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private @Nullable String current;
  private Instant until = Instant.EPOCH;
  private int given;

  AccessTokens(Clock clock) {
    this.clock = clock;
  }

  /** The answer to who asked with the right secret. */
  synchronized JsonObject give() {
    given++;
    if (current == null || !clock.instant().isBefore(until)) {
      byte[] bytes = new byte[64];
      random.nextBytes(bytes);
      current = HexFormat.of().formatHex(bytes);
      until = clock.instant().plus(LIFE);
    }
    return new JsonObject()
        .put("access_token", current)
        .put("expires_in", Duration.between(clock.instant(), until).toSeconds());
  }

  /** What is wrong with a token, as an errcode; 0 when nothing is. */
  synchronized int check(String token) {
    if (token.isEmpty()) {
      return 41001;
    }
    if (!token.equals(current)) {
      return 40001;
    }
    return clock.instant().isBefore(until) ? 0 : 42001;
  }

  /** Ends the current one before its time, as a forced refresh by somebody else does. */
  synchronized void end() {
    current = null;
  }

  /** How often one was asked for. */
  synchronized int given() {
    return given;
  }
}
