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
  /**
   * The place in the tree is the household's at this moment; without one, the caller's. Who has
   * just read it passes it; it is looked up otherwise, row by row through the keys: a join would
   * read all organisations for each group.
   *
   * <p>The arrays stand behind a SELECT: so the planner does not look how long they are, and one
   * plan serves every group. It would plan each small group anew otherwise, which costs more than
   * writing it.
   */
  static final String INSERT =
      """
      INSERT INTO access_record
             (at, operation, actor, organisation_id, household_id, granted, detail, purpose, code_hint, request_id, address_hash,
              fields, investigation_id, together, organisation_path)
      SELECT l.at, l.operation, l.actor, l.organisation_id, l.household_id, l.granted, l.detail, l.purpose, l.code_hint, l.request_id,
             l.address_hash, string_to_array(l.fields, ' '), l.investigation_id, l.together,
             coalesce(l.organisation_path,
                      (SELECT o.path FROM organisation AS o
                        WHERE o.id = coalesce((SELECT h.organisation_id FROM household AS h WHERE h.id = l.household_id),
                                              l.organisation_id)))
        FROM unnest((SELECT $1::timestamptz[]), (SELECT $2::text[]), (SELECT $3::text[]), (SELECT $4::bigint[]), (SELECT $5::bigint[]),
                    (SELECT $6::boolean[]), (SELECT $7::text[]), (SELECT $8::text[]), (SELECT $9::text[]), (SELECT $10::text[]),
                    (SELECT $11::bytea[]), (SELECT $12::text[]), (SELECT $13::bigint[]), (SELECT $14::integer[]), (SELECT $15::text[]))
          AS l (at, operation, actor, organisation_id, household_id, granted, detail, purpose, code_hint, request_id, address_hash,
                fields, investigation_id, together, organisation_path)
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
    Integer[] together = new Integer[n];
    String[] path = new String[n];
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
      together[i] = look.together();
      path[i] = look.organisationPath();
    }
    Tuple values =
        Tuple.of(at, operation, actor, organisation, household, granted)
            .addValue(detail)
            .addValue(purpose)
            .addValue(hint)
            .addValue(requestId)
            .addValue(address)
            .addValue(fields)
            .addValue(investigation)
            .addValue(together)
            .addValue(path);
    return db.preparedQuery(INSERT).execute(values).mapEmpty();
  }
}
