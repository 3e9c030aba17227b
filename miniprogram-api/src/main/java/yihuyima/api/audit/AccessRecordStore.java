package yihuyima.api.audit;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import yihuyima.api.secret.BlindIndex;

/** The record of looks in PostgreSQL. */
public final class AccessRecordStore {
  /** The place in the tree is the household's at this moment; without one, the caller's. */
  static final String INSERT =
      """
      INSERT INTO access_record
             (at, operation, actor, organisation_id, household_id, granted, detail, purpose, code_hint, request_id, address_hash,
              fields, investigation_id, organisation_path)
      SELECT l.at, l.operation, l.actor, l.organisation_id, l.household_id, l.granted, l.detail, l.purpose, l.code_hint, l.request_id,
             l.address_hash, string_to_array(l.fields, ' '), l.investigation_id, o.path
        FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::boolean[],
                    $7::text[], $8::text[], $9::text[], $10::text[], $11::bytea[], $12::text[], $13::bigint[])
             WITH ORDINALITY
          AS l (at, operation, actor, organisation_id, household_id, granted, detail, purpose, code_hint, request_id, address_hash,
                fields, investigation_id, place)
        LEFT JOIN household    AS h ON h.id = l.household_id
        LEFT JOIN organisation AS o ON o.id = coalesce(h.organisation_id, l.organisation_id)
       ORDER BY l.place
      """;

  private final BlindIndex index;

  public AccessRecordStore(BlindIndex index) {
    this.index = index;
  }

  /**
   * Adds looks, one statement for all.
   *
   * @return when they are committed, or written in the caller's transaction; fails when the
   *     database does
   */
  public Future<Void> insert(SqlClient db, List<Look> looks) {
    int n = looks.size();
    OffsetDateTime[] at = new OffsetDateTime[n];
    String[] operation = new String[n];
    String[] actor = new String[n];
    Long[] organisation = new Long[n];
    Long[] household = new Long[n];
    Boolean[] granted = new Boolean[n];
    String[] detail = new String[n];
    String[] purpose = new String[n];
    String[] hint = new String[n];
    String[] requestId = new String[n];
    Buffer[] address = new Buffer[n];
    String[] fields = new String[n];
    Long[] investigation = new Long[n];
    for (int i = 0; i < n; i++) {
      Look look = looks.get(i);
      at[i] = look.at().atOffset(ZoneOffset.UTC);
      operation[i] = look.operation();
      actor[i] = look.actor();
      organisation[i] = look.organisationId();
      household[i] = look.householdId();
      granted[i] = look.granted();
      detail[i] = look.detail();
      purpose[i] = look.purpose();
      hint[i] = look.codeHint();
      requestId[i] = look.requestId();
      address[i] = Buffer.buffer(index.of(BlindIndex.Kind.ADDRESS, look.address()));
      List<String> shown = look.fields();
      fields[i] = shown == null ? null : String.join(" ", shown);
      investigation[i] = look.investigationId();
    }
    Tuple values =
        Tuple.of(at, operation, actor, organisation, household, granted)
            .addValue(detail)
            .addValue(purpose)
            .addValue(hint)
            .addValue(requestId)
            .addValue(address)
            .addValue(fields)
            .addValue(investigation);
    return db.preparedQuery(INSERT).execute(values).mapEmpty();
  }
}
