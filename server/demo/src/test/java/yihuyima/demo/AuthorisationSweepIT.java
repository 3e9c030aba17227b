package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every operation of the contract, asked by every kind of caller, of things that stand to them in
 * every way. Who may is in {@link SweepTable}; who asks, in {@link SweptPrincipals}; of what, in
 * {@link SweptThings}; with what bodies, in {@link SweptBodies}; what an answer may not be, in
 * {@link SweepVerdict}.
 */
class AuthorisationSweepIT {
  /** Requests under way at once; those of one operation only. */
  private static final int AT_ONCE = 16;

  private static final int CELLS_MIN = 10_000;

  private static TestServer server;
  private static SweptPlace place;
  private static List<SweptPrincipal> principals;

  private final Set<String> wrong = new ConcurrentSkipListSet<>();
  private final Set<String> kept = new ConcurrentSkipListSet<>();
  private final AtomicInteger cells = new AtomicInteger();

  @BeforeAll
  static void start() {
    server = TestServer.start();
    place = SweptPlace.in(server.fixtures());
    principals = SweptPrincipals.of(server, place);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everyOperationHasALine() {
    Set<String> published = new TreeSet<>();
    ContractCheck.all().forEach(operation -> published.add(operation.id()));

    assertThat(SweepTable.operations())
        .as("say in SweepTable who may use the new operation, and give SweptBodies its body")
        .isEqualTo(published);
  }

  @Test
  void nobodyGetsMoreThanTheTableSays() throws Exception {
    SweptThings beyond = place.at(SweptRelation.OTHER_PROVINCE);
    String before = beyond.state(server.fixtures());
    long began = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (ContractCheck.Operation operation : inOrder()) {
        List<Callable<Void>> rows = new ArrayList<>();
        for (SweptPrincipal principal : principals) {
          rows.add(
              () -> {
                sweep(operation, principal);
                return null;
              });
        }
        if (SweepTable.LAST.contains(operation.id())) {
          for (Callable<Void> row : rows) {
            row.call();
          }
        } else {
          for (Future<Void> row : threads.invokeAll(rows)) {
            row.get();
          }
        }
      }
    }
    System.out.printf(
        "authorisation sweep: %,d cells, %d principals, %d operations, %.1f s%n",
        cells.get(),
        principals.size(),
        ContractCheck.all().size(),
        (System.nanoTime() - began) / 1e9);
    assertThat(wrong.size()).as(SweepVerdict.advice(wrong)).isZero();
    assertThat(kept)
        .as("nothing in SweepTable's SHOWS that nobody is shown")
        .containsAll(SweepTable.promises());
    assertThat(beyond.state(server.fixtures()))
        .as("what lies beyond everybody's reach is as it was")
        .isEqualTo(before);
    assertThat(cells).hasValueGreaterThan(CELLS_MIN);
  }

  /** As in the contract, and at the end what takes away what the others need. */
  private static List<ContractCheck.Operation> inOrder() {
    List<ContractCheck.Operation> all = new ArrayList<>(ContractCheck.all());
    List<String> last = SweepTable.LAST;
    all.sort(Comparator.comparingInt(operation -> last.indexOf(operation.id())));
    return all;
  }

  /** One operation by one caller, of one thing in each relation. */
  private void sweep(ContractCheck.Operation operation, SweptPrincipal principal) {
    if (!SweepTable.isOfAThing(operation)) {
      ask(operation, principal, place.at(SweptRelation.OURS));
      return;
    }
    TestServer.Answer absent = ask(operation, principal, place.at(SweptRelation.ABSENT));
    for (SweptThings things : place.things()) {
      if (things.relation() == SweptRelation.ABSENT) {
        continue;
      }
      TestServer.Answer answer = ask(operation, principal, things);
      boolean knows = SweepTable.reaches(principal, operation, things.relation());
      if (!knows && !SweepVerdict.told(answer).equals(SweepVerdict.told(absent))) {
        wrong.add(
            "%s by %s of %s: is told more than of what is not there: %s, not %s"
                .formatted(
                    operation.id(),
                    principal.name(),
                    things.relation(),
                    SweepVerdict.told(answer),
                    SweepVerdict.told(absent)));
      }
    }
  }

  private TestServer.Answer ask(
      ContractCheck.Operation operation, SweptPrincipal principal, SweptThings things) {
    cells.incrementAndGet();
    TestServer.Answer answer = principal.sender().ask(operation, things);
    kept.addAll(SweepVerdict.kept(operation, principal, things, answer));
    for (String verdict :
        List.of(
            SweepVerdict.of(operation, principal, things.relation(), answer),
            SweepVerdict.leaks(operation, principal, place.things(), answer))) {
      if (!verdict.isEmpty()) {
        wrong.add(
            "%s by %s of %s: %d %s, %s"
                .formatted(
                    operation.id(),
                    principal.name(),
                    things.relation(),
                    answer.status(),
                    answer.problem(),
                    verdict));
      }
    }
    return answer;
  }
}
