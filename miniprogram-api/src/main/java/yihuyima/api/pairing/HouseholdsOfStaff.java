package yihuyima.api.pairing;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.util.List;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Require;
import yihuyima.api.identity.account.Households;

/** The households of somebody who leaves, by their pairings. */
public final class HouseholdsOfStaff implements Households {
  private final HandoverStore store = new HandoverStore();
  private final Clock clock;

  public HouseholdsOfStaff(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Future<Integer> count(SqlConnection db, long staffId) {
    return store.left(db, staffId);
  }

  @Override
  public Future<List<Long>> passOn(SqlConnection db, Caller by, long from, long to, String reason) {
    return Successor.require(store, db, by, from, to)
        .compose(
            ok ->
                store.passAll(
                    db, from, to, change(by, reason), HandoverOperations.HOUSEHOLDS_A_CALL_MAX));
  }

  @Override
  public Future<List<Long>> leave(SqlConnection db, Caller by, long staffId, String reason) {
    return store.endAll(db, staffId, change(by, reason));
  }

  private HandoverStore.Change change(Caller by, String reason) {
    return new HandoverStore.Change(Require.staffId(by), ChinaTime.today(clock), reason);
  }
}
