package yihuyima.api.code;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.lang.reflect.Array;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Guarded;
import yihuyima.api.access.Purpose;
import yihuyima.api.access.Reading;
import yihuyima.api.household.HouseholdViews;
import yihuyima.api.sql.Rows;

/**
 * Household codes in PostgreSQL. Takes the client or the connection, so the caller chooses the
 * transaction.
 */
final class HouseholdCodeStore {
  /**
   * For callers whose right does not hang on the tree: one row for each that is asked, whether the
   * code exists or not.
   *
   * <p>The arrays stand behind a SELECT: so the planner does not look how long they are, and one
   * plan serves every group. It would plan each small group anew otherwise, which costs more than
   * all the rest.
   */
  static final String FIND =
      """
      SELECT asked.place, c.household_id, c.state, c.generation, c.issued_on, c.state_changed_at,
             v.version, v.built_version, v.built_on, v.body_enc,
             (SELECT value FROM catalogue_version WHERE only_row) AS catalogue_version,
             (SELECT s.ended_at IS NULL AND s.expires_at > $3 FROM session AS s WHERE s.id = asked.session_id) AS session_stands
        FROM unnest((SELECT $1::bytea[]), (SELECT $2::uuid[])) WITH ORDINALITY AS asked (lookup_hash, session_id, place)
        LEFT JOIN household_code AS c ON c.lookup_hash = asked.lookup_hash
        LEFT JOIN household_view AS v ON v.household_id = c.household_id
      """;

  /**
   * For staff, people paired from outside, auditors and partners: with the household's place in the
   * tree.
   */
  static final String FIND_IN_TREE =
      """
      SELECT asked.place, c.household_id, c.state, c.generation, c.issued_on, c.state_changed_at,
             v.version, v.built_version, v.built_on, v.body_enc,
             (SELECT value FROM catalogue_version WHERE only_row) AS catalogue_version,
             (SELECT s.ended_at IS NULL AND s.expires_at > $3 FROM session AS s WHERE s.id = asked.session_id) AS session_stands,
             o.path, h.processing_stopped_at IS NOT NULL AS stopped, h.withdrawn,
             (h.withdrawn <> '{}' AND (SELECT true FROM leak_investigation AS li
                      WHERE li.household_id = h.id AND li.opened_by = asked.staff_id AND li.ended_at IS NULL
                        AND li.from_at <= $3 AND li.until_at > $3
                      LIMIT 1)) IS TRUE AS investigated,
             EXISTS (SELECT 1 FROM pairing AS p
                      WHERE p.staff_id = asked.staff_id AND p.household_id = c.household_id AND p.to_on IS NULL) AS paired,
             (o.shared_pairing AND o.id = asked.organisation_id) AS colleague_paired,
             pp.fields, pp.until_on
        FROM unnest((SELECT $1::bytea[]), (SELECT $2::uuid[]), (SELECT $4::bigint[]), (SELECT $5::bigint[]), (SELECT $6::bigint[]),
                    (SELECT $7::text[])) WITH ORDINALITY
          AS asked (lookup_hash, session_id, staff_id, organisation_id, partner_id, purpose, place)
        LEFT JOIN household_code  AS c  ON c.lookup_hash = asked.lookup_hash
        LEFT JOIN household_view  AS v  ON v.household_id = c.household_id
        LEFT JOIN household       AS h  ON h.id = c.household_id
        LEFT JOIN organisation    AS o  ON o.id = h.organisation_id
        LEFT JOIN partner_purpose AS pp ON pp.partner_id = asked.partner_id AND pp.purpose = asked.purpose AND pp.ended_at IS NULL
      """;

  static final String FIND_HOUSEHOLD_IN_TREE =
      """
      SELECT h.id AS household_id, o.path, h.processing_stopped_at IS NOT NULL AS stopped, h.withdrawn,
             (h.withdrawn <> '{}' AND (SELECT true FROM leak_investigation AS li
                      WHERE li.household_id = h.id AND li.opened_by = $2 AND li.ended_at IS NULL
                        AND li.from_at <= $6 AND li.until_at > $6
                      LIMIT 1)) IS TRUE AS investigated,
             v.version, v.built_version, v.built_on, v.body_enc,
             (SELECT value FROM catalogue_version WHERE only_row) AS catalogue_version,
             EXISTS (SELECT 1 FROM pairing AS p
                      WHERE p.staff_id = $2 AND p.household_id = h.id AND p.to_on IS NULL) AS paired,
             (o.shared_pairing AND o.id = $3) AS colleague_paired,
             pp.fields, pp.until_on,
             c.state, c.generation, c.issued_on, c.state_changed_at
        FROM household       AS h
        JOIN household_view  AS v  ON v.household_id = h.id
        JOIN organisation    AS o  ON o.id = h.organisation_id
        LEFT JOIN partner_purpose AS pp ON pp.partner_id = $4 AND pp.purpose = $5 AND pp.ended_at IS NULL
        LEFT JOIN LATERAL (SELECT x.state, x.generation, x.issued_on, x.state_changed_at FROM household_code AS x
                            WHERE x.household_id = h.id ORDER BY x.generation DESC LIMIT 1) AS c ON true
       WHERE h.id = $1
      """;

  static final String HISTORY =
      """
      SELECT generation, state, minted_for, mint_key_id, issued_on, state_changed_at
        FROM household_code
       WHERE household_id = $1
       ORDER BY generation DESC
       LIMIT 255
      """;

  static final String INSERT =
      """
      INSERT INTO household_code
             (household_id, generation, state, minted_for, mint_key_id, sign_key_id, lookup_hash, revocation_hash,
              issued_on, state_changed_at, state_changed_by)
      VALUES ($1, $2, 'LIVE', $1, $3, $4, $5, $6, $7, $8, $9)
      """;

  /**
   * Lets the live code of a household die; its place in the revocation list is the next of a
   * counter that the update locks.
   */
  static final String KILL =
      """
      WITH counter AS (
          UPDATE revocation_counter SET value = value + 1
           WHERE only_row AND EXISTS (SELECT 1 FROM household_code WHERE household_id = $1 AND state = 'LIVE')
          RETURNING value)
      UPDATE household_code AS c
         SET state = $2, state_changed_at = $3, state_changed_by = $4, state_reason = $5, death_counter = counter.value
        FROM counter
       WHERE c.household_id = $1 AND c.state = 'LIVE'
      RETURNING c.generation, c.state, c.issued_on, c.state_changed_at
      """;

  static final String REVOKED_SINCE =
      """
      SELECT sign_key_id, revocation_hash, death_counter
        FROM household_code
       WHERE death_counter > $1
       ORDER BY death_counter
       LIMIT $2
      """;

  static final String PLACE =
      """
      SELECT h.id, o.path, h.processing_stopped_at IS NOT NULL AS stopped
        FROM household    AS h
        JOIN organisation AS o ON o.id = h.organisation_id
       WHERE h.id = $1 AND h.purged_at IS NULL
      """;

  /**
   * The household's row, locked: generations of one household are given out one after the other.
   */
  static final String LOCK_HOUSEHOLD =
      """
      SELECT h.id, o.path, h.processing_stopped_at IS NOT NULL AS stopped
        FROM household    AS h
        JOIN organisation AS o ON o.id = h.organisation_id
       WHERE h.id = $1 AND h.purged_at IS NULL
         FOR NO KEY UPDATE OF h
      """;

  /**
   * What a scan found.
   *
   * @param sessionStands null when the caller came without a session
   */
  record Found(
      Optional<Reading.Holder> holder,
      Optional<HouseholdViews.Kept> kept,
      @Nullable CodeLife life,
      long catalogueVersion,
      @Nullable Boolean sessionStands,
      Optional<Reading.Agreement> agreement) {}

  /** State and age of one generation. */
  record CodeLife(String state, int generation, LocalDate issuedOn, OffsetDateTime changedAt) {}

  /** One generation with what minting it again needs. */
  record Generation(CodeLife life, long mintedFor, int mintKeyId) {}

  /** A dead code as published. */
  record Dead(int signKeyId, byte[] hash, long counter) {}

  /**
   * A code that is looked for, and for whom.
   *
   * @param session null when the caller came without one
   */
  record Asked(
      byte[] lookupHash,
      @Nullable UUID session,
      @Nullable Long staffId,
      @Nullable Long organisationId,
      @Nullable Long partnerId,
      @Nullable String purpose) {
    /** For callers whose right does not hang on the tree. */
    Asked(byte[] lookupHash, @Nullable UUID session) {
      this(lookupHash, session, null, null, null, null);
    }
  }

  /** By code, for callers whose right does not hang on the tree; fails when the database does. */
  Future<List<Found>> find(SqlClient db, List<Asked> asked, OffsetDateTime now) {
    Tuple values =
        Tuple.of(
            column(asked, Buffer.class, a -> Buffer.buffer(a.lookupHash())),
            column(asked, UUID.class, Asked::session),
            now);
    return db.preparedQuery(FIND).execute(values).map(rows -> found(rows, asked, false));
  }

  /** By code, with the household's place in the tree; fails when the database does. */
  Future<List<Found>> findInTree(SqlClient db, List<Asked> asked, OffsetDateTime now) {
    Tuple values =
        Tuple.of(
                column(asked, Buffer.class, a -> Buffer.buffer(a.lookupHash())),
                column(asked, UUID.class, Asked::session),
                now,
                column(asked, Long.class, Asked::staffId),
                column(asked, Long.class, Asked::organisationId),
                column(asked, Long.class, Asked::partnerId))
            .addValue(column(asked, String.class, Asked::purpose));
    return db.preparedQuery(FIND_IN_TREE).execute(values).map(rows -> found(rows, asked, true));
  }

  private static <T> T[] column(
      List<Asked> asked, Class<T> type, Function<Asked, @Nullable T> value) {
    @SuppressWarnings("unchecked")
    T[] column = (T[]) Array.newInstance(type, asked.size());
    for (int i = 0; i < column.length; i++) {
      column[i] = value.apply(asked.get(i));
    }
    return column;
  }

  private static List<Found> found(RowSet<Row> rows, List<Asked> asked, boolean inTree) {
    Found[] found = new Found[asked.size()];
    for (Row row : rows) {
      int place = row.getLong("place").intValue() - 1;
      found[place] = found(row, inTree, asked.get(place).purpose());
    }
    return List.of(found);
  }

  /** By household, as if a live code of it had been scanned; fails when the database does. */
  Future<Optional<Found>> findHousehold(
      SqlClient db,
      long householdId,
      @Nullable Long staffId,
      @Nullable Long organisationId,
      @Nullable Long partnerId,
      @Nullable String purpose,
      OffsetDateTime now) {
    return db.preparedQuery(FIND_HOUSEHOLD_IN_TREE)
        .execute(Tuple.of(householdId, staffId, organisationId, partnerId, purpose, now))
        .map(
            rows ->
                Rows.first(
                    rows,
                    row ->
                        new Found(
                            Optional.of(holder(row, householdId, "LIVE", true)),
                            Optional.of(HouseholdViews.Kept.of(householdId, row)),
                            row.getString("state") == null ? null : life(row),
                            row.getLong("catalogue_version"),
                            true,
                            agreement(row, purpose))));
  }

  private static Found found(Row row, boolean inTree, @Nullable String purpose) {
    Long householdId = row.getLong("household_id");
    Boolean stands = row.getBoolean("session_stands");
    long catalogue = row.getLong("catalogue_version");
    Optional<Reading.Agreement> agreement = inTree ? agreement(row, purpose) : Optional.empty();
    if (householdId == null) {
      return new Found(Optional.empty(), Optional.empty(), null, catalogue, stands, agreement);
    }
    CodeLife life = life(row);
    return new Found(
        Optional.of(holder(row, householdId, life.state(), inTree)),
        Optional.of(HouseholdViews.Kept.of(householdId, row)),
        life,
        catalogue,
        stands,
        agreement);
  }

  private static Reading.Holder holder(Row row, long householdId, String state, boolean inTree) {
    return new Reading.Holder(
        householdId,
        state,
        inTree ? row.getString("path") : "",
        inTree && Boolean.TRUE.equals(row.getBoolean("paired")),
        inTree && Boolean.TRUE.equals(row.getBoolean("colleague_paired")),
        inTree && Boolean.TRUE.equals(row.getBoolean("stopped")),
        inTree ? withdrawn(row) : Set.of(),
        inTree && Boolean.TRUE.equals(row.getBoolean("investigated")));
  }

  private static Set<Purpose> withdrawn(Row row) {
    String[] names = row.getArrayOfStrings("withdrawn");
    return names == null || names.length == 0 ? Set.of() : Purpose.named(names);
  }

  private static Optional<Reading.Agreement> agreement(Row row, @Nullable String purpose) {
    String[] fields = row.getArrayOfStrings("fields");
    return fields == null || purpose == null
        ? Optional.empty()
        : Optional.of(new Reading.Agreement(purpose, Set.of(fields), row.getLocalDate("until_on")));
  }

  private static CodeLife life(Row row) {
    return new CodeLife(
        row.getString("state"),
        row.getInteger("generation"),
        row.getLocalDate("issued_on"),
        row.getOffsetDateTime("state_changed_at"));
  }

  /** All generations of a household, the newest first; fails when the database does. */
  Future<List<Generation>> history(SqlClient db, long householdId) {
    return db.preparedQuery(HISTORY)
        .execute(Tuple.of(householdId))
        .map(
            rows ->
                Rows.all(
                    rows,
                    row ->
                        new Generation(
                            life(row), row.getLong("minted_for"), row.getInteger("mint_key_id"))));
  }

  /**
   * Adds a live code.
   *
   * @return when it is written; fails with LIVE_CODE_EXISTS when the household has one
   */
  Future<Void> insert(SqlConnection db, NewCode code) {
    Tuple values =
        Tuple.of(
                code.householdId(),
                code.generation(),
                code.mintKeyId(),
                code.signKeyId(),
                Buffer.buffer(code.lookupHash()),
                Buffer.buffer(code.revocationHash()))
            .addValue(code.issuedOn())
            .addValue(code.at())
            .addValue(code.by());
    return db.preparedQuery(INSERT).execute(values).mapEmpty();
  }

  /** A code about to be written. */
  record NewCode(
      long householdId,
      int generation,
      int mintKeyId,
      int signKeyId,
      byte[] lookupHash,
      byte[] revocationHash,
      LocalDate issuedOn,
      OffsetDateTime at,
      String by) {}

  /**
   * Lets the live code die.
   *
   * @return its state now; empty when there was no live code; fails when the database does
   */
  Future<Optional<CodeLife>> kill(
      SqlConnection db,
      long householdId,
      String state,
      OffsetDateTime at,
      String by,
      @Nullable String reason) {
    return db.preparedQuery(KILL)
        .execute(Tuple.of(householdId, state, at, by, reason))
        .map(rows -> Rows.first(rows, HouseholdCodeStore::life));
  }

  /** Dead codes after a counter, in order; fails when the database does. */
  Future<List<Dead>> revokedSince(SqlClient db, long after, int limit) {
    return db.preparedQuery(REVOKED_SINCE)
        .execute(Tuple.of(after, limit))
        .map(
            rows ->
                Rows.all(
                    rows,
                    row ->
                        new Dead(
                            row.getInteger("sign_key_id"),
                            Rows.needBytes(row, "revocation_hash"),
                            row.getLong("death_counter"))));
  }

  /** Locks a household; fails when the database does. */
  Future<Guarded<Concern>> lockHousehold(SqlConnection db, long householdId) {
    return db.preparedQuery(LOCK_HOUSEHOLD)
        .execute(Tuple.of(householdId))
        .map(
            rows ->
                Guarded.of(
                    Rows.first(
                        rows,
                        row ->
                            Concern.ofHousehold(
                                householdId, row.getString("path"), row.getBoolean("stopped"))),
                    found -> found));
  }

  /** Where a household stands; fails when the database does. */
  Future<Guarded<Concern>> place(SqlClient db, long householdId) {
    return db.preparedQuery(PLACE)
        .execute(Tuple.of(householdId))
        .map(
            rows ->
                Guarded.of(
                    Rows.first(
                        rows,
                        row ->
                            Concern.ofHousehold(
                                householdId, row.getString("path"), row.getBoolean("stopped"))),
                    found -> found));
  }
}
