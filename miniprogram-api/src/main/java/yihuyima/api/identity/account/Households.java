package yihuyima.api.identity.account;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import yihuyima.api.identity.Caller;

/** The households that a member of staff is responsible for, as who leaves passes them on. */
public interface Households {
  /** How many there are; fails when the database does. */
  Future<Integer> count(SqlConnection db, long staffId);

  /**
   * Passes them all on; charge, tasks and the phone on the card go with them.
   *
   * @return them; fails with NOT_FOUND or SUCCESSOR_NOT_FIT
   */
  Future<List<Long>> passOn(SqlConnection db, Caller by, long from, long to, String reason);

  /** Leaves them all without this person, and gives them; fails when the database does. */
  Future<List<Long>> leave(SqlConnection db, Caller by, long staffId, String reason);
}
