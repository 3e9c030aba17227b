package yihuyima.api.policy.answer;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.access.Guarded;
import yihuyima.api.access.Purpose;
import yihuyima.api.audit.Look;
import yihuyima.api.audit.LookRecorder;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.policy.PolicyRules;
import yihuyima.api.policy.PolicyStore;
import yihuyima.api.policy.PolicyVersion;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Database;

/** A household's answer to each policy, with every clause, on any day. */
public final class PolicyAnswerOperations implements Operations {
  /** How far ahead may be asked, in days: a year's rules and some time to hear of them. */
  static final int AHEAD_DAYS_MAX = 400;

  private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);

  private final Database database;
  private final LookRecorder looks;
  private final Clock clock;
  private final FactStore store;
  private final PolicyStore policies = new PolicyStore();

  /** What it stands on; one for each event loop. */
  public PolicyAnswerOperations(
      Database database, FieldCipher cipher, LookRecorder looks, Clock clock) {
    this.database = database;
    this.looks = looks;
    this.clock = clock;
    this.store = new FactStore(cipher);
  }

  @Override
  public void bind(Api api) {
    api.on(Action.GET_HOUSEHOLD_POLICIES, this::getHouseholdPolicies);
  }

  private Future<Reply> getHouseholdPolicies(Caller caller, Request request) {
    long householdId = request.id("householdId");
    LocalDate today = ChinaTime.today(clock);
    LocalDate day = day(request.query("on"), "on", today).orElse(today);
    Optional<LocalDate> known = day(request.query("knownOn"), "knownOn", today);
    OffsetDateTime knownAt = known.map(PolicyAnswerOperations::endOf).orElse(ChinaTime.now(clock));
    if (caller instanceof Caller.Household own && own.capacity() != Caller.Capacity.ADULT) {
      return refuse(
          Look.refused(clock.instant(), caller, request, own.householdId(), "no adult of it"),
          Problem.NOT_ALLOWED,
          own.capacity() + " does not read the whole file");
    }
    boolean past = request.query("on").isPresent() || known.isPresent();
    return database
        .read(
            db ->
                store
                    .find(db, caller, householdId)
                    .compose(
                        found ->
                            read(
                                db,
                                found.open(caller, Action.GET_HOUSEHOLD_POLICIES),
                                day,
                                knownAt)))
        .compose(
            read ->
                switch (read) {
                  case Read.Refused refused ->
                      refuse(
                          Look.refused(clock.instant(), caller, request, refused.by()),
                          refused.by().problem(),
                          refused.by().reason());
                  case Read.Shown shown ->
                      looks
                          .record(
                              Look.granted(
                                  clock.instant(),
                                  caller,
                                  request,
                                  householdId,
                                  past ? "policies as of a day" : "policies"))
                          .compose(done -> PolicyRules.read(shown.inForce()))
                          .map(
                              rules ->
                                  Reply.ok(
                                      json(caller, shown, rules, today, day)
                                          .put(
                                              "knownOn",
                                              known.map(LocalDate::toString).orElse(null))));
                });
  }

  private static JsonObject json(
      Caller caller, Read.Shown shown, PolicyRules rules, LocalDate today, LocalDate day) {
    Set<Purpose> withheld = Access.withheld(caller, shown.head().concern().withdrawn(), false);
    AnswerJson writer =
        new AnswerJson(
            shown.household(), withheld, Access.masking(caller, shown.head().concern()), today);
    return new JsonObject()
        .put("householdId", shown.head().concern().householdId())
        .put("organisation", shown.head().organisation())
        .put("regionCode", shown.household().region())
        .put("on", day.toString())
        .put("withheld", new JsonArray(withheld.stream().map(Purpose::name).sorted().toList()))
        .put("items", writer.of(Answers.of(rules, shown.household())));
  }

  /** What came of reading: kept until the connection is given back, for the record takes one. */
  private sealed interface Read {
    record Refused(Guarded.Refused<FactStore.Head> by) implements Read {}

    record Shown(FactStore.Head head, HouseholdKnown household, List<PolicyVersion> inForce)
        implements Read {}
  }

  private Future<Read> read(
      SqlClient db, Guarded.Opened<FactStore.Head> opened, LocalDate day, OffsetDateTime knownAt) {
    return switch (opened) {
      case Guarded.Refused<FactStore.Head> refused ->
          Future.succeededFuture(new Read.Refused(refused));
      case Guarded.Granted<FactStore.Head> granted ->
          store
              .known(db, granted.value(), day, knownAt)
              .compose(
                  household ->
                      policies
                          .inForce(db, day, knownAt)
                          .map(inForce -> new Read.Shown(granted.value(), household, inForce)));
    };
  }

  private <T> Future<T> refuse(Look look, Problem problem, String reason) {
    return looks.record(look).compose(done -> Future.failedFuture(problem.because(reason)));
  }

  private static Optional<LocalDate> day(Optional<String> text, String name, LocalDate today) {
    Optional<LocalDate> day;
    try {
      day = text.map(LocalDate::parse);
    } catch (DateTimeException e) {
      throw Problem.REQUEST_INVALID.because("not a day", e).at(name, "日期格式不正确");
    }
    if (day.isPresent()
        && (day.get().isBefore(FIRST_DAY) || day.get().isAfter(today.plusDays(AHEAD_DAYS_MAX)))) {
      throw Problem.REQUEST_INVALID.because("a day out of range").at(name, "日期离今天太远");
    }
    return day;
  }

  private static OffsetDateTime endOf(LocalDate day) {
    return day.plusDays(1).atStartOfDay(ChinaTime.ZONE).toOffsetDateTime().minusNanos(1000);
  }
}
