package yihuyima.api.hardship;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.organisation.RegionLineage;
import yihuyima.api.sql.Rows;

/** Rules, standards and regions in PostgreSQL. Takes the client or the connection. */
public final class HardshipStore {
  /** Regions right below one: no province has as many counties. */
  static final int REGIONS_MAX = 500;

  /** Versions of one region's standard that are shown. */
  static final int STANDARDS_MAX = 100;

  /** The nearest standard and the nearest rule, each whole; regions sort from the nearest up. */
  static final String RULE =
      """
      SELECT s.region_code AS standard_region, s.valid_from AS standard_from, s.version AS standard_version, s.month_fen,
             s.source AS standard_source,
             r.region_code, r.version, r.valid_from, r.deep_percent, r.relative_percent, r.accident_percent, r.is_sample, r.source,
             (SELECT json_agg(json_build_object('side', i.side, 'kind', i.kind, 'word', i.word, 'help', i.help,
                              'percent', i.counted_percent, 'cap', i.cap_year_fen, 'accident', i.is_accident,
                              'evidence', i.evidence, 'source', i.source) ORDER BY i.position, i.kind)
                FROM hardship_item AS i
               WHERE i.region_code = r.region_code AND i.rule_version = r.version) AS items,
             (SELECT json_agg(json_build_object('code', c.code, 'question', c.question, 'migrantsOnly', c.migrants_only,
                              'barsWhen', c.bars_when, 'evidence', c.evidence, 'source', c.source) ORDER BY c.position, c.code)
                FROM hardship_condition AS c
               WHERE c.region_code = r.region_code AND c.rule_version = r.version) AS conditions
        FROM (SELECT region_code, valid_from, version, month_fen, source
                FROM living_standard
               WHERE region_code = ANY ($1) AND valid_from <= $2
               ORDER BY region_code DESC, valid_from DESC, version DESC
               LIMIT 1) AS s
       CROSS JOIN (SELECT region_code, version, valid_from, deep_percent, relative_percent, accident_percent, is_sample, source
                     FROM hardship_rule
                    WHERE region_code = ANY ($1) AND valid_from <= $2
                    ORDER BY region_code DESC, valid_from DESC, version DESC
                    LIMIT 1) AS r
      """;

  /** Where to go in a region: the highest union that is for it. */
  static final String UNION =
      """
      SELECT name, hotline
        FROM organisation
       WHERE region_code = $1 AND level IN ('PROVINCE', 'CITY', 'COUNTY') AND closed_on IS NULL
       ORDER BY length(path), id
       LIMIT 1
      """;

  private static final String REGION_COLUMNS =
      """
      o.region_code, o.name, o.level,
             EXISTS (SELECT FROM living_standard AS s
                      WHERE s.region_code IN (o.region_code, left(o.region_code, 4) || '00', left(o.region_code, 2) || '0000', '000000')
                        AND s.valid_from <= $1) AS has_standard,
             EXISTS (SELECT FROM organisation AS c
                      WHERE c.parent_id = o.id AND c.level IN ('PROVINCE', 'CITY', 'COUNTY') AND c.closed_on IS NULL
                        AND c.region_code <> o.region_code) AS has_below""";

  static final String TOP_REGIONS =
      """
      SELECT %s
        FROM (SELECT t.id FROM organisation AS t WHERE t.parent_id IS NULL
               UNION ALL
              SELECT b.id FROM organisation AS t JOIN organisation AS b ON b.parent_id = t.id
               WHERE t.parent_id IS NULL AND t.level = 'COUNTRY') AS top
        JOIN organisation AS o ON o.id = top.id
       WHERE o.level IN ('PROVINCE', 'CITY', 'COUNTY') AND o.closed_on IS NULL
       ORDER BY o.region_code, o.id
       LIMIT $2
      """
          .formatted(REGION_COLUMNS);

  static final String REGIONS_BELOW =
      """
      SELECT %s
        FROM organisation AS p
        JOIN organisation AS o ON o.parent_id = p.id
       WHERE p.region_code = $3 AND p.level IN ('PROVINCE', 'CITY', 'COUNTY') AND p.closed_on IS NULL
         AND o.level IN ('PROVINCE', 'CITY', 'COUNTY') AND o.closed_on IS NULL AND o.region_code <> $3
       ORDER BY o.region_code, o.id
       LIMIT $2
      """
          .formatted(REGION_COLUMNS);

  static final String STANDARDS =
      """
      SELECT region_code, valid_from, version, month_fen, source, recorded_at
        FROM living_standard
       WHERE region_code = $1
       ORDER BY valid_from DESC, version DESC
       LIMIT $2
      """;

  /** The unions that are for a region: whoever administers one of them sets its standard. */
  static final String UNION_PATHS =
      """
      SELECT path
        FROM organisation
       WHERE region_code = $1 AND level IN ('PROVINCE', 'CITY', 'COUNTY') AND closed_on IS NULL
       ORDER BY length(path), id
       LIMIT 50
      """;

  static final String ADD_STANDARD =
      """
      INSERT INTO living_standard (region_code, valid_from, version, month_fen, source, recorded_at, recorded_by)
      SELECT $1, $2::date,
             (SELECT coalesce(max(b.version), 0) + 1 FROM living_standard AS b WHERE b.region_code = $1 AND b.valid_from = $2::date),
             $3, $4, $5, $6
      RETURNING region_code, valid_from, version, month_fen, source, recorded_at
      """;

  /** A union, for those who look for one. */
  record Union(String name, @Nullable String hotline) {}

  /** A region that has a union, and whether anything can be computed there. */
  record Region(
      String regionCode, String name, String level, boolean hasStandard, boolean hasBelow) {}

  /** A version of a region's own standard. */
  record Recorded(HardshipRule.Standard standard, OffsetDateTime recordedAt) {}

  /**
   * The rule of a region on a day, its own or the nearest above it.
   *
   * @return the rule; empty where no standard is known; fails when the database does
   */
  public Future<Optional<HardshipRule>> rule(SqlClient db, String regionCode, LocalDate day) {
    return db.preparedQuery(RULE)
        .execute(Tuple.of(RegionLineage.of(regionCode), day))
        .map(rows -> Rows.first(rows, HardshipStore::rule));
  }

  Future<Optional<Union>> union(SqlClient db, String regionCode) {
    return db.preparedQuery(UNION)
        .execute(Tuple.of(regionCode))
        .map(
            rows ->
                Rows.first(
                    rows, row -> new Union(row.getString("name"), row.getString("hotline"))));
  }

  Future<List<Region>> topRegions(SqlClient db, LocalDate day) {
    return db.preparedQuery(TOP_REGIONS)
        .execute(Tuple.of(day, REGIONS_MAX))
        .map(rows -> Rows.all(rows, HardshipStore::region));
  }

  Future<List<Region>> regionsBelow(SqlClient db, LocalDate day, String regionCode) {
    return db.preparedQuery(REGIONS_BELOW)
        .execute(Tuple.of(day, REGIONS_MAX, regionCode))
        .map(rows -> Rows.all(rows, HardshipStore::region));
  }

  /** A region's own standards, the newest first; fails when the database does. */
  Future<List<Recorded>> standards(SqlClient db, String regionCode) {
    return db.preparedQuery(STANDARDS)
        .execute(Tuple.of(regionCode, STANDARDS_MAX))
        .map(rows -> Rows.all(rows, HardshipStore::recorded));
  }

  Future<List<String>> unionPaths(SqlClient db, String regionCode) {
    return db.preparedQuery(UNION_PATHS)
        .execute(Tuple.of(regionCode))
        .map(rows -> Rows.all(rows, row -> row.getString("path")));
  }

  /** Adds a version; fails with STATE_CHANGED when somebody added one at the same moment. */
  Future<Recorded> addStandard(
      SqlConnection db,
      String regionCode,
      LocalDate validFrom,
      long monthFen,
      String source,
      OffsetDateTime at,
      long by) {
    return db.preparedQuery(ADD_STANDARD)
        .execute(Tuple.of(regionCode, validFrom, monthFen, source, at, by))
        .map(rows -> recorded(rows.iterator().next()));
  }

  private static Region region(Row row) {
    return new Region(
        row.getString("region_code"),
        row.getString("name"),
        row.getString("level"),
        row.getBoolean("has_standard"),
        row.getBoolean("has_below"));
  }

  private static Recorded recorded(Row row) {
    return new Recorded(
        new HardshipRule.Standard(
            row.getString("region_code"),
            row.getLocalDate("valid_from"),
            row.getInteger("version"),
            row.getLong("month_fen"),
            row.getString("source")),
        row.getOffsetDateTime("recorded_at"));
  }

  private static HardshipRule rule(Row row) {
    JsonArray items = json(row, "items");
    List<HardshipRule.Condition> conditions = new ArrayList<>();
    for (Object each : json(row, "conditions")) {
      JsonObject condition = (JsonObject) each;
      conditions.add(
          new HardshipRule.Condition(
              condition.getString("code"),
              condition.getString("question"),
              condition.getBoolean("migrantsOnly"),
              Answer.valueOf(condition.getString("barsWhen")),
              condition.getString("evidence"),
              condition.getString("source")));
    }
    return new HardshipRule(
        row.getString("region_code"),
        row.getInteger("version"),
        row.getLocalDate("valid_from"),
        row.getString("source"),
        row.getBoolean("is_sample"),
        new HardshipRule.Standard(
            row.getString("standard_region"),
            row.getLocalDate("standard_from"),
            row.getInteger("standard_version"),
            row.getLong("month_fen"),
            row.getString("standard_source")),
        row.getInteger("deep_percent"),
        row.getInteger("relative_percent"),
        row.getInteger("accident_percent"),
        items(items, "INCOME"),
        items(items, "EXPENSE"),
        conditions);
  }

  private static JsonArray json(Row row, String column) {
    return row.getValue(column) instanceof JsonArray array ? array : new JsonArray();
  }

  private static List<HardshipRule.Item> items(JsonArray all, String side) {
    List<HardshipRule.Item> items = new ArrayList<>();
    for (Object each : all) {
      JsonObject item = (JsonObject) each;
      if (item.getString("side").equals(side)) {
        items.add(
            new HardshipRule.Item(
                item.getString("kind"),
                item.getString("word"),
                item.getString("help"),
                item.getInteger("percent"),
                item.getLong("cap"),
                item.getBoolean("accident"),
                item.getString("evidence"),
                item.getString("source")));
      }
    }
    return items;
  }
}
