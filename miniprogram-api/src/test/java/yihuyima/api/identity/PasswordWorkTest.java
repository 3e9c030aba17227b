package yihuyima.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import yihuyima.api.http.Failure;
import yihuyima.api.http.Problem;

class PasswordWorkTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void onlySoManyAreHashedAtOnceHoweverManyAsk() throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch full = new CountDownLatch(PasswordWork.AT_ONCE_MAX);
    // Of another event loop: it has the same threads.
    List<PasswordWork> loops = List.of(new PasswordWork(vertx), new PasswordWork(vertx));
    List<Future<Integer>> asked = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      asked.add(
          loops
              .get(i % 2)
              .run(
                  () -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    full.countDown();
                    assertThat(full.await(10, TimeUnit.SECONDS)).isTrue();
                    return running.decrementAndGet();
                  }));
    }

    await(Future.all(asked));

    assertThat(most).hasValue(PasswordWork.AT_ONCE_MAX);
  }

  @Test
  void whoComesWhenTooManyWaitIsToldThatTheSystemIsBusyAndLaterIsServed() throws Exception {
    PasswordWork work = new PasswordWork(vertx);
    CountDownLatch open = new CountDownLatch(1);
    List<Future<Boolean>> asked = new ArrayList<>();
    await(
        onLoop(
            () -> {
              for (int i = 0; i < PasswordWork.WAITING_MAX; i++) {
                asked.add(work.run(() -> open.await(10, TimeUnit.SECONDS)));
              }
              return work.run(() -> true)
                  .otherwise(
                      failed -> {
                        assertThat(failed)
                            .isInstanceOfSatisfying(
                                Failure.class,
                                busy -> assertThat(busy.problem()).isEqualTo(Problem.BUSY));
                        return false;
                      })
                  .onSuccess(done -> assertThat(done).isFalse());
            }));

    open.countDown();
    await(Future.all(asked));

    assertThat(await(onLoop(() -> work.run(() -> true)))).isTrue();
  }

  private <T> Future<T> onLoop(java.util.function.Supplier<Future<T>> work) {
    return Future.future(promise -> loop().runOnContext(ready -> work.get().onComplete(promise)));
  }

  private io.vertx.core.@org.jspecify.annotations.Nullable Context context;

  private io.vertx.core.Context loop() {
    if (context == null) {
      context = vertx.getOrCreateContext();
    }
    return context;
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
