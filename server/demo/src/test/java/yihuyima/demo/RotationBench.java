package yihuyima.demo;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import yihuyima.api.identity.Role;
import yihuyima.api.secret.Column;

/**
 * What a scan costs while every value is sealed anew, against the same scan before: {@code --rows
 * N} sealed rows (1,000,000 when it is not given), durable commits, one server, one client that
 * scans without a pause. {@code --rate N} lets more rows a second be looked at than the 2,000 of
 * production, so that a million does not take a quarter of an hour; it makes the scans slower, not
 * faster. Prints both and their ratio; {@code --json FILE} writes them. Ends by itself.
 */
final class RotationBench {
  private static final int FAMILIES = 200;
  private static final int BEFORE = 4000;

  private RotationBench() {}

  public static void main(String[] arguments) throws Exception {
    long rows = 1_000_000;
    int rate = 2000;
    Path json = null;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--rows" -> rows = Long.parseLong(arguments[++i]);
        case "--rate" -> rate = Integer.parseInt(arguments[++i]);
        case "--json" -> json = Path.of(arguments[++i]);
        default -> {
          System.err.println("bench rotation [--rows N] [--rate N] [--json FILE]");
          System.exit(2);
        }
      }
    }
    JsonObject result = run(rows, rate).put("rowsPerSecondAtMost", rate);
    System.out.println(result.encodePrettily());
    if (json != null) {
      Files.writeString(json, result.encodePrettily());
    }
    System.exit(0);
  }

  private static JsonObject run(long rows, int rate) throws Exception {
    Path work = Files.createTempDirectory("yihuyima-bench");
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.start(work.resolve("pg"), Durability.DURABLE);
        EmbeddedRedis redis = EmbeddedRedis.start(work.resolve("redis"))) {
      yihuyima.server.Migration.migrate(postgres.jdbcUrl(), postgres.user(), postgres.password());
      try (TestServer server =
          TestServer.startOn(
              postgres,
              postgres.database(),
              redis,
              c ->
                  c.with("lookupsPerCallerMinute", "100000000")
                      .with("rotationRowsPerSecond", String.valueOf(rate)),
              Clock.systemUTC())) {
        return measure(server, rows);
      }
    }
  }

  private static JsonObject measure(TestServer server, long rows) {
    Fixtures given = server.fixtures();
    Fixtures.Org county = given.county(given.city(), "安和县总工会");
    Fixtures.Org station = given.station(county, "样例厂工会");
    Fixtures.StaffMember administrator = given.staff(given.topmost(), Role.ADMINISTRATOR);
    Fixtures.Family[] families = new Fixtures.Family[FAMILIES];
    for (int i = 0; i < FAMILIES; i++) {
      families[i] = given.household(station);
    }
    fill(given, families[0], administrator, rows);
    scan(server, families, BEFORE);
    double[] before = scan(server, families, BEFORE);
    JsonObject begun =
        server
            .post("/v1/key-rotations", administrator.token(), null, UUID.randomUUID().toString())
            .json();
    String path = "/v1/key-rotations/" + begun.getLong("rotationId");
    long began = System.nanoTime();
    double[] during = new double[0];
    JsonObject seen = begun;
    while (!seen.getString("state").equals("DONE")) {
      double[] some = scan(server, families, 500);
      seen = server.get(path, administrator.token()).json();
      if (seen.getString("state").equals("RESEALING")) {
        int had = during.length;
        during = Arrays.copyOf(during, had + some.length);
        System.arraycopy(some, 0, during, had, some.length);
      }
    }
    double meanwhile = median(during);
    Arrays.sort(during);
    return new JsonObject()
        .put("cores", Runtime.getRuntime().availableProcessors())
        .put("rowsResealed", seen.getLong("rowsResealed"))
        .put("seconds", (System.nanoTime() - began) / 1_000_000_000L)
        .put("scansWhile", during.length)
        .put("p50BeforeMs", median(before))
        .put("p99BeforeMs", before[before.length * 99 / 100])
        .put("p50WhileMs", meanwhile)
        .put("p99WhileMs", during.length == 0 ? 0 : during[during.length * 99 / 100])
        .put("ratio", String.format(Locale.ROOT, "%.2f", meanwhile / median(before)));
  }

  /** Notes of visits, sealed one by one as the product seals them, written many at a time. */
  private static void fill(
      Fixtures given, Fixtures.Family family, Fixtures.StaffMember staff, long rows) {
    long first =
        given.scalar("SELECT setval(pg_get_serial_sequence('visit', 'id'), ?) - ?", rows + 1, rows);
    StringBuilder values = new StringBuilder();
    for (long id = first; id < first + rows; id++) {
      String hex =
          java.util.HexFormat.of().formatHex(given.cipher().seal(Column.VISIT_NOTE, id, "来过"));
      values.append(values.isEmpty() ? "" : ",");
      values
          .append("(")
          .append(id)
          .append(",")
          .append(family.id())
          .append(",")
          .append(staff.id())
          .append(",now(),now(),'\\x")
          .append(hex)
          .append("')");
      if ((id - first) % 2000 == 1999 || id == first + rows - 1) {
        given.run(
            "INSERT INTO visit (id, household_id, staff_id, visited_at, recorded_at, note_enc) VALUES "
                + values);
        values.setLength(0);
      }
    }
    given.run("ANALYZE visit");
  }

  /** Milliseconds of each scan, ascending. */
  private static double[] scan(TestServer server, Fixtures.Family[] families, int times) {
    double[] took = new double[times];
    for (int i = 0; i < times; i++) {
      Fixtures.Family family = families[1 + i % (families.length - 1)];
      long began = System.nanoTime();
      TestServer.Answer answer = server.resolve(family.printed(), family.token());
      took[i] = (System.nanoTime() - began) / 1e6;
      if (answer.status() != 200 || !answer.json().getString("viewer").equals("household")) {
        throw new IllegalStateException("a scan failed: " + answer.text());
      }
    }
    Arrays.sort(took);
    return took;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }
}
