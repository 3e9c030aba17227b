package yihuyima.api.audit.seal;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A row of the record as it is digested: every column of the table, none left out.
 *
 * @param atMicros since 1970-01-01T00:00Z; null when it is infinite, which no look is
 * @param fields as PostgreSQL writes an array
 */
record RecordRow(
    long id,
    @Nullable Long atMicros,
    String operation,
    String actor,
    @Nullable Long organisationId,
    @Nullable Long householdId,
    boolean granted,
    String detail,
    @Nullable String purpose,
    @Nullable String codeHint,
    String requestId,
    byte @Nullable [] addressHash,
    @Nullable String fields,
    @Nullable String organisationPath,
    @Nullable Long investigationId,
    long xact,
    @Nullable Long together) {
  /** Begins every row's digest; another way of writing rows down needs another name. */
  private static final String FORMAT_1 = "yihuyima access_record 1";

  /** What {@link #read} reads, in its order. */
  private static final String COLUMNS =
      """
      SELECT r.id, CASE WHEN isfinite(r.at) THEN (extract(epoch FROM r.at) * 1000000)::bigint END AS at_micros, r.operation, r.actor,
             r.organisation_id, r.household_id, r.granted, r.detail, r.purpose, r.code_hint, r.request_id, r.address_hash,
             r.fields::text AS fields, r.organisation_path, r.investigation_id, r.xact::text::bigint AS xact, r.together
        FROM access_record AS r
      """;

  /** The rows of one seal. */
  static final String BETWEEN =
      COLUMNS
          + """
             WHERE (r.xact, r.id) >= ($1::text::xid8, $2::bigint) AND (r.xact, r.id) < ($3::text::xid8, $4::bigint)
             ORDER BY r.xact, r.id
             LIMIT $5
            """;

  /** All rows from a place on, to be read as far as needed. */
  static final String FROM =
      COLUMNS
          + """
             WHERE (r.xact, r.id) >= ($1::text::xid8, $2::bigint)
             ORDER BY r.xact, r.id
            """;

  static RecordRow read(ResultSet row) throws SQLException {
    return new RecordRow(
        row.getLong(1),
        number(row, 2),
        row.getString(3),
        row.getString(4),
        number(row, 5),
        number(row, 6),
        row.getBoolean(7),
        row.getString(8),
        row.getString(9),
        row.getString(10),
        row.getString(11),
        row.getBytes(12),
        row.getString(13),
        row.getString(14),
        number(row, 15),
        row.getLong(16),
        number(row, 17));
  }

  private static @Nullable Long number(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  Place place() {
    return new Place(xact, id);
  }

  /** The row's digest: 32 bytes that another content has not. */
  byte[] digest(Digest digest) {
    Digest written =
        digest
            .text(FORMAT_1)
            .number(id)
            .number(atMicros)
            .text(operation)
            .text(actor)
            .number(organisationId)
            .number(householdId)
            .number(granted ? 1 : 0)
            .text(detail)
            .text(purpose)
            .text(codeHint)
            .text(requestId)
            .bytes(addressHash)
            .text(fields)
            .text(organisationPath)
            .number(investigationId)
            .number(xact);
    // A row without it is written down as it was before there was any, and is sealed already.
    return (together == null ? written : written.text("together").number(together)).take();
  }
}
