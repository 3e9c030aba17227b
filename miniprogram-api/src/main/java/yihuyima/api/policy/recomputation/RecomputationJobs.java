package yihuyima.api.policy.recomputation;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.calendar.WorkingDays;
import yihuyima.api.policy.recomputation.RecomputationStore.Recomputation;
import yihuyima.api.policy.recomputation.RecomputationStore.Standing;
import yihuyima.api.sql.Database;
import yihuyima.api.sql.StepLoop;

/**
 * Keeps the answers of all households true: of changed households at once, of all of them when the
 * catalogue or the day changed. A step is a transaction: what was found and where the job is are
 * committed together, so that any server goes on with it after a crash. What a recomputation found
 * becomes the answer of all households in one commit.
 */
public final class RecomputationJobs {
  /** Households a step of a recomputation. */
  static final int WINDOW_HOUSEHOLDS = 4096;

  /** Changed households a step. */
  static final int CHANGED_HOUSEHOLDS = 500;

  /** With more changed households than this waiting, all are computed. */
  static final int CHANGED_MAX = 5000;

  /** Working days that a cadre has for a task. */
  static final int TASK_WORKING_DAYS = 10;

  private static final String SYSTEM = "SYSTEM:recomputation";

  private static final Logger LOG = LoggerFactory.getLogger(RecomputationJobs.class);

  private final Database database;
  private final RuleSource source;
  private final Clock clock;
  private final RecomputationStore store = new RecomputationStore();
  private final StepLoop loop;
  private @Nullable Compiled compiled;

  /** Rules, and the reader for what they speak of, of a version of the catalogue and a day. */
  private record Compiled(
      long version, LocalDate day, Buffer decidedBy, RegisterRules rules, RegisterReader reader) {
    boolean is(long wantedVersion, LocalDate wantedDay) {
      return version == wantedVersion && day.equals(wantedDay);
    }

    boolean decidesAs(Recomputation one) {
      return decidedBy.equals(one.decidedBy()) && day.equals(one.onDay());
    }
  }

  /** Recomputations of this database; one for each event loop. */
  public RecomputationJobs(Database database, RuleSource source, Clock clock) {
    this.database = database;
    this.source = source;
    this.clock = clock;
    this.loop = new StepLoop("recomputing", database, this::step);
  }

  /** Works until every answer is true. */
  public void work() {
    loop.work();
  }

  /**
   * Takes one step, for whoever does not want to wait for the others.
   *
   * @return whether there is more to do; fails when the database does
   */
  public Future<Boolean> step() {
    return database.transact(this::step).map(StepLoop.Next::more);
  }

  private Future<StepLoop.Next> step(SqlConnection db) {
    return store
        .take(db)
        .compose(
            mine ->
                mine
                    ? source
                        .version(db)
                        .compose(version -> compiled(db, version).compose(ready -> work(db, ready)))
                    : Future.succeededFuture(StepLoop.Next.NONE));
  }

  private Future<Compiled> compiled(SqlConnection db, long version) {
    LocalDate today = ChinaTime.today(clock);
    Compiled had = compiled;
    if (had != null && had.is(version, today)) {
      return Future.succeededFuture(had);
    }
    return source
        .rules(db, today)
        .compose(found -> numbered(db, found))
        .map(rules -> new RegisterRules(rules, today))
        .compose(
            rules ->
                RegisterReader.open(db, rules.facts(), today)
                    .map(
                        reader ->
                            new Compiled(version, today, decidedBy(rules, reader), rules, reader)))
        .onSuccess(ready -> compiled = ready);
  }

  private static Buffer decidedBy(RegisterRules rules, RegisterReader reader) {
    String all = rules.text() + new TreeMap<>(reader.standards());
    try {
      return Buffer.buffer(
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Future<List<Rule>> numbered(SqlConnection db, List<RuleSource.Found> found) {
    return store
        .numbers(db, found.stream().map(RuleSource.Found::code).toList())
        .map(
            numbers -> {
              List<Rule> rules = new ArrayList<>();
              for (RuleSource.Found one : found) {
                short number = numbers.get(one.code());
                rules.add(
                    new Rule(number, one.code(), one.condition(), one.restsOn(), one.excludes()));
              }
              return rules;
            });
  }

  private Future<StepLoop.Next> work(SqlConnection db, Compiled ready) {
    return store
        .latest(db)
        .compose(
            latest -> {
              Recomputation last = latest.orElse(null);
              if (last != null && last.isOpen()) {
                return ready.decidesAs(last) ? window(db, ready, last) : drop(db, last);
              }
              Optional<String> cause = cause(last, ready);
              return cause.isPresent() ? begin(db, ready, cause.get()) : changed(db, ready);
            });
  }

  private static Optional<String> cause(@Nullable Recomputation last, Compiled ready) {
    if (last == null) {
      return Optional.of("FIRST");
    }
    if (ready.decidesAs(last)) {
      return Optional.empty();
    }
    return Optional.of(last.onDay().equals(ready.day()) ? "CATALOGUE" : "DAY");
  }

  /** What is marked now is computed with the rest; what changes from now on is marked again. */
  private Future<StepLoop.Next> begin(SqlConnection db, Compiled ready, String cause) {
    return store
        .forgetMarks(db)
        .compose(
            ok ->
                store.begin(
                    db,
                    cause,
                    ready.day(),
                    ready.version(),
                    ready.rules().size(),
                    SYSTEM,
                    now(),
                    ready.decidedBy()))
        .map(StepLoop.Next.NOW);
  }

  private Future<StepLoop.Next> drop(SqlConnection db, Recomputation open) {
    return store
        .forgetChanges(db)
        .compose(ok -> store.end(db, open.id(), "DROPPED", now(), 0, 0))
        .map(StepLoop.Next.NOW);
  }

  // All households, a window at a time

  private Future<StepLoop.Next> window(SqlConnection db, Compiled ready, Recomputation open) {
    return ready
        .reader()
        .next(db, open.afterId(), WINDOW_HOUSEHOLDS)
        .compose(
            window ->
                window.size() == 0 ? finish(db, ready, open) : window(db, ready, open, window));
  }

  private Future<StepLoop.Next> window(
      SqlConnection db, Compiled ready, Recomputation open, RegisterReader.Window window) {
    long first = window.ids()[0];
    long last = window.last();
    return Future.all(
            decide(ready, window),
            store.standing(db, first, last),
            store.enjoyed(db, first, last, yearBegan(ready.day())))
        .compose(
            all -> {
              RecomputationStore.Changes changes =
                  changes(window, all.resultAt(0), all.resultAt(1), all.resultAt(2));
              return store
                  .addChanges(db, changes)
                  .compose(
                      ok ->
                          store.advance(
                              db,
                              open.id(),
                              last,
                              window.size(),
                              window.members(),
                              changes.households().length));
            })
        .map(StepLoop.Next.NOW);
  }

  private Future<StepLoop.Next> finish(SqlConnection db, Compiled ready, Recomputation open) {
    return apply(db, ready)
        .compose(
            difference -> store.end(db, open.id(), "DONE", now(), difference[0], difference[1]))
        .onSuccess(ok -> LOG.info("recomputed {} households", open.households()))
        .map(StepLoop.Next.NOW);
  }

  private Future<long[]> apply(SqlConnection db, Compiled ready) {
    return WorkingDays.load(db, ready.day())
        .compose(
            days ->
                store.apply(
                    db,
                    ready.day(),
                    days.after(ready.day(), TASK_WORKING_DAYS),
                    ready.version(),
                    now()));
  }

  // Households that changed

  private Future<StepLoop.Next> changed(SqlConnection db, Compiled ready) {
    return store
        .manyMarks(db, CHANGED_MAX)
        .compose(
            many ->
                many
                    ? begin(db, ready, "FACTS")
                    : store
                        .takeMarks(db, CHANGED_HOUSEHOLDS)
                        .compose(
                            ids ->
                                ids.length == 0
                                    ? Future.succeededFuture(StepLoop.Next.NONE)
                                    : named(db, ready, ids)));
  }

  private Future<StepLoop.Next> named(SqlConnection db, Compiled ready, Long[] ids) {
    return ready
        .reader()
        .named(db, ids)
        .compose(
            window ->
                Future.all(
                        decide(ready, window),
                        store.standing(db, ids),
                        store.enjoyed(db, ids, yearBegan(ready.day())))
                    .compose(
                        all ->
                            store.addChanges(
                                db,
                                changes(
                                    window, all.resultAt(0), all.resultAt(1), all.resultAt(2)))))
        .compose(ok -> apply(db, ready))
        .map(StepLoop.Next.NOW);
  }

  /** Off the event loop: a window takes milliseconds. */
  private Future<List<Answer>> decide(Compiled ready, RegisterReader.Window window) {
    return database.vertx().executeBlocking(() -> ready.rules().decide(window), false);
  }

  /** Households whose answer is not what stands. */
  private static RecomputationStore.Changes changes(
      RegisterReader.Window window,
      List<Answer> answers,
      Map<Long, Standing> standing,
      Map<Long, List<Short>> enjoyed) {
    List<Long> households = new ArrayList<>();
    List<Long> organisations = new ArrayList<>();
    List<String> entitled = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    List<String> gaps = new ArrayList<>();
    for (int i = 0; i < window.size(); i++) {
      long household = window.ids()[i];
      long organisation = window.organisations()[i];
      Answer answer = answers.get(i);
      List<Short> has = enjoyed.get(household);
      short[] gap = answer.gaps(has == null ? Set.of() : new HashSet<>(has));
      Standing old = standing.get(household);
      boolean same =
          old == null
              ? answer.isNothing()
              : old.organisation() == organisation
                  && equal(old.entitled(), answer.entitled())
                  && equal(old.unknown(), answer.unknown())
                  && equal(old.gaps(), gap);
      if (!same) {
        households.add(household);
        organisations.add(organisation);
        entitled.add(literal(answer.entitled()));
        unknown.add(literal(answer.unknown()));
        gaps.add(literal(gap));
      }
    }
    return new RecomputationStore.Changes(
        households.toArray(Long[]::new),
        organisations.toArray(Long[]::new),
        entitled.toArray(String[]::new),
        unknown.toArray(String[]::new),
        gaps.toArray(String[]::new));
  }

  private static boolean equal(Short[] these, short[] those) {
    if (these.length != those.length) {
      return false;
    }
    for (int i = 0; i < those.length; i++) {
      if (these[i] != those[i]) {
        return false;
      }
    }
    return true;
  }

  /** As PostgreSQL writes an array. */
  private static String literal(short[] numbers) {
    return Arrays.toString(numbers).replace('[', '{').replace(']', '}').replace(" ", "");
  }

  private static OffsetDateTime yearBegan(LocalDate day) {
    return day.withDayOfYear(1).atStartOfDay(ChinaTime.ZONE).toOffsetDateTime();
  }

  private OffsetDateTime now() {
    return ChinaTime.now(clock);
  }
}
