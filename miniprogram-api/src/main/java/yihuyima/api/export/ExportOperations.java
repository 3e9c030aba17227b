package yihuyima.api.export;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.audit.HouseholdLooks;
import yihuyima.api.audit.Look;
import yihuyima.api.audit.LookRecorder;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.consent.ConsentStore;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Require;
import yihuyima.api.identity.Sessions;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Database;

/** The family's own copy of its file. */
public final class ExportOperations implements Operations {
  /** How long ago the session may have begun: long enough to find the button, too short to lose. */
  static final Duration SIGNED_IN_WITHIN = Duration.ofMinutes(10);

  /** Of one household, living members. */
  static final int MEMBERS_MAX = 50;

  /**
   * Entries of each kind, the newest: years of aid; more would be a file for the office to make.
   */
  static final int ENTRIES_MAX = 500;

  private final Database database;
  private final Sessions sessions;
  private final ExportStore store;
  private final ConsentStore consents = new ConsentStore();
  private final HouseholdLooks looks = new HouseholdLooks();
  private final LookRecorder recorder;
  private final Clock clock;

  /** What it stands on; one for each event loop. */
  public ExportOperations(
      Database database,
      Sessions sessions,
      FieldCipher cipher,
      LookRecorder recorder,
      Clock clock) {
    this.database = database;
    this.sessions = sessions;
    this.store = new ExportStore(cipher);
    this.recorder = recorder;
    this.clock = clock;
  }

  @Override
  public void bind(Api api) {
    api.on(Action.EXPORT_MY_FILE, this::exportMyFile);
  }

  private Future<Reply> exportMyFile(Caller caller, Request request) {
    Caller.Household own = Require.household(caller);
    return refusal(own)
        .compose(
            refused ->
                refused.isPresent() ? refused(own, request, refused.get()) : granted(own, request));
  }

  private Future<Optional<Problem>> refusal(Caller.Household own) {
    if (own.capacity() == Caller.Capacity.PROXY) {
      return Future.succeededFuture(Optional.of(Problem.NOT_ALLOWED));
    }
    return sessions
        .beganWithin(own.session(), SIGNED_IN_WITHIN)
        .map(fresh -> fresh ? Optional.empty() : Optional.of(Problem.FRESH_SIGN_IN_REQUIRED));
  }

  /** The family sees that somebody tried. */
  private Future<Reply> refused(Caller.Household own, Request request, Problem problem) {
    return recorder
        .record(Look.refused(clock.instant(), own, request, own.householdId(), problem.code()))
        .compose(done -> Future.failedFuture(problem.because("no export for this session")));
  }

  /** The look is committed before anything is read, let alone shown. */
  private Future<Reply> granted(Caller.Household own, Request request) {
    return recorder
        .record(Look.granted(clock.instant(), own, request, own.householdId(), "export"))
        .compose(done -> database.read(db -> gathered(db, own)))
        .map(Reply::ok);
  }

  private Future<JsonObject> gathered(SqlClient db, Caller.Household own) {
    long id = own.householdId();
    Long child = Access.childOf(own);
    JsonObject body =
        new JsonObject()
            .put("exportedAt", clock.instant().toString())
            .put("householdId", id)
            .put("cutShort", new JsonArray());
    return store
        .household(db, id)
        .map(
            found ->
                body.put(
                    "household",
                    shown(
                        own,
                        found.orElseThrow(() -> Problem.NOT_FOUND.because("no such household")))))
        .compose(ok -> part(body, "members", MEMBERS_MAX, n -> store.members(db, id, n, child)))
        .compose(
            ok ->
                part(body, "applications", ENTRIES_MAX, n -> store.applications(db, id, n, child)))
        .compose(ok -> part(body, "payments", ENTRIES_MAX, n -> store.payments(db, id, n, child)))
        .compose(
            ok ->
                part(
                    body,
                    "visits",
                    ENTRIES_MAX,
                    n -> ofTheFamily(child, () -> store.visits(db, id, n))))
        .compose(ok -> part(body, "consents", ENTRIES_MAX, n -> consents.exported(db, own, n)))
        .compose(
            ok ->
                part(
                    body,
                    "proxies",
                    ENTRIES_MAX,
                    n -> ofTheFamily(child, () -> store.proxies(db, id, n))))
        .compose(
            ok ->
                part(
                    body,
                    "devices",
                    ENTRIES_MAX,
                    n -> store.devices(db, own.accountId(), n, ChinaTime.now(clock))))
        .compose(
            ok ->
                part(
                    body,
                    "looks",
                    ENTRIES_MAX,
                    n ->
                        looks
                            .newest(db, own, Long.MAX_VALUE, n, ChinaTime.now(clock))
                            .map(found -> found.stream().map(HouseholdLooks.Shown::json).toList())))
        .map(body);
  }

  /** Where the file is kept; to who acts for the whole household, the file. */
  private static JsonObject shown(Caller.Household own, JsonObject household) {
    return Access.childOf(own) == null
        ? household
        : new JsonObject()
            .put("organisation", household.getString("organisation"))
            .put("otherCauses", new JsonArray());
  }

  /** What is nobody's alone is not a child's guardian's to carry away. */
  private static Future<List<JsonObject>> ofTheFamily(
      @Nullable Long child, Supplier<Future<List<JsonObject>>> read) {
    return child == null ? read.get() : Future.succeededFuture(List.of());
  }

  /** Adds a list, at most so long; what is longer is said to be. */
  private static Future<Void> part(
      JsonObject body, String name, int max, IntFunction<Future<List<JsonObject>>> read) {
    return read.apply(max + 1)
        .map(
            found -> {
              body.put(name, new JsonArray(found.subList(0, Math.min(max, found.size()))));
              if (found.size() > max) {
                body.getJsonArray("cutShort").add(name);
              }
              return null;
            });
  }
}
