package yihuyima.api.visit;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Action;
import yihuyima.api.access.Concern;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.audit.Look;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Api;
import yihuyima.api.http.Failure;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.pairing.PairingStore;
import yihuyima.api.secret.FieldCipher;

/** Logging visits. */
public final class VisitOperations implements Operations {
  private final AccessRecordStore records;
  private final Clock clock;
  private final VisitStore store;
  private final PairingStore pairings = new PairingStore();

  public VisitOperations(FieldCipher cipher, AccessRecordStore records, Clock clock) {
    this.records = records;
    this.clock = clock;
    this.store = new VisitStore(cipher);
  }

  @Override
  public void bind(Api api) {
    api.write(Action.LOG_VISIT, this::logVisit);
  }

  /** Keeps a visit by whoever is in charge of the household. */
  private Future<Reply> logVisit(Caller caller, Request request, SqlConnection db) {
    long householdId = request.id("householdId");
    Instant visitedAt = moment(request.body().getString("visitedAt"));
    return pairings
        .concern(db, caller, householdId)
        .map(found -> found.openOrFail(caller, Action.LOG_VISIT))
        .map(concern -> VisitEntry.decide(staffId(caller), visitedAt, clock.instant()))
        .compose(
            entry ->
                switch (entry) {
                  case VisitEntry.Refused refused -> Future.failedFuture(failure(refused));
                  case VisitEntry.Accepted accepted ->
                      keep(caller, request, db, householdId, accepted);
                });
  }

  private static long staffId(Caller caller) {
    Long staffId = Concern.staffId(caller);
    if (staffId == null) {
      throw new IllegalStateException("a visit is logged by a member of staff");
    }
    return staffId;
  }

  private Future<Reply> keep(
      Caller caller,
      Request request,
      SqlConnection db,
      long householdId,
      VisitEntry.Accepted accepted) {
    String note = request.body().getString("note");
    OffsetDateTime visitedAt = accepted.visitedAt().atOffset(ZoneOffset.UTC);
    return store
        .insert(db, householdId, accepted.staffId(), visitedAt, ChinaTime.now(clock), note)
        .compose(
            kept ->
                records
                    .insert(
                        db,
                        List.of(
                            Look.granted(
                                clock.instant(), caller, request, householdId, "visit logged")))
                    .map(Reply.created(body(kept, visitedAt, note))));
  }

  private static JsonObject body(VisitStore.Kept kept, OffsetDateTime visitedAt, String note) {
    return new JsonObject()
        .put("visitId", kept.visitId())
        .put("visitedAt", visitedAt.toInstant().toString())
        .put("note", note)
        .put("by", kept.by());
  }

  private static Failure failure(VisitEntry.Refused refused) {
    Failure failure = refused.problem().because(refused.reason());
    return refused.problem() == Problem.REQUEST_INVALID
        ? failure.at("/visitedAt", "走访时间应在一年之内，且不晚于现在")
        : failure;
  }

  /** The contract says date-time; the library takes it for a text. */
  private static @Nullable Instant moment(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw Problem.REQUEST_INVALID.because("not a moment", e).at("/visitedAt", "时间格式不正确");
    }
  }
}
