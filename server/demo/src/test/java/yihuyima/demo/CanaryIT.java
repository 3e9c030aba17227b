package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import yihuyima.api.identity.Role;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.Column;

/**
 * Private values stand in clear in answers to those who may read them, and nowhere else. {@code
 * -Dcanaries=10000} takes the full number.
 */
class CanaryIT {
  /** Five canaries each: ID number, name, phone, card, diagnosis. */
  private static final int PERSONS = Integer.getInteger("canaries", 300) / 5;

  private record Bird(
      Fixtures.Family family, String name, String phone, String card, String diagnosis) {}

  private static final Canaries CANARIES = new Canaries();
  private static final List<Bird> BIRDS = new ArrayList<>();

  /** Answers that their callers may not see a canary in. */
  private static final List<String> ANSWERS = new ArrayList<>();

  private static Leaks leaks;
  private static Path postgresFolder;
  private static Path redisFolder;
  private static EmbeddedPostgres postgres;
  private static EmbeddedRedis redis;
  private static Vertx vertx;
  private static SmsStandIn sms;
  private static WechatStandIn wechat;
  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org county;
  private static String programme;
  private static Fixtures.StaffMember cadre;
  private static Fixtures.StaffMember clerk;
  private static Fixtures.StaffMember foreign;
  private static Fixtures.StaffMember administrator;
  private static int authorised;

  @BeforeAll
  static void drive() throws Exception {
    postgresFolder = TestStores.newFolder("canary-pg");
    redisFolder = TestStores.newFolder("canary-redis");
    postgres = EmbeddedPostgres.start(postgresFolder, Durability.DURABLE);
    redis = EmbeddedRedis.start(redisFolder);
    vertx = Vertx.vertx();
    sms =
        SmsStandIn.start(vertx, "test-id", "test-key", "1400000000", Clock.systemUTC())
            .await(20, TimeUnit.SECONDS);
    wechat =
        WechatStandIn.start(vertx, "wx-canary", "a-secret-of-a-test", Clock.systemUTC())
            .await(20, TimeUnit.SECONDS);
    yihuyima.server.Migration.migrate(postgres.jdbcUrl(), postgres.user(), postgres.password());
    server =
        TestServer.startOn(
            postgres,
            postgres.database(),
            redis,
            c -> c.withSms(sms).withWechat(wechat, "wx-canary", "a-secret-of-a-test"),
            Clock.systemUTC());
    given = server.fixtures();
    leaks = new Leaks();
    people();
    for (Bird bird : BIRDS) {
      ordinaryLife(bird);
      mistakes(bird);
    }
    signIns();
    wechatSignIns();
    partnerQueries();
    for (Bird bird : List.of(BIRDS.getFirst(), BIRDS.getLast())) {
      everyOperation(bird, null);
      everyOperation(bird, given.tokenOfUnbound());
      everyOperation(bird, foreign.token());
    }
    rotation();
  }

  @AfterAll
  static void stop() throws Exception {
    leaks.close();
    server.close();
    vertx.close().await(20, TimeUnit.SECONDS);
    redis.close();
    postgres.close();
  }

  private static void people() {
    Fixtures.Org city = given.city();
    county = given.county(city, "安和县总工会");
    Fixtures.Org station = given.station(county, "样例厂工会");
    given.livingAid(county);
    programme = "LIVING_AID_" + county.id();
    cadre = given.staff(station, Role.CADRE);
    clerk = given.staff(county, Role.CODE_CLERK);
    foreign = given.staff(given.county(city, "别县总工会"), Role.CODE_CLERK, Role.APPROVER);
    administrator = given.staff(given.topmost(), Role.ADMINISTRATOR);
    for (int i = 0; i < PERSONS; i++) {
      Fixtures.Family family = given.household(station);
      given.entitle(family, "LIVING_AID", "ENTITLED");
      given.pair(family, cadre);
      String tag = UUID.randomUUID().toString().substring(0, 8);
      Bird bird =
          new Bird(
              family,
              "样" + rare(i) + rare(i + 7919) + rare(i * 3 + 1),
              "10009" + String.format("%06d", 500_000 + i),
              "9999" + String.format("%012d", 730_000_000_000L + i * 1_000_003L),
              "诊断：" + rare(i + 31) + "症样例 " + tag);
      put(bird);
      for (String canary :
          List.of(family.idNumber(), bird.name(), bird.phone(), bird.card(), bird.diagnosis())) {
        CANARIES.add(canary);
      }
      BIRDS.add(bird);
    }
  }

  /** A character of the rarely used end of the table. */
  private static String rare(int i) {
    return Character.toString(0x8000 + Math.floorMod(i * 37, 0x1f00));
  }

  private static void put(Bird bird) {
    long id = bird.family().workerId();
    given.run(
        "UPDATE person_version SET name_enc = ?, phone_enc = ?, phone_bidx = ?, card_enc = ?, card_bidx = ? WHERE person_id = ?",
        given.cipher().seal(Column.PERSON_NAME, id, bird.name()),
        given.cipher().seal(Column.PERSON_PHONE, id, bird.phone()),
        given.index().of(BlindIndex.Kind.PHONE, bird.phone()),
        given.cipher().seal(Column.PERSON_CARD, id, bird.card()),
        given.index().of(BlindIndex.Kind.CARD, bird.card()),
        id);
  }

  /** What is allowed: the answers may hold the canaries, and some must, or nothing was tested. */
  private static void ordinaryLife(Bird bird) {
    Fixtures.Family family = bird.family();
    List<TestServer.Answer> open =
        List.of(
            server.resolve(family.printed(), family.token()),
            server.resolve(family.printed(), cadre.token()),
            server.get("/v1/my/household", family.token()),
            server.post(
                "/v1/applications",
                family.token(),
                new JsonObject()
                    .put("programmeCode", programme)
                    .put("reason", bird.diagnosis())
                    .put("materialIds", new io.vertx.core.json.JsonArray())),
            server.get("/v1/my/applications", family.token()),
            server.post(
                "/v1/households/" + family.id() + "/visits",
                cadre.token(),
                new JsonObject().put("note", bird.diagnosis() + "，电话 " + bird.phone())),
            server.resolve(family.printed(), cadre.token()),
            server.get("/v1/inbox", cadre.token()),
            search(clerk, "idNumber", family.idNumber()),
            search(clerk, "phone", bird.phone()));
    for (TestServer.Answer answer : open) {
      assertThat(answer.status()).as(answer.text()).isLessThan(300);
      authorised += CANARIES.in(answer.text()).size();
    }
    long household = family.id();
    assertThat(search(clerk, "phone", bird.phone()).text())
        .contains("\"" + "householdId\":" + household);
    secret(search(foreign, "idNumber", family.idNumber()));
    secret(search(foreign, "phone", bird.phone()));
    secret(server.resolve(family.printed(), null));
    secret(server.resolve(family.printed(), foreign.token()));
    secret(
        server.resolve(
            family.printed(),
            BIRDS.getFirst().equals(bird) ? null : BIRDS.getFirst().family().token()));
  }

  private static TestServer.Answer search(Fixtures.StaffMember by, String field, String value) {
    return server.send(
        "POST",
        "/v1/households/search",
        by.token(),
        new JsonObject().put(field, value).toBuffer().getBytes(),
        null,
        "Content-Type",
        "application/json");
  }

  private static void secret(TestServer.Answer answer) {
    ANSWERS.add(
        answer.response().uri() + " " + answer.status() + " " + answer.response().headers().map());
    ANSWERS.add(answer.text());
  }

  /** Canaries where they do not belong; no answer may echo them and nothing may keep them. */
  private static void mistakes(Bird bird) {
    Fixtures.Family family = bird.family();
    String all =
        String.join(
            " ", family.idNumber(), bird.name(), bird.phone(), bird.card(), bird.diagnosis());
    JsonObject object = new JsonObject();
    for (String broken :
        List.of(
            "{\"idNumber\": \"" + all,
            "[" + all + "]",
            object.copy().put("idNumber", all).put("phone", bird.name()).encode(),
            object.copy().put(bird.phone(), bird.name()).encode(),
            object.copy().put("note", new JsonObject().put("x", all)).encode(),
            all)) {
      echo("/v1/households/search", clerk.token(), broken);
      echo("/v1/households/" + family.id() + "/visits", cadre.token(), broken);
      echo("/v1/applications", family.token(), broken);
      echo("/v1/bindings", family.token(), broken);
      echo("/v1/sessions/staff", null, broken);
      echo("/v1/sessions/partner", null, broken);
    }
    echo(
        "/v1/bindings",
        given.tokenOfUnbound(),
        object.put("code", family.printed()).put("idLastSix", "00000X").encode());
    for (String path :
        List.of(
            "/v1/households/" + family.idNumber() + "/code",
            "/v1/revocations?after=" + bird.phone() + "x",
            "/v1/nowhere/" + bird.card(),
            "/h/" + bird.phone())) {
      raw(path, "Bearer " + bird.card(), family.idNumber());
    }
  }

  private static TestServer.Answer echo(String path, String token, String body) {
    TestServer.Answer answer =
        server.send(
            "POST",
            path,
            token,
            body.getBytes(StandardCharsets.UTF_8),
            UUID.randomUUID().toString(),
            "Content-Type",
            "application/json");
    secret(answer);
    return answer;
  }

  private static void raw(String path, String authorization, String key) {
    TestServer.Answer answer =
        TestServer.exchange(
            HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Authorization", authorization)
                .header("Idempotency-Key", key)
                .header("User-Agent", key)
                .build());
    // The address came from the caller; what counts is what came back.
    ANSWERS.add(answer.response().headers().map() + " " + answer.text());
  }

  private static void signIns() {
    for (Bird bird : BIRDS.subList(0, Math.min(40, BIRDS.size()))) {
      JsonObject phone = new JsonObject().put("phone", bird.phone());
      TestServer.Answer sent = echo("/v1/sms-codes", null, phone.encode());
      JsonObject tried = phone.copy();
      if (sent.status() == 202) {
        tried.put("challengeId", sent.json().getString("challengeId"));
      }
      echo("/v1/sessions/sms", null, tried.copy().put("smsCode", "000000").encode());
      sms.lastCodeFor(bird.phone())
          .ifPresent(
              code -> echo("/v1/sessions/sms", null, tried.copy().put("smsCode", code).encode()));
      echo(
          "/v1/sessions/staff",
          null,
          new JsonObject().put("loginName", bird.phone()).put("password", bird.card()).encode());
    }
  }

  /** WeChat's own name of a person is as private as their phone. */
  private static void wechatSignIns() {
    for (int i = 0; i < Math.min(40, BIRDS.size()); i++) {
      String openid = "openid-canary-" + UUID.randomUUID();
      CANARIES.add(openid);
      JsonObject body = new JsonObject().put("jsCode", wechat.issueCode(openid));
      echo("/v1/sessions/wechat", null, body.encode());
      echo("/v1/sessions/wechat", null, body.encode());
    }
  }

  /** A department that asks for what is agreed, for what is not, and sends what it should not. */
  private static void partnerQueries() {
    Departments departments = new Departments(server, "http://localhost:8080");
    Departments.Department department = departments.of(county);
    departments.agree(department, "LOW_INCOME_REVIEW", given.today().plusYears(1));
    String token = departments.token(department);
    for (Bird bird : BIRDS.subList(0, Math.min(40, BIRDS.size()))) {
      String path = "/v1/household-codes/" + bird.family().printed();
      for (String purpose : List.of("LOW_INCOME_REVIEW", "NOT_AGREED")) {
        TestServer.Answer seen =
            departments.send(department, token, purpose, "GET", path, null, "application/json");
        assertThat(seen.status()).as(seen.text()).isEqualTo(200);
        secret(seen);
      }
      byte[] body =
          new JsonObject()
              .put("idNumber", bird.family().idNumber())
              .put("phone", bird.phone())
              .toBuffer()
              .getBytes();
      secret(
          departments.send(
              department,
              token,
              "LOW_INCOME_REVIEW",
              "POST",
              "/v1/households/search",
              body,
              "application/json"));
    }
  }

  /** Every operation of the contract by somebody who may not read this family. */
  private static void everyOperation(Bird bird, String token) {
    for (ContractCheck.Operation operation : ContractCheck.all()) {
      String path =
          operation
              .template()
              .replace("{code}", bird.family().printed())
              .replace("{householdId}", String.valueOf(bird.family().id()))
              .replace("{organisationId}", String.valueOf(county.id()))
              .replaceAll("\\{(jobId|rotationId|paymentId|applicationId|materialId)}", "1")
              .replaceAll("\\{[^}]+}", "0000000000000000");
      byte[] body =
          operation.method().equals("POST")
              ? new JsonObject()
                  .put("reason", bird.diagnosis())
                  .put("phone", bird.phone())
                  .toBuffer()
                  .getBytes()
              : null;
      secret(
          server.send(
              operation.method(),
              path,
              token,
              body,
              UUID.randomUUID().toString(),
              "Content-Type",
              "application/json"));
    }
  }

  /** So that values sealed anew are among what is searched. */
  private static void rotation() {
    TestServer.Answer started =
        server.post("/v1/key-rotations", administrator.token(), null, UUID.randomUUID().toString());
    assertThat(started.status()).as(started.text()).isEqualTo(202);
  }

  @Test
  void thoseWhoMayReadDo() {
    assertThat(authorised).isGreaterThan(PERSONS * 3);
  }

  @Test
  void noAnswerToOthersHoldsACanary() {
    assertThat(ANSWERS).hasSizeGreaterThan(PERSONS * 40);
    assertThat(ANSWERS).allSatisfy(answer -> assertThat(CANARIES.in(answer)).isEmpty());
  }

  @Test
  void noLogLineHoldsACanary() {
    List<String> lines = leaks.heard();
    assertThat(lines).hasSizeGreaterThan(100);
    List<String> found =
        lines.stream().filter(line -> !CANARIES.in(line).isEmpty()).limit(5).toList();
    assertThat(found).isEmpty();
  }

  @Test
  void noMetricHoldsACanary() {
    String metrics =
        TestServer.exchange(
                HttpRequest.newBuilder(URI.create(server.managementUrl() + "/metrics")).build())
            .text();
    assertThat(metrics).contains("http_server");
    assertThat(CANARIES.in(metrics)).isEmpty();
  }

  @Test
  void redisHoldsNoCanary() {
    RedisClient client =
        RedisClient.create(
            RedisURI.builder()
                .withHost(redis.host())
                .withPort(redis.port())
                .withPassword(redis.password().toCharArray())
                .build());
    try (StatefulRedisConnection<byte[], byte[]> link = client.connect(ByteArrayCodec.INSTANCE)) {
      List<byte[]> keys = link.sync().keys("*");
      assertThat(keys).isNotEmpty();
      for (byte[] key : keys) {
        assertThat(CANARIES.in(key)).isEmpty();
        byte[] value = link.sync().dump(key);
        assertThat(value == null ? "" : CANARIES.in(value).toString()).isIn("", "[]");
      }
      link.sync().save();
    } finally {
      client.shutdown();
    }
    assertThat(CANARIES.below(redisFolder)).isEmpty();
  }

  @Test
  void noRowHoldsACanary() {
    for (String table :
        given.texts(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'")) {
      // A row as text has its texts as they are and its bytes in hex.
      for (String row : given.texts("SELECT t::text FROM " + table + " AS t")) {
        assertThat(CANARIES.in(row)).as("a row of %s", table).isEmpty();
      }
    }
  }

  @Test
  void databasesFilesAndItsJournalHoldNoCanary() {
    // Commits are durable: every value that was ever written went through the journal's files.
    assertThat(CANARIES.below(postgresFolder)).isEmpty();
    Canaries plain = new Canaries();
    plain.add("云溪市总工会");
    assertThat(plain.below(postgresFolder))
        .as("what is not private is found in the journal, so the search reads it")
        .anyMatch(file -> file.contains("pg_wal"));
  }

  @Test
  void noFileThatTheServerLeftHoldsACanary() throws Exception {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (Stream<Path> left = Files.list(temporary)) {
      for (Path folder :
          left.filter(p -> p.getFileName().toString().startsWith("vertx-cache")).toList()) {
        assertThat(CANARIES.below(folder)).isEmpty();
      }
    }
    assertThat(Path.of("file-uploads")).doesNotExist();
  }

  @Test
  void searchFindsWhatIsPlanted() throws Exception {
    Bird bird = BIRDS.getFirst();
    byte[] name = bird.name().getBytes(StandardCharsets.UTF_8);
    assertThat(CANARIES.in("…" + bird.phone() + "…")).containsExactly(bird.phone());
    assertThat(CANARIES.in("\\x00" + java.util.HexFormat.of().formatHex(name)))
        .containsExactly(bird.name());
    for (String before : List.of("", "a", "ab")) {
      byte[] text = (before + bird.diagnosis() + "z").getBytes(StandardCharsets.UTF_8);
      assertThat(CANARIES.in("=" + java.util.Base64.getEncoder().encodeToString(text)))
          .contains(bird.diagnosis());
    }
    try (Leaks planted = new Leaks()) {
      LoggerFactory.getLogger("planted").debug("for {}", bird.family().idNumber());
      assertThat(planted.heard().stream().flatMap(line -> CANARIES.in(line).stream()))
          .contains(bird.family().idNumber());
    }
    String database = TestStores.get().newDatabase();
    Fixtures other =
        Fixtures.on(
            TestStores.get().postgres(),
            database,
            TestConfig.on(TestStores.get().postgres(), database, TestStores.get().redis()).build(),
            Clock.systemUTC());
    other.run(
        "INSERT INTO calendar_day (on_day, working, name) VALUES (current_date, true, ?)",
        bird.card());
    assertThat(other.texts("SELECT t::text FROM calendar_day AS t"))
        .anySatisfy(row -> assertThat(CANARIES.in(row)).contains(bird.card()));
    Path folder = TestStores.newFolder("planted");
    Files.writeString(folder.resolve("heap"), "\0\0" + bird.name() + "\0");
    assertThat(CANARIES.below(folder)).hasSize(1);
  }
}
