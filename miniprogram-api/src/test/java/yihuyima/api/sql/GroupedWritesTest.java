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
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.http.Failure;
import yihuyima.api.http.Problem;

class GroupedWritesTest {
  private static final int GROUP_MAX = 100;
  private static final Vertx VERTX = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private static final Context CONTEXT = VERTX.getOrCreateContext();

  private final List<List<Integer>> groups = new CopyOnWriteArrayList<>();
  private final List<Promise<List<String>>> commits = new CopyOnWriteArrayList<>();
  private final GroupedWrites<Integer, String> writes =
      new GroupedWrites<>(
          VERTX,
          GROUP_MAX,
          group -> {
            Promise<List<String>> commit = Promise.promise();
            groups.add(group);
            commits.add(commit);
            return commit.future();
          });

  @AfterAll
  static void close() {
    VERTX.close().await();
  }

  @Test
  void whatIsWrittenAtTheSameMomentIsOneGroup() throws Exception {
    List<Future<String>> written = write(IntStream.range(0, 5));
    settle();

    assertThat(groups).containsExactly(List.of(0, 1, 2, 3, 4));
    commit(0);
    assertThat(results(written)).containsExactly("0", "1", "2", "3", "4");
  }

  @Test
  void smallOnesWaitForTheGroupUnderWayAndALargeOneDoesNot() throws Exception {
    write(IntStream.of(0));
    settle();
    write(IntStream.range(1, GroupedWrites.GROUP_WORTH));
    settle();
    assertThat(groups).hasSize(1);

    write(IntStream.of(GroupedWrites.GROUP_WORTH));
    settle();
    assertThat(groups).hasSize(2);
    assertThat(groups.get(1)).hasSize(GroupedWrites.GROUP_WORTH);
    write(IntStream.range(100, 200));
    settle();
    assertThat(groups).hasSize(GroupedWrites.GROUPS_UNDER_WAY_MAX);
  }

  @Test
  void whatGatheredIsWrittenOnceTheGroupBeforeIsCommitted() throws Exception {
    write(IntStream.of(0));
    settle();
    List<Future<String>> gathered = write(IntStream.range(1, 4));
    settle();
    commit(0);

    await(() -> groups.size() == 2);
    assertThat(groups.get(1)).containsExactly(1, 2, 3);
    commit(1);
    assertThat(results(gathered)).containsExactly("1", "2", "3");
  }

  @Test
  void aGroupIsNeverLargerThanItMayBe() throws Exception {
    write(IntStream.range(0, GROUP_MAX + 3));
    settle();
    commit(0);
    await(() -> groups.size() == 2);

    assertThat(groups).extracting(List::size).containsExactly(GROUP_MAX, 3);
  }

  @Test
  void aFailureIsOfItsGroupAlone() throws Exception {
    List<Future<String>> first = write(IntStream.range(0, 2));
    settle();
    onLoop(() -> commits.get(0).fail(Problem.STORE_UNAVAILABLE.because("test")));
    List<Future<String>> second = write(IntStream.range(2, 4));
    settle();
    commit(1);

    assertThat(results(second)).containsExactly("2", "3");
    assertThatThrownBy(() -> results(first)).hasRootCauseInstanceOf(Failure.class);
  }

  @Test
  void outcomesThatDoNotFitTheirWritesAreAFailureOfAll() throws Exception {
    List<Future<String>> written = write(IntStream.range(0, 2));
    settle();
    onLoop(() -> commits.get(0).complete(List.of("0")));

    assertThat(written).allMatch(Future::failed);
  }

  @Test
  void whoComesWhenTooManyWaitIsToldSoAtOnce() throws Exception {
    List<Future<String>> written = write(IntStream.rangeClosed(0, GroupedWrites.WAITING_MAX));

    assertThat(written.getLast().failed()).isTrue();
    assertThat(written.subList(0, GroupedWrites.WAITING_MAX)).noneMatch(Future::failed);
  }

  private List<Future<String>> write(IntStream values) throws Exception {
    List<Future<String>> written = new ArrayList<>();
    onLoop(() -> values.forEach(value -> written.add(writes.write(value))));
    return written;
  }

  private void commit(int group) throws Exception {
    onLoop(
        () ->
            commits.get(group).complete(groups.get(group).stream().map(String::valueOf).toList()));
  }

  /** Until the event loop has done all that was put before it. */
  private static void settle() throws Exception {
    onLoop(() -> {});
    onLoop(() -> {});
  }

  /** What comes with the gathering timer; each look is a turn of the event loop. */
  private static void await(BooleanSupplier there) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!there.getAsBoolean() && System.nanoTime() < end) {
      settle();
    }
    assertThat(there.getAsBoolean()).isTrue();
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

  private static List<String> results(List<Future<String>> written) throws Exception {
    List<String> results = new ArrayList<>();
    for (Future<String> one : written) {
      results.add(one.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS));
    }
    return results;
  }
}
