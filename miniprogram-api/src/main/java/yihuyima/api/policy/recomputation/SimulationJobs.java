package yihuyima.api.policy.recomputation;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.policy.PolicyRule;
import yihuyima.api.policy.PolicyRules;
import yihuyima.api.policy.PolicyStore;
import yihuyima.api.policy.PolicyVersion;
import yihuyima.api.policy.condition.Fact;
import yihuyima.api.policy.condition.Fact.Scope;
import yihuyima.api.policy.condition.Facts;
import yihuyima.api.policy.condition.Known;
import yihuyima.api.policy.condition.RegisterFacts;
import yihuyima.api.policy.condition.Truth;
import yihuyima.api.policy.condition.batch.BatchCondition;
import yihuyima.api.policy.recomputation.SimulationStore.Locked;
import yihuyima.api.policy.recomputation.SimulationTotals.Side;
import yihuyima.api.sql.Database;
import yihuyima.api.sql.StepLoop;
import yihuyima.api.sql.Subtree;

/**
 * Holds households against a version of a policy that is not in force, and against what is in
 * force, a window a transaction. Any server goes on after a crash.
 */
public final class SimulationJobs {
  private final Database database;
  private final PolicyStore policies;
  private final Clock clock;
  private final SimulationStore store = new SimulationStore();
  private final StepLoop loop;
  private @Nullable Prepared prepared;

  /** What is compared, and among whom. */
  private record Prepared(
      long id,
      Optional<PolicyRule> before,
      PolicyRule after,
      Set<Long> organisations,
      RegisterReader reader) {}

  /** Simulations of this database; one for each event loop. */
  public SimulationJobs(Database database, PolicyStore policies, Clock clock) {
    this.database = database;
    this.policies = policies;
    this.clock = clock;
    this.loop = new StepLoop("simulating a policy", database, this::step);
  }

  /** Works on what was asked for. */
  public void work() {
    loop.work();
  }

  private Future<StepLoop.Next> step(SqlConnection db) {
    return store
        .lock(db)
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(StepLoop.Next.NONE)
                    : step(db, found.get()));
  }

  private Future<StepLoop.Next> step(SqlConnection db, Locked job) {
    if (job.editionNow() == null || job.editionNow() != job.edition()) {
      return drop(db, job);
    }
    return prepare(db, job)
        .compose(
            ready ->
                ready.isEmpty()
                    ? drop(db, job)
                    : ready
                        .get()
                        .reader()
                        .next(db, job.afterId(), RecomputationJobs.WINDOW_HOUSEHOLDS)
                        .compose(window -> window(db, job, ready.get(), window)));
  }

  private Future<StepLoop.Next> drop(SqlConnection db, Locked job) {
    return store.end(db, job.id(), "DROPPED", ChinaTime.now(clock)).map(StepLoop.Next.NOW);
  }

  private Future<StepLoop.Next> window(
      SqlConnection db, Locked job, Prepared ready, RegisterReader.Window window) {
    if (window.size() == 0) {
      prepared = null;
      return store.end(db, job.id(), "DONE", ChinaTime.now(clock)).map(StepLoop.Next.NOW);
    }
    return database
        .vertx()
        .executeBlocking(() -> add(SimulationTotals.of(job.totals()), job, ready, window), false)
        .compose(totals -> store.advance(db, job.id(), window.last(), totals.json()))
        .map(StepLoop.Next.NOW);
  }

  private Future<Optional<Prepared>> prepare(SqlConnection db, Locked job) {
    Prepared had = prepared;
    if (had != null && had.id() == job.id()) {
      return Future.succeededFuture(Optional.of(had));
    }
    Subtree subtree = Subtree.of(job.path());
    return Future.all(
            policies.inForce(db, job.onDay(), ChinaTime.now(clock)),
            policies.written(db, job.code(), job.version()),
            store.organisations(db, subtree.from(), subtree.to()))
        .compose(
            all -> {
              Optional<PolicyVersion> draft = all.resultAt(1);
              return draft.isEmpty()
                  ? Future.succeededFuture(Optional.<Prepared>empty())
                  : prepare(db, job, all.resultAt(0), draft.get(), all.resultAt(2));
            });
  }

  private Future<Optional<Prepared>> prepare(
      SqlConnection db,
      Locked job,
      List<PolicyVersion> inForce,
      PolicyVersion draft,
      Set<Long> organisations) {
    List<PolicyVersion> changed = new ArrayList<>(inForce);
    changed.removeIf(version -> version.code().equals(draft.code()));
    changed.add(draft);
    return database
        .vertx()
        .executeBlocking(
            () -> List.of(rule(inForce, draft.code()), rule(changed, draft.code())), false)
        .compose(
            both -> {
              if (both.get(1).isEmpty()) {
                return Future.succeededFuture(Optional.<Prepared>empty());
              }
              PolicyRule after = both.get(1).get();
              return RegisterReader.open(db, facts(both.get(0), after), job.onDay())
                  .map(
                      reader ->
                          Optional.of(
                              new Prepared(job.id(), both.get(0), after, organisations, reader)));
            })
        .onSuccess(ready -> prepared = ready.orElse(null));
  }

  private static Optional<PolicyRule> rule(List<PolicyVersion> versions, String code) {
    return PolicyRules.of(versions).rules().stream()
        .filter(rule -> rule.code().equals(code))
        .findFirst();
  }

  private static Set<Fact> facts(Optional<PolicyRule> before, PolicyRule after) {
    Facts all = RegisterFacts.ALL;
    Set<Fact> facts = new LinkedHashSet<>();
    before.ifPresent(rule -> facts.addAll(facts(rule)));
    facts.addAll(facts(after));
    facts.add(all.get(Scope.HOUSEHOLD, "tier"));
    facts.add(all.get(Scope.HOUSEHOLD, "region"));
    return facts;
  }

  private static Set<Fact> facts(PolicyRule rule) {
    Set<Fact> facts = new LinkedHashSet<>(CatalogueRules.inItsRegion(rule).uses());
    facts.addAll(rule.benefit().uses(RegisterFacts.ALL));
    return facts;
  }

  private static SimulationTotals add(
      SimulationTotals totals, Locked job, Prepared ready, RegisterReader.Window window) {
    byte[] before = new byte[window.size()];
    byte[] after = new byte[window.size()];
    ready.before().ifPresent(rule -> decide(rule, window, job, before));
    decide(ready.after(), window, job, after);
    Fact tier = RegisterFacts.ALL.get(Scope.HOUSEHOLD, "tier");
    Fact region = RegisterFacts.ALL.get(Scope.HOUSEHOLD, "region");
    for (int at = 0; at < window.size(); at++) {
      int row = at;
      Set<String> withdrawn = window.withdrawn().get(row);
      if (withdrawn == null || !ready.organisations().contains(window.organisations()[row])) {
        continue;
      }
      Known known = window.batch().known(RegisterFacts.ALL, row, job.onDay());
      long tierAt = known.value(tier, 0);
      Side was =
          ready
              .before()
              .map(rule -> side(rule, withdrawn, before, known, row))
              .orElse(Side.NOTHING);
      totals.add(
          tierAt == Fact.UNKNOWN ? "NONE" : tier.values().get((int) tierAt).code(),
          region.words(known.value(region, 0)),
          was,
          side(ready.after(), withdrawn, after, known, row));
    }
    return totals;
  }

  private static void decide(
      PolicyRule rule, RegisterReader.Window window, Locked job, byte[] out) {
    BatchCondition.of(CatalogueRules.inItsRegion(rule)).decide(window.batch(), job.onDay(), out);
  }

  private static Side side(
      PolicyRule rule, Set<String> withdrawn, byte[] truths, Known known, int row) {
    if (rule.restsOn().stream().anyMatch(purpose -> withdrawn.contains(purpose.name()))) {
      return Side.NOTHING;
    }
    boolean entitled = truths[row] == Truth.TRUE.number();
    yihuyima.api.policy.BenefitRule.Amount amount = entitled ? rule.benefit().of(known) : null;
    Long yearFen = amount == null ? null : (Long) amount.yearFen(rule.benefit().benefit().every());
    return new Side(entitled, truths[row] == Truth.UNKNOWN.number(), yearFen);
  }
}
