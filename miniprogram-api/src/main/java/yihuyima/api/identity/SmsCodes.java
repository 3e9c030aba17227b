package yihuyima.api.identity;

import io.lettuce.core.Range;
import io.lettuce.core.SetArgs;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import yihuyima.api.http.Problem;
import yihuyima.api.limit.Limits;
import yihuyima.api.limit.RedisLink;
import yihuyima.api.secret.BlindIndex;

/**
 * One-time codes sent by SMS, in Redis. Each is the answer to a challenge of whoever asked for it,
 * and its tries are counted by the challenge: who knows a number and not the challenge can neither
 * guess its code nor use up its tries.
 *
 * <p>{@code yhym:sms:<challenge>} holds a keyed hash of challenge, phone and code; {@code
 * yhym:sms-tries:<challenge>} counts tries; {@code yhym:sms-live:<hash of phone>} the challenges of
 * a phone that live, by when they end. All live for {@link #LIFE}. Without Redis nobody signs in by
 * SMS, and no fact is lost.
 */
final class SmsCodes {
  /** How long a code is good. */
  static final Duration LIFE = Duration.ofMinutes(5);

  /** Tries at one code. */
  static final int TRIES_MAX = 5;

  /**
   * Challenges of one phone that live at once: one for each minute that a code is good, for who
   * asks again as often as the page lets them. One more is refused, and puts no other out.
   */
  static final int LIVE_MAX = 5;

  /** 128 bits: nobody finds another's. */
  private static final int CHALLENGE_BYTES = 16;

  private final Vertx vertx;
  private final RedisLink redis;
  private final BlindIndex index;
  private final Limits limits;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  SmsCodes(Vertx vertx, RedisLink redis, BlindIndex index, Limits limits, Clock clock) {
    this.vertx = vertx;
    this.redis = redis;
    this.index = index;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * A code that is about to be sent.
   *
   * @param challengeId for whoever asked, to be presented with the code
   * @param code six digits, for the phone alone
   */
  record Challenge(String challengeId, String code) {}

  /**
   * A new challenge for a phone; those before stay.
   *
   * @return the challenge; fails with TOO_MANY_REQUESTS when the phone has as many as there may be,
   *     with STORE_UNAVAILABLE without Redis
   */
  Future<Challenge> create(String phone) {
    Challenge made = new Challenge(newId(), newCode());
    return begin(phone, made.challengeId())
        .compose(
            ok ->
                redis.run(
                    vertx,
                    link ->
                        link.async()
                            .set(
                                key(made.challengeId()),
                                hash(made.challengeId(), phone, made.code()),
                                SetArgs.Builder.ex(LIFE))))
        .map(made);
  }

  /** Counts it first and looks then: of two at once, none is overlooked. */
  private Future<Void> begin(String phone, String challengeId) {
    String live = liveKey(phone);
    byte[] id = bytes(challengeId);
    long now = clock.millis();
    return redis
        .run(vertx, link -> link.async().zremrangebyscore(live, Range.create(0L, now)))
        .compose(
            ok ->
                redis.run(
                    vertx, link -> link.async().zadd(live, (double) (now + LIFE.toMillis()), id)))
        .compose(ok -> redis.run(vertx, link -> link.async().expire(live, LIFE)))
        .compose(ok -> redis.run(vertx, link -> link.async().zcard(live)))
        .compose(
            count ->
                count <= LIVE_MAX
                    ? Future.succeededFuture()
                    : redis
                        .run(vertx, link -> link.async().zrem(live, id))
                        .compose(
                            gone ->
                                Future.failedFuture(
                                    Problem.TOO_MANY_REQUESTS.because("challenges of one phone"))));
  }

  /**
   * Takes a code, once. Tries at no live challenge are counted by address, and by nothing else: the
   * crowd behind an address keeps nobody from the challenge that is theirs.
   *
   * @return whether it was the right one; fails with TOO_MANY_REQUESTS for too many tries at no
   *     challenge, with STORE_UNAVAILABLE without Redis
   */
  Future<Boolean> take(String challengeId, String phone, String code, String address) {
    return redis
        .run(vertx, link -> link.async().get(key(challengeId)))
        .compose(
            stored ->
                stored == null
                    ? limits
                        .take(
                            Limits.Kind.SMS_TRY_ADDRESS,
                            address,
                            limits.settings().signInsPerAddress())
                        .map(false)
                    : tried(challengeId, phone, code, stored));
  }

  private Future<Boolean> tried(String challengeId, String phone, String code, byte[] stored) {
    String tries = triesKey(challengeId);
    return redis
        .run(vertx, link -> link.async().incr(tries))
        .compose(count -> redis.run(vertx, link -> link.async().expire(tries, LIFE)).map(count))
        .compose(
            count ->
                count <= TRIES_MAX && MessageDigest.isEqual(stored, hash(challengeId, phone, code))
                    ? spend(challengeId, phone)
                    : Future.succeededFuture(false));
  }

  /** Whoever deletes it has taken it: of two at once, one gets through. */
  private Future<Boolean> spend(String challengeId, String phone) {
    return redis
        .run(vertx, link -> link.async().del(key(challengeId)))
        .compose(
            deleted ->
                redis
                    .run(vertx, link -> link.async().zrem(liveKey(phone), bytes(challengeId)))
                    .map(deleted == 1));
  }

  private String newCode() {
    return String.format(Locale.ROOT, "%06d", random.nextInt(1_000_000));
  }

  private String newId() {
    byte[] id = new byte[CHALLENGE_BYTES];
    random.nextBytes(id);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }

  private byte[] hash(String challengeId, String phone, String code) {
    return index.of(BlindIndex.Kind.SMS_CODE, challengeId + "/" + phone + "/" + code);
  }

  private static byte[] bytes(String challengeId) {
    return challengeId.getBytes(StandardCharsets.US_ASCII);
  }

  private static String key(String challengeId) {
    return "yhym:sms:" + challengeId;
  }

  private static String triesKey(String challengeId) {
    return "yhym:sms-tries:" + challengeId;
  }

  private String liveKey(String phone) {
    return "yhym:sms-live:"
        + HexFormat.of().formatHex(index.of(BlindIndex.Kind.PHONE, phone), 0, 16);
  }
}
