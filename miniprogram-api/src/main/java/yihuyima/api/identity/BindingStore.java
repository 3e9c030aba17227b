package yihuyima.api.identity;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.sql.Rows;

/** Bindings of accounts to households in PostgreSQL. */
public final class BindingStore {
  /** Adult members of the household of a live code; nobody for any other code. */
  static final String ADULTS_BY_CODE =
      """
      SELECT c.household_id, p.id AS person_id, p.id_number_enc
        FROM household_code AS c
        JOIN membership     AS m  ON m.household_id = c.household_id AND m.to_on IS NULL
        JOIN person         AS p  ON p.id = m.person_id
        JOIN person_version AS pv ON pv.person_id = p.id AND pv.is_current
       WHERE c.lookup_hash = $1 AND c.state = 'LIVE' AND pv.born_on <= $2
       ORDER BY p.id
       LIMIT 30
      """;

  /** Whether the account has a phone that somebody of the code's household has. */
  static final String KNOWN_BY_PHONE =
      """
      SELECT EXISTS (
             SELECT 1
               FROM account        AS a
               JOIN household_code AS c  ON c.lookup_hash = $2 AND c.state = 'LIVE'
               JOIN membership     AS m  ON m.household_id = c.household_id AND m.to_on IS NULL
               JOIN person_version AS pv ON pv.person_id = m.person_id AND pv.is_current
              WHERE a.id = $1 AND pv.phone_bidx = a.phone_bidx) AS known
      """;

  /** A proxy's binding whose last day is over stands in the way of no other. */
  static final String END_OVERDUE =
      """
      UPDATE binding
         SET to_at = $2
       WHERE account_id = $1 AND to_at IS NULL AND until_on < $3
      """;

  static final String BIND =
      """
      INSERT INTO binding (account_id, household_id, person_id, capacity, from_at, until_on)
      VALUES ($1, $2, $3, $4, $5, $6)
      RETURNING id
      """;

  static final String END =
      """
      UPDATE binding
         SET to_at = $2
       WHERE id = $1 AND to_at IS NULL
      RETURNING account_id
      """;

  static final String END_OF_ACCOUNT =
      """
      UPDATE binding
         SET to_at = $2
       WHERE account_id = $1 AND to_at IS NULL
      RETURNING id
      """;

  /** Of its proxies, those who were named since a day alone. */
  static final String END_OF_HOUSEHOLD =
      """
      UPDATE binding
         SET to_at = $2
       WHERE household_id = $1 AND to_at IS NULL
         AND (capacity <> 'PROXY'
              OR id IN (SELECT x.binding_id FROM proxy AS x WHERE x.household_id = $1 AND x.invited_at >= $3))
      RETURNING account_id
      """;

  /** Those named since a day, and every invitation that waits. */
  static final String END_PROXIES =
      """
      UPDATE proxy
         SET ended_at = $2
       WHERE household_id = $1 AND ended_at IS NULL AND (binding_id IS NULL OR invited_at >= $3)
      """;

  /** An adult member with the sealed ID number. */
  record Adult(long householdId, long personId, byte[] idNumberSealed) {}

  /**
   * An account about to be bound.
   *
   * @param personId who they are; for a proxy and a guardian, for whom they act
   * @param untilOn the last day; null without end
   */
  public record NewBinding(
      long accountId,
      long householdId,
      long personId,
      Caller.Capacity capacity,
      @Nullable LocalDate untilOn) {}

  /** Whether the account's own phone is one of the household that a live code is of. */
  Future<Boolean> isKnownByPhone(SqlClient db, long accountId, byte[] lookupHash) {
    return db.preparedQuery(KNOWN_BY_PHONE)
        .execute(Tuple.of(accountId, Buffer.buffer(lookupHash)))
        .map(rows -> Rows.first(rows, row -> row.getBoolean("known")).orElse(false));
  }

  Future<List<Adult>> adultsByCode(SqlClient db, byte[] lookupHash, LocalDate bornBy) {
    return db.preparedQuery(ADULTS_BY_CODE)
        .execute(Tuple.of(Buffer.buffer(lookupHash), bornBy))
        .map(
            rows ->
                Rows.all(
                    rows,
                    row ->
                        new Adult(
                            row.getLong("household_id"),
                            row.getLong("person_id"),
                            Rows.needBytes(row, "id_number_enc"))));
  }

  /**
   * Binds an account.
   *
   * @return the binding's id; fails with ALREADY_BOUND when the account is bound
   */
  public Future<Long> bind(SqlConnection db, NewBinding binding, OffsetDateTime now) {
    Tuple values =
        Tuple.of(
            binding.accountId(),
            binding.householdId(),
            binding.personId(),
            binding.capacity().name(),
            now,
            binding.untilOn());
    return db.preparedQuery(END_OVERDUE)
        .execute(Tuple.of(binding.accountId(), now, ChinaTime.dayOf(now.toInstant())))
        .compose(ended -> db.preparedQuery(BIND).execute(values))
        .map(rows -> rows.iterator().next().getLong("id"));
  }

  /** Ends a binding; gives its account, empty when it had ended. Fails when the database does. */
  public Future<Optional<Long>> end(SqlConnection db, long bindingId, OffsetDateTime now) {
    return db.preparedQuery(END)
        .execute(Tuple.of(bindingId, now))
        .map(rows -> Rows.first(rows, row -> row.getLong("account_id")));
  }

  /** Ends an account's binding; gives its id, empty when there was none. */
  public Future<Optional<Long>> endOfAccount(SqlConnection db, long accountId, OffsetDateTime now) {
    return db.preparedQuery(END_OF_ACCOUNT)
        .execute(Tuple.of(accountId, now))
        .map(rows -> Rows.first(rows, row -> row.getLong("id")));
  }

  /**
   * Ends a household's own bindings, its invitations that wait, and what its proxies have who were
   * named since a moment; gives the accounts.
   */
  public Future<List<Long>> endOfHousehold(
      SqlConnection db, long householdId, OffsetDateTime now, OffsetDateTime proxiesSince) {
    Tuple values = Tuple.of(householdId, now, proxiesSince);
    return db.preparedQuery(END_OF_HOUSEHOLD)
        .execute(values)
        .map(rows -> Rows.all(rows, row -> row.getLong("account_id")))
        .compose(accounts -> db.preparedQuery(END_PROXIES).execute(values).map(accounts));
  }
}
