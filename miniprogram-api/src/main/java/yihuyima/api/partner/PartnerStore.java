package yihuyima.api.partner;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import yihuyima.api.sql.Rows;

/**
 * Partner departments, their keys and the ids of their messages in PostgreSQL.
 *
 * <p>Whether a key is in force is asked in the same statement that takes the message id, and
 * nowhere else: a revoked key is dead with the commit of its revocation, on every server.
 */
public final class PartnerStore {
  static final String FIND_KEY =
      """
      SELECT partner_id, kid, public_key
        FROM partner_key
       WHERE kid = $1 AND partner_id = $2
      """;

  static final String FIND_SIGNER =
      """
      SELECT k.partner_id, k.kid, k.public_key, p.name, o.id AS organisation_id, o.name AS organisation_name, o.path
        FROM partner_key  AS k
        JOIN partner      AS p ON p.id = k.partner_id
        JOIN organisation AS o ON o.id = p.organisation_id
       WHERE k.kid = $1 AND p.code = $2
      """;

  /** The key in force with these very bytes, and the message id, taken if nobody took it before. */
  private static final String STANDING_AND_TAKEN =
      """
      WITH standing AS (
        SELECT k.partner_id
          FROM partner_key AS k
          JOIN partner     AS p ON p.id = k.partner_id
         WHERE k.kid = $1 AND k.partner_id = $2 AND k.public_key = $3
           AND k.from_at <= $4 AND (k.to_at IS NULL OR k.to_at > $4)
           AND (p.ended_at IS NULL OR p.ended_at > $4)
      ), taken AS (
        INSERT INTO partner_message (partner_id, message_id, seen_at)
        SELECT partner_id, $5::text, $4::timestamptz
          FROM standing
            ON CONFLICT ON CONSTRAINT partner_message_once DO NOTHING
        RETURNING partner_id
      )""";

  static final String TAKE_MESSAGE =
      STANDING_AND_TAKEN
          + """

      SELECT EXISTS (SELECT 1 FROM standing) AS standing, EXISTS (SELECT 1 FROM taken) AS taken
      """;

  static final String START_SESSION =
      STANDING_AND_TAKEN
          + """
      , started AS (
        INSERT INTO session (id, kind, partner_id, started_at, expires_at, refreshed_at)
        SELECT $6::uuid, 'PARTNER', partner_id, $4::timestamptz, $7::timestamptz, $4::timestamptz
          FROM taken
      )
      SELECT EXISTS (SELECT 1 FROM standing) AS standing, EXISTS (SELECT 1 FROM taken) AS taken
      """;

  static final String SWEEP =
      """
      DELETE FROM partner_message
       WHERE (partner_id, message_id) IN (
               SELECT partner_id, message_id
                 FROM partner_message
                WHERE seen_at < $1
                ORDER BY seen_at
                LIMIT $2)
      """;

  /**
   * How long message ids are kept: twice as long as the longest-lived message, an assertion, can be
   * accepted, so that clocks of servers that differ by a minute open no gap.
   */
  static final Duration MESSAGE_KEPT = PartnerAssertion.LIFE_MAX.multipliedBy(2);

  /** Message ids deleted by one statement, so that none holds its locks for long. */
  public static final int SWEEP_ROWS_MAX = 10_000;

  /** How taking a message id came out. */
  enum Taking {
    /** First seen, by a key in force. */
    TAKEN,
    /** A key in force, but the id was taken before. */
    REPLAYED,
    /** The key is not in force, or no longer has these bytes. */
    KEY_NOT_IN_FORCE
  }

  /** A partner department that signs in, with the key it names. */
  record Signer(
      PartnerKey key,
      String name,
      long organisationId,
      String organisationName,
      String organisationPath) {}

  /**
   * A key of a partner, in force or not.
   *
   * @return empty when this partner has none of this id; fails when the database does
   */
  Future<Optional<PartnerKey>> findKey(SqlClient db, long partnerId, String keyId) {
    return db.preparedQuery(FIND_KEY)
        .execute(Tuple.of(keyId, partnerId))
        .map(rows -> Rows.first(rows, PartnerStore::key).flatMap(key -> key));
  }

  /**
   * The partner of a code with a key of this id, in force or not.
   *
   * @return empty when there is none; fails when the database does
   */
  Future<Optional<Signer>> findSigner(SqlClient db, String partnerCode, String keyId) {
    return db.preparedQuery(FIND_SIGNER)
        .execute(Tuple.of(keyId, partnerCode))
        .map(rows -> Rows.first(rows, PartnerStore::signer).flatMap(signer -> signer));
  }

  /**
   * Takes a message id, if the key is in force.
   *
   * @return how it came out, committed; fails when the database does
   */
  Future<Taking> takeMessage(SqlClient db, PartnerKey key, String messageId, Instant now) {
    return db.preparedQuery(TAKE_MESSAGE)
        .execute(takingValues(key, messageId, now))
        .map(PartnerStore::taking);
  }

  /**
   * Takes a message id and, if that went well, starts a session.
   *
   * @return how it came out, committed; a session stands only after TAKEN; fails when the database
   *     does
   */
  Future<Taking> startSession(
      SqlClient db, PartnerKey key, String messageId, UUID session, Instant now, Instant until) {
    return db.preparedQuery(START_SESSION)
        .execute(takingValues(key, messageId, now).addValue(session).addValue(utc(until)))
        .map(PartnerStore::taking);
  }

  /**
   * Deletes message ids that are too old to be accepted again, up to {@link #SWEEP_ROWS_MAX}.
   *
   * @return how many; when it is the maximum there may be more; fails when the database does
   */
  public Future<Integer> sweep(SqlClient db, Instant now) {
    return db.preparedQuery(SWEEP)
        .execute(Tuple.of(utc(now.minus(MESSAGE_KEPT)), SWEEP_ROWS_MAX))
        .map(RowSet::rowCount);
  }

  private static Tuple takingValues(PartnerKey key, String messageId, Instant now) {
    return Tuple.of(
        key.keyId(), key.partnerId(), Buffer.buffer(key.publicKey()), utc(now), messageId);
  }

  private static Taking taking(RowSet<Row> rows) {
    Row row = rows.iterator().next();
    if (!row.getBoolean("standing")) {
      return Taking.KEY_NOT_IN_FORCE;
    }
    return row.getBoolean("taken") ? Taking.TAKEN : Taking.REPLAYED;
  }

  private static Optional<PartnerKey> key(Row row) {
    return PartnerKey.of(
        row.getLong("partner_id"), row.getString("kid"), Rows.needBytes(row, "public_key"));
  }

  private static Optional<Signer> signer(Row row) {
    return key(row)
        .map(
            key ->
                new Signer(
                    key,
                    row.getString("name"),
                    row.getLong("organisation_id"),
                    row.getString("organisation_name"),
                    row.getString("path")));
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
