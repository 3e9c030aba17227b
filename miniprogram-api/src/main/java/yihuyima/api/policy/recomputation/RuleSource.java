package yihuyima.api.policy.recomputation;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import yihuyima.api.access.Purpose;
import yihuyima.api.policy.condition.Condition;

/** Where the policies of a day come from. */
public interface RuleSource {
  /**
   * A policy that is in force.
   *
   * @param condition for whom it is, where included
   * @param restsOn the sensitive data that it is decided by
   * @param excludes codes of policies that cannot be had beside it; it is enough that one says so
   */
  record Found(String code, Condition condition, Set<Purpose> restsOn, Set<String> excludes) {
    public Found {
      restsOn = Set.copyOf(restsOn);
      excludes = Set.copyOf(excludes);
    }
  }

  /**
   * The version of the catalogue; every change of a policy, or of what decides with them, counts it
   * up.
   */
  Future<Long> version(SqlClient db);

  /**
   * Policies in force on a day, in the order of the catalogue: of two that cannot be had together
   * the first is given; fails when the database does.
   */
  Future<List<Found>> rules(SqlClient db, LocalDate day);
}
