package yihuyima.api.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.api.StatefulRedisConnection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yihuyima.api.http.Problem;
import yihuyima.api.secret.BlindIndex;

/**
 * Takes one call from a limit, or refuses. Redis keys are {@code yhym:limit:<limit>:<hash>}, with a
 * life as long as the limit takes to refill. One for the process; safe for many threads.
 */
public final class Limits {
  /** What is limited; the name is part of the Redis key. */
  public enum Kind {
    LOOKUP_ADDRESS,
    LOOKUP_ALL,
    COMPUTATION_ADDRESS,
    COMPUTATION_ALL,
    BINDING_ACCOUNT,
    BINDING_ADDRESS,
    BINDING_CODE,
    SIGN_IN_ADDRESS,
    SIGN_IN_NAME,
    SIGN_IN_KNOWN_DEVICE,
    SIGN_IN_PARTNER,
    SECOND_FACTOR,
    DOOR_CODE,
    SMS_PHONE,
    SMS_ADDRESS,
    SMS_KNOWN_DEVICE,
    SMS_TRY_ADDRESS,
    SMS_ALL
  }

  /** Those whose subject is an address. */
  private static final Set<Kind> BY_ADDRESS =
      Set.of(
          Kind.LOOKUP_ADDRESS,
          Kind.COMPUTATION_ADDRESS,
          Kind.BINDING_ADDRESS,
          Kind.SIGN_IN_ADDRESS,
          Kind.SIGN_IN_PARTNER,
          Kind.SMS_ADDRESS,
          Kind.SMS_TRY_ADDRESS);

  /** Buckets remembered by one server; the least used are forgotten. */
  private static final int BUCKETS_MAX = 200_000;

  private final Vertx vertx;
  private final RedisLink redis;
  private final BlindIndex index;
  private final LimitSettings settings;
  private final Cache<String, Bucket> alone =
      Caffeine.newBuilder().maximumSize(BUCKETS_MAX).expireAfterAccess(Duration.ofHours(1)).build();
  private volatile @Nullable AsyncProxyManager<String> shared;

  public Limits(Vertx vertx, RedisLink redis, BlindIndex index, LimitSettings settings) {
    this.vertx = vertx;
    this.redis = redis;
    this.index = index;
    this.settings = settings;
  }

  /** The limits in force. */
  public LimitSettings settings() {
    return settings;
  }

  /**
   * A lookup by a signed-in caller: counted in this server's memory.
   *
   * @throws yihuyima.api.http.Failure TOO_MANY_REQUESTS
   */
  public void lookup(String actor) {
    Limit limit = settings.lookupsPerCaller();
    if (!bucket("caller:" + actor, limit).tryConsume(1)) {
      throw Problem.TOO_MANY_REQUESTS.because("lookups of " + actor);
    }
  }

  /**
   * A lookup by somebody who is not signed in.
   *
   * @return when it is allowed; fails with TOO_MANY_REQUESTS. Never fails because of Redis
   */
  public Future<Void> lookupByAnyone(String address) {
    return take(Kind.LOOKUP_ADDRESS, address, settings.lookupsPerAddress())
        .compose(ok -> take(Kind.LOOKUP_ALL, "all", settings.lookupsInAll()));
  }

  /**
   * A computation of hardship, by anybody.
   *
   * @return when it is allowed; fails with TOO_MANY_REQUESTS. Never fails because of Redis
   */
  public Future<Void> computation(String address) {
    return take(Kind.COMPUTATION_ADDRESS, address, settings.computationsPerAddress())
        .compose(ok -> take(Kind.COMPUTATION_ALL, "all", settings.computationsInAll()));
  }

  /**
   * Takes one call.
   *
   * @param subject who or what it is counted for; hashed before it is stored
   * @return when it is allowed; fails with TOO_MANY_REQUESTS. Without Redis this server's own,
   *     smaller limit counts
   */
  public Future<Void> take(Kind kind, String subject, Limit limit) {
    String counted = BY_ADDRESS.contains(kind) ? AddressGroup.of(subject) : subject;
    String hash =
        HexFormat.of().formatHex(index.of(BlindIndex.Kind.ADDRESS, kind.name() + counted), 0, 12);
    String key = "yhym:limit:" + kind.name().toLowerCase(java.util.Locale.ROOT) + ":" + hash;
    return takeShared(key, limit)
        .recover(down -> Future.succeededFuture(bucket(key, limit.alone()).tryConsume(1)))
        .compose(
            allowed ->
                allowed
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        Problem.TOO_MANY_REQUESTS.because("limit " + kind.name())));
  }

  private Future<Boolean> takeShared(String key, Limit limit) {
    AsyncProxyManager<String> manager = shared();
    if (manager == null) {
      return Future.failedFuture("Redis was never reached");
    }
    BucketConfiguration configuration =
        BucketConfiguration.builder().addLimit(bandwidth(limit)).build();
    return Future.fromCompletionStage(
        manager
            .builder()
            .build(key, () -> java.util.concurrent.CompletableFuture.completedFuture(configuration))
            .tryConsume(1),
        vertx.getOrCreateContext());
  }

  private @Nullable AsyncProxyManager<String> shared() {
    AsyncProxyManager<String> known = shared;
    if (known != null) {
      return known;
    }
    StatefulRedisConnection<String, byte[]> connection = redis.connection();
    if (connection == null) {
      return null;
    }
    ProxyManager<String> manager =
        Bucket4jLettuce.casBasedBuilder(connection)
            .expirationAfterWrite(
                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
                    Duration.ofMinutes(1)))
            .requestTimeout(RedisLink.COMMAND_DEADLINE)
            .build();
    known = manager.asAsync();
    shared = known;
    return known;
  }

  private Bucket bucket(String key, Limit limit) {
    return alone.get(key, made -> Bucket.builder().addLimit(bandwidth(limit)).build());
  }

  private static Bandwidth bandwidth(Limit limit) {
    return Bandwidth.builder()
        .capacity(limit.calls())
        .refillGreedy(limit.calls(), limit.per())
        .build();
  }
}
