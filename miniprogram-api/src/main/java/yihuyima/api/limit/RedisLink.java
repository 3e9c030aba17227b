package yihuyima.api.limit;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yihuyima.api.http.Problem;

/**
 * The one connection to Redis. Commands are refused at once while it is down, and never wait longer
 * than their deadline; it comes back by itself. One for the process; safe for many threads.
 */
public final class RedisLink {
  /** How long a command may take. */
  public static final Duration COMMAND_DEADLINE = Duration.ofMillis(250);

  /** How long connecting may take, the handshake included. */
  private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
  private static final int QUEUED_COMMANDS_MAX = 10_000;

  private final RedisClient client;
  private final RedisURI uri;
  private final AtomicBoolean connecting = new AtomicBoolean();
  private volatile @Nullable StatefulRedisConnection<String, byte[]> connection;
  private volatile boolean closed;

  private RedisLink(RedisClient client, RedisURI uri) {
    this.client = client;
    this.uri = uri;
  }

  /** Opens the link; a Redis that is down now is tried again with the next command. */
  public static RedisLink open(RedisURI uri) {
    uri.setTimeout(CONNECT_DEADLINE);
    RedisClient client = RedisClient.create(uri);
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(true)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(QUEUED_COMMANDS_MAX)
            .timeoutOptions(TimeoutOptions.enabled(COMMAND_DEADLINE))
            .socketOptions(SocketOptions.builder().connectTimeout(CONNECT_DEADLINE).build())
            .build());
    RedisLink link = new RedisLink(client, uri);
    link.connect();
    return link;
  }

  private void connect() {
    if (closed || !connecting.compareAndSet(false, true)) {
      return;
    }
    RedisCodec<String, byte[]> codec = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
    var unused =
        client
            .connectAsync(codec, uri)
            .whenComplete(
                (opened, error) -> {
                  if (error != null) {
                    LOG.warn("Redis cannot be reached: {}", rootOf(error).toString());
                  }
                  connection = opened;
                  connecting.set(false);
                });
  }

  private static Throwable rootOf(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root;
  }

  /** The connection, for those who wrap it themselves; null while it was never up. */
  public @Nullable StatefulRedisConnection<String, byte[]> connection() {
    StatefulRedisConnection<String, byte[]> open = connection;
    if (open == null) {
      connect();
    }
    return open;
  }

  /**
   * Runs a command.
   *
   * @return its answer, on the caller's event loop; fails with STORE_UNAVAILABLE when Redis does
   *     not answer in time
   */
  public <T extends @Nullable Object> Future<T> run(
      Vertx vertx, Function<StatefulRedisConnection<String, byte[]>, CompletionStage<T>> command) {
    StatefulRedisConnection<String, byte[]> open = connection();
    if (open == null) {
      return Future.failedFuture(Problem.STORE_UNAVAILABLE.because("Redis was never reached"));
    }
    Context context = vertx.getOrCreateContext();
    try {
      return Future.fromCompletionStage(command.apply(open), context)
          .recover(error -> Future.failedFuture(unavailable(error)));
    } catch (RuntimeException e) {
      return Future.failedFuture(unavailable(e));
    }
  }

  private static Throwable unavailable(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    // The class alone: a message may hold a key.
    return Problem.STORE_UNAVAILABLE.because("Redis: " + cause.getClass().getSimpleName());
  }

  /** Closes the connection and the client. */
  public void close() {
    closed = true;
    var unused = client.shutdownAsync(0, 2, java.util.concurrent.TimeUnit.SECONDS);
  }
}
