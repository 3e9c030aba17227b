package yihuyima.api.repetition;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.access.Matter;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.audit.Look;
import yihuyima.api.http.Idempotency;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;

/** Gives an answer again to whom the thing is still open, and records that it did. */
public final class RepeatedAnswers implements Idempotency.Repetitions {
  private final AccessRecordStore record;
  private final StandingStore store = new StandingStore();
  private final Clock clock;

  public RepeatedAnswers(AccessRecordStore record, Clock clock) {
    this.record = record;
    this.clock = clock;
  }

  @Override
  public Future<Void> admit(
      SqlConnection db,
      Caller caller,
      Request request,
      Action action,
      Matter matter,
      OffsetDateTime answeredAt) {
    if (matter.kind() == Matter.Kind.NOTHING) {
      return Future.succeededFuture();
    }
    return store
        .find(db, caller, matter, answeredAt)
        .map(found -> found.orElseThrow(() -> Problem.NOT_FOUND.because("gone since")))
        .compose(
            standing -> {
              if (Access.decideAgain(caller, action, standing.concern(), standing.withdrawnSince())
                  instanceof Access.Refused refused) {
                throw refused.problem().because(refused.reason()).about(told(standing));
              }
              return record.insert(db, List.of(look(caller, request, standing)));
            });
  }

  private Look look(Caller caller, Request request, StandingStore.Standing standing) {
    return Look.granted(clock.instant(), caller, request, standing.householdId(), Look.AGAIN)
        .under(standing.investigationId());
  }

  /** A family is not told of an investigation before it ends. */
  private static @Nullable Long told(StandingStore.Standing standing) {
    return standing.investigationId() == null ? standing.householdId() : null;
  }
}
