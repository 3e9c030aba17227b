package yihuyima.api.pairing;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Action;
import yihuyima.api.http.Problem;
import yihuyima.api.identity.Caller;

/** Who may take households over. */
final class Successor {
  private Successor() {}

  /**
   * In the administrator's reach, with an open account, and somebody to be paired with.
   *
   * @return when it is; fails with NOT_FOUND or SUCCESSOR_NOT_FIT
   */
  static Future<Void> require(
      HandoverStore store, SqlConnection db, Caller caller, @Nullable Long from, long staffId) {
    if (Objects.equals(from, staffId)) {
      throw Problem.SUCCESSOR_NOT_FIT.because("the same person");
    }
    return store
        .person(db, staffId)
        .map(found -> found.openOrFail(caller, Action.HAND_OVER_PAIRINGS))
        .map(
            person -> {
              if (!person.open() || !person.fit()) {
                throw Problem.SUCCESSOR_NOT_FIT.because("closed, or no cadre");
              }
              return null;
            });
  }
}
