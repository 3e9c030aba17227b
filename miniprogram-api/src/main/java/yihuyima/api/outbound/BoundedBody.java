package yihuyima.api.outbound;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import org.jspecify.annotations.Nullable;

/**
 * Collects a body up to a size and until a moment.
 *
 * <p>Beyond either it takes no more and says that it is full, for good: the connection falls silent
 * and the client closes it, which an endless body would never let happen.
 */
final class BoundedBody implements BodyStream<Buffer> {
  /** Marks the one failure that is not the connection's. */
  static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLargeException() {
      super("body too large", null, false, false);
    }
  }

  private final Promise<Buffer> result = Promise.promise();
  private final Buffer collected = Buffer.buffer();
  private final int bytesMax;
  private final long endNanos;

  private BoundedBody(int bytesMax, long endNanos) {
    this.bytesMax = bytesMax;
    this.endNanos = endNanos;
  }

  /**
   * A codec for one request.
   *
   * @param endNanos on the scale of {@link System#nanoTime()}
   */
  static BodyCodec<Buffer> codec(int bytesMax, long endNanos) {
    return () -> new BoundedBody(bytesMax, endNanos);
  }

  @Override
  public Future<Buffer> result() {
    return result.future();
  }

  @Override
  public void handle(Throwable failure) {
    result.tryFail(failure);
  }

  @Override
  public Future<Void> write(Buffer chunk) {
    if (collected.length() + chunk.length() > bytesMax) {
      result.tryFail(new TooLargeException());
    } else if (!writeQueueFull()) {
      collected.appendBuffer(chunk);
    }
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> end() {
    result.tryComplete(collected);
    return Future.succeededFuture();
  }

  @Override
  public boolean writeQueueFull() {
    return result.future().isComplete() || System.nanoTime() - endNanos > 0;
  }

  @Override
  public WriteStream<Buffer> setWriteQueueMaxSize(int size) {
    return this;
  }

  @Override
  public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
    // Never called: once full it stays full.
    return this;
  }

  @Override
  public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
    return this;
  }
}
