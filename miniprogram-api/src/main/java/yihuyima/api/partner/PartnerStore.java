package yihuyima.api.partner;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yihuyima.api.sql.Rows;

/**
 * Partner departments as they ask, and the ids of their messages, in PostgreSQL.
 *
 * <p>Whether a key is in force, whether the address is on the list and how much was asked is
 * settled in the same statement that takes the message id, and nowhere else: a revoked key is dead
 * with the commit of its revocation, on every server, and a quota holds for all of them together,
 * without Redis.
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

  /**
   * Takes message ids of many requests, each if its key is in force with these very bytes and it
   * came from a network of the department, and counts them. One row for each request whose key
   * stands, in no order.
   *
   * <p>Rows are locked in the order of their keys, message ids before counters, so that groups of
   * several servers wait for each other and never in a circle.
   */
  static final String TAKE_MESSAGES =
      """
      WITH asked AS (
        SELECT a.kid, a.partner_id, a.public_key, a.message_id, a.address, a.place
          FROM unnest((SELECT $1::text[]), (SELECT $2::bigint[]), (SELECT $3::bytea[]), (SELECT $4::text[]), (SELECT $5::text[]))
               WITH ORDINALITY AS a (kid, partner_id, public_key, message_id, address, place)
      ), standing AS (
        SELECT a.place, a.kid, a.partner_id, a.message_id, p.calls_minute, p.calls_day,
               coalesce(a.address::inet <<= ANY (p.networks::inet[]), false) AS near,
               row_number() OVER (PARTITION BY a.partner_id, a.message_id ORDER BY a.place) = 1 AS first
          FROM asked       AS a
          JOIN partner_key AS k ON k.kid = a.kid AND k.partner_id = a.partner_id AND k.public_key = a.public_key
          JOIN partner     AS p ON p.id = k.partner_id
         WHERE k.from_at <= $6 AND (k.to_at IS NULL OR k.to_at > $6)
           AND (p.ended_at IS NULL OR p.ended_at > $6)
      ), taken AS (
        INSERT INTO partner_message (partner_id, message_id, seen_at)
        SELECT partner_id, message_id, $6::timestamptz
          FROM standing
         WHERE near AND first
         ORDER BY partner_id, message_id
            ON CONFLICT ON CONSTRAINT partner_message_once DO NOTHING
        RETURNING partner_id, message_id
      ), counted AS (
        INSERT INTO partner_usage AS u (partner_id, on_day, calls, foreign_calls, minute_at, minute_calls)
        SELECT s.partner_id, $7::date, count(t.message_id), count(*) FILTER (WHERE NOT s.near), date_trunc('minute', $6::timestamptz),
               count(t.message_id)
          FROM standing AS s
          LEFT JOIN taken AS t ON t.partner_id = s.partner_id AND t.message_id = s.message_id AND s.first
         GROUP BY s.partner_id
         ORDER BY s.partner_id
            ON CONFLICT ON CONSTRAINT partner_usage_of_day DO UPDATE
           SET calls = u.calls + excluded.calls,
               foreign_calls = u.foreign_calls + excluded.foreign_calls,
               minute_calls = excluded.minute_calls + CASE WHEN u.minute_at >= excluded.minute_at THEN u.minute_calls ELSE 0 END,
               minute_at = greatest(u.minute_at, excluded.minute_at)
        RETURNING u.partner_id, u.calls, u.minute_calls
      ), unused AS (
        SELECT k.kid
          FROM partner_key AS k
         WHERE k.kid IN (SELECT s.kid FROM standing AS s WHERE s.near) AND k.last_used_on IS DISTINCT FROM $7::date
         ORDER BY k.kid
           FOR NO KEY UPDATE
      ), used AS (
        UPDATE partner_key AS k
           SET last_used_on = $7::date
          FROM unused AS u
         WHERE k.kid = u.kid
      )
      SELECT s.place, s.near, t.message_id IS NOT NULL AS taken,
             c.calls - count(t.message_id) OVER of_partner + count(t.message_id) OVER so_far > s.calls_day AS over_day,
             c.minute_calls - count(t.message_id) OVER of_partner + count(t.message_id) OVER so_far > s.calls_minute AS over_minute
        FROM standing     AS s
        JOIN counted      AS c ON c.partner_id = s.partner_id
        LEFT JOIN taken   AS t ON t.partner_id = s.partner_id AND t.message_id = s.message_id AND s.first
      WINDOW of_partner AS (PARTITION BY s.partner_id),
             so_far     AS (PARTITION BY s.partner_id ORDER BY s.place)
      """;

  /** The same for one assertion, which is not counted, and the session that it starts. */
  static final String START_SESSION =
      """
      WITH standing AS (
        SELECT k.partner_id, coalesce($8::text::inet <<= ANY (p.networks::inet[]), false) AS near
          FROM partner_key AS k
          JOIN partner     AS p ON p.id = k.partner_id
         WHERE k.kid = $1 AND k.partner_id = $2 AND k.public_key = $3
           AND k.from_at <= $4 AND (k.to_at IS NULL OR k.to_at > $4)
           AND (p.ended_at IS NULL OR p.ended_at > $4)
      ), taken AS (
        INSERT INTO partner_message (partner_id, message_id, seen_at)
        SELECT partner_id, $5::text, $4::timestamptz
          FROM standing
         WHERE near
            ON CONFLICT ON CONSTRAINT partner_message_once DO NOTHING
        RETURNING partner_id
      ), started AS (
        INSERT INTO session (id, kind, partner_id, started_at, expires_at, refreshed_at)
        SELECT $6::uuid, 'PARTNER', partner_id, $4::timestamptz, $7::timestamptz, $4::timestamptz
          FROM taken
      )
      SELECT EXISTS (SELECT 1 FROM standing) AS standing, EXISTS (SELECT 1 FROM standing WHERE near) AS near,
             EXISTS (SELECT 1 FROM taken) AS taken
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
    /** First seen, by a key in force, from where the department may ask, within its quotas. */
    TAKEN,
    /** A key in force, but the id was taken before. */
    REPLAYED,
    /** The key is not in force, or no longer has these bytes. */
    KEY_NOT_IN_FORCE,
    /** A key in force, from an address that is not on the department's list. */
    FOREIGN_ADDRESS,
    /** Taken, and over what the department may ask in a minute. */
    OVER_MINUTE,
    /** Taken, and over what the department may ask on a day. */
    OVER_DAY
  }

  /**
   * A request rightly signed with a key.
   *
   * @param address as {@link Network#address} gives it; null when it is none
   */
  record Message(PartnerKey key, String id, @Nullable String address) {}

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
   * Takes message ids.
   *
   * @return how each came out, in their order, committed; fails when the database does
   */
  Future<List<Taking>> takeMessages(
      SqlClient db, List<Message> messages, Instant now, LocalDate today) {
    Tuple values =
        Tuple.of(
                messages.stream().map(message -> message.key().keyId()).toArray(String[]::new),
                messages.stream().map(message -> message.key().partnerId()).toArray(Long[]::new),
                messages.stream()
                    .map(message -> Buffer.buffer(message.key().publicKey()))
                    .toArray(Buffer[]::new),
                messages.stream().map(Message::id).toArray(String[]::new),
                messages.stream().map(Message::address).toArray(String[]::new),
                utc(now))
            .addValue(today);
    return db.preparedQuery(TAKE_MESSAGES)
        .execute(values)
        .map(
            rows -> {
              Taking[] takings = new Taking[messages.size()];
              Arrays.fill(takings, Taking.KEY_NOT_IN_FORCE);
              for (Row row : rows) {
                takings[row.getLong("place").intValue() - 1] = counted(row);
              }
              return List.of(takings);
            });
  }

  private static Taking counted(Row row) {
    Taking taking = taking(row);
    if (taking != Taking.TAKEN) {
      return taking;
    }
    if (row.getBoolean("over_day")) {
      return Taking.OVER_DAY;
    }
    return row.getBoolean("over_minute") ? Taking.OVER_MINUTE : Taking.TAKEN;
  }

  /**
   * Takes a message id and, if that went well, starts a session.
   *
   * @return how it came out, committed; a session stands only after TAKEN; fails when the database
   *     does
   */
  Future<Taking> startSession(
      SqlClient db, Message message, UUID session, Instant now, Instant until) {
    Tuple values =
        Tuple.of(
                message.key().keyId(),
                message.key().partnerId(),
                Buffer.buffer(message.key().publicKey()),
                utc(now),
                message.id(),
                session)
            .addValue(utc(until))
            .addValue(message.address());
    return db.preparedQuery(START_SESSION)
        .execute(values)
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return row.getBoolean("standing") ? taking(row) : Taking.KEY_NOT_IN_FORCE;
            });
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

  /** Of a key that stands. */
  private static Taking taking(Row row) {
    if (!row.getBoolean("near")) {
      return Taking.FOREIGN_ADDRESS;
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
