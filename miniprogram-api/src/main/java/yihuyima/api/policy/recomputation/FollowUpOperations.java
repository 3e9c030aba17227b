package yihuyima.api.policy.recomputation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Matter;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.audit.Look;
import yihuyima.api.audit.LookRecorder;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.household.HouseholdLine;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.pairing.PairingStore;
import yihuyima.api.policy.recomputation.RecomputationStore.Recomputation;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Cursor;
import yihuyima.api.sql.Database;
import yihuyima.api.sql.Subtree;

/** What follows from answers: tasks of cadres, messages to households, gaps and counts. */
public final class FollowUpOperations implements Operations {
  private final Database database;
  private final LookRecorder looks;
  private final AccessRecordStore records;
  private final Clock clock;
  private final FollowUpStore store;
  private final RecomputationStore recomputations = new RecomputationStore();
  private final PairingStore pairings = new PairingStore();

  public FollowUpOperations(
      Database database,
      FieldCipher cipher,
      LookRecorder looks,
      AccessRecordStore records,
      Clock clock) {
    this.database = database;
    this.looks = looks;
    this.records = records;
    this.clock = clock;
    this.store = new FollowUpStore(cipher);
  }

  @Override
  public void bind(Api api) {
    api.on(Action.LIST_POLICY_TASKS, this::listPolicyTasks);
    api.write(Action.SETTLE_POLICY_TASK, this::settlePolicyTask);
    api.on(Action.LIST_POLICY_GAPS, this::listPolicyGaps);
    api.on(Action.GET_POLICY_COVERAGE, this::getPolicyCoverage);
    api.on(Action.LIST_MY_MESSAGES, this::listMyMessages);
    api.write(Action.READ_MY_MESSAGES, this::readMyMessages);
  }

  // Tasks

  /** Of the households that this cadre is paired with; each is a look at it. */
  private Future<Reply> listPolicyTasks(Caller caller, Request request) {
    long staffId = staffId(caller);
    long after = Cursor.parse(request.query("cursor"), 0)[0];
    int limit = (int) request.query("limit", 20);
    return database
        .read(db -> store.tasks(db, staffId, after, limit + 1))
        .compose(
            found -> {
              List<FollowUpStore.Task> page = found.subList(0, Math.min(limit, found.size()));
              JsonArray items = new JsonArray();
              page.forEach(task -> items.add(json(task)));
              JsonObject body =
                  new JsonObject()
                      .put("items", items)
                      .put("next", found.size() > limit ? Cursor.of(page.getLast().id()) : null);
              return recorded(
                      caller,
                      request,
                      page.stream().map(FollowUpStore.Task::householdId).distinct().toList())
                  .map(Reply.ok(body));
            });
  }

  private JsonObject json(FollowUpStore.Task task) {
    LocalDate today = ChinaTime.today(clock);
    return new JsonObject()
        .put("taskId", task.id())
        .put("householdId", task.householdId())
        .put("headName", task.headName())
        .put("policies", task.policies())
        .put("foundOn", task.foundOn().toString())
        .put("dueOn", task.dueOn().toString())
        .put("late", task.dueOn().isBefore(today));
  }

  private Future<Void> recorded(Caller caller, Request request, List<Long> households) {
    return looks.recordTogether(
        households.stream()
            .map(id -> Look.granted(clock.instant(), caller, request, id, "list"))
            .toList());
  }

  private Future<Reply> settlePolicyTask(Caller caller, Request request, SqlConnection db) {
    long taskId = request.id("taskId");
    String outcome = request.body().getString("outcome");
    return store
        .lock(db, taskId)
        .compose(
            found -> {
              FollowUpStore.Locked task =
                  found.orElseThrow(() -> Problem.NOT_FOUND.because("no such task"));
              return pairings
                  .concern(db, caller, task.householdId())
                  .map(concern -> concern.openOrFail(caller, Action.SETTLE_POLICY_TASK))
                  .compose(concern -> settle(caller, request, db, taskId, task, outcome));
            });
  }

  /** Settled in the same way already is no mistake; otherwise whoever came first has settled it. */
  private Future<Reply> settle(
      Caller caller,
      Request request,
      SqlConnection db,
      long taskId,
      FollowUpStore.Locked task,
      String outcome) {
    JsonObject body = new JsonObject().put("taskId", taskId).put("outcome", outcome);
    Reply reply = Reply.ok(body).about(Matter.household(task.householdId()));
    if (!task.state().equals("OPEN")) {
      return outcome.equals(task.outcome())
          ? Future.succeededFuture(reply)
          : Future.failedFuture(Problem.STATE_CHANGED.because("task is over"));
    }
    return store
        .settle(db, taskId, outcome, ChinaTime.now(clock), staffId(caller))
        .compose(
            ok ->
                records.insert(
                    db,
                    List.of(
                        Look.granted(
                            clock.instant(),
                            caller,
                            request,
                            task.householdId(),
                            "task settled " + outcome))))
        .map(reply);
  }

  private static long staffId(Caller caller) {
    Long staffId = Concern.staffId(caller);
    if (staffId == null) {
      throw Problem.NOT_ALLOWED.because("paired with nobody");
    }
    return staffId;
  }

  // Gaps and counts

  private Future<Reply> listPolicyGaps(Caller caller, Request request) {
    Subtree subtree = Access.reach(caller);
    Optional<String> code = request.query("policyCode");
    long[] after = Cursor.parse(request.query("cursor"), 0, 0);
    int limit = (int) request.query("limit", 20);
    Future<Optional<Short>> number =
        code.isEmpty()
            ? Future.succeededFuture(Optional.empty())
            : database.read(db -> store.number(db, code.get()));
    return number.compose(
        found ->
            code.isPresent() && found.isEmpty()
                ? Future.succeededFuture(Reply.ok(new JsonObject().put("items", new JsonArray())))
                : gaps(caller, request, subtree, found.orElse(null), after, limit));
  }

  private Future<Reply> gaps(
      Caller caller,
      Request request,
      Subtree subtree,
      @Nullable Short policy,
      long[] after,
      int limit) {
    return database
        .read(db -> store.gaps(db, subtree, policy, after[0], after[1], limit + 1))
        .compose(
            found -> {
              List<FollowUpStore.Gap> page = found.subList(0, Math.min(limit, found.size()));
              JsonArray items = new JsonArray();
              page.forEach(gap -> items.add(json(gap)));
              HouseholdLine last = page.isEmpty() ? null : page.getLast().line();
              JsonObject body =
                  new JsonObject()
                      .put("items", items)
                      .put(
                          "next",
                          found.size() > limit && last != null
                              ? Cursor.of(last.organisationId(), last.householdId())
                              : null);
              return recorded(
                      caller, request, page.stream().map(gap -> gap.line().householdId()).toList())
                  .map(Reply.ok(body));
            });
  }

  private static JsonObject json(FollowUpStore.Gap gap) {
    JsonObject line = gap.line().masked();
    line.remove("fileState");
    line.remove("codeState");
    line.remove("generation");
    return line.put("policies", gap.policies());
  }

  private Future<Reply> getPolicyCoverage(Caller caller, Request request) {
    Subtree subtree = Access.reach(caller);
    return Future.all(
            database.read(db -> store.counts(db, subtree)),
            database.read(recomputations::latest),
            database.read(store::isWaiting))
        .map(
            all -> {
              List<FollowUpStore.Count> counts = all.resultAt(0);
              Optional<Recomputation> latest = all.resultAt(1);
              boolean waiting = all.resultAt(2);
              JsonArray policies = new JsonArray();
              for (FollowUpStore.Count count : counts) {
                policies.add(
                    new JsonObject()
                        .put("policyCode", count.code())
                        .put("name", count.name())
                        .put("entitled", count.entitled())
                        .put("unknown", count.unknown())
                        .put("gaps", count.gaps()));
              }
              return Reply.ok(
                  new JsonObject()
                      .put("policies", policies)
                      .put("waiting", waiting)
                      .put("recomputation", latest.map(FollowUpOperations::json).orElse(null)));
            });
  }

  private static JsonObject json(Recomputation one) {
    double progress =
        one.isOpen() ? Math.min(1.0, (double) one.afterId() / Math.max(1, one.lastId())) : 1.0;
    return new JsonObject()
        .put("cause", one.cause())
        .put("done", !one.isOpen())
        .put("households", one.households())
        .put("progress", progress)
        .put("begunAt", one.begunAt().toInstant().toString())
        .put(
            "finishedAt",
            one.finishedAt() == null ? null : one.finishedAt().toInstant().toString());
  }

  // Messages

  private Future<Reply> listMyMessages(Caller caller, Request request) {
    long household = household(caller);
    long before = Cursor.parse(request.query("cursor"), Long.MAX_VALUE)[0];
    int limit = (int) request.query("limit", 20);
    return Future.all(
            database.read(db -> store.messages(db, household, before, limit + 1)),
            database.read(db -> store.unread(db, household)))
        .map(
            both -> {
              List<FollowUpStore.Message> found = both.resultAt(0);
              int unread = both.resultAt(1);
              List<FollowUpStore.Message> page = found.subList(0, Math.min(limit, found.size()));
              JsonArray items = new JsonArray();
              page.forEach(message -> items.add(json(message)));
              return Reply.ok(
                  new JsonObject()
                      .put("items", items)
                      .put("unread", unread)
                      .put("next", found.size() > limit ? Cursor.of(page.getLast().id()) : null));
            });
  }

  private static JsonObject json(FollowUpStore.Message message) {
    return new JsonObject()
        .put("messageId", message.id())
        .put("kind", message.kind())
        .put("policies", message.policies())
        .put("toldAt", message.toldAt().toInstant().toString())
        .put("read", message.read());
  }

  /** Read twice is read once. */
  private Future<Reply> readMyMessages(Caller caller, Request request, SqlConnection db) {
    long household = household(caller);
    long upTo = request.body().getLong("upTo");
    return store
        .read(db, household, upTo, ChinaTime.now(clock))
        .compose(ok -> store.unread(db, household))
        .map(unread -> Reply.ok(new JsonObject().put("unread", unread)));
  }

  private static long household(Caller caller) {
    if (caller instanceof Caller.Household own) {
      return own.householdId();
    }
    throw Problem.NOT_ALLOWED.because("no household");
  }
}
