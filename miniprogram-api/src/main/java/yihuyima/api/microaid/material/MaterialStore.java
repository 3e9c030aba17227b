package yihuyima.api.microaid.material;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Guarded;
import yihuyima.api.http.Problem;
import yihuyima.api.identity.Caller;
import yihuyima.api.pairing.ConcernRows;
import yihuyima.api.sql.Rows;

/** Material in PostgreSQL. Takes the client or the connection. */
public final class MaterialStore {
  /** How long a photo waits to be named in an application. */
  static final Duration LOOSE_TIME = Duration.ofHours(24);

  /** Loose photos of a household: as many as one application may name. */
  static final int LOOSE_PER_HOUSEHOLD_MAX = 9;

  /** Photos of one application, supplements included. */
  static final int PER_APPLICATION_MAX = 45;

  static final String LOCK_HOUSEHOLD =
      """
      SELECT id FROM household WHERE id = $1 FOR NO KEY UPDATE
      """;

  static final String COUNT_LOOSE =
      """
      SELECT count(*) AS loose
        FROM material
       WHERE household_id = $1 AND application_id IS NULL AND uploaded_at >= $2
      """;

  static final String INSERT =
      """
      INSERT INTO material (id, household_id, content_enc, size_bytes, uploaded_at, uploaded_by)
      VALUES ($1, $2, $3, $4, $5, $6)
      """;

  static final String ATTACH =
      """
      UPDATE material
         SET application_id = $1
       WHERE id = ANY ($2) AND household_id = $3 AND application_id IS NULL AND uploaded_at >= $4
      """;

  static final String COUNT_OF_APPLICATION =
      """
      SELECT count(*) AS attached FROM material WHERE application_id = $1
      """;

  static final String FIND =
      """
      SELECT m.content_enc, m.application_id, a.person_id, %s, %s
        FROM material     AS m
        JOIN household    AS h ON h.id = m.household_id
        JOIN organisation AS o ON o.id = h.organisation_id
        LEFT JOIN application AS a ON a.id = m.application_id
        LEFT JOIN programme   AS g ON g.id = a.programme_id
       WHERE m.id = $1
      """
          .formatted(ConcernRows.COLUMNS_FOR_STAFF_2, ConcernRows.ABOUT_OF_PROGRAMME);

  static final String SWEEP =
      """
      DELETE FROM material
       WHERE id IN (SELECT id FROM material
                     WHERE application_id IS NULL AND uploaded_at < $1
                     ORDER BY uploaded_at
                     LIMIT $2
                       FOR UPDATE SKIP LOCKED)
      """;

  /**
   * A photo as kept.
   *
   * @param sealed the picture, sealed for its row
   * @param loose whether no application names it yet
   */
  record Kept(byte[] sealed, boolean loose, Concern concern) {}

  /** Locks a household, so that its loose photos are counted right; fails with the database. */
  Future<Void> lockHousehold(SqlConnection db, long householdId) {
    return db.preparedQuery(LOCK_HOUSEHOLD).execute(Tuple.of(householdId)).mapEmpty();
  }

  /** How many photos of a household wait to be named; fails when the database does. */
  Future<Long> countLoose(SqlClient db, long householdId, OffsetDateTime now) {
    return db.preparedQuery(COUNT_LOOSE)
        .execute(Tuple.of(householdId, now.minus(LOOSE_TIME)))
        .map(rows -> rows.iterator().next().getLong("loose"));
  }

  /** Adds a photo; fails when the database does. */
  Future<Void> insert(
      SqlConnection db,
      long id,
      long householdId,
      Buffer sealed,
      int sizeBytes,
      OffsetDateTime at,
      String actor) {
    return db.preparedQuery(INSERT)
        .execute(Tuple.of(id, householdId, sealed, sizeBytes, at, actor))
        .mapEmpty();
  }

  /**
   * Gives loose photos of a household to an application.
   *
   * @return when all are given; fails with REQUEST_INVALID when one is not there, is another
   *     household's, too old or taken, which all look alike
   */
  public Future<Void> attach(
      SqlConnection db,
      long applicationId,
      long householdId,
      List<Long> materialIds,
      OffsetDateTime now) {
    if (materialIds.isEmpty()) {
      return Future.succeededFuture();
    }
    Tuple values =
        Tuple.of(
            applicationId, materialIds.toArray(Long[]::new), householdId, now.minus(LOOSE_TIME));
    return db.preparedQuery(ATTACH)
        .execute(values)
        .compose(
            rows -> {
              if (rows.rowCount() != materialIds.size()) {
                throw Problem.REQUEST_INVALID
                    .because("material not there")
                    .at("/materialIds", "照片已过期或不存在，请重新上传");
              }
              return db.preparedQuery(COUNT_OF_APPLICATION).execute(Tuple.of(applicationId));
            })
        .map(
            rows -> {
              if (rows.iterator().next().getLong("attached") > PER_APPLICATION_MAX) {
                throw Problem.REQUEST_INVALID
                    .because("too much material")
                    .at("/materialIds", "一件申请最多 45 张照片");
              }
              return null;
            });
  }

  /** A photo and whose it is; empty when there is none; fails when the database does. */
  Future<Guarded<Kept>> find(SqlClient db, Caller caller, long id) {
    return db.preparedQuery(FIND)
        .execute(Tuple.of(id, Concern.staffId(caller)))
        .map(rows -> Guarded.of(Rows.first(rows, MaterialStore::kept), Kept::concern));
  }

  private static Kept kept(Row row) {
    return new Kept(
        Rows.needBytes(row, "content_enc"),
        row.getLong("application_id") == null,
        ConcernRows.ofAided(row));
  }

  /**
   * Deletes photos that no application named in time.
   *
   * @param limit how many at once
   * @return how many were deleted; fails when the database does
   */
  public Future<Integer> sweep(SqlClient db, OffsetDateTime now, int limit) {
    return db.preparedQuery(SWEEP)
        .execute(Tuple.of(now.minus(LOOSE_TIME), limit))
        .map(rows -> rows.rowCount());
  }
}
