package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.vertx.core.Future;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/** Hears everything that is logged, and every failure, and finds what must not be in there. */
final class Leaks implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Level before = root.getLevel();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final Collection<Level> levels = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          levels.add(event.getLevel());
          heard.add(
              event.getFormattedMessage()
                  + " "
                  + event.getKeyValuePairs()
                  + " "
                  + ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
      };

  Leaks() {
    root.setLevel(Level.TRACE);
    appender.setContext(root.getLoggerContext());
    appender.start();
    root.addAppender(appender);
  }

  /** The value of a future that succeeds. */
  static <T> T value(Future<T> future)
      throws ExecutionException, InterruptedException, TimeoutException {
    return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** The failure of a future that fails. */
  Throwable failure(Future<?> future) throws InterruptedException, TimeoutException {
    try {
      Object value = value(future);
      return fail("succeeded with " + value);
    } catch (ExecutionException e) {
      StringWriter text = new StringWriter();
      e.getCause().printStackTrace(new PrintWriter(text));
      heard.add(text.toString());
      return e.getCause();
    }
  }

  /** Every line so far. */
  List<String> heard() {
    return List.copyOf(heard);
  }

  boolean heardAnError() {
    return levels.contains(Level.ERROR);
  }

  void assertNoneOf(Collection<String> canaries) {
    List<String> all = new ArrayList<>(heard);
    for (String canary : canaries) {
      assertThat(all).noneMatch(text -> text.contains(canary));
    }
  }

  @Override
  public void close() {
    root.detachAppender(appender);
    root.setLevel(before);
  }
}
