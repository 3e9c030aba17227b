package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import yihuyima.api.identity.Role;
import yihuyima.server.ServerConfig;

/**
 * What is found for all households at once is what each household is answered for itself: two ways
 * to read the register, and two to decide, over the people and the catalogue of the sample.
 */
class AnswersAgreeIT {
  private static final int HOUSEHOLDS = 300;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir static Path directory;

  @Test
  void manyAtOnceAndOneByOne() throws Exception {
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.start(directory.resolve("pg"), Durability.FAST);
        EmbeddedRedis redis = EmbeddedRedis.start(directory.resolve("redis"))) {
      ServerConfig config = ScanLoad.config(postgres, redis);
      ScanLoad.fill(postgres, config, HOUSEHOLDS);
      try (TestServer server =
          TestServer.startOn(
              postgres,
              postgres.database(),
              redis,
              c -> c.with("lookupsPerCallerMinute", "100000000"),
              java.time.Clock.systemUTC())) {
        compare(server);
      }
    }
  }

  private static void compare(TestServer server) {
    Fixtures given = server.fixtures();
    assertThat(
            Polling.until(
                () ->
                    given.scalar(
                            """
                            SELECT (SELECT count(*) FROM recomputation WHERE state = 'DONE' AND households > 0)
                                   * (SELECT (count(*) = 0)::int FROM changed_household)
                            """)
                        > 0,
                PATIENCE))
        .isTrue();
    Fixtures.StaffMember reader = given.staff(given.topmost(), Role.CHECKER);
    List<String> differences = new ArrayList<>();
    int told = 0;
    for (String id :
        given.texts(
            "SELECT id::text FROM household WHERE processing_stopped_at IS NULL AND withdrawn = '{}' ORDER BY id")) {
      JsonObject one = server.get("/v1/households/" + id + "/policies", reader.token()).json();
      Set<String> alone = new TreeSet<>();
      for (Object item : one.getJsonArray("items")) {
        JsonObject answer = (JsonObject) item;
        if (!answer.getString("state").equals("NOT_ENTITLED")) {
          alone.add(answer.getString("policyCode") + " " + answer.getString("state"));
        }
      }
      Set<String> together =
          new TreeSet<>(
              given.texts(
                  """
                  SELECT n.code || CASE WHEN n.number = ANY (a.entitled) THEN ' ENTITLED' ELSE ' UNKNOWN' END
                    FROM household_answer AS a JOIN policy_number AS n ON n.number = ANY (a.entitled || a.unknown)
                   WHERE a.household_id = ?
                  """,
                  Long.parseLong(id)));
      told += alone.size();
      if (!alone.equals(together)) {
        Set<String> missing = new TreeSet<>(alone);
        missing.removeAll(together);
        together.removeAll(alone);
        differences.add("household " + id + ": alone " + missing + ", together " + together);
      }
    }
    assertThat(told).as("answers").isGreaterThan(HOUSEHOLDS);
    assertThat(differences).isEmpty();
  }
}
