package yihuyima.api.audit;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Guarded;
import yihuyima.api.identity.Caller;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Rows;
import yihuyima.api.sql.Sequences;
import yihuyima.api.sql.Subtree;

/** Leak investigations in PostgreSQL; the reason is kept encrypted. */
final class LeakInvestigationStore {
  static final String INSERT =
      """
      INSERT INTO leak_investigation
             (id, opened_by, organisation_id, household_id, actor, reason_enc, from_at, until_at, opened_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      """;

  static final String FIND =
      """
      SELECT i.id, i.opened_by, i.household_id, i.actor, i.from_at, i.until_at, i.ended_at
        FROM leak_investigation AS i
       WHERE i.id = $1 AND i.opened_by = $2
      """;

  private static final String LISTED =
      """
      SELECT i.id, i.opened_by, i.household_id, i.actor, i.from_at, i.until_at, i.ended_at, i.opened_at, i.reason_enc,
             s.name AS auditor, o.name AS organisation, o.path
        FROM leak_investigation AS i
        JOIN organisation       AS o ON o.id = i.organisation_id
        JOIN staff              AS s ON s.id = i.opened_by
      """;

  /**
   * Of the whole subtree: who supervises auditors sees what they keep from households. Those that
   * have not ended come first.
   */
  static final String LIST =
      LISTED
          + """
             WHERE o.path >= $1 AND o.path < $2
               AND ((i.ended_at IS NULL AND i.until_at > $6)::integer, i.id) < ($3::integer, $4::bigint)
             ORDER BY (i.ended_at IS NULL AND i.until_at > $6)::integer DESC, i.id DESC
             LIMIT $5
            """;

  static final String GET = LISTED + " WHERE i.id = $1\n";

  static final String END =
      """
      UPDATE leak_investigation
         SET ended_at = $3
       WHERE id = $1 AND opened_by = $2 AND ended_at IS NULL AND until_at > $3
      """;

  static final String PLACE_OF_HOUSEHOLD =
      """
      SELECT o.path
        FROM household    AS h
        JOIN organisation AS o ON o.id = h.organisation_id
       WHERE h.id = $1
      """;

  private final FieldCipher cipher;

  LeakInvestigationStore(FieldCipher cipher) {
    this.cipher = cipher;
  }

  /** Opens one; gives it. Fails when the database does. */
  Future<LeakInvestigation> open(
      SqlClient db, Caller.Auditor auditor, LeakInvestigation.Draft draft, Instant now) {
    return Sequences.next(db, "leak_investigation")
        .compose(
            id -> {
              byte[] reason = cipher.seal(Column.LEAK_INVESTIGATION_REASON, id, draft.reason());
              Tuple values =
                  Tuple.of(
                          id,
                          auditor.staffId(),
                          auditor.organisationId(),
                          draft.householdId(),
                          draft.actor(),
                          Buffer.buffer(reason))
                      .addValue(utc(draft.from()))
                      .addValue(utc(draft.until()))
                      .addValue(utc(now));
              LeakInvestigation opened =
                  new LeakInvestigation(
                      id,
                      auditor.staffId(),
                      draft.householdId(),
                      draft.actor(),
                      draft.from(),
                      draft.until(),
                      null);
              return db.preparedQuery(INSERT).execute(values).map(opened);
            });
  }

  /** An auditor's own investigation; empty when it is none of theirs. Fails as the database. */
  Future<Optional<LeakInvestigation>> find(SqlClient db, Caller.Auditor auditor, long id) {
    return db.preparedQuery(FIND)
        .execute(Tuple.of(id, auditor.staffId()))
        .map(rows -> Rows.first(rows, LeakInvestigationStore::read));
  }

  /**
   * One with what a list says beside it: who opened it, when, for whom and why.
   *
   * @param path where whoever opened it stood in the tree
   */
  record Listed(
      LeakInvestigation investigation,
      Instant openedAt,
      String auditor,
      String organisation,
      String path,
      String reason) {}

  /**
   * Investigations of a subtree, those under way before those that have ended, each newest first.
   *
   * @param underWay 1 to go on among those under way, 0 among the ended ones
   * @return at most {@code limit}; fails as the database
   */
  Future<List<Listed>> list(
      SqlClient db, Subtree subtree, long underWay, long before, int limit, Instant now) {
    return db.preparedQuery(LIST)
        .execute(Tuple.of(subtree.from(), subtree.to(), (int) underWay, before, limit, utc(now)))
        .map(rows -> Rows.all(rows, this::listed));
  }

  /** One, whoever opened it; fails as the database. */
  Future<Guarded<Listed>> get(SqlClient db, long id) {
    return db.preparedQuery(GET)
        .execute(Tuple.of(id))
        .map(
            rows ->
                Guarded.of(
                    Rows.first(rows, this::listed), found -> Concern.ofOrganisation(found.path())));
  }

  private Listed listed(Row row) {
    return new Listed(
        read(row),
        row.getOffsetDateTime("opened_at").toInstant(),
        row.getString("auditor"),
        row.getString("organisation"),
        row.getString("path"),
        cipher.openText(
            Column.LEAK_INVESTIGATION_REASON,
            row.getLong("id"),
            Rows.needBytes(row, "reason_enc")));
  }

  /** Ends one, unless it has ended. Fails as the database. */
  Future<Void> end(SqlClient db, Caller.Auditor auditor, long id, Instant now) {
    return db.preparedQuery(END).execute(Tuple.of(id, auditor.staffId(), utc(now))).mapEmpty();
  }

  /** Where a household stands in the tree; empty when there is none. Fails as the database. */
  Future<Optional<String>> placeOf(SqlClient db, long householdId) {
    return db.preparedQuery(PLACE_OF_HOUSEHOLD)
        .execute(Tuple.of(householdId))
        .map(rows -> Rows.first(rows, row -> row.getString("path")));
  }

  private static LeakInvestigation read(Row row) {
    return new LeakInvestigation(
        row.getLong("id"),
        row.getLong("opened_by"),
        row.getLong("household_id"),
        row.getString("actor"),
        row.getOffsetDateTime("from_at").toInstant(),
        row.getOffsetDateTime("until_at").toInstant(),
        moment(row.getOffsetDateTime("ended_at")));
  }

  private static @Nullable Instant moment(@Nullable OffsetDateTime value) {
    return value == null ? null : value.toInstant();
  }

  private static OffsetDateTime utc(Instant moment) {
    return moment.atOffset(ZoneOffset.UTC);
  }
}
