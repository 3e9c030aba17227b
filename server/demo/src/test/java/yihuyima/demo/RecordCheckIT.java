package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** Checks of the record that an auditor starts. */
class RecordCheckIT {
  private TestServer server;
  private Fixtures given;
  private Fixtures.StaffMember auditor;
  private Fixtures.Family family;

  @BeforeEach
  void start() {
    server = TestServer.start();
    given = server.fixtures();
    Fixtures.Org county = given.county(given.city(), "安和县总工会");
    auditor = given.staff(county, Role.AUDITOR);
    family = given.household(given.station(county, "样例厂工会"));
    for (int i = 0; i < 5; i++) {
      server.get("/v1/my/household", family.token());
    }
    assertThat(Polling.until(() -> waiting() == 0, Duration.ofSeconds(20))).isTrue();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private int waiting() {
    JsonObject state = server.get("/v1/record-seals/state", auditor.token()).json();
    return state.getLong("newestSeal") == 0 ? 1 : state.getInteger("waiting");
  }

  private TestServer.Answer ask(LocalDate from, LocalDate to) {
    return server.post(
        "/v1/record-checks",
        auditor.token(),
        new JsonObject().put("from", from.toString()).put("to", to.toString()));
  }

  private JsonObject ended(TestServer.Answer asked) {
    assertThat(asked.status()).as(asked.text()).isEqualTo(202);
    String path = "/v1/record-checks/" + asked.json().getLong("checkId");
    AtomicReference<JsonObject> found = new AtomicReference<>(new JsonObject());
    assertThat(
            Polling.until(
                () -> {
                  found.set(server.get(path, auditor.token()).json());
                  return found.get().getString("endedAt") != null;
                },
                Duration.ofSeconds(60)))
        .as(found.get().encode())
        .isTrue();
    return found.get();
  }

  @Test
  void soundRecordHasNoFindingAndAnEditedOneIsLocated() {
    LocalDate today = given.today();
    JsonObject sound = ended(ask(today, today));
    assertThat(sound.getString("state")).isEqualTo("DONE");
    assertThat(sound.getLong("findings")).isZero();
    assertThat(sound.getLong("records")).isGreaterThanOrEqualTo(5);
    assertThat(sound.getLong("seals")).isEqualTo(sound.getLong("sealsTotal"));

    long record =
        given.scalar(
            "SELECT min(id) FROM access_record WHERE household_id = ? AND operation = 'getMyHousehold'",
            family.id());
    given.run(
        "DO $$ BEGIN ALTER TABLE ONLY access_record DISABLE TRIGGER access_record_only_added;"
            + " UPDATE access_record SET granted = NOT granted WHERE id = "
            + record
            + "; ALTER TABLE ONLY access_record ENABLE TRIGGER access_record_only_added; END $$");
    JsonObject edited = ended(ask(today, today));
    assertThat(edited.getString("state")).isEqualTo("DONE");
    assertThat(edited.getLong("findings")).isEqualTo(1);
    JsonObject place = edited.getJsonArray("places").getJsonObject(0);
    assertThat(place.getString("kind")).isEqualTo("RECORD_EDITED");
    assertThat(place.getLong("record")).isEqualTo(record);

    assertThat(
            server.get("/v1/record-checks?limit=1", auditor.token()).json().getJsonArray("items"))
        .hasSize(1);
  }

  @Test
  void daysWithoutSealsAreSaidToBeEmpty() {
    LocalDate past = LocalDate.of(2020, 1, 1);
    assertThat(ended(ask(past, past)).getString("state")).isEqualTo("EMPTY");
  }

  @Test
  void daysAreBoundedAndSoAreChecksAtATime() {
    LocalDate today = given.today();
    assertThat(ask(today, today.minusDays(1)).problem()).isEqualTo("request-invalid");
    assertThat(ask(today, today.plusDays(1)).problem()).isEqualTo("request-invalid");
    assertThat(ask(today.minusDays(40), today).problem()).isEqualTo("request-invalid");
    for (int i = 0; i < 3; i++) {
      // As if other servers worked on them.
      given.run(
          "INSERT INTO record_check (asked_by, from_on, to_on, state, asked_at, alive_at)"
              + " VALUES (?, '2020-01-01', '2020-01-01', 'RUNNING', now(), now() + interval '1 hour')",
          auditor.id());
    }
    assertThat(ask(today, today).problem()).isEqualTo("job-running");
  }

  @Test
  void checkWhoseServerDiedBeginsAnew() {
    long dead =
        given.scalar(
            "INSERT INTO record_check (asked_by, from_on, to_on, state, asked_at, alive_at, run, seals)"
                + " VALUES (?, ?::date, ?::date, 'RUNNING', now(), now() - interval '1 hour', 1, 999) RETURNING id",
            auditor.id(),
            given.today().toString(),
            given.today().toString());
    String path = "/v1/record-checks/" + dead;
    assertThat(
            Polling.until(
                () -> server.get(path, auditor.token()).json().getString("state").equals("DONE"),
                Duration.ofSeconds(60)))
        .isTrue();
    JsonObject done = server.get(path, auditor.token()).json();
    assertThat(done.getLong("seals")).isEqualTo(done.getLong("sealsTotal")).isNotEqualTo(999);
  }

  @Test
  void investigationsAreListedForTheAuditorsOfTheSubtree() {
    Fixtures.StaffMember elsewhere =
        given.staff(given.county(given.city(), "宁川县总工会"), Role.AUDITOR);
    JsonObject draft =
        new JsonObject()
            .put("householdId", family.id())
            .put("until", java.time.Instant.now().plus(Duration.ofDays(3)).toString())
            .put("reason", "怀疑有人向外泄露该户资料");
    assertThat(server.post("/v1/leak-investigations", auditor.token(), draft).status())
        .isEqualTo(201);
    JsonObject listed =
        server
            .get("/v1/leak-investigations", auditor.token())
            .json()
            .getJsonArray("items")
            .getJsonObject(0);
    assertThat(listed.getString("reason")).isEqualTo("怀疑有人向外泄露该户资料");
    assertThat(listed.getBoolean("mine")).isTrue();
    assertThat(listed.getString("state")).isEqualTo("OPEN");
    assertThat(
            server.get("/v1/leak-investigations", elsewhere.token()).json().getJsonArray("items"))
        .isEmpty();
  }

  @Test
  void recordSaysWhoInWords() {
    JsonObject line =
        server
            .get(
                "/v1/access-records?householdId=" + family.id() + "&operation=getMyHousehold",
                auditor.token())
            .json()
            .getJsonArray("items")
            .getJsonObject(0);
    assertThat(line.getString("by")).isEqualTo("一户家庭");
    assertThat(line.getString("action")).isEqualTo("查看我家");
  }
}
