package yihuyima.api.policy;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Purpose;
import yihuyima.api.organisation.RegionLineage;
import yihuyima.api.sql.Rows;

/** The catalogue in PostgreSQL. */
public final class PolicyStore {
  /** Policies, and programmes, that one catalogue may hold. */
  public static final int CATALOGUE_ROWS_MAX = 5000;

  static final String POLICIES =
      """
      SELECT code, version, name, department, kind, gives, sort_order, valid_from, valid_to, rests_on
        FROM policy
       WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to >= $1)
       ORDER BY sort_order, code, version DESC
       LIMIT 5000
      """;
  static final String PROGRAMMES =
      """
      SELECT p.id, p.code, p.policy_code, o.path, p.name, p.gives, p.material, p.ceiling_fen,
             p.ceiling_standards_deep, p.ceiling_standards_relative, p.needs_file,
             p.check_working_days, p.approve_working_days, p.pay_working_days, p.valid_from, p.valid_to,
             (SELECT y.rests_on FROM policy AS y WHERE y.code = p.policy_code ORDER BY y.version DESC LIMIT 1) AS rests_on
        FROM programme    AS p
        JOIN organisation AS o ON o.id = p.organisation_id
       WHERE p.valid_from <= $1 AND (p.valid_to IS NULL OR p.valid_to >= $1)
       ORDER BY p.code
       LIMIT 5000
      """;
  static final String VERSION =
      """
      SELECT value FROM catalogue_version WHERE only_row
      """;
  static final String STANDARD =
      """
      SELECT month_fen
        FROM living_standard
       WHERE region_code = ANY ($1) AND valid_from <= $2
       ORDER BY region_code DESC, valid_from DESC, version DESC
       LIMIT 1
      """;

  /** The version of the catalogue; fails when the database does. */
  public Future<Long> version(SqlClient db) {
    return db.preparedQuery(VERSION).execute().map(rows -> rows.iterator().next().getLong("value"));
  }

  /** Policies valid on a day, in the order they are shown; fails when the database does. */
  public Future<List<Policy>> policies(SqlClient db, LocalDate day) {
    return db.preparedQuery(POLICIES)
        .execute(Tuple.of(day))
        .map(rows -> Rows.all(rows, PolicyStore::policy));
  }

  /** Programmes valid on a day; fails when the database does. */
  public Future<List<Programme>> programmes(SqlClient db, LocalDate day) {
    return db.preparedQuery(PROGRAMMES)
        .execute(Tuple.of(day))
        .map(rows -> Rows.all(rows, PolicyStore::programme));
  }

  /**
   * The monthly minimum standard of a region on a day, its own or the nearest above it, in fen.
   *
   * @return the standard; 0 when none is known; fails when the database does
   */
  public Future<Long> standardMonthFen(SqlClient db, String regionCode, LocalDate day) {
    return db.preparedQuery(STANDARD)
        .execute(Tuple.of(RegionLineage.of(regionCode), day))
        .map(rows -> Rows.first(rows, row -> row.getLong("month_fen")).orElse(0L));
  }

  private static Policy policy(Row row) {
    return new Policy(
        row.getString("code"),
        row.getInteger("version"),
        row.getString("name"),
        row.getString("department"),
        row.getString("kind"),
        row.getString("gives"),
        row.getInteger("sort_order"),
        row.getLocalDate("valid_from"),
        row.getLocalDate("valid_to"),
        restsOn(row));
  }

  private static Programme programme(Row row) {
    return new Programme(
        row.getLong("id"),
        row.getString("code"),
        row.getString("policy_code"),
        row.getString("path"),
        row.getString("name"),
        row.getString("gives"),
        List.of(row.getArrayOfStrings("material")),
        row.getLong("ceiling_fen"),
        row.getInteger("ceiling_standards_deep"),
        row.getInteger("ceiling_standards_relative"),
        row.getBoolean("needs_file"),
        row.getInteger("check_working_days"),
        row.getInteger("approve_working_days"),
        row.getInteger("pay_working_days"),
        row.getLocalDate("valid_from"),
        row.getLocalDate("valid_to"),
        restsOn(row));
  }

  private static @Nullable Purpose restsOn(Row row) {
    String name = row.getString("rests_on");
    return name == null ? null : Purpose.valueOf(name);
  }
}
