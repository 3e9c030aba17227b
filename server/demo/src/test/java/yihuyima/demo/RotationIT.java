package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.SealedTable;
import yihuyima.server.ConfigException;

/** Keys change while everything runs: no value is ever without its key, none keeps an old one. */
class RotationIT {
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  /** A county with an administrator, a cadre and families. */
  private record County(
      Fixtures.StaffMember administrator,
      Fixtures.StaffMember cadre,
      List<Fixtures.Family> families) {}

  private static County county(TestServer server, int households) {
    Fixtures given = server.fixtures();
    Fixtures.Org county = given.county(given.city(), "安和县总工会");
    Fixtures.Org station = given.station(county, "样例厂工会");
    given.livingAid(county);
    Fixtures.StaffMember cadre = given.staff(station, Role.CADRE);
    List<Fixtures.Family> families = new ArrayList<>();
    for (int i = 0; i < households; i++) {
      families.add(given.household(station));
      given.pair(families.getLast(), cadre);
    }
    return new County(given.staff(given.topmost(), Role.ADMINISTRATOR), cadre, families);
  }

  private static JsonObject begin(TestServer server, County county) {
    TestServer.Answer started =
        server.post("/v1/key-rotations", county.administrator().token(), null, key());
    assertThat(started.status()).as(started.text()).isEqualTo(202);
    return started.json();
  }

  private static String key() {
    return java.util.UUID.randomUUID().toString();
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

  /** How many values of all columns are sealed with this key. */
  private static long sealedWith(Fixtures given, int key) {
    long all = 0;
    for (Column column : Column.values()) {
      all +=
          given.scalar(
              "SELECT count(*) FROM %s WHERE get_byte(%s, 1) = %d"
                  .formatted(column.table().table(), column.column(), key));
    }
    return all;
  }

  private static String state(Fixtures given, int key) {
    return given
        .texts("SELECT state FROM data_key WHERE purpose = 'SEAL' AND id = ?", key)
        .getFirst();
  }

  @Test
  void listOfEncryptedColumnsIsTheDatabases() {
    try (TestServer server = TestServer.start()) {
      Set<String> listed = new TreeSet<>();
      for (Column column : Column.values()) {
        listed.add(column.table().table() + "." + column.column());
      }
      Set<String> there =
          new TreeSet<>(
              server
                  .fixtures()
                  .texts(
                      "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name LIKE '%\\_enc'"));

      assertThat(listed).as("add the new column to Column, or it loses its key").isEqualTo(there);
      for (SealedTable table : SealedTable.values()) {
        assertThat(
                server
                    .fixtures()
                    .texts(
                        "SELECT a.attname FROM pg_index AS i JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = ?::regclass AND i.indisprimary ORDER BY array_position(i.indkey, a.attnum)",
                        table.table()))
            .as(table.table())
            .isEqualTo(table.keys());
      }
    }
  }

  @Test
  void everyValueMovesToTheNewKeyWhileTwoServersReadAndWrite() throws Exception {
    try (TestServer server = TestServer.start();
        TestServer second = server.another();
        ExecutorService clients = Executors.newFixedThreadPool(3)) {
      County county = county(server, 60);
      // Long enough for several batches of each table.
      many(server.fixtures(), 3000);
      AtomicBoolean stop = new AtomicBoolean();
      List<Future<Integer>> traffic = new ArrayList<>();
      for (TestServer one : List.of(server, second, server)) {
        traffic.add(clients.submit(() -> traffic(one, county, stop)));
      }
      JsonObject done;
      long id;
      try {
        id = begin(server, county).getLong("rotationId");
        assertThat(server.post("/v1/key-rotations", county.administrator().token(), null, key()))
            .extracting(TestServer.Answer::problem)
            .isEqualTo("key-rotation-running");
        done = until(server, county, id, Set.of("DONE"));
      } finally {
        stop.set(true);
      }
      int calls = 0;
      for (Future<Integer> each : traffic) {
        calls += each.get();
      }

      System.out.println("rotation under " + calls + " calls: " + done.encode());
      assertThat(calls).isGreaterThan(100);
      assertThat(done.getLong("rowsResealed")).isGreaterThan(3000);
      assertThat(sealedWith(server.fixtures(), 1)).isZero();
      assertThat(sealedWith(server.fixtures(), 2)).isGreaterThan(3000);
      assertThat(state(server.fixtures(), 1)).isEqualTo("RETIRED");
      assertThat(
              server
                  .fixtures()
                  .scalar(
                      "SELECT count(*) FROM data_key WHERE id = 1 AND purpose = 'SEAL' AND wrapped IS NULL"))
          .isEqualTo(1);
      for (Fixtures.Family family : county.families()) {
        assertThat(second.resolve(family.printed(), family.token()).json().getString("viewer"))
            .isEqualTo("household");
      }
    }
  }

  /** Persons who are only there to be many. */
  private static void many(Fixtures given, int rows) {
    long household = given.scalar("SELECT min(id) FROM household");
    long staff = given.scalar("SELECT min(id) FROM staff");
    for (int i = 0; i < rows; i += 1000) {
      for (int j = 0; j < 1000; j++) {
        long id = given.nextId("visit");
        given.run(
            "INSERT INTO visit (id, household_id, staff_id, visited_at, recorded_at, note_enc) VALUES (?,?,?,now(),now(),?)",
            id,
            household,
            staff,
            given.cipher().seal(Column.VISIT_NOTE, id, "来过 " + j));
      }
    }
  }

  /** Reads and writes until it is told to stop; every answer must be right. */
  private static int traffic(TestServer server, County county, AtomicBoolean stop) {
    int calls = 0;
    while (!stop.get()) {
      Fixtures.Family family = county.families().get(calls % county.families().size());
      TestServer.Answer read = server.resolve(family.printed(), family.token());
      assertThat(read.status()).as(read.text()).isEqualTo(200);
      assertThat(read.json().getString("viewer")).isEqualTo("household");
      TestServer.Answer seen = server.resolve(family.printed(), county.cadre().token());
      assertThat(seen.status()).as(seen.text()).isEqualTo(200);
      TestServer.Answer written =
          server.post(
              "/v1/households/" + family.id() + "/visits",
              county.cadre().token(),
              new JsonObject().put("note", "走访 " + calls));
      assertThat(written.status()).as(written.text()).isEqualTo(201);
      calls += 3;
    }
    return calls;
  }

  @Test
  void anotherServerGoesOnAfterTheFirstIsGone() {
    TestServer first =
        TestServer.start(c -> c.with("rotationRowsPerSecond", "800"), Clock.systemUTC());
    try {
      County county = county(first, 5);
      many(first.fixtures(), 2000);
      long id = begin(first, county).getLong("rotationId");
      until(first, county, id, Set.of("RESEALING"));
      first.close();
      long left = sealedWith(first.fixtures(), 1);
      assertThat(left).as("closed in the middle").isPositive();
      assertThat(state(first.fixtures(), 1)).isEqualTo("OLD");
      try (TestServer second = first.another()) {
        JsonObject done = until(second, county, id, Set.of("DONE"));
        assertThat(done.getLong("rowsLeft")).isZero();
        assertThat(sealedWith(first.fixtures(), 1)).isZero();
        assertThat(second.resolve(county.families().getFirst().printed(), county.cadre().token()))
            .extracting(TestServer.Answer::status)
            .isEqualTo(200);
      }
    } finally {
      first.close();
    }
  }

  @Test
  void noKeyIsDestroyedWhileOneRowNeedsIt() {
    try (TestServer server = TestServer.start()) {
      County county = county(server, 3);
      Fixtures given = server.fixtures();
      long visit = given.nextId("visit");
      // Sealed for another row: it does not open here, so it cannot be sealed anew.
      given.run(
          "INSERT INTO visit (id, household_id, staff_id, visited_at, recorded_at, note_enc) VALUES (?,?,?,now(),now(),?)",
          visit,
          county.families().getFirst().id(),
          county.cadre().id(),
          given.cipher().seal(Column.VISIT_NOTE, visit + 1, "在别处"));
      long id = begin(server, county).getLong("rotationId");
      JsonObject blocked = until(server, county, id, Set.of("BLOCKED", "DONE"));

      assertThat(blocked.getString("state")).isEqualTo("BLOCKED");
      assertThat(blocked.getLong("rowsLeft")).isEqualTo(1);
      assertThat(blocked.getLong("rowsUnopened")).isEqualTo(1);
      assertThat(state(given, 1)).isEqualTo("OLD");
      assertThat(sealedWith(given, 1)).isEqualTo(1);

      given.run(
          "UPDATE visit SET note_enc = ? WHERE id = ?",
          given.cipher().seal(Column.VISIT_NOTE, visit, "回到原处"),
          visit);
      assertThat(begin(server, county).getLong("rotationId")).isEqualTo(id);
      until(server, county, id, Set.of("DONE"));
      assertThat(state(given, 1)).isEqualTo("RETIRED");
    }
  }

  @Test
  void operatorsCommandChangesKeysBesideAServerAndGoesOnWithWhatIsOpen() {
    try (TestServer server = TestServer.start()) {
      County county = county(server, 2);
      assertThat(yihuyima.server.KeyCommands.rotateKeys(server.changed(c -> c))).isZero();
      assertThat(state(server.fixtures(), 1)).isEqualTo("RETIRED");
      assertThat(state(server.fixtures(), 2)).isEqualTo("CURRENT");
      // Ids are few: by the API a second one has to wait for weeks.
      assertThat(server.post("/v1/key-rotations", county.administrator().token(), null, key()))
          .extracting(TestServer.Answer::problem)
          .isEqualTo("key-rotation-running");
      server
          .fixtures()
          .run("UPDATE key_rotation SET finished_at = finished_at - INTERVAL '29 days'");
      begin(server, county);
      assertThat(yihuyima.server.KeyCommands.rotateKeys(server.changed(c -> c))).isZero();
      assertThat(state(server.fixtures(), 2)).isEqualTo("RETIRED");
      Fixtures.Family family = county.families().getFirst();
      assertThat(server.resolve(family.printed(), family.token()).json().getString("viewer"))
          .isEqualTo("household");
    }
  }

  @Test
  void sealingAnewMakesNoComposedViewStale() {
    try (TestServer server = TestServer.start()) {
      County county = county(server, 2);
      String versions =
          "SELECT string_agg(version::text, ',' ORDER BY household_id) FROM household_view";
      List<String> before = server.fixtures().texts(versions);
      long id = begin(server, county).getLong("rotationId");
      until(server, county, id, Set.of("DONE"));

      assertThat(server.fixtures().texts(versions)).isEqualTo(before);
    }
  }

  @Test
  void twoServersThatStartAtOnceMakeOneKey() throws Exception {
    TestStores stores = TestStores.get();
    String database = stores.newDatabase();
    UnaryOperator<TestConfig> same = config -> config;
    try (ExecutorService starters = Executors.newFixedThreadPool(2)) {
      List<Future<TestServer>> starting = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        starting.add(
            starters.submit(
                () ->
                    TestServer.startOn(
                        stores.postgres(), database, stores.redis(), same, Clock.systemUTC())));
      }
      try (TestServer one = starting.get(0).get();
          TestServer other = starting.get(1).get()) {
        assertThat(one.fixtures().scalar("SELECT count(*) FROM data_key")).isEqualTo(2);
        County county = county(one, 1);
        Fixtures.Family family = county.families().getFirst();
        assertThat(other.resolve(family.printed(), family.token()).json().getString("viewer"))
            .isEqualTo("household");
      }
    }
  }

  @Test
  void keysOfAnOlderConfigurationAreTakenOverWrapped() {
    String field = TestConfig.key("field of before");
    UnaryOperator<TestConfig> before =
        c -> c.with("fieldKeys", "7:" + field).with("indexKey", TestConfig.key("index of before"));
    try (TestServer server = TestServer.start(before, Clock.systemUTC())) {
      County county = county(server, 1);
      assertThat(sealedWith(server.fixtures(), 7)).isPositive();
      assertThat(server.fixtures().texts("SELECT encode(wrapped, 'base64') FROM data_key"))
          .hasSize(2)
          .noneMatch(wrapped -> wrapped.contains(field.substring(0, 20)));
      // Afterwards the configuration needs them no more.
      try (TestServer later = server.another(c -> c.without("fieldKeys").without("indexKey"))) {
        Fixtures.Family family = county.families().getFirst();
        assertThat(later.resolve(family.printed(), family.token()).json().getString("viewer"))
            .isEqualTo("household");
      }
      assertThatThrownBy(
              () -> server.another(c -> c.with("fieldKeys", "7:" + TestConfig.key("another"))))
          .hasMessageContaining("field key 7 of the configuration is not the database's");
    }
  }

  @Test
  void keyEncryptionKeyIsChangedWithoutTouchingARow() {
    try (TestServer server = TestServer.start()) {
      County county = county(server, 2);
      Fixtures.Family family = county.families().getFirst();
      String old = TestConfig.key("kek");
      String fresh = TestConfig.key("a new kek");
      yihuyima.server.KeyCommands.rotateKek(
          server.changed(c -> c.with("keyEncryptionKeys", "k2:" + fresh + ",k1:" + old)));

      assertThat(server.fixtures().texts("SELECT DISTINCT kek_id FROM data_key"))
          .containsExactly("k2");
      // The server of before goes on, and one that knows the new key alone starts.
      assertThat(server.resolve(family.printed(), family.token()).status()).isEqualTo(200);
      try (TestServer later = server.another(c -> c.with("keyEncryptionKeys", "k2:" + fresh))) {
        assertThat(later.resolve(family.printed(), family.token()).json().getString("viewer"))
            .isEqualTo("household");
      }
      assertThatThrownBy(() -> server.another(c -> c))
          .hasMessageContaining("no key-encryption key k2");
      assertThatThrownBy(() -> server.another(c -> c.with("keyEncryptionKeys", "k2:" + old)))
          .hasMessageContaining("key-encryption key k2 does not open this");
    }
  }

  @Test
  void wrappedKeyOpensAsItselfAndAsNoOther() {
    try (TestServer server = TestServer.start()) {
      server
          .fixtures()
          .run(
              "UPDATE data_key AS k SET wrapped = o.wrapped FROM data_key AS o WHERE o.purpose <> k.purpose AND o.id = k.id");
      assertThatThrownBy(() -> server.another(c -> c)).hasMessageContaining("cannot be unwrapped");
    }
  }

  @Test
  void nationalAlgorithmsTakeOverByARotation() {
    try (TestServer server = TestServer.start()) {
      County county = county(server, 3);
      try (TestServer sm = server.another(c -> c.with("cryptoSuite", "sm"))) {
        long id = begin(sm, county).getLong("rotationId");
        Fixtures.Family family = county.families().getFirst();
        assertThat(sm.resolve(family.printed(), family.token()).json().getString("viewer"))
            .isEqualTo("household");
        until(sm, county, id, Set.of("DONE"));

        assertThat(
                sm.fixtures()
                    .texts("SELECT algorithm FROM data_key WHERE purpose = 'SEAL' ORDER BY id"))
            .containsExactly("AES_256_GCM", "SM4_GCM");
        assertThat(sm.resolve(family.printed(), county.cadre().token()).json().getString("viewer"))
            .isEqualTo("cadre");
        assertThat(sm.get("/v1/verification-keys", null).text()).contains("\"SM2\"");
      }
    }
  }

  @Test
  void keyEncryptionKeyThatStandsInTheDatabaseIsRefused() {
    try (TestServer server = TestServer.start()) {
      server
          .fixtures()
          .run(
              "UPDATE data_key SET wrapped = wrapped || decode(?, 'base64')",
              TestConfig.key("kek"));
      assertThatThrownBy(() -> server.another(c -> c))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("key-encryption key k1 stands in the database");
    }
  }

  @Test
  void onlyTheTopmostOrganisationChangesKeysAndItsAdministratorSeesWhetherTheyMay() {
    try (TestServer server = TestServer.start()) {
      Fixtures given = server.fixtures();
      Fixtures.Org city = given.city();
      String below = given.staff(city, Role.ADMINISTRATOR).token();
      String top = given.staff(given.topmost(), Role.ADMINISTRATOR).token();
      String clerk = given.staff(given.topmost(), Role.CODE_CLERK).token();

      assertThat(server.post("/v1/key-rotations", below, null, key()).problem())
          .isEqualTo("not-allowed");
      assertThat(server.get("/v1/keys", clerk).problem()).isEqualTo("not-allowed");
      assertThat(keyInUse(server, below).getBoolean("mayStart")).isFalse();
      JsonObject before = keyInUse(server, top);
      assertThat(before.getBoolean("mayStart")).isTrue();
      assertThat(before.getValue("rotation")).isNull();
      assertThat(before.getInteger("keyId")).isEqualTo(1);

      long id = server.post("/v1/key-rotations", top, null, key()).json().getLong("rotationId");
      assertThat(keyInUse(server, top).getBoolean("mayStart")).isFalse();
      Instant deadline = Instant.now().plus(PATIENCE);
      int percent = 0;
      while (percent < 100) {
        JsonObject seen = server.get("/v1/key-rotations/" + id, top).json();
        assertThat(seen.getInteger("percent")).as(seen.encode()).isBetween(0, 100);
        percent = seen.getInteger("percent");
        assertThat(Instant.now()).as(seen.encode()).isBefore(deadline);
      }
      JsonObject after = keyInUse(server, top);
      assertThat(after.getInteger("keyId")).isEqualTo(2);
      assertThat(after.getBoolean("mayStart")).isFalse();
      assertThat(Instant.parse(after.getString("startsFrom")))
          .isAfter(Instant.now().plus(Duration.ofDays(27)));
    }
  }

  /** The data key's part of the overview. */
  private static JsonObject keyInUse(TestServer server, String token) {
    TestServer.Answer keys = server.get("/v1/keys", token);
    assertThat(keys.status()).as(keys.text()).isEqualTo(200);
    assertThat(keys.json().getJsonArray("items")).hasSize(2);
    return keys.json().getJsonArray("items").getJsonObject(0);
  }
}
