package yihuyima.api.policy;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
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
      SELECT n.code, n.version, n.name, n.department, n.kind, n.gives, n.sort_order, n.valid_from, n.valid_to, n.rests_on
        FROM (SELECT DISTINCT ON (p.code) p.code, p.version, p.name, p.department, p.kind, p.gives, p.sort_order,
                     p.valid_from, p.valid_to, p.rests_on, p.withdrawn_on
                FROM policy AS p
               WHERE p.approved_at IS NOT NULL AND p.valid_from <= $1
               ORDER BY p.code, p.version DESC) AS n
       WHERE (n.valid_to IS NULL OR n.valid_to >= $1) AND (n.withdrawn_on IS NULL OR n.withdrawn_on > $1)
       ORDER BY n.sort_order, n.code
       LIMIT 5000
      """;

  /**
   * The newest version of each code that had begun by the day $1, as far as it was known at $2, and
   * had neither ended nor been withdrawn: an older one does not come back when the newest ends.
   */
  static final String IN_FORCE =
      """
      SELECT n.code, n.version, n.name, n.department, n.sector, n.region_code, n.kind, n.gives, n.parent_code,
             n.parent_kind, n.condition, n.rests_on, n.benefit_form, n.benefit_unit, n.benefit_every, n.benefit_each,
             n.benefit_fen, n.benefit_deep, n.benefit_relative, n.benefit_accident, n.benefit_percent, n.benefit_of,
             n.benefit_cap_fen, n.excludes, n.ceiling_code, n.ceiling_fen, n.material, n.steps, n.next_action,
             n.answer_working_days, n.pay_working_days, n.source, n.source_number, n.source_on, n.is_sample,
             n.sort_order, n.valid_from, n.valid_to
        FROM (SELECT DISTINCT ON (p.code) p.code, p.version, p.name, p.department, p.sector, p.region_code, p.kind,
                     p.gives, p.parent_code, p.parent_kind, p.condition, p.rests_on, p.benefit_form, p.benefit_unit,
                     p.benefit_every, p.benefit_each, p.benefit_fen, p.benefit_deep, p.benefit_relative,
                     p.benefit_accident, p.benefit_percent, p.benefit_of, p.benefit_cap_fen, p.excludes,
                     p.ceiling_code, p.ceiling_fen, p.material, p.steps, p.next_action, p.answer_working_days,
                     p.pay_working_days, p.source, p.source_number, p.source_on, p.is_sample, p.sort_order,
                     p.valid_from, p.valid_to, p.withdrawn_on, p.withdrawn_at
                FROM policy AS p
               WHERE p.approved_at <= $2 AND p.valid_from <= $1
               ORDER BY p.code, p.version DESC) AS n
       WHERE (n.valid_to IS NULL OR n.valid_to >= $1)
         AND (n.withdrawn_on IS NULL OR n.withdrawn_on > $1 OR n.withdrawn_at > $2)
       ORDER BY n.sort_order, n.code
       LIMIT 5000
      """;

  /** One version, whatever became of it. */
  static final String WRITTEN =
      """
      SELECT n.code, n.version, n.name, n.department, n.sector, n.region_code, n.kind, n.gives, n.parent_code,
             n.parent_kind, n.condition, n.rests_on, n.benefit_form, n.benefit_unit, n.benefit_every, n.benefit_each,
             n.benefit_fen, n.benefit_deep, n.benefit_relative, n.benefit_accident, n.benefit_percent, n.benefit_of,
             n.benefit_cap_fen, n.excludes, n.ceiling_code, n.ceiling_fen, n.material, n.steps, n.next_action,
             n.answer_working_days, n.pay_working_days, n.source, n.source_number, n.source_on, n.is_sample,
             n.sort_order, n.valid_from, n.valid_to
        FROM policy AS n
       WHERE n.code = $1 AND n.version = $2
      """;

  static final String PROGRAMMES =
      """
      SELECT p.id, p.code, p.policy_code, o.path, p.name, p.gives, p.material, p.ceiling_fen,
             p.ceiling_standards_deep, p.ceiling_standards_relative, p.needs_file,
             p.check_working_days, p.approve_working_days, p.pay_working_days, p.valid_from, p.valid_to,
             (SELECT y.rests_on FROM policy AS y WHERE y.code = p.policy_code AND y.approved_at IS NOT NULL ORDER BY y.version DESC LIMIT 1) AS rests_on
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

  /**
   * The approved versions in force on a day, one a code, in the order they are shown.
   *
   * @param knownAt what was approved or withdrawn later is not known yet
   * @return the versions; fails when the database does
   */
  public Future<List<PolicyVersion>> inForce(SqlClient db, LocalDate day, OffsetDateTime knownAt) {
    return db.preparedQuery(IN_FORCE)
        .execute(Tuple.of(day, knownAt))
        .map(rows -> Rows.all(rows, PolicyStore::policyVersion));
  }

  /** One version, whatever became of it; empty when there is none; fails when the database does. */
  public Future<Optional<PolicyVersion>> written(SqlClient db, String code, int version) {
    return db.preparedQuery(WRITTEN)
        .execute(Tuple.of(code, version))
        .map(rows -> Rows.first(rows, PolicyStore::policyVersion));
  }

  /**
   * The policies in force on a day, each with its effective condition.
   *
   * @param knownAt what was approved or withdrawn later is not known yet
   * @return the rules; fails when the database does
   */
  public Future<PolicyRules> rules(SqlClient db, LocalDate day, OffsetDateTime knownAt) {
    return inForce(db, day, knownAt).map(PolicyRules::of);
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

  private static PolicyVersion policyVersion(Row row) {
    return new PolicyVersion(
        row.getString("code"),
        row.getInteger("version"),
        row.getString("name"),
        row.getString("department"),
        Sector.valueOf(row.getString("sector")),
        row.getString("region_code"),
        row.getString("kind"),
        row.getString("gives"),
        row.getString("parent_code"),
        "NARROWS".equals(row.getString("parent_kind")),
        row.getString("condition"),
        restsOn(row),
        benefit(row),
        List.of(row.getArrayOfStrings("excludes")),
        row.getString("ceiling_code"),
        row.getLong("ceiling_fen"),
        List.of(row.getArrayOfStrings("material")),
        List.of(row.getArrayOfStrings("steps")),
        row.getString("next_action"),
        row.getInteger("answer_working_days"),
        row.getInteger("pay_working_days"),
        row.getString("source"),
        row.getString("source_number"),
        row.getLocalDate("source_on"),
        row.getBoolean("is_sample"),
        row.getInteger("sort_order"),
        row.getLocalDate("valid_from"),
        row.getLocalDate("valid_to"));
  }

  static Benefit benefit(Row row) {
    return new Benefit(
        Benefit.Form.valueOf(row.getString("benefit_form")),
        Benefit.Unit.valueOf(row.getString("benefit_unit")),
        Benefit.Every.valueOf(row.getString("benefit_every")),
        row.getString("benefit_each"),
        row.getLong("benefit_fen"),
        row.getInteger("benefit_deep"),
        row.getInteger("benefit_relative"),
        row.getInteger("benefit_accident"),
        row.getInteger("benefit_percent"),
        row.getString("benefit_of"),
        row.getLong("benefit_cap_fen"));
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
