package yihuyima.api.outbound;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
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

  private OutboundCall() {}

  /**
   * Sends the request once.
   *
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
