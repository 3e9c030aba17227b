package yihuyima.api.outbound;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Sends one request and says what became of it, within a time and a size, without redirects. */
public final class OutboundCall {
  /** More than the answer of any service called so far has by a factor of ten. */
  public static final int ANSWER_BYTES_MAX = 16 * 1024;

  /** No deadline of a call is longer. */
  public static final Duration DEADLINE_MAX = Duration.ofSeconds(30);

  /** To one service at a time; a sign-in takes one for a fraction of a second. */
  private static final int CONNECTIONS_MAX = 32;

  /** Waiting for a connection; beyond it a call fails at once instead of piling up. */
  private static final int WAITING_MAX = 256;

  private OutboundCall() {}

  /**
   * The HTTP client to make such calls with: silent connections are closed, the queue has an end,
   * and no trace quotes a URL.
   */
  public static WebClient client(Vertx vertx) {
    return client(vertx, DEADLINE_MAX);
  }

  /**
   * The same, for tests that do not want to wait.
   *
   * @param silenceMax after so long without a byte a connection is closed. A deadline frees the
   *     caller, but only this frees the connection of a service that stops in the middle of an
   *     answer: the client's own timeout ends with the head of the response.
   */
  public static WebClient client(Vertx vertx, Duration silenceMax) {
    WebClientOptions options = new WebClientOptions();
    options.setUserAgentEnabled(false);
    options.setFollowRedirects(false);
    options.setTracingPolicy(TracingPolicy.IGNORE);
    options.setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    options.setReadIdleTimeout(Math.toIntExact(silenceMax.toMillis()));
    return WebClient.create(
        vertx,
        options,
        new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX).setMaxWaitQueueSize(WAITING_MAX));
  }

  /**
   * Sends the request once.
   *
   * @param request made with a client of {@link #client(Vertx)}
   * @param body null for none
   * @param deadline for everything, from the connection to the last byte of the answer
   * @return what became of it; never fails
   */
  public static Future<Exchange> send(
      HttpRequest<Buffer> request, @Nullable Buffer body, Duration deadline) {
    long milliseconds = deadline.toMillis();
    HttpRequest<Buffer> bounded =
        request
            // A secret in a URL or header does not follow a redirect.
            .followRedirects(false)
            .timeout(milliseconds)
            .as(BoundedBody.codec(ANSWER_BYTES_MAX, System.nanoTime() + deadline.toNanos()));
    return (body == null ? bounded.send() : bounded.sendBuffer(body))
        // The client's own timeout starts anew with every byte; this one does not.
        .timeout(milliseconds, TimeUnit.MILLISECONDS)
        .map(OutboundCall::answered)
        .otherwise(OutboundCall::failed);
  }

  /**
   * A pause between two tries.
   *
   * @return succeeds after the time, on the caller's context; never fails
   */
  public static Future<Void> pause(Duration time) {
    CompletableFuture<Void> over =
        new CompletableFuture<Void>()
            .completeOnTimeout(null, time.toMillis(), TimeUnit.MILLISECONDS);
    Context context = Vertx.currentContext();
    return context == null
        ? Future.fromCompletionStage(over)
        : Future.fromCompletionStage(over, context);
  }

  private static Exchange answered(HttpResponse<Buffer> response) {
    Buffer body = response.body();
    return new Exchange.Answered(
        response.statusCode(), body == null ? "" : body.toString(StandardCharsets.UTF_8));
  }

  /** Keeps the class of the error only: messages of HTTP clients quote URLs. */
  static Exchange failed(Throwable error) {
    String why = error.getClass().getSimpleName();
    return switch (error) {
      case BoundedBody.TooLargeException e -> new Exchange.TooLarge();
      case ConnectException e -> new Exchange.Unreachable(why);
      case UnknownHostException e -> new Exchange.Unreachable(why);
      case NoRouteToHostException e -> new Exchange.Unreachable(why);
      case SSLHandshakeException e -> new Exchange.Unreachable(why);
      case ConnectionPoolTooBusyException e -> new Exchange.Unreachable(why);
      case TimeoutException e -> new Exchange.TooLate();
      default -> new Exchange.Cut(why);
    };
  }
}
