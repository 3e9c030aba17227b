package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;
import yihuyima.qr.SymbolReader;
import yihuyima.qr.SymbolReading;

/**
 * Codes of households: issue, draw, lose, replace, revoke, in bulk; the dynamic code; the lists.
 */
class CodesIT {
  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org city;
  private static Fixtures.Org county;
  private static Fixtures.Org station;
  private static Fixtures.StaffMember clerk;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    city = given.city();
    county = given.county(city, "安和县总工会");
    station = given.station(county, "样例厂工会");
    clerk = given.staff(county, Role.CODE_CLERK);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void issuedOnceAndOnlyOnce() {
    long household = given.householdWithoutCode(station);
    String path = "/v1/households/" + household + "/code";

    TestServer.Answer issued = server.post(path, clerk.token(), null, "issue-once-0000000001");
    assertThat(issued.status()).as(issued.text()).isEqualTo(201);
    TestServer.Answer again = server.post(path, clerk.token(), null, "issue-once-0000000001");
    assertThat(again.text()).isEqualTo(issued.text());
    assertThat(server.post(path, clerk.token(), null, "another-key-000000001").problem())
        .isEqualTo("live-code-exists");
  }

  @Test
  void sixtyFourPressesIssueOneCode() throws Exception {
    long household = given.householdWithoutCode(station);
    String path = "/v1/households/" + household + "/code";
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          threads.invokeAll(
              IntStream.range(0, 64)
                  .<Callable<TestServer.Answer>>mapToObj(
                      i -> () -> server.post(path, clerk.token(), null, "pressed-64-times-000"))
                  .toList());
      for (Future<TestServer.Answer> answer : answers) {
        // One that waited too long for the others' lock is told to try again; no other answer is
        // right.
        assertThat(answer.get().status()).isIn(201, 503);
      }
    }
    assertThat(
            given.scalar("SELECT count(*) FROM household_code WHERE household_id = ?", household))
        .isEqualTo(1);
  }

  @Test
  void replacementKillsTheOldCardInTheSameMoment() {
    Fixtures.Family family = given.household(station);
    TestServer.Answer replaced =
        server.post(
            "/v1/households/" + family.id() + "/code/replacement",
            clerk.token(),
            null,
            UUID.randomUUID().toString());
    assertThat(replaced.status()).as(replaced.text()).isEqualTo(201);
    String fresh = replaced.json().getString("code");

    assertThat(fresh).isNotEqualTo(family.printed());
    assertThat(replaced.json().getInteger("generation")).isEqualTo(2);
    assertThat(server.resolve(family.printed(), family.token()).json().getString("viewer"))
        .isEqualTo("anyone");
    assertThat(server.resolve(fresh, family.token()).json().getString("viewer"))
        .isEqualTo("household");
  }

  @Test
  void householdReportsItsOwnCardLostAndNobodyElses() {
    Fixtures.Family family = given.household(station);
    Fixtures.Family other = given.household(station);
    String path = "/v1/households/" + family.id() + "/code/loss";

    assertThat(server.post(path, other.token(), null, "not-my-card-00000001").status())
        .isIn(403, 404);
    assertThat(server.post(path, family.token(), null, "lost-my-card-0000001").status())
        .isEqualTo(200);
    assertThat(server.resolve(family.printed(), family.token()).json().getString("viewer"))
        .isEqualTo("anyone");
  }

  @Test
  void deadCodesStandInTheRevocationListOnceEach() {
    Fixtures.Family family = given.household(station);
    long before = server.get("/v1/revocations?limit=100", clerk.token()).json().getLong("counter");
    server.post(
        "/v1/households/" + family.id() + "/code/revocation",
        clerk.token(),
        new JsonObject().put("reason", "迁出"));
    JsonObject list = server.get("/v1/revocations?after=" + before, clerk.token()).json();

    assertThat(list.getJsonArray("hashes")).hasSize(1);
    assertThat(list.getLong("counter")).isEqualTo(before + 1);
    assertThat(server.get("/v1/revocations", family.token()).status()).isEqualTo(403);
    assertThat(server.get("/v1/revocations", null).status()).isEqualTo(401);
  }

  @Test
  void picturesAreReadBackByAnIndependentReader() throws IOException {
    Fixtures.Family family = given.household(station);
    String path = "/v1/households/" + family.id() + "/code/picture?format=png&scale=6&shape=";
    for (String shape : new String[] {"short", "signed"}) {
      TestServer.Answer picture = server.get(path + shape, clerk.token());
      SymbolReading read =
          SymbolReader.read(ImageIO.read(new ByteArrayInputStream(picture.response().body())));
      assertThat(read).isInstanceOf(SymbolReading.Found.class);
      assertThat(((SymbolReading.Found) read).text())
          .startsWith("http://localhost:8080/h/" + family.code().canonical());
    }
  }

  @Test
  void dynamicCodeIsTakenOnce() {
    Fixtures.Family family = given.household(station);
    Fixtures.StaffMember cadre = given.staff(station, Role.CADRE);
    given.pair(family, cadre);
    String url =
        server
            .send("POST", "/v1/my/dynamic-code", family.token(), null, null)
            .json()
            .getString("url");
    String taking = "/v1/dynamic-codes/" + url.substring(url.lastIndexOf('/') + 1) + "/taking";

    assertThat(server.send("POST", taking, null, null, null).status()).isEqualTo(401);
    TestServer.Answer taken = server.send("POST", taking, cadre.token(), null, null);
    assertThat(taken.json().getString("viewer")).isEqualTo("cadre");
    assertThat(server.send("POST", taking, cadre.token(), null, null).problem())
        .isEqualTo("dynamic-code-gone");
  }

  @Test
  void bulkIssueGoesOnAfterTheServerIsGone() {
    Fixtures.Org big = given.county(city, "大县总工会");
    Fixtures.Org works = given.station(big, "大厂工会");
    given.run(
        """
        INSERT INTO household (organisation_id, created_at)
        SELECT ?, now() FROM generate_series(1, 3000)
        """,
        works.id());
    Fixtures.StaffMember bigClerk = given.staff(big, Role.CODE_CLERK);
    long job;
    try (TestServer first = server.another()) {
      TestServer.Answer started =
          first.post(
              "/v1/organisations/" + big.id() + "/code-issue-jobs",
              bigClerk.token(),
              null,
              "bulk-issue-00000000001");
      assertThat(started.status()).as(started.text()).isEqualTo(202);
      assertThat(started.json().getInteger("total")).isEqualTo(3000);
      job = started.json().getLong("jobId");
    }
    JsonObject done = untilDone(job, bigClerk);

    assertThat(done.getInteger("done")).isEqualTo(3000);
    assertThat(
            given.scalar(
                "SELECT count(*) FROM household_code AS c JOIN household AS h ON h.id = c.household_id WHERE h.organisation_id = ?",
                works.id()))
        .isEqualTo(3000);
    assertThat(server.get("/v1/code-issue-jobs/" + job, clerk.token()).status()).isEqualTo(404);
  }

  private static JsonObject untilDone(long job, Fixtures.StaffMember by) {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
    while (true) {
      JsonObject seen = server.get("/v1/code-issue-jobs/" + job, by.token()).json();
      if (seen.getString("state").equals("DONE")) {
        return seen;
      }
      assertThat(Instant.now()).as("job is at " + seen).isBefore(deadline);
    }
  }
}
