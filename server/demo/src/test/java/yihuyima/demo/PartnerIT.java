package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Partner departments over real HTTP: what is let in, what is not, and what they then see. */
class PartnerIT {
  /** What signatures are over; the server listens elsewhere, as behind a proxy. */
  private static final String PUBLIC_URL = "http://localhost:8080";

  private static final String PURPOSE = "LOW_INCOME_REVIEW";
  private static final HttpClient UNUSED = HttpClient.newHttpClient();
  private static final AtomicInteger SERIAL = new AtomicInteger();

  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org county;
  private static Fixtures.Family family;
  private static Fixtures.Family elsewhere;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    Fixtures.Org city = given.city();
    county = given.county(city, "安和县总工会");
    Fixtures.Org station = given.station(county, "样例厂工会");
    Fixtures.Org other = given.station(given.county(city, "别县总工会"), "别厂工会");
    family = given.household(station);
    elsewhere = given.household(other);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A department with a key, and the client that it would use. */
  private record Department(long id, String code, String keyId, byte[] seed) {
    PartnerQuery at(Clock clock) {
      return new PartnerQuery(UNUSED, PUBLIC_URL, code, keyId, seed, clock);
    }

    PartnerQuery now() {
      return at(Clock.systemUTC());
    }

    /** The same department with another key. */
    Department with(String otherKeyId, byte[] otherSeed) {
      return new Department(id, code, otherKeyId, otherSeed);
    }
  }

  private static Department department(Fixtures.Org region) {
    return department(given, region);
  }

  private static Department department(Fixtures on, Fixtures.Org region) {
    long id = on.nextId("partner");
    on.run(
        "INSERT INTO partner (id, code, name, organisation_id, networks, calls_minute) VALUES (?,?,?,?,'{127.0.0.0/8}',60000)",
        id,
        "department-" + id,
        "样例部门",
        region.id());
    Department department = newKey(on, new Department(id, "department-" + id, "", new byte[0]));
    agree(on, department, PURPOSE, LocalDate.now(ZoneOffset.UTC).plusYears(1));
    return department;
  }

  private static Department newKey(Department department) {
    return newKey(given, department);
  }

  private static Department newKey(Fixtures on, Department department) {
    byte[] seed = seed();
    String keyId = department.code() + "-" + SERIAL.incrementAndGet();
    on.run(
        """
        INSERT INTO partner_key (kid, partner_id, alg, public_key, from_at, place)
        SELECT ?, p.id, 'Ed25519', ?, ?, CASE WHEN EXISTS (SELECT 1 FROM partner_key AS k WHERE k.partner_id = p.id) THEN 2 ELSE 1 END
          FROM partner AS p
         WHERE p.id = ?
        """,
        keyId,
        publicKey(seed),
        moment(Duration.ofDays(-1)),
        department.id());
    return department.with(keyId, seed);
  }

  private static byte[] seed() {
    byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
    new Random(SERIAL.incrementAndGet()).nextBytes(seed);
    return seed;
  }

  private static byte[] publicKey(byte[] seed) {
    byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    return publicKey;
  }

  private static void agree(Fixtures on, Department department, String purpose, LocalDate untilOn) {
    on.run(
        "INSERT INTO partner_purpose (partner_id, purpose, title, legal_ground, fields, until_on) VALUES (?,?,'核对样例救助','样例协议',?,?)",
        department.id(),
        purpose,
        new String[] {"tier"},
        untilOn);
  }

  private static OffsetDateTime moment(Duration fromNow) {
    return OffsetDateTime.now(ZoneOffset.UTC).plus(fromNow);
  }

  private static TestServer.Answer signIn(String assertion) {
    return server.send(
        "POST",
        "/v1/sessions/partner",
        null,
        new JsonObject().put("clientAssertion", assertion).toBuffer().getBytes(),
        null,
        "Content-Type",
        "application/json");
  }

  private static String token(Department department) {
    TestServer.Answer answer = signIn(department.now().assertion());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().getString("accessToken");
  }

  private static HttpRequest resolving(PartnerQuery query, String token, Fixtures.Family of) {
    return resolving(query, token, of, PURPOSE);
  }

  private static HttpRequest resolving(
      PartnerQuery query, String token, Fixtures.Family of, String purpose) {
    return query.signed("GET", "/v1/household-codes/" + of.printed(), new byte[0], token, purpose);
  }

  /** Sends it to where the server listens, as a proxy would. */
  private static TestServer.Answer send(HttpRequest signed) {
    return TestServer.exchange(
        HttpRequest.newBuilder(signed, (name, value) -> true)
            .uri(URI.create(server.url() + signed.uri().toString().substring(PUBLIC_URL.length())))
            .build());
  }

  /** The same request with a header in place of another; null leaves it out. */
  private static HttpRequest withHeader(
      HttpRequest signed, String name, UnaryOperator<@Nullable String> change) {
    String value = change.apply(signed.headers().firstValue(name).orElse(""));
    HttpRequest.Builder changed =
        HttpRequest.newBuilder(signed, (each, ignored) -> !each.equalsIgnoreCase(name));
    return value == null ? changed.build() : changed.header(name, value).build();
  }

  private static void assertRefused(HttpRequest request) {
    TestServer.Answer answer = send(request);
    assertThat(answer.status()).as(answer.text()).isEqualTo(401);
    assertThat(answer.problem()).isEqualTo("signature-invalid");
  }

  private static String viewer(TestServer.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().getString("viewer");
  }

  @Test
  void signedQueryForAnAgreedPurposeShowsTheAgreedFieldsAndNoOthers() {
    Department civilAffairs = department(county);
    JsonObject seen = send(resolving(civilAffairs.now(), token(civilAffairs), family)).json();

    assertThat(seen.getString("viewer")).isEqualTo("partner");
    assertThat(seen.getString("purpose")).isEqualTo(PURPOSE);
    assertThat(seen.getJsonObject("fields").fieldNames()).containsExactly("tier");
  }

  @Test
  void whatTheFamilyTookItsConsentBackForIsLeftOutAndSaidToBe() {
    given.livingAid(county);
    given.medicalAid(county);
    Fixtures.Family withdrawing = given.household(given.station(county, "协同样例厂工会"));
    given.entitle(withdrawing, "LIVING_AID", "ENTITLED");
    given.entitle(withdrawing, "MEDICAL_AID", "ENTITLED");
    Department bureau = department(county);
    given.run(
        "UPDATE partner_purpose SET fields = ? WHERE partner_id = ?",
        new String[] {"tier", "mainCause", "entitledPolicies"},
        bureau.id());
    String token = token(bureau);
    JsonObject before = send(resolving(bureau.now(), token, withdrawing)).json();
    assertThat(before.getJsonArray("withheld")).isEmpty();
    assertThat(before.getJsonObject("fields").getJsonArray("entitledPolicies"))
        .containsExactlyInAnyOrder("LIVING_AID", "MEDICAL_AID");

    JsonObject health = new JsonObject().put("purpose", "HEALTH");
    assertThat(server.post("/v1/my/consent-withdrawals", withdrawing.token(), health).status())
        .isEqualTo(200);

    JsonObject after = send(resolving(bureau.now(), token, withdrawing)).json();
    assertThat(after.getJsonObject("fields").fieldNames())
        .containsExactlyInAnyOrder("tier", "entitledPolicies");
    assertThat(after.getJsonObject("fields").getJsonArray("entitledPolicies"))
        .containsExactly("LIVING_AID");
    assertThat(after.getJsonArray("withheld")).containsExactly("entitledPolicies", "mainCause");
  }

  @Test
  void signingInNamesTheDepartmentAndGivesNoRefreshToken() {
    JsonObject answer = signIn(department(county).now().assertion()).json();

    assertThat(answer.getJsonObject("principal").getString("kind")).isEqualTo("PARTNER");
    assertThat(answer.getJsonObject("principal").getString("name")).isEqualTo("样例部门");
    assertThat(answer.getInteger("expiresInSeconds")).isEqualTo(1800);
    assertThat(answer.containsKey("refreshToken")).isFalse();
  }

  @Test
  void purposeNotAgreedOrEndedOtherRegionAndDeadCodeShowWhatAnyoneSees() {
    Department civilAffairs = department(county);
    String token = token(civilAffairs);
    LocalDate today = given.today();
    agree(given, civilAffairs, "ENDED", today.minusDays(1));
    agree(given, civilAffairs, "LAST_DAY", today);
    String anyone = server.resolve(family.printed(), null).text();

    for (String purpose : List.of("NOT_AGREED", "ENDED")) {
      TestServer.Answer answer = send(resolving(civilAffairs.now(), token, family, purpose));
      assertThat(viewer(answer)).isEqualTo("anyone");
      assertThat(answer.text()).isEqualTo(anyone);
    }
    assertThat(send(resolving(civilAffairs.now(), token, elsewhere)).text()).isEqualTo(anyone);
    assertThat(viewer(send(resolving(civilAffairs.now(), token, family, "LAST_DAY"))))
        .isEqualTo("partner");
    Department wholeCountry = department(new Fixtures.Org(countryId(), "." + countryId() + "."));
    assertThat(viewer(send(resolving(wholeCountry.now(), token(wholeCountry), elsewhere))))
        .isEqualTo("partner");
  }

  private static long countryId() {
    return given.scalar("SELECT id FROM organisation WHERE parent_id IS NULL");
  }

  @Test
  void requestIsTakenOnce() {
    Department civilAffairs = department(county);
    HttpRequest request = resolving(civilAffairs.now(), token(civilAffairs), family);

    assertThat(viewer(send(request))).isEqualTo("partner");
    assertRefused(request);
    assertRefused(request);
  }

  @Test
  void refusedRequestDoesNotUseUpItsNonce() {
    Department civilAffairs = department(county);
    HttpRequest honest = resolving(civilAffairs.now(), token(civilAffairs), family);

    assertRefused(withHeader(honest, "Yihuyima-Purpose", purpose -> "OTHER_PURPOSE"));
    assertThat(viewer(send(honest))).isEqualTo("partner");
  }

  @Test
  void hundredSendersOfOneRequestAtOnceAreTakenOnce() throws Exception {
    Department civilAffairs = department(county);
    HttpRequest request = resolving(civilAffairs.now(), token(civilAffairs), family);

    List<Integer> statuses =
        atOnce(16, java.util.Collections.nCopies(100, () -> send(request).status()));

    assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
    assertThat(statuses).filteredOn(status -> status == 401).hasSize(99);
  }

  @Test
  void unsignedRequestIsRefusedInEveryOperation() {
    String token = token(department(county));

    for (String path :
        List.of(
            "/v1/household-codes/" + family.printed(),
            "/v1/revocations",
            "/v1/my/household",
            "/v1/sessions/current",
            "/v1/verification-keys")) {
      TestServer.Answer answer = server.get(path, token);
      assertThat(answer.problem()).as(path).isEqualTo("signature-invalid");
    }
  }

  @Test
  void workedExampleAsksFromTheFileOfTheDemo(@TempDir Path folder) throws Exception {
    int port = freePort();
    String url = "http://localhost:" + port;
    try (TestServer own =
        TestServer.start(
            config -> config.with("publicUrl", url).with("httpPort", String.valueOf(port)),
            Clock.systemUTC())) {
      Fixtures there = own.fixtures();
      Fixtures.Org region = there.county(there.city(), "安和县总工会");
      Fixtures.Family asked = there.household(there.station(region, "样例厂工会"));
      Department department = department(there, region);
      JsonObject partner =
          new JsonObject()
              .put("code", department.code())
              .put("kid", department.keyId())
              .put(
                  "seed", Base64.getUrlEncoder().withoutPadding().encodeToString(department.seed()))
              .put("purposes", new JsonArray().add(PURPOSE));
      Path file = folder.resolve("demo.json");
      Files.writeString(file, new JsonObject().put("url", url).put("partner", partner).encode());

      PartnerQuery query = PartnerQuery.of(file);
      String token = new JsonObject(query.signIn().body()).getString("accessToken");
      JsonObject seen = new JsonObject(query.resolve(token, asked.printed(), PURPOSE).body());

      assertThat(seen.getString("viewer")).isEqualTo("partner");
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void signedListOfRevocationsWithAQueryIsGiven() {
    Department civilAffairs = department(county);
    HttpRequest request =
        civilAffairs
            .now()
            .signed(
                "GET",
                "/v1/revocations?after=0&limit=5",
                new byte[0],
                token(civilAffairs),
                PURPOSE);

    assertThat(send(request).status()).isEqualTo(200);
    HttpRequest again =
        civilAffairs
            .now()
            .signed("GET", "/v1/revocations?after=0", new byte[0], token(civilAffairs), PURPOSE);
    HttpRequest longer =
        HttpRequest.newBuilder(again, (name, value) -> true)
            .uri(URI.create(again.uri() + "&limit=1"))
            .build();
    assertRefused(longer);
  }

  @Test
  void stampIsTakenWithinAMinuteAndRefusedBeyond() {
    Department civilAffairs = department(county);
    String token = token(civilAffairs);

    for (long off : new long[] {-50, -30, 30, 50}) {
      Clock shifted = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(off));
      assertThat(viewer(send(resolving(civilAffairs.at(shifted), token, family))))
          .isEqualTo("partner");
    }
    for (long off : new long[] {-3600, -62, 70, 3600}) {
      Clock shifted = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(off));
      assertRefused(resolving(civilAffairs.at(shifted), token, family));
    }
  }

  @Test
  void keyOfAnotherDepartmentIsRefused() {
    Department civilAffairs = department(county);
    Department education = department(county);
    String token = token(civilAffairs);

    assertRefused(resolving(education.now(), token, family));
    assertRefused(
        resolving(civilAffairs.with(civilAffairs.keyId(), education.seed()).now(), token, family));
    assertRefused(
        resolving(civilAffairs.with(education.keyId(), civilAffairs.seed()).now(), token, family));
    assertThat(viewer(send(resolving(civilAffairs.now(), token, family)))).isEqualTo("partner");
    assertThat(viewer(send(resolving(education.now(), token(education), family))))
        .isEqualTo("partner");
  }

  @Test
  void tokenOfAnotherDepartmentIsRefused() {
    Department civilAffairs = department(county);
    Department education = department(county);

    HttpRequest mine = resolving(civilAffairs.now(), token(civilAffairs), family);
    String theirs = "Bearer " + token(education);
    assertRefused(withHeader(mine, "Authorization", mineToo -> theirs));
  }

  @Test
  void newKeyIsTakenBesideTheOldOneUntilThatIsRevokedAtOnce() {
    Department old = department(county);
    String token = token(old);
    assertThat(viewer(send(resolving(old.now(), token, family)))).isEqualTo("partner");

    Department renewed = newKey(old);
    assertThat(viewer(send(resolving(renewed.now(), token, family)))).isEqualTo("partner");
    assertThat(viewer(send(resolving(old.now(), token, family)))).isEqualTo("partner");

    given.run("UPDATE partner_key SET to_at = ? WHERE kid = ?", moment(Duration.ZERO), old.keyId());
    assertRefused(resolving(old.now(), token, family));
    assertThat(viewer(send(resolving(renewed.now(), token, family)))).isEqualTo("partner");
    assertThat(signIn(old.now().assertion()).problem()).isEqualTo("sign-in-failed");
  }

  @Test
  void keyThatIsNotYetInForceIsRefused() {
    Department early = department(county);
    String token = token(early);
    given.run(
        "UPDATE partner_key SET from_at = ? WHERE kid = ?",
        moment(Duration.ofMinutes(5)),
        early.keyId());

    assertRefused(resolving(early.now(), token, family));
    assertThat(signIn(early.now().assertion()).problem()).isEqualTo("sign-in-failed");
  }

  @Test
  void keyWithNewBytesUnderItsOldIdCountsFromTheNextRequest() {
    Department department = department(county);
    String token = token(department);
    assertThat(viewer(send(resolving(department.now(), token, family)))).isEqualTo("partner");
    byte[] other = seed();
    given.run(
        "UPDATE partner_key SET public_key = ? WHERE kid = ?",
        publicKey(other),
        department.keyId());

    assertRefused(resolving(department.now(), token, family));
    Department changed = department.with(department.keyId(), other);
    assertThat(viewer(send(resolving(changed.now(), token, family)))).isEqualTo("partner");
    assertRefused(resolving(department.now(), token, family));
  }

  @Test
  void departmentThatHasEndedIsRefusedAtOnce() {
    Department leaving = department(county);
    String token = token(leaving);
    assertThat(viewer(send(resolving(leaving.now(), token, family)))).isEqualTo("partner");

    given.run("UPDATE partner SET ended_at = ? WHERE id = ?", moment(Duration.ZERO), leaving.id());

    assertRefused(resolving(leaving.now(), token, family));
    assertThat(signIn(leaving.now().assertion()).problem()).isEqualTo("sign-in-failed");
  }

  @Test
  void assertionIsTakenOnce() {
    String assertion = department(county).now().assertion();

    assertThat(signIn(assertion).status()).isEqualTo(201);
    assertThat(signIn(assertion).status()).isEqualTo(401);
    assertThat(signIn(assertion).problem()).isEqualTo("sign-in-failed");
  }

  @Test
  void everyRefusalOfAnAssertionLooksTheSame() {
    Department civilAffairs = department(county);
    Department education = department(county);
    Clock late = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-10));
    byte[] wrong = education.seed();
    PartnerQuery elsewhereQuery =
        new PartnerQuery(
            UNUSED,
            "https://other.example.cn",
            civilAffairs.code(),
            civilAffairs.keyId(),
            civilAffairs.seed(),
            Clock.systemUTC());
    String good = civilAffairs.now().assertion();

    List<String> bad =
        List.of(
            "x",
            "..",
            civilAffairs.at(late).assertion(),
            elsewhereQuery.assertion(),
            civilAffairs.with(civilAffairs.keyId(), wrong).now().assertion(),
            civilAffairs.with("no-such-key", wrong).now().assertion(),
            civilAffairs.with(education.keyId(), education.seed()).now().assertion(),
            new Department(0, "no-such-department", education.keyId(), education.seed())
                .now()
                .assertion(),
            good.substring(0, good.lastIndexOf('.') + 1),
            Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                        "{\"alg\":\"none\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                + good.substring(good.indexOf('.')));
    for (String assertion : bad) {
      TestServer.Answer answer = signIn(assertion);
      JsonObject problem = answer.json();
      problem.remove("requestId");
      assertThat(answer.status()).isEqualTo(401);
      assertThat(problem.fieldNames()).containsExactlyInAnyOrder("type", "title", "status", "code");
      assertThat(problem.getString("code")).isEqualTo("sign-in-failed");
    }
    assertThat(signIn(good).status()).isEqualTo(201);
  }

  @Test
  void signedRequestAfterTheSessionHasEndedIsRefused() {
    Department civilAffairs = department(county);
    String token = token(civilAffairs);
    given.run(
        "UPDATE session SET ended_at = ? WHERE partner_id = ?",
        moment(Duration.ZERO),
        civilAffairs.id());

    TestServer.Answer answer = send(resolving(civilAffairs.now(), token, family));

    assertThat(answer.problem()).isEqualTo("sign-in-required");
  }

  @Test
  void queryIsInTheHouseholdsRecordWithItsPurpose() {
    Department civilAffairs = department(county);
    send(resolving(civilAffairs.now(), token(civilAffairs), family));

    JsonArray records =
        server.get("/v1/my/access-records", family.token()).json().getJsonArray("items");

    assertThat(records.stream().map(item -> (JsonObject) item))
        .anySatisfy(
            record -> {
              assertThat(record.getString("purpose")).isEqualTo(PURPOSE);
              assertThat(record.getString("purposeTitle")).isEqualTo("核对样例救助");
            });
    assertThat(
            given.texts(
                "SELECT DISTINCT fields IS NOT NULL AND organisation_path LIKE '%.' FROM access_record WHERE purpose = ? AND granted",
                PURPOSE))
        .containsExactly("t");
  }

  /** Two thousand calls, half of them wrong in one of many ways, from sixteen senders at once. */
  @Test
  void mixedFaultsAreNeitherWronglyTakenNorWronglyRefused() throws Exception {
    Department first = department(county);
    Department second = newKey(first);
    Department stranger = department(county);
    String token = token(first);
    String strangersToken = token(stranger);
    Random random = new Random(20260302);
    List<Callable<Integer>> calls = new ArrayList<>();
    List<Boolean> right = new ArrayList<>();
    List<String> kinds = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      // The key changes in flight: both are in force.
      Department sender = random.nextBoolean() ? first : second;
      int fault = random.nextInt(20);
      long shift = fault == 0 ? (random.nextBoolean() ? 90 : -90) : random.nextInt(41) - 20;
      // Signed when it is sent, so that waiting in the queue makes nothing stale.
      Callable<HttpRequest> honest =
          () ->
              resolving(
                  sender.at(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(shift))),
                  token,
                  family);
      Callable<Integer> call =
          switch (fault) {
            case 0 -> () -> send(honest.call()).status();
            case 1 -> () -> send(tampered(honest.call(), "Signature", 10)).status();
            case 2 -> () -> send(tampered(honest.call(), "Signature-Input", 120)).status();
            case 3 ->
                () ->
                    send(withHeader(honest.call(), "Yihuyima-Purpose", purpose -> "OTHER"))
                        .status();
            case 4 ->
                () ->
                    send(withHeader(
                            honest.call(), "Authorization", own -> "Bearer " + strangersToken))
                        .status();
            case 5 -> () -> send(withHeader(honest.call(), "Signature", own -> null)).status();
            case 6 -> () -> send(resolving(stranger.now(), token, family)).status();
            case 7 ->
                () ->
                    send(resolving(first.with(first.keyId(), stranger.seed()).now(), token, family))
                        .status();
            case 8 ->
                () ->
                    send(HttpRequest.newBuilder(honest.call(), (name, value) -> true)
                            .uri(
                                URI.create(
                                    PUBLIC_URL + "/v1/household-codes/" + elsewhere.printed()))
                            .build())
                        .status();
            case 9 ->
                () -> {
                  HttpRequest request = honest.call();
                  return send(request).status() == 200 ? send(request).status() : 0;
                };
            default -> () -> send(honest.call()).status();
          };
      calls.add(call);
      right.add(fault > 9);
      kinds.add("fault " + fault);
    }

    List<Integer> statuses = atOnce(16, calls);

    for (int i = 0; i < statuses.size(); i++) {
      assertThat(statuses.get(i)).as(kinds.get(i)).isEqualTo(right.get(i) ? 200 : 401);
    }
  }

  private static HttpRequest tampered(HttpRequest signed, String header, int at) {
    return withHeader(
        signed,
        header,
        value -> {
          char other = value.charAt(at) == 'x' ? 'y' : 'x';
          return value.substring(0, at) + other + value.substring(at + 1);
        });
  }

  private static List<Integer> atOnce(int senders, List<Callable<Integer>> calls) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(senders)) {
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> done : threads.invokeAll(calls)) {
        statuses.add(done.get());
      }
      return statuses;
    }
  }
}
