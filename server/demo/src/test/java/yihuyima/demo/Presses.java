package yihuyima.demo;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The same moment for many: calls that are all under way at once. */
final class Presses {
  private Presses() {}

  /** Makes so many calls at once and waits for all answers, in the order of their numbers. */
  static <T> List<T> atOnce(int calls, IntFunction<T> call) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> answers =
          threads.invokeAll(
              IntStream.range(0, calls).<Callable<T>>mapToObj(i -> () -> call.apply(i)).toList());
      return answers.stream().map(Presses::get).toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static <T> T get(Future<T> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
