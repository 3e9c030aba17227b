package yihuyima.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import yihuyima.api.policy.condition.Condition;
import yihuyima.api.policy.condition.ConditionReader;
import yihuyima.api.policy.condition.Reading;
import yihuyima.api.policy.condition.RegisterFacts;
import yihuyima.api.policy.recomputation.RecomputationJobs;
import yihuyima.api.policy.recomputation.RuleSource;
import yihuyima.api.sql.Database;
import yihuyima.server.Foundations;
import yihuyima.server.ServerConfig;

/**
 * All answers of a register computed anew, 30 policies, beside one sequential scan of the facts
 * they need taken in the same run: {@code --households N} (10,000 and 1,000,000 when not given),
 * durable commits. The first computation writes an answer for every household; then every second
 * policy changes, the usual case: what is found otherwise is written, the rest is only compared.
 * Ends by itself; {@code --json FILE} writes the figures.
 */
final class RecomputationBench {
  private static final int ROUNDS = 5;
  private static final Duration WAIT = Duration.ofMinutes(10);

  /** Thirty conditions, in the middle of which stand the figures that change. */
  private static final List<String> CONDITIONS =
      List.of(
          "fileOpen",
          "tier == \"DEEP\"",
          "fileOpen && tier in [\"DEEP\", \"RELATIVE\"]",
          "fileOpen || fileState == \"CLOSED\" && monthsSince(fileClosedOn) < 12",
          "netMonthPerHeadFen < minimumStandardFen",
          "netMonthPerHeadFen < 2 * minimumStandardFen",
          "selfPaidMedicalFen >= %d",
          "selfPaidMedicalFen * 100 > yearIncomeFen * 80",
          "yearIncomeFen - yearExpenseFen < 12 * minimumStandardFen * memberCount",
          "\"CHILD_SCHOOLING\" in otherCauses || mainCause == \"CHILD_SCHOOLING\"",
          "within(region, \"990000\")",
          "housing in [\"RENTED\", \"UNIT_HOUSING\", \"NONE\"] && fileOpen",
          "fileOpen && members.exists(m, m.schoolStage == \"UNIVERSITY\")",
          "fileOpen && members.exists(m, m.schoolStage in [\"SENIOR\", \"VOCATIONAL\"])",
          "members.exists(m, m.schoolStage == \"UNIVERSITY\" && m.age >= 21)",
          "members.exists(m, m.health in [\"CANCER\", \"STROKE\", \"KIDNEY_FAILURE\"]) && selfPaidMedicalFen >= %d",
          "members.exists(m, m.isWorker && m.insurance == \"EMPLOYEE\")",
          "members.exists(m, m.isWorker && m.workStatus in [\"GIG\", \"MIGRANT\"])",
          "members.exists(m, m.age < 60 && m.workStatus in [\"UNEMPLOYED\", \"LAID_OFF\"])",
          "members.all(m, m.insurance != \"NONE\")",
          "members.filter(m, m.age >= 60).size() >= 2",
          "members.filter(m, m.age < 14).size() >= 2 && tier == \"DEEP\"",
          "members.exists_one(m, m.monthIncomeFen > 0)",
          "members.all(m, m.monthIncomeFen < minimumStandardFen)",
          "members.exists(m, m.age >= 16 && m.age < 25 && m.schoolStage == \"NONE\")",
          "memberCount >= 4 && netMonthPerHeadFen < minimumStandardFen",
          "tier == \"DEEP\" ? selfPaidMedicalFen > %d : selfPaidMedicalFen > 300000",
          "fileOpen && fileLevel == \"NATIONAL\" && daysSince(fileOpenedOn) > 365",
          "members.exists(m, m.sex == \"F\" && m.age >= 55 && m.monthIncomeFen < 150000)",
          "tier in [\"DEEP\", \"ACCIDENT\"] && fileOpen && members.exists(m, m.relation == \"CHILD\" && m.age < 18)");

  /** What these conditions speak of, each table once, in the order of the disk. */
  private static final List<String> SCANS =
      List.of(
          """
          SELECT count(tier), count(main_cause), sum(cardinality(other_causes)), count(housing), sum(year_income_fen),
                 sum(year_expense_fen), sum(self_paid_medical_fen)
            FROM household_version WHERE is_current
          """,
          "SELECT count(relation), count(person_id) FROM membership WHERE to_on IS NULL",
          """
          SELECT count(sex), max(born_on), count(health), count(insurance), count(work_status), count(school_stage), sum(month_income_fen)
            FROM person_version WHERE is_current
          """,
          "SELECT count(level), max(opened_on), max(closed_on) FROM household_file",
          "SELECT count(organisation_id) FROM household");

  private final EmbeddedPostgres postgres;

  private RecomputationBench(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /** Policies whose figures are those of the moment. */
  private static final class Policies implements RuleSource {
    private final ConditionReader reader = new ConditionReader(RegisterFacts.ALL);
    private long version = 1;

    void change() {
      version++;
    }

    @Override
    public Future<Long> version(SqlClient db) {
      return Future.succeededFuture(version);
    }

    @Override
    public Future<List<Found>> rules(SqlClient db, LocalDate day) {
      List<Found> found = new ArrayList<>();
      for (int i = 0; i < CONDITIONS.size(); i++) {
        String text = CONDITIONS.get(i).formatted(100_000 * version);
        Condition condition = ((Reading.Accepted) reader.read(text)).condition();
        found.add(new Found("P%02d".formatted(i), condition, Set.of(), Set.of()));
      }
      return Future.succeededFuture(found);
    }
  }

  public static void main(String[] arguments) throws Exception {
    List<Integer> sizes = new ArrayList<>();
    Path json = null;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--households" -> sizes.add(Integer.parseInt(arguments[++i]));
        case "--json" -> json = Path.of(arguments[++i]);
        default -> {
          System.err.println("bench recomputation [--households N]… [--json FILE]");
          System.exit(2);
        }
      }
    }
    if (sizes.isEmpty()) {
      sizes.addAll(List.of(10_000, 1_000_000));
    }
    System.out.printf(
        Locale.ROOT,
        "cores %d, JDK %s, %d policies, durable commits, floor: one scan of each table, median of %d%n",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"),
        CONDITIONS.size(),
        ROUNDS);
    JsonObject results = new JsonObject();
    for (int size : sizes) {
      Path work = Files.createTempDirectory("yihuyima-bench");
      try (EmbeddedPostgres postgres =
              EmbeddedPostgres.start(work.resolve("pg"), Durability.DURABLE);
          EmbeddedRedis redis = EmbeddedRedis.start(work.resolve("redis"))) {
        ServerConfig config = ScanLoad.config(postgres, redis);
        ScanLoad.fill(postgres, config, size);
        results.put("households" + size, new RecomputationBench(postgres).measure(config, size));
      } catch (Exception e) {
        e.printStackTrace();
        System.exit(1);
      }
    }
    if (json != null) {
      Files.writeString(json, results.encodePrettily());
    }
    System.exit(0);
  }

  private JsonObject measure(ServerConfig config, int households) throws Exception {
    Vertx vertx = Vertx.vertx();
    Pool pool = Foundations.pool(config, vertx, 2, 64);
    Policies policies = new Policies();
    RecomputationJobs jobs =
        new RecomputationJobs(new Database(vertx, pool, pool), policies, Clock.systemUTC());
    scan();
    double first = recompute(jobs);
    double[] scans = new double[ROUNDS];
    double[] all = new double[ROUNDS];
    double[] floor = new double[ROUNDS];
    long changed = 0;
    for (int i = 0; i < ROUNDS; i++) {
      scans[i] = scan();
      policies.change();
      all[i] = recompute(jobs);
      changed =
          Math.max(
              changed,
              count(
                  "SELECT max(changed) FROM recomputation WHERE state = 'DONE' AND cause = 'CATALOGUE'"));
      floor[i] = all[i] / scans[i];
    }
    long members = count("SELECT max(members) FROM recomputation");
    JsonObject result =
        new JsonObject(
            Map.of(
                "households", households,
                "members", members,
                "scanSeconds", median(scans),
                "firstSeconds", first,
                "seconds", median(all),
                "changedAtMost", changed,
                "ratio", median(floor)));
    System.out.printf(
        Locale.ROOT,
        "%,9d households, %,9d members: scan %.2f s, first computation %.2f s (%.1f x), again with changes %.2f s (%.1f x; up to %,d households changed)%n",
        households,
        members,
        median(scans),
        first,
        first / median(scans),
        median(all),
        median(floor),
        changed);
    pool.close();
    vertx.close();
    return result;
  }

  private static double recompute(RecomputationJobs jobs) throws Exception {
    long began = System.nanoTime();
    while (jobs.step()
        .toCompletionStage()
        .toCompletableFuture()
        .get(WAIT.toSeconds(), TimeUnit.SECONDS)) {
      // One step after the other, without the pauses that the product makes between them.
    }
    return (System.nanoTime() - began) / 1e9;
  }

  private double scan() throws SQLException {
    long began = System.nanoTime();
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "SET max_parallel_workers_per_gather = 0; SET enable_indexscan = off; SET enable_bitmapscan = off; SET enable_indexonlyscan = off");
      for (String scan : SCANS) {
        statement.execute(scan);
      }
    }
    return (System.nanoTime() - began) / 1e9;
  }

  private long count(String query) throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection(
        postgres.jdbcUrl(postgres.database()), postgres.user(), postgres.password());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
