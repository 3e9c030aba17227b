package yihuyima.api.sql;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import yihuyima.api.http.Problem;

/**
 * Questions that come at the same time, asked in one statement: starting a statement costs the
 * database several times what one more row of it does. What comes while {@link #UNDER_WAY_MAX}
 * statements are on their way gathers for the next, so groups are as large as the load makes them,
 * and a lone question waits for nobody. Each is answered from what the database holds after it was
 * asked, as by a statement of its own.
 *
 * <p>One for each event loop; not safe for many threads.
 *
 * @param <Q> a question
 * @param <A> its answer
 */
public final class GroupedReads<Q, A> {
  /** Questions in one statement. */
  static final int GROUP_MAX = 64;

  /** Statements on their way: while one is answered here, the database works on the other. */
  static final int UNDER_WAY_MAX = 2;

  /** Questions that may wait; above, callers are told that the system is busy. */
  static final int WAITING_MAX = 4096;

  private record Waiting<Q, A>(Q question, Promise<A> answer) {}

  private final Vertx vertx;
  private final Function<List<Q>, Future<List<A>>> read;
  private final ArrayDeque<Waiting<Q, A>> waiting = new ArrayDeque<>();
  private int underWay;
  private boolean gathering;

  /**
   * Grouped reads.
   *
   * @param read asks the database; gives one answer for each question, in their order
   */
  public GroupedReads(Vertx vertx, Function<List<Q>, Future<List<A>>> read) {
    this.vertx = vertx;
    this.read = read;
  }

  /**
   * Asks.
   *
   * @return the answer; fails with BUSY when too many wait, and as the database does
   */
  public Future<A> ask(Q question) {
    if (waiting.size() >= WAITING_MAX) {
      return Future.failedFuture(Problem.BUSY.because("too many questions wait to be asked"));
    }
    Waiting<Q, A> entry = new Waiting<>(question, Promise.promise());
    waiting.add(entry);
    if (underWay < UNDER_WAY_MAX && !gathering) {
      // What arrived on other connections in the same moment still joins.
      gathering = true;
      vertx.runOnContext(gathered -> sendNext());
    }
    return entry.answer().future();
  }

  private void sendNext() {
    gathering = false;
    if (waiting.isEmpty() || underWay >= UNDER_WAY_MAX) {
      return;
    }
    List<Waiting<Q, A>> group = new ArrayList<>(Math.min(waiting.size(), GROUP_MAX));
    while (group.size() < GROUP_MAX && !waiting.isEmpty()) {
      group.add(waiting.poll());
    }
    underWay++;
    ask(group)
        .onComplete(
            answered -> {
              underWay--;
              sendNext();
              for (int i = 0; i < group.size(); i++) {
                if (answered.succeeded()) {
                  group.get(i).answer().complete(answered.result().get(i));
                } else {
                  group.get(i).answer().fail(answered.cause());
                }
              }
            });
  }

  private Future<List<A>> ask(List<Waiting<Q, A>> group) {
    List<Q> questions = group.stream().map(Waiting::question).toList();
    try {
      return read.apply(questions)
          .map(
              answers -> {
                if (answers.size() != questions.size()) {
                  throw new IllegalStateException("not one answer for each question");
                }
                return answers;
              });
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }
}
