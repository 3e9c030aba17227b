package yihuyima.demo;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;
import yihuyima.api.code.CodeKeys;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.secret.KeyRings;
import yihuyima.demo.county.SampleCounty;
import yihuyima.demo.county.SampleKeys;
import yihuyima.server.Foundations;
import yihuyima.server.ServerConfig;

/**
 * What benches of scans share: the sample county in a store of its own, people who scan and are
 * signed in for real, and load from a process beside the server.
 */
final class ScanLoad {
  /** Connections that scans come over. */
  static final int CONNECTIONS = 64;

  /** Households that are scanned, drawn from all over the register. */
  static final int SCANNED = 2000;

  /** Requests of one kind; every answer must be 2xx and hold {@code expected}. */
  record Case(String name, Path requests, String expected) {}

  /**
   * What a case did.
   *
   * @param cpu processor time of all that were answered, those of the warming up too
   */
  record Load(
      double rps, double p50Ms, double p99Ms, long wrong, long answered, CpuMeter.Reading cpu) {
    /** Processor time of this process for one answer, in microseconds. */
    double serverMicros() {
      return micros(cpu.server());
    }

    /** Processor time of PostgreSQL for one answer, in microseconds. */
    double postgresMicros() {
      return micros(cpu.postgres());
    }

    private double micros(Duration time) {
      return time.toNanos() / 1000.0 / Math.max(1, answered);
    }
  }

  /**
   * A household that is scanned.
   *
   * @param path of its code
   * @param cadreToken empty when no cadre is in charge of it
   */
  record Scanned(long householdId, String path, String token, String cadreToken) {}

  private final Path work;

  ScanLoad(Path work) {
    this.work = work;
  }

  static ServerConfig config(EmbeddedPostgres postgres, EmbeddedRedis redis) {
    return TestConfig.on(postgres, postgres.database(), redis)
        .with("lookupsPerCallerMinute", "100000000")
        .with("eventLoops", "0")
        .build();
  }

  /** Migrates and loads the sample county. */
  static void fill(EmbeddedPostgres postgres, ServerConfig config, int households)
      throws SQLException {
    yihuyima.server.Migration.migrate(postgres.jdbcUrl(), postgres.user(), postgres.password());
    long began = System.nanoTime();
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(postgres.jdbcUrl());
    source.setUser(postgres.user());
    source.setPassword(postgres.password());
    KeyRings keyRings = Foundations.openKeys(config);
    SampleKeys keys =
        new SampleKeys(
            new FieldCipher(keyRings),
            new BlindIndex(keyRings),
            Foundations.codeKeys(config),
            "not used here",
            partner -> Arrays.copyOf(partner.getBytes(StandardCharsets.UTF_8), 32));
    SampleCounty.load(
        source,
        keys,
        households,
        SampleCounty.SEED,
        LocalDate.now(Clock.systemUTC()),
        (d, t) -> {});
    System.out.printf(
        Locale.ROOT,
        "%n%,d households loaded in %.0f s%n",
        households,
        (System.nanoTime() - began) / 1e9);
  }

  /** Households from all over the register, with people who may scan them. */
  static List<Scanned> households(EmbeddedPostgres postgres, ServerConfig config, int households) {
    Fixtures given = Fixtures.on(postgres, postgres.database(), config, Clock.systemUTC());
    CodeKeys codes = Foundations.codeKeys(config);
    List<String> rows =
        given.texts(
            """
            SELECT c.household_id || ' ' || c.generation || ' ' || w.person_id || ' ' ||
                   coalesce((SELECT min(p.staff_id) FROM pairing AS p JOIN staff AS s ON s.id = p.staff_id
                              WHERE p.household_id = c.household_id AND p.to_on IS NULL AND 'CADRE' = ANY (s.roles)), 0)
              FROM household_code AS c
              JOIN membership AS w ON w.household_id = c.household_id AND w.relation = 'WORKER' AND w.to_on IS NULL
             WHERE c.state = 'LIVE' AND c.household_id % ? = 0
             ORDER BY random()
             LIMIT ?
            """,
            Math.max(1, households / (SCANNED * 2)), SCANNED);
    List<Scanned> all = new ArrayList<>();
    Map<Long, String> cadreTokens = new LinkedHashMap<>();
    for (String row : rows) {
      String[] parts = row.split(" ", -1);
      long household = Long.parseLong(parts[0]);
      String path =
          "/v1/household-codes/"
              + codes
                  .mint(codes.currentMintKeyId(), household, Integer.parseInt(parts[1]))
                  .printed();
      long cadre = Long.parseLong(parts[3]);
      all.add(
          new Scanned(
              household,
              path,
              given.tokenOfHousehold(household, Long.parseLong(parts[2])),
              cadre == 0 ? "" : cadreTokens.computeIfAbsent(cadre, given::tokenOfStaff)));
    }
    return all;
  }

  /** A file of requests: path, a tab, token or nothing. */
  Path file(String name, List<String> lines) throws IOException {
    return Files.write(work.resolve(name + ".txt"), lines);
  }

  /**
   * Sends requests.
   *
   * @param rate arrivals a second; 0: as fast as answers come
   */
  static Load drive(int port, Case one, double seconds, long rate, CpuMeter meter)
      throws IOException, InterruptedException {
    CpuMeter.Reading before = meter.read();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "yihuyima.demo.LoadGenerator",
                String.valueOf(port),
                one.requests().toString(),
                String.valueOf(seconds),
                String.valueOf(CONNECTIONS),
                String.valueOf(rate),
                one.expected())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(one.name() + ": the load generator failed: " + line);
    }
    CpuMeter.Reading cpu = meter.read().since(before);
    JsonObject said = new JsonObject(line.substring(line.indexOf('{')));
    Load load =
        new Load(
            said.getDouble("rps"),
            said.getDouble("p50Ms"),
            said.getDouble("p99Ms"),
            said.getLong("wrong"),
            said.getLong("answeredInAll"),
            cpu);
    if (load.wrong() > 0) {
      throw new IllegalStateException(one.name() + ": " + load.wrong() + " wrong answers");
    }
    return load;
  }

  static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
