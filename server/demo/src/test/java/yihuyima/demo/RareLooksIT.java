package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Field;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;
import yihuyima.server.ConfigKey;

/** What is rare in a long record is found without reading a month for one page. */
class RareLooksIT {
  private static final int RECORDS = 220_000;

  /** As the contract says. */
  private static final int LOOKED_AT_MAX = 50_000;

  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org county;
  private static Fixtures.StaffMember auditor;

  /** One of them long ago was refused, and of another operation; all by the same visitors. */
  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    county = given.county(given.city(), "安和县总工会");
    auditor = given.staff(county, Role.AUDITOR);
    String path = given.texts("SELECT path FROM organisation WHERE id = ?", county.id()).getFirst();
    given.run(
        """
        INSERT INTO access_record (at, operation, actor, granted, detail, request_id, organisation_path)
        SELECT now() - interval '20 days' + g * interval '5 seconds',
               CASE WHEN g = 30000 THEN 'unmaskHousehold' ELSE 'resolveHouseholdCode' END,
               'ANYONE', g <> 30000, 'x', 'x', ?
          FROM generate_series(1, ?) AS g
        """,
        path,
        RECORDS);
    given.run("ANALYZE access_record");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void rareOperationIsFoundPageByPageEachSayingHowFarItLooked() {
    for (String filter :
        List.of("operation=unmaskHousehold", "outcome=REFUSED", "outcome=REFUSED&actor=ANYONE")) {
      List<JsonObject> found = new ArrayList<>();
      List<String> lookedBackTo = new ArrayList<>();
      int pages = 0;
      String cursor = "";
      do {
        JsonObject page =
            server.get("/v1/access-records?" + filter + cursor, auditor.token()).json();
        page.getJsonArray("items").forEach(each -> found.add((JsonObject) each));
        String next = page.getString("next");
        assertThat(page.getString("lookedBackTo") == null).isEqualTo(next == null);
        if (next != null) {
          lookedBackTo.add(page.getString("lookedBackTo"));
        }
        cursor = next == null ? "" : "&cursor=" + next;
        pages++;
      } while (!cursor.isEmpty());

      assertThat(found).as(filter).hasSize(1);
      assertThat(pages).as(filter).isEqualTo(RECORDS / LOOKED_AT_MAX + 1);
      assertThat(lookedBackTo.stream().map(Instant::parse).toList())
          .isSortedAccordingTo(java.util.Comparator.reverseOrder());
    }
  }

  @Test
  void pageOfWhatIsCommonIsFullAndGoesOnBelowItsLastLine() {
    JsonObject page =
        server
            .get("/v1/access-records?operation=resolveHouseholdCode&limit=20", auditor.token())
            .json();

    assertThat(page.getJsonArray("items")).hasSize(20);
    assertThat(page.getString("lookedBackTo")).isNull();
    assertThat(page.getString("next")).isNotNull();
  }

  /** The plan that serves every question: it does not know how rare what is asked for is. */
  @Test
  void noStatementReadsMoreThanItsPageMayLookAt() throws Exception {
    try (Connection db =
        SealedLog.open(
            TestStores.get().postgres(), server.config().text(ConfigKey.DATABASE_NAME))) {
      SealedLog.run(db, "SET plan_cache_mode = force_generic_plan");
      String first = Long.MAX_VALUE + ", now() - interval '31 days', now() + interval '1 day'";
      for (String actor : List.of("", ", 'ANYONE'")) {
        String kind = actor.isEmpty() ? "SUBTREE" : "ACTOR";
        prepare(db, "EDGE_OF_" + kind);
        prepare(db, "OF_" + kind);
        assertThat(read(db, "EDGE_OF_%s(%s, %d%s)".formatted(kind, first, LOOKED_AT_MAX, actor)))
            .isBetween((double) LOOKED_AT_MAX, LOOKED_AT_MAX * 1.01);
        long edge =
            SealedLog.number(
                db,
                "SELECT min(id) FROM (SELECT id FROM access_record ORDER BY id DESC LIMIT "
                    + LOOKED_AT_MAX
                    + ") AS w");
        assertThat(
                read(
                    db,
                    "OF_%s(%s, '.', '/', true, 'unmaskHousehold', NULL, 21, %d%s)"
                        .formatted(kind, first, edge, actor)))
            .isBetween((double) LOOKED_AT_MAX, LOOKED_AT_MAX * 1.01);
        assertThat(
                read(
                    db,
                    "OF_%s(%s, '.', '/', true, 'resolveHouseholdCode', NULL, 21, %d%s)"
                        .formatted(kind, first, edge, actor)))
            .isLessThan(200);
      }
    }
  }

  private static void prepare(Connection db, String name) throws Exception {
    Field field = Class.forName("yihuyima.api.audit.AuditRecordStore").getDeclaredField(name);
    field.setAccessible(true);
    SealedLog.run(db, "PREPARE " + name + " AS " + field.get(null));
  }

  /** Rows of the record that are touched. */
  private static double read(Connection db, String call) throws Exception {
    String plan = SealedLog.texts(db, "EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE " + call).getFirst();
    return rows(new JsonArray(plan).getJsonObject(0).getJsonObject("Plan"));
  }

  private static double rows(JsonObject node) {
    double rows = 0;
    if (node.getString("Relation Name", "").startsWith("access_record")) {
      rows +=
          (node.getDouble("Actual Rows")
                  + node.getDouble("Rows Removed by Filter", 0.0)
                  + node.getDouble("Rows Removed by Index Recheck", 0.0))
              * node.getDouble("Actual Loops");
    }
    for (Object below : node.getJsonArray("Plans", new JsonArray())) {
      rows += rows((JsonObject) below);
    }
    return rows;
  }
}
