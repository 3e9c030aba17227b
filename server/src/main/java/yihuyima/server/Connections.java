package yihuyima.server;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop, looked at every second: whoever dribbles a request is cut off,
 * however lively the dribble. Idle timeouts alone do not see that, for each byte sets them back.
 *
 * <p>A connection waits for a head (the first for {@code head}, later ones for {@code idle}), then
 * for the rest of the body ({@code body}), then it is ours and the time is the router's affair.
 */
final class Connections {
  /** More headers than any client of ours sends. */
  static final int HEADERS_MAX = 100;

  /** What still comes of a request that has its answer is not waited for. */
  private static final long AFTER_ANSWER_MS_MAX = 5_000;

  private static final long LOOK_EVERY_MS = 1_000;

  /**
   * How long may be waited for.
   *
   * @param head the first head of a connection, TLS included
   * @param body the rest of a request after its head
   * @param idle the next head, after an answer
   */
  record Patience(Duration head, Duration body, Duration idle) {}

  /** What a connection is waiting for, and since when, in milliseconds of the loop's clock. */
  private static final class Open {
    private long sinceMs;
    private @Nullable HttpServerRequest request;
    private long answeredMs = -1;

    Open(long nowMs) {
      this.sinceMs = nowMs;
    }
  }

  private final Patience patience;
  private final ConnectionCap cap;
  private final IdentityHashMap<HttpConnection, Open> open = new IdentityHashMap<>();

  Connections(Vertx vertx, Patience patience, ConnectionCap cap) {
    this.patience = patience;
    this.cap = cap;
    vertx.setPeriodic(LOOK_EVERY_MS, id -> cutOff(nowMs()));
  }

  /** A connection has come. */
  void opened(HttpConnection connection) {
    String address = connection.remoteAddress().hostAddress();
    if (!cap.enter(address)) {
      connection.close();
      return;
    }
    open.put(connection, new Open(nowMs()));
    connection.closeHandler(
        closed -> {
          open.remove(connection);
          cap.leave(address);
        });
  }

  /** A head has come whole; whether it is one that can be served. */
  boolean began(HttpServerRequest request) {
    Open state = open.get(request.connection());
    if (state != null) {
      state.request = request;
      state.sinceMs = nowMs();
      state.answeredMs = -1;
    }
    int headers = 0;
    for (var ignored : request.headers()) {
      if (++headers > HEADERS_MAX) {
        return false;
      }
    }
    return true;
  }

  private void cutOff(long nowMs) {
    var over = new ArrayList<HttpConnection>();
    open.forEach(
        (connection, state) -> {
          if (isOver(state, nowMs)) {
            over.add(connection);
          }
        });
    over.forEach(HttpConnection::close);
  }

  private boolean isOver(Open state, long nowMs) {
    HttpServerRequest request = state.request;
    if (request == null) {
      return nowMs - state.sinceMs > patience.head().toMillis();
    }
    boolean answered = request.response().ended();
    if (answered && state.answeredMs < 0) {
      state.answeredMs = nowMs;
    }
    if (!request.isEnded()) {
      return nowMs - state.sinceMs > patience.body().toMillis()
          || (answered && nowMs - state.answeredMs > AFTER_ANSWER_MS_MAX);
    }
    return answered && nowMs - state.answeredMs > patience.idle().toMillis();
  }

  private static long nowMs() {
    return System.nanoTime() / 1_000_000;
  }
}
