package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.IndexedColumn;
import yihuyima.api.secret.KeyRings;
import yihuyima.server.Foundations;
import yihuyima.server.KeyCommands;

/** The index key changes while everything runs: nothing is there twice, nothing is not found. */
class IndexRotationIT {
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  private record County(
      Fixtures.StaffMember administrator,
      Fixtures.StaffMember clerk,
      List<Fixtures.Family> families) {}

  private static County county(TestServer server, int households) {
    Fixtures given = server.fixtures();
    Fixtures.Org county = given.county(given.city(), "安和县总工会");
    Fixtures.Org station = given.station(county, "样例厂工会");
    given.livingAid(county);
    List<Fixtures.Family> families = new ArrayList<>();
    for (int i = 0; i < households; i++) {
      families.add(given.household(station));
    }
    return new County(
        given.staff(given.topmost(), Role.ADMINISTRATOR),
        given.staff(county, Role.CODE_CLERK),
        families);
  }

  private static TestServer.Answer start(TestServer server, County county) {
    return server.post(
        "/v1/key-rotations",
        county.administrator().token(),
        new JsonObject().put("purpose", "INDEX"));
  }

  private static long begin(TestServer server, County county) {
    TestServer.Answer started = start(server, county);
    assertThat(started.status()).as(started.text()).isEqualTo(202);
    assertThat(started.json().getString("purpose")).isEqualTo("INDEX");
    return started.json().getLong("rotationId");
  }

  private static JsonObject until(TestServer server, County county, long id, Set<String> states) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (true) {
      JsonObject seen =
          server.get("/v1/key-rotations/" + id, county.administrator().token()).json();
      if (states.contains(seen.getString("state"))) {
        return seen;
      }
      Polling.pause();
      assertThat(Instant.now()).as("the rotation is at " + seen).isBefore(deadline);
    }
  }

  /** How many values of all indexes stand in the column of this key. */
  private static long indexedWith(Fixtures given, int key) {
    long all = 0;
    for (IndexedColumn column : IndexedColumn.values()) {
      all +=
          given.scalar(
              "SELECT count(%s) FROM %s"
                  .formatted(column.column(key), column.sealed().table().table()));
    }
    return all;
  }

  private static String state(Fixtures given, int key) {
    return given
        .texts("SELECT state FROM data_key WHERE purpose = 'INDEX' AND id = ?", key)
        .getFirst();
  }

  private static List<Long> found(TestServer server, County county, JsonObject words) {
    TestServer.Answer answer = server.post("/v1/households/search", county.clerk().token(), words);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getLong("householdId"))
        .toList();
  }

  private static void finds(TestServer server, County county, Fixtures.Family family) {
    assertThat(found(server, county, new JsonObject().put("idNumber", family.idNumber())))
        .containsExactly(family.id());
    assertThat(found(server, county, new JsonObject().put("phone", family.phone())))
        .containsExactly(family.id());
  }

  @Test
  void listOfBlindIndexesIsTheDatabasesAndEachHasItsTwin() {
    try (TestServer server = TestServer.start()) {
      Fixtures given = server.fixtures();
      for (int key = 1; key <= 2; key++) {
        Set<String> listed = new TreeSet<>();
        for (IndexedColumn column : IndexedColumn.values()) {
          listed.add(column.sealed().table().table() + "." + column.column(key));
        }
        assertThat(listed)
            .as("add the new index to IndexedColumn with a second column, or it keeps the old key")
            .isEqualTo(
                new TreeSet<>(
                    given.texts(
                        "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name LIKE ?",
                        key == 1 ? "%\\_bidx" : "%\\_bidx2")));
      }
      List<String> indexes =
          given.texts(
              "SELECT substring(indexdef FROM 'CREATE (?:UNIQUE )?INDEX') || tablename || substring(indexdef FROM ' USING .*') FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE '%bidx%'");
      assertThat(indexes).hasSizeGreaterThan(8);
      assertThat(indexes)
          .filteredOn(definition -> !definition.contains("bidx2"))
          .allSatisfy(
              definition ->
                  assertThat(indexes)
                      .as("the second column is as unique and as quickly found")
                      .contains(definition.replace("bidx", "bidx2")));
    }
  }

  /** Registers a person as a server with this ring would. */
  private static void register(Fixtures given, KeyRings ring, String number) {
    BlindIndex.Slots slots = new BlindIndex(ring).slots(BlindIndex.Kind.ID_NUMBER, number);
    long id = given.nextId("person");
    given.run(
        "INSERT INTO person (id, id_number_enc, id_number_bidx, id_number_bidx2) VALUES (?,?,?,?)",
        id,
        given.cipher().seal(Column.PERSON_ID_NUMBER, id, number),
        slots.first() == null ? null : slots.first().getBytes(),
        slots.second() == null ? null : slots.second().getBytes());
  }

  @Test
  void numberThatIsThereIsRefusedBetweenServersInAnyTwoNeighbouringStates() {
    try (TestServer server =
        TestServer.start(c -> c.with("rotationGraceSeconds", "3600"), Clock.systemUTC())) {
      County county = county(server, 1);
      Fixtures given = server.fixtures();
      KeyRings before = Foundations.openKeys(server.config());
      String early = Fixtures.idNumber(700);
      register(given, before, early);
      long id = begin(server, county);
      until(server, county, id, Set.of("WRITING"));
      KeyRings both = Foundations.openKeys(server.config());
      assertThat(both.ring().indexIds()).containsExactly(1, 2);
      // A server that waits for less goes on with it.
      try (TestServer hasty = server.another(c -> c.with("rotationGraceSeconds", "1"))) {
        until(hasty, county, id, Set.of("DONE"));
      }
      KeyRings after = Foundations.openKeys(server.config());
      assertThat(after.ring().indexIds()).containsExactly(2);

      List<List<KeyRings>> neighbours =
          List.of(
              List.of(before, before),
              List.of(before, both),
              List.of(both, before),
              List.of(both, both),
              List.of(both, after),
              List.of(after, both),
              List.of(after, after));
      int next = 710;
      for (List<KeyRings> two : neighbours) {
        String number = Fixtures.idNumber(next++);
        register(given, two.get(0), number);
        assertThatThrownBy(() -> register(given, two.get(1), number))
            .as("%s, then %s", two.get(0).ring().indexIds(), two.get(1).ring().indexIds())
            .hasStackTraceContaining("person_id_number_unique");
      }
      assertThatThrownBy(() -> register(given, after, early))
          .as("who was there before the change is there after it")
          .hasStackTraceContaining("person_id_number_unique");
    }
  }

  @Test
  void familiesAreFoundAndNobodySignsInTwiceWhileServersComeAndGo() throws Exception {
    Vertx vertx = Vertx.vertx();
    WechatStandIn wechat =
        WechatStandIn.start(vertx, "wx-index", "secret-of-the-index", Clock.systemUTC())
            .toCompletionStage()
            .toCompletableFuture()
            .get();
    try (TestServer server =
            TestServer.start(
                c ->
                    c.withWechat(wechat, "wx-index", "secret-of-the-index")
                        .with("trustedProxies", "127.0.0.1,::1")
                        .with("rotationRowsPerSecond", "400"),
                Clock.systemUTC());
        ExecutorService clients = Executors.newFixedThreadPool(3)) {
      County county = county(server, 300);
      Fixtures given = server.fixtures();
      TestServer second = server.another();
      TestServer leaving = server.another();
      AtomicBoolean stop = new AtomicBoolean();
      List<Future<Integer>> signing = new ArrayList<>();
      Future<Integer> searching;
      long id;
      try {
        for (TestServer one : List.of(server, second)) {
          int from = signing.size() + 1;
          signing.add(clients.submit(() -> signIns(one, wechat, from, stop)));
        }
        searching = clients.submit(() -> searches(second, county, stop));
        id = begin(server, county);
        assertThat(start(server, county).problem()).isEqualTo("key-rotation-running");
        until(server, county, id, Set.of("FILLING"));
        leaving.close();
        try (TestServer coming = server.another()) {
          for (Set<String> states : List.of(Set.of("CLEARING", "DONE"), Set.of("DONE"))) {
            until(server, county, id, states);
            finds(coming, county, county.families().getLast());
          }
        }
      } finally {
        stop.set(true);
      }
      int most = Math.max(signing.get(0).get(), signing.get(1).get());
      int calls = signing.get(0).get() + signing.get(1).get() + searching.get();
      second.close();
      JsonObject done = until(server, county, id, Set.of("DONE"));
      System.out.println("index rotation under " + calls + " calls: " + done.encode());

      assertThat(given.scalar("SELECT count(*) FROM account"))
          .as("one account a person, whichever server they came to, and when")
          .isEqualTo(300 + (most + 2) / 3);
      assertThat(calls).isGreaterThan(50);
      assertThat(indexedWith(given, 1)).isZero();
      assertThat(indexedWith(given, 2)).isGreaterThan(900);
      assertThat(state(given, 1)).isEqualTo("RETIRED");
      assertThat(
              given.scalar(
                  "SELECT count(*) FROM data_key WHERE purpose = 'INDEX' AND id = 1 AND wrapped IS NULL"))
          .isEqualTo(1);
      for (int i = 0; i < 300; i += 60) {
        finds(server, county, county.families().get(i));
      }
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get();
    }
  }

  /** Signs people in, each three times; both servers the same people. Gives how often. */
  private static int signIns(
      TestServer server, WechatStandIn wechat, int from, AtomicBoolean stop) {
    int calls = 0;
    while (!stop.get()) {
      String code = wechat.issueCode("openid-of-person-" + calls / 3);
      TestServer.Answer answer =
          server.send(
              "POST",
              "/v1/sessions/wechat",
              null,
              new JsonObject().put("jsCode", code).toBuffer().getBytes(),
              null,
              "Content-Type",
              "application/json",
              // From everywhere: one address may not sign in so often.
              "X-Forwarded-For",
              "10.%d.%d.%d".formatted(from, calls / 200 % 200, calls % 200));
      assertThat(answer.status()).as(answer.text()).isEqualTo(201);
      calls++;
    }
    return calls;
  }

  private static int searches(TestServer server, County county, AtomicBoolean stop) {
    int calls = 0;
    while (!stop.get()) {
      finds(server, county, county.families().get(calls % county.families().size()));
      calls++;
    }
    return calls;
  }

  @Test
  void operatorsCommandChangesItThereAndBackAgain() {
    try (TestServer server = TestServer.start()) {
      County county = county(server, 3);
      Fixtures given = server.fixtures();
      assertThat(KeyCommands.rotateIndexKey(server.changed(c -> c))).isZero();
      assertThat(state(given, 1)).isEqualTo("RETIRED");
      county.families().forEach(family -> finds(server, county, family));
      assertThat(start(server, county).problem()).isEqualTo("key-rotation-running");

      assertThat(KeyCommands.rotateIndexKey(server.changed(c -> c))).isZero();
      assertThat(state(given, 2)).isEqualTo("RETIRED");
      assertThat(indexedWith(given, 2)).isZero();
      assertThat(indexedWith(given, 3)).isEqualTo(6 + 3);
      county.families().forEach(family -> finds(server, county, family));
    }
  }

  @Test
  void invitationOfBeforeFollowsItsAccountAndOneThatCannotKeepsTheOldKey() {
    try (TestServer server = TestServer.start()) {
      County county = county(server, 2);
      Fixtures given = server.fixtures();
      Fixtures.Family family = county.families().getFirst();
      long account =
          given.scalar("SELECT account_id FROM binding WHERE household_id = ?", family.id());
      byte[] known = given.index().of(BlindIndex.Kind.PHONE, "10007770001");
      given.run(
          "UPDATE account SET phone_enc = ?, phone_bidx = ? WHERE id = ?",
          given.cipher().seal(Column.ACCOUNT_PHONE, account, "10007770001"),
          known,
          account);
      long follows = invited(given, family, account, known);
      long stays =
          invited(given, family, account, given.index().of(BlindIndex.Kind.PHONE, "10007770002"));
      long over =
          invited(given, family, account, given.index().of(BlindIndex.Kind.PHONE, "10007770003"));
      given.run("UPDATE proxy SET ended_at = now() WHERE id = ?", over);

      long id = begin(server, county);
      JsonObject blocked = until(server, county, id, Set.of("BLOCKED", "DONE"));
      assertThat(blocked.getString("state")).isEqualTo("BLOCKED");
      assertThat(blocked.getLong("rowsLeft")).isEqualTo(1);
      assertThat(state(given, 1)).isEqualTo("CURRENT");

      given.run("UPDATE proxy SET ended_at = now() WHERE id = ?", stays);
      assertThat(begin(server, county)).isEqualTo(id);
      until(server, county, id, Set.of("DONE"));
      assertThat(
              given.scalar(
                  "SELECT count(*) FROM proxy AS x JOIN account AS a ON a.phone_bidx2 = x.phone_bidx2 WHERE x.id = ?",
                  follows))
          .isEqualTo(1);
      assertThat(given.scalar("SELECT count(phone_bidx) FROM proxy")).isZero();
    }
  }

  /** As a server of before wrote it: the number is an index and nothing else. */
  private static long invited(Fixtures given, Fixtures.Family family, long account, byte[] index) {
    long id = given.nextId("proxy");
    given.run(
        "INSERT INTO proxy (id, household_id, person_id, invited_by, phone_bidx, phone_ending, invited_at, answer_by, invited_on, until_on) VALUES (?,?,?,?,?,'0001',now(),now() + INTERVAL '7 days',?,?)",
        id,
        family.id(),
        family.workerId(),
        account,
        index,
        LocalDate.now(Clock.systemUTC()),
        LocalDate.now(Clock.systemUTC()).plusDays(30));
    return id;
  }

  @Test
  void changeDoesNotBeginBesideAServerThatKnowsOneIndexKeyOnly() {
    try (TestServer server = TestServer.start()) {
      County county = county(server, 1);
      server
          .fixtures()
          .run(
              "INSERT INTO key_holder (server, key_ids, current_id, seen_at) VALUES (?, '{1}', 1, now())",
              UUID.randomUUID());
      assertThat(start(server, county).problem()).isEqualTo("old-servers-run");
    }
  }
}
