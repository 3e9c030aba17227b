package yihuyima.api.identity;

import io.lettuce.core.SetArgs;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import yihuyima.api.limit.RedisLink;
import yihuyima.api.secret.BlindIndex;

/**
 * One-time codes sent by SMS, in Redis: {@code yhym:sms:<hash of phone>} holds a keyed hash of
 * phone and code, {@code yhym:sms-tries:<hash of phone>} counts tries; both live for {@link #LIFE}.
 * Without Redis nobody signs in by SMS, and no fact is lost.
 */
final class SmsCodes {
  /** How long a code is good. */
  static final Duration LIFE = Duration.ofMinutes(5);

  /** Tries at one code. */
  static final int TRIES_MAX = 5;

  private final Vertx vertx;
  private final RedisLink redis;
  private final BlindIndex index;
  private final SecureRandom random = new SecureRandom();

  SmsCodes(Vertx vertx, RedisLink redis, BlindIndex index) {
    this.vertx = vertx;
    this.redis = redis;
    this.index = index;
  }

  /**
   * A new code for a phone; the one before is gone.
   *
   * @return six digits; fails with STORE_UNAVAILABLE without Redis
   */
  Future<String> create(String phone) {
    String code = String.format(Locale.ROOT, "%06d", random.nextInt(1_000_000));
    return redis
        .run(
            vertx,
            link -> link.async().set(key(phone), hash(phone, code), SetArgs.Builder.ex(LIFE)))
        .compose(ok -> redis.run(vertx, link -> link.async().del(triesKey(phone))))
        .map(code);
  }

  /**
   * Takes a code, once.
   *
   * @return whether it was the right one; fails with STORE_UNAVAILABLE without Redis
   */
  Future<Boolean> take(String phone, String code) {
    return redis
        .run(vertx, link -> link.async().incr(triesKey(phone)))
        .compose(
            tries ->
                redis.run(vertx, link -> link.async().expire(triesKey(phone), LIFE)).map(tries))
        .compose(
            tries ->
                tries > TRIES_MAX
                    ? Future.succeededFuture(false)
                    : redis
                        .run(vertx, link -> link.async().get(key(phone)))
                        .compose(stored -> compare(phone, code, stored)));
  }

  private Future<Boolean> compare(
      String phone, String code, byte @org.jspecify.annotations.Nullable [] stored) {
    if (stored == null || !MessageDigest.isEqual(stored, hash(phone, code))) {
      return Future.succeededFuture(false);
    }
    // Whoever deletes it has taken it: of two at once, one gets through.
    return redis.run(vertx, link -> link.async().del(key(phone))).map(deleted -> deleted == 1);
  }

  private byte[] hash(String phone, String code) {
    return index.of(BlindIndex.Kind.SMS_CODE, phone + "/" + code);
  }

  private String key(String phone) {
    return "yhym:sms:" + hashed(phone);
  }

  private String triesKey(String phone) {
    return "yhym:sms-tries:" + hashed(phone);
  }

  private String hashed(String phone) {
    return HexFormat.of().formatHex(index.of(BlindIndex.Kind.PHONE, phone), 0, 16);
  }
}
