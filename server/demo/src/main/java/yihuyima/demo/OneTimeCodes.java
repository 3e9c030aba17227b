package yihuyima.demo;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Codes as WeChat and Enterprise WeChat give them to phones: each good once, for five minutes. */
final class OneTimeCodes<T> {
  static final Duration LIFE = Duration.ofMinutes(5);

  /** Unknown or too old. */
  static final int INVALID = 40029;

  /** Taken before. */
  static final int USED = 40163;

  /** The oldest are forgotten; a test or a demo never has so many at a time. */
  private static final int CODES_MAX = 10_000;

  /** What a code turned out to be: exactly one of both is there. */
  record Redeemed<T>(Optional<T> whose, int errcode) {}

  /** {@code whose} is null once the code was used. */
  private record Issued<T>(@Nullable T whose, Instant at) {}

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Issued<T>> codes =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Issued<T>> eldest) {
          return size() > CODES_MAX;
        }
      };

  OneTimeCodes(Clock clock) {
    this.clock = clock;
  }

  synchronized String issue(T whose) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    String code = HexFormat.of().formatHex(bytes);
    codes.put(code, new Issued<>(whose, clock.instant()));
    return code;
  }

  synchronized Redeemed<T> redeem(String code) {
    Issued<T> issued = codes.get(code);
    if (issued == null || issued.at().plus(LIFE).isBefore(clock.instant())) {
      return new Redeemed<>(Optional.empty(), INVALID);
    }
    T whose = issued.whose();
    if (whose == null) {
      return new Redeemed<>(Optional.empty(), USED);
    }
    codes.put(code, new Issued<>(null, issued.at()));
    return new Redeemed<>(Optional.of(whose), 0);
  }
}
