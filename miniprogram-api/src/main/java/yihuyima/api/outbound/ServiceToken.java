package yihuyima.api.outbound;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The access token that a service gives for a while. Whoever asks while one is being fetched waits
 * for that one; a new one is fetched shortly before the end, and when the service refused it.
 */
public final class ServiceToken {
  /** So long before its end a token is no longer handed out: a call takes time to arrive. */
  static final Duration MARGIN = Duration.ofMinutes(5);

  /**
   * A token as the service gave it.
   *
   * @param text not part of {@link #toString()}
   * @param life more than zero
   */
  public record Fresh(String text, Duration life) {
    @Override
    public String toString() {
      return "Fresh[life=" + life + "]";
    }
  }

  private record Held(String text, Instant until) {}

  private final Supplier<Future<Fresh>> fetch;
  private final Clock clock;
  private @Nullable Held held;
  private @Nullable CompletableFuture<String> underWay;

  /**
   * None is fetched before the first call.
   *
   * @param fetch asks the service once; what it fails with is what callers get
   */
  public ServiceToken(Supplier<Future<Fresh>> fetch, Clock clock) {
    this.fetch = fetch;
    this.clock = clock;
  }

  /**
   * The token to call with.
   *
   * @return the token, on the caller's context; fails as the fetch does, and the next call tries
   *     again
   */
  public Future<String> get() {
    CompletableFuture<String> wait;
    boolean mine = false;
    synchronized (this) {
      Held known = held;
      if (known != null && clock.instant().isBefore(known.until())) {
        return Future.succeededFuture(known.text());
      }
      if (underWay == null) {
        underWay = new CompletableFuture<>();
        mine = true;
      }
      wait = underWay;
    }
    if (mine) {
      fetch.get().onSuccess(fresh -> arrived(wait, fresh)).onFailure(error -> failed(wait, error));
    }
    Context context = Vertx.currentContext();
    return context == null
        ? Future.fromCompletionStage(wait)
        : Future.fromCompletionStage(wait, context);
  }

  /** The service refused this token: the next call fetches another, unless that has happened. */
  public synchronized void refuse(String text) {
    if (held != null && held.text().equals(text)) {
      held = null;
    }
  }

  private void arrived(CompletableFuture<String> wait, Fresh fresh) {
    synchronized (this) {
      Duration usable = fresh.life().minus(MARGIN);
      // One that lives shorter than the margin is good for those who wait for it now.
      held = usable.isPositive() ? new Held(fresh.text(), clock.instant().plus(usable)) : null;
      underWay = null;
    }
    wait.complete(fresh.text());
  }

  private void failed(CompletableFuture<String> wait, Throwable error) {
    synchronized (this) {
      underWay = null;
    }
    wait.completeExceptionally(error);
  }
}
