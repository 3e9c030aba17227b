package yihuyima.api.audit;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Access;
import yihuyima.api.access.Matter;
import yihuyima.api.http.ApiRouter;
import yihuyima.api.http.Failure;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.sql.Database;
import yihuyima.api.sql.Rows;

/** What was refused, in the record; with the household, where there is one to tell of it. */
public final class Refusals implements ApiRouter.RefusalRecord {
  /** Its number and nothing of it: a household that does not exist is recorded of nobody. */
  static final String EXISTS =
      """
      SELECT h.id
        FROM household AS h
       WHERE h.id = $1
      """;

  private final Database database;
  private final LookRecorder recorder;
  private final Clock clock;

  public Refusals(Database database, LookRecorder recorder, Clock clock) {
    this.database = database;
    this.recorder = recorder;
    this.clock = clock;
  }

  @Override
  public Future<Void> refused(Caller caller, Request request, Failure failure) {
    return recorded(caller, request, failure, failure.householdId());
  }

  @Override
  public Future<Void> refusedAtDoor(Caller caller, Request request, Failure failure) {
    Optional<Long> named =
        request
            .matter()
            .filter(matter -> matter.kind() == Matter.Kind.HOUSEHOLD)
            .map(Matter::id)
            .filter(id -> Access.isToldOfAtDoor(caller));
    return named
        .map(id -> find(id).compose(found -> recorded(caller, request, failure, found)))
        .orElseGet(() -> recorded(caller, request, failure, null));
  }

  private Future<@Nullable Long> find(long householdId) {
    return database
        .read(db -> db.preparedQuery(EXISTS).execute(Tuple.of(householdId)))
        .map(rows -> Rows.first(rows, row -> row.getLong("id")).orElse(null));
  }

  private Future<Void> recorded(
      Caller caller, Request request, Failure failure, @Nullable Long householdId) {
    return recorder.record(
        Look.refused(clock.instant(), caller, request, householdId, failure.problem().code()));
  }
}
