package yihuyima.api.rights;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.access.Matter;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.audit.Look;
import yihuyima.api.audit.LookRecorder;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.calendar.WorkingDays;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Deed;
import yihuyima.api.identity.Require;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Cursor;
import yihuyima.api.sql.Database;

/** Families ask, and are answered by the day that the calendar says. */
public final class RightsOperations implements Operations {
  /** Working days until a request is answered at the latest. */
  static final int ANSWER_WORKING_DAYS = 15;

  /** Requests of one household that wait at a time. */
  static final int OPEN_MAX = 10;

  private final Database database;
  private final LookRecorder looks;
  private final AccessRecordStore record;
  private final RightsRequestStore store;
  private final Clock clock;

  /** What it stands on; one for each event loop. */
  public RightsOperations(
      Database database,
      FieldCipher cipher,
      LookRecorder looks,
      AccessRecordStore record,
      Clock clock) {
    this.database = database;
    this.looks = looks;
    this.record = record;
    this.store = new RightsRequestStore(cipher);
    this.clock = clock;
  }

  @Override
  public void bind(Api api) {
    api.write(Action.ASK_FOR_RIGHT, this::ask);
    api.on(Action.LIST_MY_RIGHTS_REQUESTS, this::listMine);
    api.write(Action.WITHDRAW_RIGHTS_REQUEST, this::withdraw);
    api.write(Action.RESUME_PROCESSING, this::resume);
    api.on(Action.LIST_RIGHTS_REQUESTS, this::listWaiting);
    api.write(Action.ANSWER_RIGHTS_REQUEST, this::answer);
  }

  private Future<Reply> ask(Caller caller, Request request, SqlConnection db) {
    Caller.Household own = Require.household(caller);
    RightsRequestStore.Draft draft = draft(own, request.body());
    LocalDate today = ChinaTime.today(clock);
    return store
        .open(db, own.householdId())
        .compose(
            open -> {
              if (open >= OPEN_MAX) {
                throw Problem.RIGHTS_REQUESTS_OPEN.because("as many as there may be");
              }
              return WorkingDays.load(db, today);
            })
        .map(days -> days.after(today, ANSWER_WORKING_DAYS))
        .compose(answerBy -> store.ask(db, own, draft, ChinaTime.now(clock), answerBy))
        .compose(
            id ->
                recorded(db, caller, request, own.householdId(), "asked " + draft.kind())
                    .compose(ok -> store.own(db, id, own)))
        .map(found -> Reply.created(found.orElseThrow().json()));
  }

  /** Whoever acts for a family corrects its data; that it is no longer used is an adult's wish. */
  private static RightsRequestStore.Draft draft(Caller.Household own, JsonObject body) {
    RightsRequest.Kind kind = RightsRequest.Kind.valueOf(body.getString("kind"));
    String field = body.getString("field");
    String ought = stripped(body.getString("ought"));
    if (kind == RightsRequest.Kind.STOP) {
      if (own.capacity() != Caller.Capacity.ADULT) {
        throw Problem.NOT_ALLOWED.because(own.capacity() + " does not stop the household's data");
      }
      return new RightsRequestStore.Draft(kind, null, null, stripped(body.getString("why")));
    }
    if (field == null) {
      throw Problem.REQUEST_INVALID.because("field").at("/field", "请选哪一项不对");
    }
    if (ought == null) {
      throw Problem.REQUEST_INVALID.because("ought").at("/ought", "请写应当是什么");
    }
    return new RightsRequestStore.Draft(kind, field, ought, stripped(body.getString("why")));
  }

  private static @Nullable String stripped(@Nullable String words) {
    return words == null || words.isBlank() ? null : words.strip();
  }

  private Future<Reply> listMine(Caller caller, Request request) {
    Caller.Household own = Require.household(caller);
    return database
        .read(db -> store.ofHousehold(db, own))
        .map(
            found ->
                Reply.ok(
                    new JsonObject()
                        .put(
                            "items",
                            new JsonArray(found.stream().map(RightsRequest::json).toList()))));
  }

  /** Withdrawn already: nothing changes. */
  private Future<Reply> withdraw(Caller caller, Request request, SqlConnection db) {
    Caller.Household own = Require.household(caller);
    long id = request.id("requestId");
    return store
        .own(db, id, own)
        .map(found -> found.orElseThrow(() -> Problem.NOT_FOUND.because("no such request")))
        .compose(
            found ->
                switch (found.state()) {
                  case WITHDRAWN -> Future.succeededFuture();
                  case OPEN ->
                      store
                          .withdraw(db, id)
                          .compose(
                              ok ->
                                  recorded(
                                      db,
                                      caller,
                                      request,
                                      own.householdId(),
                                      "withdrew a request"));
                  default ->
                      Future.failedFuture(Problem.STATE_CHANGED.because("answered meanwhile"));
                })
        .map(ok -> Reply.none());
  }

  /** Not stopped: nothing changes. */
  private Future<Reply> resume(Caller caller, Request request, SqlConnection db) {
    Caller.Household own = Require.household(caller);
    if (own.capacity() != Caller.Capacity.ADULT) {
      throw Problem.NOT_ALLOWED.because(own.capacity() + " does not resume the household's data");
    }
    return store
        .lift(db, own.householdId())
        .compose(
            lifted ->
                lifted
                    ? recorded(db, caller, request, own.householdId(), "resumed")
                    : Future.succeededFuture())
        .map(ok -> Reply.none());
  }

  private Future<Reply> listWaiting(Caller caller, Request request) {
    Access.RightsDesk desk = Access.rightsDesk(caller);
    int limit = (int) request.query("limit", 20);
    long[] after = Cursor.parse(request.query("cursor"), 0, 0);
    LocalDate today = ChinaTime.today(clock);
    return database
        .read(db -> store.waiting(db, desk, Cursor.day(after[0]), after[1], limit + 1))
        .compose(
            found -> {
              List<RightsRequestStore.Waiting> page =
                  found.subList(0, Math.min(limit, found.size()));
              String next =
                  found.size() > limit
                      ? Cursor.of(
                          page.getLast().request().answerBy().toEpochDay(),
                          page.getLast().request().id())
                      : null;
              JsonArray items =
                  new JsonArray(page.stream().map(one -> one.json(caller, today)).toList());
              return looks
                  .recordTogether(
                      page.stream()
                          .map(one -> one.concern().householdId())
                          .distinct()
                          .map(
                              household ->
                                  Look.granted(clock.instant(), caller, request, household, "list"))
                          .toList())
                  .map(done -> Reply.ok(new JsonObject().put("items", items).put("next", next)));
            });
  }

  private Future<Reply> answer(Caller caller, Request request, SqlConnection db) {
    long id = request.id("requestId");
    boolean accepted = request.body().getString("decision").equals("ACCEPT");
    String words = stripped(request.body().getString("words"));
    OffsetDateTime now = ChinaTime.now(clock);
    return store
        .find(db, caller, id)
        .map(
            found ->
                found.openOrFail(
                    caller,
                    standing ->
                        standing.request().kind() == RightsRequest.Kind.STOP
                            ? Action.ANSWER_STOP
                            : Action.ANSWER_CORRECTION))
        .compose(
            standing -> {
              if (words == null) {
                throw Problem.REQUEST_INVALID.because("words").at("/words", "请写给这家人的答复");
              }
              boolean stops = accepted && standing.request().kind() == RightsRequest.Kind.STOP;
              long household = standing.request().householdId();
              return (stops ? stop(db, household, now) : Future.<Void>succeededFuture())
                  .compose(
                      ok ->
                          store.answer(
                              db,
                              id,
                              accepted ? RightsRequest.State.ACCEPTED : RightsRequest.State.REFUSED,
                              words,
                              Require.staffId(caller),
                              now))
                  .compose(
                      done -> {
                        if (!done) {
                          throw Problem.STATE_CHANGED.because("answered or withdrawn meanwhile");
                        }
                        return recorded(
                            db,
                            caller,
                            request,
                            household,
                            (accepted ? "accepted " : "refused ") + standing.request().kind());
                      })
                  .map(ok -> Reply.none().about(Matter.household(household)));
            });
  }

  /** Aid and money that are under way are brought to their end first. */
  private Future<Void> stop(SqlConnection db, long householdId, OffsetDateTime now) {
    return store
        .running(db, householdId)
        .compose(
            running -> {
              if (running) {
                throw Problem.AID_UNDER_WAY.because("an application or a payment is open");
              }
              return store.stop(db, householdId, now);
            });
  }

  private Future<Void> recorded(
      SqlConnection db, Caller caller, Request request, long householdId, String deed) {
    return record.insert(db, List.of(Deed.of(clock, caller, request, householdId, deed)));
  }
}
