package yihuyima.api.consent;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Access;
import yihuyima.api.access.Purpose;
import yihuyima.api.http.Problem;
import yihuyima.api.identity.Caller;
import yihuyima.api.sql.Rows;

/** Notices and consents in PostgreSQL. Takes the client or the connection. */
public final class ConsentStore {
  /** Notices that are shown, the newest of each purpose first. */
  static final int NOTICES_MAX = 100;

  /** Rows of a household that are shown, the newest first. */
  static final int HISTORY_MAX = 200;

  static final String NOTICES =
      """
      SELECT purpose, version, valid_from, title, body, stops
        FROM notice_text
       WHERE valid_from <= $1
       ORDER BY purpose, valid_from DESC
       LIMIT $2
      """;

  static final String IN_FORCE =
      """
      SELECT purpose, version, valid_from, title, body, stops
        FROM notice_text
       WHERE purpose = $1 AND valid_from <= $2
       ORDER BY valid_from DESC
       LIMIT 1
      """;

  /** Two that decide for one household at once take turns. */
  static final String TAKE_TURN =
      """
      SELECT id
        FROM household
       WHERE id = $1
         FOR NO KEY UPDATE
      """;

  static final String NEWEST =
      """
      SELECT purpose, notice_version, decision, channel, at, signed_on
        FROM consent
       WHERE household_id = $1 AND purpose = $2
       ORDER BY id DESC
       LIMIT 1
      """;

  static final String HISTORY =
      """
      SELECT purpose, notice_version, decision, channel, at, signed_on
        FROM consent
       WHERE household_id = $1 AND purpose = ANY ($3)
       ORDER BY id DESC
       LIMIT $2
      """;

  static final String ADD =
      """
      INSERT INTO consent (household_id, purpose, notice_version, decision, channel, at, signed_on, account_id, staff_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      """;

  /** Whether the newest row of a purpose takes back. */
  static final String IS_WITHDRAWN =
      """
      SELECT decision = 'WITHDRAWN' AS withdrawn
        FROM consent
       WHERE household_id = $1 AND purpose = $2
       ORDER BY id DESC
       LIMIT 1
      """;

  /** Whether somebody is the only member of a household who was born after a day. */
  static final String IS_SOLE_MINOR =
      """
      SELECT coalesce(bool_and(m.person_id = $2), false) AS sole
        FROM membership     AS m
        JOIN person_version AS pv ON pv.person_id = m.person_id AND pv.is_current
       WHERE m.household_id = $1 AND m.to_on IS NULL AND pv.born_on > $3
      """;

  /** Whether a child is the only one of its household under 14; fails when the database does. */
  Future<Boolean> isSoleMinor(SqlClient db, long householdId, long personId, LocalDate today) {
    return db.preparedQuery(IS_SOLE_MINOR)
        .execute(Tuple.of(householdId, personId, Purpose.minorsAreBornAfter(today)))
        .map(rows -> rows.iterator().next().getBoolean("sole"));
  }

  /** Notices whose day has come; fails when the database does. */
  Future<List<Notice>> notices(SqlClient db, LocalDate today) {
    return db.preparedQuery(NOTICES)
        .execute(Tuple.of(today, NOTICES_MAX))
        .map(rows -> Rows.all(rows, ConsentStore::notice));
  }

  /** The notice of a purpose that is in force on a day; fails when the database does. */
  Future<Optional<Notice>> inForce(SqlClient db, Purpose purpose, LocalDate day) {
    return db.preparedQuery(IN_FORCE)
        .execute(Tuple.of(purpose.name(), day))
        .map(rows -> Rows.first(rows, ConsentStore::notice));
  }

  /** The newest row of a purpose, once it is this transaction's turn to add one. */
  Future<Optional<Consent>> newest(SqlConnection db, long householdId, Purpose purpose) {
    return db.preparedQuery(TAKE_TURN)
        .execute(Tuple.of(householdId))
        .compose(taken -> db.preparedQuery(NEWEST).execute(Tuple.of(householdId, purpose.name())))
        .map(rows -> Rows.first(rows, ConsentStore::consent));
  }

  /** What a household said, as far as the caller may read it, the newest first. */
  Future<List<Consent>> history(SqlClient db, Caller.Household own) {
    return history(db, own, HISTORY_MAX);
  }

  private static Future<List<Consent>> history(SqlClient db, Caller.Household own, int limit) {
    String[] purposes = Access.purposesOf(own).stream().map(Purpose::name).toArray(String[]::new);
    return db.preparedQuery(HISTORY)
        .execute(Tuple.of(own.householdId(), limit, purposes))
        .map(rows -> Rows.all(rows, ConsentStore::consent));
  }

  /** What a household said, as the contract writes it; fails when the database does. */
  public Future<List<JsonObject>> exported(SqlClient db, Caller.Household own, int limit) {
    return history(db, own, limit).map(all -> all.stream().map(ConsentJson::of).toList());
  }

  /** Adds a row: by an account, or by a cadre who brought a paper. Fails when the database does. */
  Future<Void> add(
      SqlConnection db,
      long householdId,
      Consent consent,
      @Nullable Long accountId,
      @Nullable Long staffId) {
    return db.preparedQuery(ADD)
        .execute(
            Tuple.of(
                    householdId,
                    consent.purpose().name(),
                    consent.noticeVersion(),
                    consent.choice().name(),
                    consent.channel().name(),
                    consent.at())
                .addValue(consent.signedOn())
                .addValue(accountId)
                .addValue(staffId))
        .mapEmpty();
  }

  /**
   * Refuses what a household took its consent back for. A household that was never asked did not:
   * older files rest on paper.
   *
   * @return when it may go on; fails with CONSENT_WITHDRAWN when it may not
   */
  public Future<Void> requireNotWithdrawn(SqlClient db, long householdId, Purpose purpose) {
    return db.preparedQuery(IS_WITHDRAWN)
        .execute(Tuple.of(householdId, purpose.name()))
        .map(
            rows -> {
              if (Rows.first(rows, row -> row.getBoolean("withdrawn")).orElse(false)) {
                throw Problem.CONSENT_WITHDRAWN.because(purpose + " was withdrawn");
              }
              return null;
            });
  }

  private static Notice notice(Row row) {
    return new Notice(
        Purpose.valueOf(row.getString("purpose")),
        row.getInteger("version"),
        row.getLocalDate("valid_from"),
        row.getString("title"),
        row.getString("body"),
        row.getString("stops"));
  }

  private static Consent consent(Row row) {
    return new Consent(
        Purpose.valueOf(row.getString("purpose")),
        row.getInteger("notice_version"),
        Consent.Choice.valueOf(row.getString("decision")),
        Consent.Channel.valueOf(row.getString("channel")),
        row.getOffsetDateTime("at"),
        row.getLocalDate("signed_on"));
  }
}
