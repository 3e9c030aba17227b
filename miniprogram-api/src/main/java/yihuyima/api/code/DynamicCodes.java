package yihuyima.api.code;

import io.lettuce.core.SetArgs;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import yihuyima.api.limit.RedisLink;
import yihuyima.qr.CodeText;

/**
 * Handles for a phone's screen, in Redis: {@code yhym:dynamic:<handle>} holds the household's id,
 * and {@code yhym:dynamic-of:<household id>} the handle now shown, both for {@link #LIFE}. Taken
 * once. Losing Redis loses handles that live for seconds, and no fact.
 */
final class DynamicCodes {
  /** How long a handle is shown. */
  static final Duration SHOWN = Duration.ofSeconds(60);

  /** How long it may be taken: whoever scanned in the last second gets through. */
  static final Duration LIFE = Duration.ofSeconds(90);

  private final Vertx vertx;
  private final RedisLink redis;

  DynamicCodes(Vertx vertx, RedisLink redis) {
    this.vertx = vertx;
    this.redis = redis;
  }

  /**
   * A new handle; the one before dies.
   *
   * @return the handle; fails with STORE_UNAVAILABLE without Redis
   */
  Future<String> create(long householdId) {
    String handle = CodeText.newHandle();
    byte[] owner = Long.toString(householdId).getBytes(StandardCharsets.US_ASCII);
    String ofHousehold = ofHousehold(householdId);
    return redis
        .run(
            vertx,
            link ->
                link.async()
                    .setGet(
                        ofHousehold,
                        handle.getBytes(StandardCharsets.US_ASCII),
                        SetArgs.Builder.ex(LIFE)))
        .compose(
            before ->
                before == null
                    ? Future.succeededFuture()
                    : redis
                        .run(
                            vertx,
                            link ->
                                link.async()
                                    .del(key(new String(before, StandardCharsets.US_ASCII))))
                        .mapEmpty())
        .compose(
            ok ->
                redis.run(
                    vertx, link -> link.async().set(key(handle), owner, SetArgs.Builder.ex(LIFE))))
        .map(handle);
  }

  /**
   * Takes a handle, once.
   *
   * @return the household; empty when it is gone or never was; fails with STORE_UNAVAILABLE without
   *     Redis
   */
  Future<Optional<Long>> take(String handle) {
    return redis
        .run(vertx, link -> link.async().getdel(key(handle)))
        .map(
            owner ->
                owner == null
                    ? Optional.empty()
                    : Optional.of(Long.parseLong(new String(owner, StandardCharsets.US_ASCII))));
  }

  private static String key(String handle) {
    return "yhym:dynamic:" + handle;
  }

  private static String ofHousehold(long householdId) {
    return "yhym:dynamic-of:" + householdId;
  }
}
