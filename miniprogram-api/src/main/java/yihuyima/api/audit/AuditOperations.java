package yihuyima.api.audit;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Guarded;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Require;
import yihuyima.api.limit.Limits;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Cursor;
import yihuyima.api.sql.Database;
import yihuyima.api.sql.Subtree;

/** How auditors read the record: by days, by who looked, by a part of the tree, by a household. */
public final class AuditOperations implements Operations {
  /** Days of one question when it names none, and at most: they bound what is read. */
  private static final int DAYS = 31;

  private static final int DAYS_MAX = 366;

  /**
   * Records looked at for one page, whether the filters let them through or not: some 50 ms. What
   * is rarer than that comes with a cursor that says how far back was looked.
   */
  static final int LOOKED_AT_MAX = 50_000;

  private final Database database;
  private final LookRecorder looks;
  private final Function<String, Optional<byte[]>> lookupHash;
  private final Limits limits;
  private final Clock clock;
  private final AuditRecordStore store = new AuditRecordStore();
  private final LeakInvestigationStore investigations;

  /**
   * What it stands on; one for each event loop.
   *
   * @param lookupHash what a typed or scanned code is found by; empty when it is no code
   */
  public AuditOperations(
      Database database,
      FieldCipher cipher,
      LookRecorder looks,
      Function<String, Optional<byte[]>> lookupHash,
      Limits limits,
      Clock clock) {
    this.database = database;
    this.looks = looks;
    this.lookupHash = lookupHash;
    this.limits = limits;
    this.clock = clock;
    this.investigations = new LeakInvestigationStore(cipher);
  }

  @Override
  public void bind(Api api) {
    api.on(Action.LIST_ACCESS_RECORDS, this::listAccessRecords);
    api.on(Action.FIND_AUDITED_HOUSEHOLD, this::findAuditedHousehold);
  }

  /** A page of the record; a look at every household on it. */
  private Future<Reply> listAccessRecords(Caller caller, Request request) {
    Caller.Auditor auditor = Require.auditor(caller);
    int limit = (int) request.query("limit", 20);
    long investigationId = request.query("investigationId", 0);
    return reach(auditor, request)
        .map(reach -> question(reach, request))
        .compose(
            asked ->
                under(auditor, investigationId, asked)
                    .compose(
                        investigation ->
                            database
                                .read(db -> store.find(db, asked, limit + 1, LOOKED_AT_MAX))
                                .compose(
                                    found ->
                                        recorded(caller, request, found, limit, investigation))));
  }

  /** The part of the tree asked for, within the auditor's own; outside it, none is known. */
  private Future<Subtree> reach(Caller.Auditor auditor, Request request) {
    long organisationId = request.query("organisationId", 0);
    if (organisationId == 0) {
      return Future.succeededFuture(Access.reach(auditor));
    }
    return database
        .read(db -> store.placeOf(db, organisationId))
        .map(
            place ->
                Subtree.of(
                    Guarded.of(place, Concern::ofOrganisation)
                        .openOrFail(auditor, Action.LIST_ACCESS_RECORDS)));
  }

  private Future<@Nullable Long> under(
      Caller.Auditor auditor, long investigationId, AuditRecordStore.Question asked) {
    return investigationId == 0
        ? Future.succeededFuture()
        : investigation(auditor, investigationId, asked);
  }

  private AuditRecordStore.Question question(Subtree reach, Request request) {
    LocalDate to = Moments.day(request.query("to"), "to", ChinaTime.today(clock));
    LocalDate from = Moments.day(request.query("from"), "from", to.minusDays(DAYS));
    if (from.isAfter(to) || from.plusDays(DAYS_MAX).isBefore(to)) {
      throw Problem.REQUEST_INVALID.because("days").at("from", "起止日期应先后有序，且不超过366天");
    }
    long householdId = request.query("householdId", 0);
    return new AuditRecordStore.Question(
        Cursor.parse(request.query("cursor"), Long.MAX_VALUE)[0],
        from.atStartOfDay(ChinaTime.ZONE).toInstant(),
        to.plusDays(1).atStartOfDay(ChinaTime.ZONE).toInstant(),
        reach,
        isRoot(reach.from()),
        request.query("operation").orElse(null),
        request.query("outcome").map(outcome -> outcome.equals("GRANTED")).orElse(null),
        householdId == 0 ? null : householdId,
        request.query("actor").orElse(null));
  }

  /** A path of one id: the country's own. */
  private static boolean isRoot(String path) {
    return path.indexOf('.', 1) == path.length() - 1;
  }

  private Future<@Nullable Long> investigation(
      Caller.Auditor auditor, long id, AuditRecordStore.Question asked) {
    return database
        .read(db -> investigations.find(db, auditor, id))
        .map(
            found -> {
              LeakInvestigation named =
                  found.orElseThrow(() -> Problem.NOT_FOUND.because("no such investigation"));
              if (named.state(clock.instant()) != LeakInvestigation.State.OPEN) {
                throw Problem.STATE_CHANGED.because("the investigation is not open");
              }
              if (!named.covers(asked.householdId(), asked.actor())) {
                throw Problem.REQUEST_INVALID
                    .because("another investigation's")
                    .at("investigationId", "查询的户或查阅人不在该项调查之内");
              }
              return id;
            });
  }

  private Future<Reply> recorded(
      Caller caller,
      Request request,
      AuditRecordStore.Found found,
      int limit,
      @Nullable Long investigation) {
    boolean full = found.lines().size() > limit;
    List<AuditRecordStore.Line> page =
        found.lines().subList(0, Math.min(limit, found.lines().size()));
    Optional<AuditRecordStore.Edge> edge = full ? Optional.empty() : found.edge();
    String next =
        full ? Cursor.of(page.getLast().id()) : edge.map(each -> Cursor.of(each.id())).orElse(null);
    JsonArray items = new JsonArray();
    page.forEach(line -> items.add(line.json()));
    JsonObject body =
        new JsonObject()
            .put("items", items)
            .put("lookedBackTo", edge.map(each -> each.at().toString()).orElse(null))
            .put("next", next);
    List<@Nullable Long> households =
        new ArrayList<>(
            page.stream()
                .map(AuditRecordStore.Line::householdId)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
    if (households.isEmpty()) {
      households.add(null);
    }
    return looks
        .recordTogether(
            households.stream()
                .map(household -> look(caller, request, household, "records").under(investigation))
                .toList())
        .map(done -> Reply.ok(body));
  }

  /**
   * The household of a code, so that the record can be asked for it. What is nobody's and what is
   * out of reach are refused alike; the code itself goes nowhere.
   */
  private Future<Reply> findAuditedHousehold(Caller caller, Request request) {
    Caller.Auditor auditor = Require.auditor(caller);
    limits.lookup(caller.actor());
    byte[] hash =
        lookupHash
            .apply(request.body().getString("code"))
            .orElseThrow(() -> Problem.CODE_MISTYPED.because("no code"));
    return database
        .read(db -> store.householdOf(db, hash))
        .compose(
            found ->
                switch (found.open(auditor, Action.FIND_AUDITED_HOUSEHOLD)) {
                  case Guarded.Granted<AuditRecordStore.Coded> granted ->
                      looks
                          .record(look(caller, request, granted.value().householdId(), "by code"))
                          .map(done -> Reply.ok(json(granted.value())));
                  case Guarded.Refused<AuditRecordStore.Coded> refused ->
                      looks
                          .record(Look.refused(clock.instant(), caller, request, refused))
                          .compose(
                              done ->
                                  Future.failedFuture(refused.problem().because(refused.reason())));
                });
  }

  private static JsonObject json(AuditRecordStore.Coded found) {
    return new JsonObject()
        .put("householdId", found.householdId())
        .put("organisation", found.organisation());
  }

  private Look look(Caller caller, Request request, @Nullable Long householdId, String detail) {
    return Look.granted(clock.instant(), caller, request, householdId, detail);
  }
}
