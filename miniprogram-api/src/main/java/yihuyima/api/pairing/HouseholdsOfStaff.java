package yihuyima.api.pairing;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.util.List;
import yihuyima.api.access.Access;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Problem;
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
                    db,
                    from,
                    to,
                    change(by, reason),
                    HandoverOperations.HOUSEHOLDS_A_CALL_MAX,
                    Access.reach(by)))
        .compose(passed -> store.left(db, from).map(left -> all(passed, left)));
  }

  /** Nobody gives away what is another administrator's, and nothing is left behind unsaid. */
  private static List<Long> all(List<Long> passed, int left) {
    if (left > 0) {
      throw Problem.SUCCESSOR_NOT_FIT
          .because("households beyond the administrator's reach")
          .at("/handOverTo", "其中有 " + left + " 户不归您管：先移交您管的家庭，再不选接手人、写明原因");
    }
    return passed;
  }

  @Override
  public Future<List<Long>> leave(SqlConnection db, Caller by, long staffId, String reason) {
    return store.endAll(db, staffId, change(by, reason));
  }

  private HandoverStore.Change change(Caller by, String reason) {
    return new HandoverStore.Change(Require.staffId(by), ChinaTime.today(clock), reason);
  }
}
