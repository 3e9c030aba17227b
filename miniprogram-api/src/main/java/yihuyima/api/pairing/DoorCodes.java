package yihuyima.api.pairing;

import io.lettuce.core.SetArgs;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import yihuyima.api.limit.RedisLink;
import yihuyima.api.secret.BlindIndex;

/**
 * What somebody at the door shows to the cadre in charge, in Redis: {@code yhym:door:<hash of
 * code>} holds their account, for {@link #LIFE}. Losing Redis loses no fact: a new one is shown.
 */
final class DoorCodes {
  /** Long enough to be read out and typed, standing at a door. */
  static final Duration LIFE = Duration.ofMinutes(5);

  private static final int CODES = 100_000_000;

  private final Vertx vertx;
  private final RedisLink redis;
  private final BlindIndex index;
  private final SecureRandom random = new SecureRandom();

  DoorCodes(Vertx vertx, RedisLink redis, BlindIndex index) {
    this.vertx = vertx;
    this.redis = redis;
    this.index = index;
  }

  /**
   * A code for an account.
   *
   * @return eight digits; fails with STORE_UNAVAILABLE without Redis
   */
  Future<String> create(long accountId) {
    String code = String.format(Locale.ROOT, "%08d", random.nextInt(CODES));
    byte[] owner = Long.toString(accountId).getBytes(StandardCharsets.US_ASCII);
    return redis
        .run(vertx, link -> link.async().set(key(code), owner, SetArgs.Builder.ex(LIFE)))
        .map(code);
  }

  /**
   * Takes a code, once.
   *
   * @return the account; empty when it is gone or never was; fails with STORE_UNAVAILABLE
   */
  Future<Optional<Long>> take(String code) {
    return redis
        .run(vertx, link -> link.async().getdel(key(code)))
        .map(
            owner ->
                owner == null
                    ? Optional.empty()
                    : Optional.of(Long.parseLong(new String(owner, StandardCharsets.US_ASCII))));
  }

  private String key(String code) {
    return "yhym:door:"
        + HexFormat.of().formatHex(index.of(BlindIndex.Kind.DOOR_CODE, code), 0, 16);
  }
}
