package yihuyima.api.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.http.Failure;
import yihuyima.api.http.Problem;

class GroupedReadsTest {
  private static final Vertx VERTX = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private static final Context CONTEXT = VERTX.getOrCreateContext();

  /** The groups that were asked for, and what ends each: on the event loop alone. */
  private final List<List<Integer>> groups = new CopyOnWriteArrayList<>();

  private final List<Promise<List<String>>> answers = new CopyOnWriteArrayList<>();
  private final GroupedReads<Integer, String> reads =
      new GroupedReads<>(
          VERTX,
          group -> {
            Promise<List<String>> answer = Promise.promise();
            groups.add(group);
            answers.add(answer);
            return answer.future();
          });

  @AfterAll
  static void close() {
    VERTX.close().await();
  }

  @Test
  void whatIsAskedAtTheSameMomentIsAskedInOneGroup() throws Exception {
    List<Future<String>> asked = ask(IntStream.range(0, 5));
    settle();

    assertThat(groups).containsExactly(List.of(0, 1, 2, 3, 4));
    answer(0);
    assertThat(results(asked)).containsExactly("0", "1", "2", "3", "4");
  }

  @Test
  void whatComesWhileGroupsAreUnderWayGathersForTheNext() throws Exception {
    List<Future<String>> asked = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      asked.addAll(ask(IntStream.of(i)));
      settle();
    }

    assertThat(groups).containsExactly(List.of(0), List.of(1));
    answer(1);
    settle();
    assertThat(groups).containsExactly(List.of(0), List.of(1), List.of(2, 3, 4, 5));
    answer(0);
    answer(2);
    assertThat(results(asked)).containsExactly("0", "1", "2", "3", "4", "5");
  }

  @Test
  void aGroupIsNeverLargerThanItMayBe() throws Exception {
    ask(IntStream.range(0, GroupedReads.GROUP_MAX + 3));
    settle();
    answer(0);
    settle();

    assertThat(groups).extracting(List::size).containsExactly(GroupedReads.GROUP_MAX, 3);
  }

  @Test
  void aFailureIsOfItsGroupAlone() throws Exception {
    List<Future<String>> first = ask(IntStream.range(0, 2));
    settle();
    List<Future<String>> second = ask(IntStream.range(2, 4));
    settle();
    onLoop(() -> answers.get(0).fail(Problem.STORE_UNAVAILABLE.because("test")));
    answer(1);

    assertThat(results(second)).containsExactly("2", "3");
    assertThatThrownBy(() -> results(first)).hasRootCauseInstanceOf(Failure.class);
  }

  @Test
  void whoComesWhenTooManyWaitIsToldSoAtOnce() throws Exception {
    List<Future<String>> asked = ask(IntStream.rangeClosed(0, GroupedReads.WAITING_MAX));

    assertThat(asked.getLast().failed()).isTrue();
    assertThat(asked.subList(0, GroupedReads.WAITING_MAX)).noneMatch(Future::failed);
  }

  private List<Future<String>> ask(IntStream questions) throws Exception {
    List<Future<String>> asked = new ArrayList<>();
    onLoop(() -> questions.forEach(question -> asked.add(reads.ask(question))));
    return asked;
  }

  private void answer(int group) throws Exception {
    onLoop(
        () ->
            answers.get(group).complete(groups.get(group).stream().map(String::valueOf).toList()));
  }

  /** Until the event loop has done all that was put before it. */
  private static void settle() throws Exception {
    onLoop(() -> {});
    onLoop(() -> {});
  }

  private static void onLoop(Runnable work) throws Exception {
    Promise<Void> done = Promise.promise();
    CONTEXT.runOnContext(
        now -> {
          try {
            work.run();
            done.complete();
          } catch (RuntimeException e) {
            done.fail(e);
          }
        });
    done.future().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static List<String> results(List<Future<String>> asked) throws Exception {
    List<String> results = new ArrayList<>();
    for (Future<String> one : asked) {
      results.add(one.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS));
    }
    return results;
  }
}
