package yihuyima.api.identity.proxy;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.sql.Rows;

/** Proxies of households in PostgreSQL. */
final class ProxyStore {
  /** Those whose time is over make room; so nothing needs a clock of its own. */
  static final String END_OVERDUE =
      """
      UPDATE proxy
         SET ended_at = $2
       WHERE household_id = $1 AND ended_at IS NULL
         AND (until_on < $3 OR (binding_id IS NULL AND answer_by < $2))
      """;

  /** Two who invite for one household at once take turns: each counts what the other added. */
  static final String TAKE_TURN =
      """
      SELECT id
        FROM household
       WHERE id = $1
         FOR NO KEY UPDATE
      """;

  /** So many at once and no more; nothing is added where the number is reached. */
  static final String INVITE =
      """
      INSERT INTO proxy (household_id, person_id, invited_by, phone_bidx, phone_ending, invited_at, answer_by, invited_on, until_on,
                         id, phone_enc, phone_bidx2)
      SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $11, $12, $13
       WHERE (SELECT count(*) FROM proxy WHERE household_id = $1 AND ended_at IS NULL) < $10
      RETURNING id
      """;

  static final String LIST =
      """
      SELECT id, phone_ending, until_on, answer_by, binding_id IS NOT NULL AS accepted
        FROM proxy
       WHERE household_id = $1 AND ended_at IS NULL AND until_on >= $2
         AND (binding_id IS NOT NULL OR answer_by >= $3)
       ORDER BY id
       LIMIT 20
      """;

  static final String INVITATIONS =
      """
      SELECT x.id, x.until_on, x.answer_by, o.name AS organisation
        FROM account      AS a
        JOIN proxy        AS x ON x.phone_bidx = a.phone_bidx OR x.phone_bidx2 = a.phone_bidx2
        JOIN household    AS h ON h.id = x.household_id
        JOIN organisation AS o ON o.id = h.organisation_id
       WHERE a.id = $1 AND x.ended_at IS NULL AND x.binding_id IS NULL AND x.answer_by >= $2 AND x.until_on >= $3
       ORDER BY x.id
       LIMIT 20
      """;

  static final String FIND_INVITATION =
      """
      SELECT x.household_id, x.person_id, x.until_on
        FROM proxy   AS x
        JOIN account AS a ON a.phone_bidx = x.phone_bidx OR a.phone_bidx2 = x.phone_bidx2
       WHERE x.id = $1 AND a.id = $2 AND x.ended_at IS NULL AND x.binding_id IS NULL AND x.answer_by >= $3 AND x.until_on >= $4
         FOR UPDATE OF x
      """;

  static final String ACCEPT =
      """
      UPDATE proxy
         SET binding_id = $2
       WHERE id = $1
      """;

  static final String END =
      """
      UPDATE proxy
         SET ended_at = $3
       WHERE id = $1 AND household_id = $2 AND ended_at IS NULL
      RETURNING binding_id
      """;

  static final String END_OF_BINDING =
      """
      UPDATE proxy
         SET ended_at = $2
       WHERE binding_id = $1 AND ended_at IS NULL
      """;

  /** A proxy that is about to be asked. */
  record Invitation(
      long id,
      long householdId,
      long personId,
      long invitedBy,
      byte[] phone,
      BlindIndex.Slots phoneIndex,
      String phoneEnding,
      OffsetDateTime now,
      OffsetDateTime answerBy,
      LocalDate today,
      LocalDate untilOn) {}

  /** A proxy as the household sees it. */
  record Named(
      long id, String phoneEnding, LocalDate untilOn, OffsetDateTime answerBy, boolean accepted) {}

  /** An invitation as the invited sees it: which union's, for the family is not named yet. */
  record Received(long id, LocalDate untilOn, OffsetDateTime answerBy, String organisation) {}

  /** For whom an invitation is. */
  record Open(long householdId, long personId, LocalDate untilOn) {}

  /** The invitation's id; empty when the household has as many as it may. */
  Future<Optional<Long>> invite(SqlConnection db, Invitation invitation, int proxiesMax) {
    Tuple values =
        Tuple.of(
                invitation.householdId(),
                invitation.personId(),
                invitation.invitedBy(),
                invitation.phoneIndex().first(),
                invitation.phoneEnding(),
                invitation.now())
            .addValue(invitation.answerBy())
            .addValue(invitation.today())
            .addValue(invitation.untilOn())
            .addValue((long) proxiesMax)
            .addValue(invitation.id())
            .addValue(Buffer.buffer(invitation.phone()))
            .addValue(invitation.phoneIndex().second());
    return db.preparedQuery(TAKE_TURN)
        .execute(Tuple.of(invitation.householdId()))
        .compose(
            taken ->
                db.preparedQuery(END_OVERDUE)
                    .execute(
                        Tuple.of(invitation.householdId(), invitation.now(), invitation.today())))
        .compose(ended -> db.preparedQuery(INVITE).execute(values))
        .map(rows -> Rows.first(rows, row -> row.getLong("id")));
  }

  Future<List<Named>> list(SqlClient db, long householdId, LocalDate today, OffsetDateTime now) {
    return db.preparedQuery(LIST)
        .execute(Tuple.of(householdId, today, now))
        .map(rows -> Rows.all(rows, ProxyStore::named));
  }

  Future<List<Received>> invitations(
      SqlClient db, long accountId, OffsetDateTime now, LocalDate today) {
    return db.preparedQuery(INVITATIONS)
        .execute(Tuple.of(accountId, now, today))
        .map(
            rows ->
                Rows.all(
                    rows,
                    row ->
                        new Received(
                            row.getLong("id"),
                            row.getLocalDate("until_on"),
                            row.getOffsetDateTime("answer_by"),
                            row.getString("organisation"))));
  }

  Future<Optional<Open>> findInvitation(
      SqlConnection db, long id, long accountId, OffsetDateTime now, LocalDate today) {
    return db.preparedQuery(FIND_INVITATION)
        .execute(Tuple.of(id, accountId, now, today))
        .map(
            rows ->
                Rows.first(
                    rows,
                    row ->
                        new Open(
                            row.getLong("household_id"),
                            row.getLong("person_id"),
                            row.getLocalDate("until_on"))));
  }

  Future<Void> accept(SqlConnection db, long id, long bindingId) {
    return db.preparedQuery(ACCEPT).execute(Tuple.of(id, bindingId)).mapEmpty();
  }

  /** What ending one found: whether it was open, and the binding it had become. */
  record Ended(boolean wasOpen, @Nullable Long bindingId) {}

  Future<Ended> end(SqlConnection db, long id, long householdId, OffsetDateTime now) {
    return db.preparedQuery(END)
        .execute(Tuple.of(id, householdId, now))
        .map(
            rows ->
                Rows.first(rows, row -> new Ended(true, row.getLong("binding_id")))
                    .orElse(new Ended(false, null)));
  }

  Future<Void> endOfBinding(SqlConnection db, long bindingId, OffsetDateTime now) {
    return db.preparedQuery(END_OF_BINDING).execute(Tuple.of(bindingId, now)).mapEmpty();
  }

  private static Named named(Row row) {
    return new Named(
        row.getLong("id"),
        row.getString("phone_ending"),
        row.getLocalDate("until_on"),
        row.getOffsetDateTime("answer_by"),
        row.getBoolean("accepted"));
  }
}
