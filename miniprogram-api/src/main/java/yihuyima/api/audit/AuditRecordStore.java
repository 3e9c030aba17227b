package yihuyima.api.audit;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Guarded;
import yihuyima.api.sql.Rows;
import yihuyima.api.sql.Subtree;

/** The record as an auditor reads it: by household, by who looked, or all of a subtree. */
final class AuditRecordStore {
  /** The days choose the months' partitions. */
  private static final String IN_RANGE =
      """
      SELECT r.id, r.at
        FROM access_record AS r
       WHERE r.id < $1 AND r.at >= $2 AND r.at < $3
      """;

  /**
   * How far back one page looks. By an index alone: what is rare is not sought through a year for
   * one page, and no filter needs an index of its own, which every look would pay for.
   */
  private static final String EDGE_BEGINS =
      "SELECT count(*) AS looked_at, min(w.id) AS id, min(w.at) AS at FROM (\n" + IN_RANGE;

  private static final String EDGE_ENDS = " ORDER BY r.id DESC\n LIMIT $4) AS w\n";

  static final String EDGE_OF_SUBTREE = EDGE_BEGINS + EDGE_ENDS;

  static final String EDGE_OF_HOUSEHOLD = EDGE_BEGINS + "   AND r.household_id = $5\n" + EDGE_ENDS;

  /** As the index by actor has it, which leaves out what a family looks at of its own. */
  private static final String NOT_OWN =
      "(r.household_id IS NULL OR NOT starts_with(r.actor, 'HOUSEHOLD:' || r.household_id || '/'))";

  static final String EDGE_OF_ACTOR =
      EDGE_BEGINS + "   AND r.actor = $5 AND " + NOT_OWN + "\n" + EDGE_ENDS;

  static final String EDGE_OF_FAMILY =
      EDGE_BEGINS
          + "   AND r.actor = $5 AND (r.household_id = $6 OR "
          + NOT_OWN
          + ")\n"
          + EDGE_ENDS;

  private static final Pattern OF_A_FAMILY = Pattern.compile("HOUSEHOLD:([0-9]{1,18})/.*");

  /** What has no place belongs to the whole tree. */
  private static final String ALL =
      """
      SELECT page.id, page.at, page.operation, page.actor, page.organisation_id, page.household_id, page.granted, page.detail,
             page.purpose, page.code_hint, page.fields, page.investigation_id, page.together, page.request_id, page.address_hash,
             s.name AS staff, s.unit, p.name AS partner, pp.title AS purpose_title, o.name AS organisation
        FROM (
      SELECT r.id, r.at, r.operation, r.actor, r.organisation_id, r.household_id, r.granted, r.detail, r.purpose, r.code_hint,
             r.fields, r.investigation_id, r.together, r.request_id, r.address_hash
        FROM access_record AS r
       WHERE r.id < $1 AND r.id >= $10 AND r.at >= $2 AND r.at < $3
         AND (r.organisation_path >= $4 AND r.organisation_path < $5 OR $6::boolean AND r.organisation_path IS NULL)
         AND ($7::text IS NULL OR r.operation = $7)
         AND ($8::boolean IS NULL OR r.granted = $8)
      """;

  private static final String ONE_PAGE =
      """
       ORDER BY r.id DESC
       LIMIT $9) AS page
        LEFT JOIN staff   AS s ON s.id = CASE WHEN page.actor ~ '^(STAFF|PAIRED|AUDITOR):[0-9]{1,18}$' THEN split_part(page.actor, ':', 2)::bigint END
        LEFT JOIN partner AS p ON p.id = CASE WHEN page.actor ~ '^PARTNER:[0-9]{1,18}$' THEN split_part(page.actor, ':', 2)::bigint END
        LEFT JOIN partner_purpose AS pp ON pp.partner_id = p.id AND pp.purpose = page.purpose
        LEFT JOIN organisation AS o ON o.id = page.organisation_id
       ORDER BY page.id DESC
      """;

  static final String OF_SUBTREE = ALL + ONE_PAGE;

  static final String OF_HOUSEHOLD =
      ALL + "   AND r.household_id = $11 AND ($12::text IS NULL OR r.actor = $12)\n" + ONE_PAGE;

  static final String OF_ACTOR = ALL + "   AND r.actor = $11 AND " + NOT_OWN + "\n" + ONE_PAGE;

  /** Somebody of a family: its own file by the household, others by who looked. */
  static final String OF_FAMILY =
      ALL + "   AND r.actor = $11 AND (r.household_id = $12 OR " + NOT_OWN + ")\n" + ONE_PAGE;

  static final String PLACE_OF_ORGANISATION =
      """
      SELECT path
        FROM organisation
       WHERE id = $1
      """;

  /** Dead codes too: whoever holds an old card asks about the same household. */
  static final String HOUSEHOLD_OF_CODE =
      """
      SELECT h.id, o.path, o.name
        FROM household_code AS c
        JOIN household      AS h ON h.id = c.household_id
        JOIN organisation   AS o ON o.id = h.organisation_id
       WHERE c.lookup_hash = $1
      """;

  /**
   * What an auditor asks for.
   *
   * @param before the id to go on below
   * @param whole whether the subtree is the whole tree
   */
  record Question(
      long before,
      Instant from,
      Instant to,
      Subtree subtree,
      boolean whole,
      @Nullable String operation,
      @Nullable Boolean granted,
      @Nullable Long householdId,
      @Nullable String actor) {}

  /** One line of the record. */
  record Line(long id, @Nullable Long householdId, JsonObject json) {}

  /**
   * How far back a page looks.
   *
   * @param id the oldest that it looks at
   * @param at and when that was
   */
  record Edge(long id, Instant at) {}

  /** A household that a code stands for, with its place in the tree and its organisation's name. */
  record Coded(long householdId, String path, String organisation) {}

  /**
   * Lines from before the asked one down to its edge.
   *
   * @param edge empty when all that the days hold was looked at
   */
  record Found(List<Line> lines, Optional<Edge> edge) {}

  /**
   * Lines, newest first.
   *
   * @param lookedAtMax so many records are looked at, whether the filters let them through or not
   * @return at most {@code limit} lines; fails when the database does
   */
  Future<Found> find(SqlClient db, Question asked, int limit, int lookedAtMax) {
    return edge(db, asked, lookedAtMax)
        .compose(
            edge ->
                lines(db, asked, edge.map(Edge::id).orElse(0L), limit)
                    .map(lines -> new Found(lines, edge)));
  }

  private static Future<Optional<Edge>> edge(SqlClient db, Question asked, int lookedAtMax) {
    Tuple values =
        Tuple.of(
            asked.before(),
            asked.from().atOffset(ZoneOffset.UTC),
            asked.to().atOffset(ZoneOffset.UTC),
            lookedAtMax);
    String sql = EDGE_OF_SUBTREE;
    if (asked.householdId() != null) {
      sql = EDGE_OF_HOUSEHOLD;
      values.addValue(asked.householdId());
    } else if (asked.actor() != null) {
      sql = of(asked.actor(), values, EDGE_OF_ACTOR, EDGE_OF_FAMILY);
    }
    return db.preparedQuery(sql)
        .execute(values)
        .map(
            rows ->
                Rows.first(rows, row -> row)
                    .filter(row -> row.getLong("looked_at") >= lookedAtMax)
                    .map(
                        row ->
                            new Edge(row.getLong("id"), row.getOffsetDateTime("at").toInstant())));
  }

  private static Future<List<Line>> lines(SqlClient db, Question asked, long downTo, int limit) {
    Tuple values =
        Tuple.of(
                asked.before(),
                asked.from().atOffset(ZoneOffset.UTC),
                asked.to().atOffset(ZoneOffset.UTC),
                asked.subtree().from(),
                asked.subtree().to(),
                asked.whole())
            .addValue(asked.operation())
            .addValue(asked.granted())
            .addValue(limit)
            .addValue(downTo);
    String sql = OF_SUBTREE;
    if (asked.householdId() != null) {
      sql = OF_HOUSEHOLD;
      values.addValue(asked.householdId()).addValue(asked.actor());
    } else if (asked.actor() != null) {
      sql = of(asked.actor(), values, OF_ACTOR, OF_FAMILY);
    }
    return db.preparedQuery(sql)
        .execute(values)
        .map(rows -> Rows.all(rows, AuditRecordStore::line));
  }

  /** What finds the looks of an actor, whose values are added. */
  private static String of(String actor, Tuple values, String ofActor, String ofFamily) {
    values.addValue(actor);
    Matcher family = OF_A_FAMILY.matcher(actor);
    if (!family.matches()) {
      return ofActor;
    }
    values.addValue(Long.valueOf(family.group(1)));
    return ofFamily;
  }

  /** Where an organisation stands; empty when there is none. Fails as the database. */
  Future<Optional<String>> placeOf(SqlClient db, long organisationId) {
    return db.preparedQuery(PLACE_OF_ORGANISATION)
        .execute(Tuple.of(organisationId))
        .map(rows -> Rows.first(rows, row -> row.getString("path")));
  }

  /** Whose a code is or was; empty when it is nobody's. Fails as the database. */
  Future<Guarded<Coded>> householdOf(SqlClient db, byte[] lookupHash) {
    return db.preparedQuery(HOUSEHOLD_OF_CODE)
        .execute(Tuple.of(Buffer.buffer(lookupHash)))
        .map(
            rows ->
                Guarded.of(
                    Rows.first(
                        rows,
                        row ->
                            new Coded(
                                row.getLong("id"), row.getString("path"), row.getString("name"))),
                    found -> Concern.ofHousehold(found.householdId(), found.path(), false)));
  }

  /** Who looked, in words: staff and departments by name, families by kind alone. */
  private static String by(Row row) {
    String actor = row.getString("actor");
    String kind = actor.contains(":") ? actor.substring(0, actor.indexOf(':')) : actor;
    String staff = row.getString("staff");
    String named = staff == null ? "工作人员" : row.getString("unit") + " " + staff;
    return switch (kind) {
      case "ANYONE" -> "未登录的人";
      case "ACCOUNT" -> "已登录、未绑定家庭的人";
      case "HOUSEHOLD" -> "一户家庭";
      case "STAFF", "PAIRED" -> named;
      case "AUDITOR" -> named + "（审计）";
      case "PARTNER" -> row.getString("partner") == null ? "协同部门" : row.getString("partner");
      default -> "系统";
    };
  }

  private static Line line(Row row) {
    String[] fields = row.getArrayOfStrings("fields");
    byte[] address = Rows.bytes(row, "address_hash");
    Long householdId = row.getLong("household_id");
    JsonObject json =
        new JsonObject()
            .put("recordId", row.getLong("id"))
            .put("at", row.getOffsetDateTime("at").toInstant().toString())
            .put("actor", row.getString("actor"))
            .put("by", by(row))
            .put("organisationId", row.getLong("organisation_id"))
            .put("organisation", row.getString("organisation"))
            .put("householdId", householdId)
            .put("operation", row.getString("operation"))
            .put("action", HouseholdLooks.action(row.getString("operation")))
            .put("outcome", row.getBoolean("granted") ? "GRANTED" : "REFUSED")
            .put("detail", row.getString("detail"))
            .put("purpose", row.getString("purpose"))
            .put("purposeTitle", row.getString("purpose_title"))
            .put("codeHint", row.getString("code_hint"))
            .put("fields", fields == null ? null : new JsonArray(List.of(fields)))
            .put("investigationId", row.getLong("investigation_id"))
            .put("together", row.getInteger("together"))
            .put("requestId", row.getString("request_id"))
            .put("address", address == null ? null : HexFormat.of().formatHex(address));
    return new Line(row.getLong("id"), householdId, json);
  }
}
