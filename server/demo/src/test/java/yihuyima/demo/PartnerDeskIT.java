package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.identity.Role;

/**
 * What an administrator decides about partner departments, over real HTTP, and that the departments
 * feel it with their next request.
 */
class PartnerDeskIT {
  private static final String PUBLIC_URL = "http://localhost:8080";
  private static final String PURPOSE = "LOW_INCOME_REVIEW";
  private static final HttpClient UNUSED = HttpClient.newHttpClient();
  private static final AtomicInteger SERIAL = new AtomicInteger();

  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org county;
  private static Fixtures.Family family;
  private static String administrator;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    Fixtures.Org city = given.city();
    county = given.county(city, "安和县总工会");
    family = given.household(given.station(county, "样例厂工会"));
    administrator = given.staff(county, Role.ADMINISTRATOR).token();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A key pair of a department, and what it does with it. */
  private record Holder(String code, String keyId, byte[] seed) {
    static Holder of(String code) {
      byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
      new java.util.Random(77_000 + SERIAL.incrementAndGet()).nextBytes(seed);
      return new Holder(code, code + "-" + SERIAL.incrementAndGet(), seed);
    }

    PartnerQuery query() {
      return new PartnerQuery(UNUSED, PUBLIC_URL, code, keyId, seed, Clock.systemUTC());
    }

    String statement() {
      return query().keyStatement();
    }
  }

  private static JsonObject limits(int callsMinute, int callsDay, String... networks) {
    return new JsonObject()
        .put("name", "安和县民政局")
        .put("networks", new JsonArray(List.of((Object[]) networks)))
        .put("callsMinute", callsMinute)
        .put("callsDay", callsDay);
  }

  private static JsonObject opening(String code) {
    return limits(60_000, 1_000_000, "127.0.0.0/8")
        .put("organisationId", county.id())
        .put("code", code);
  }

  /** A new department; gives its code. Its id is the number behind. */
  private static long open(String code) {
    TestServer.Answer answer = server.post("/v1/partners", administrator, opening(code));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().getJsonObject("partner").getLong("partnerId");
  }

  private static String fresh() {
    return "mz-" + SERIAL.incrementAndGet();
  }

  private static TestServer.Answer register(long id, String statement) {
    return server.post(
        "/v1/partners/" + id + "/keys",
        administrator,
        new JsonObject().put("statement", statement));
  }

  private static TestServer.Answer agree(long id, int version, String... fields) {
    return server.send(
        "POST",
        "/v1/partners/" + id + "/agreements/" + PURPOSE,
        administrator,
        new JsonObject()
            .put("version", version)
            .put("title", "核对低收入家庭")
            .put("legalGround", "样例数据共享协议")
            .put("fields", new JsonArray(List.of((Object[]) fields)))
            .put("untilOn", given.today().plusYears(1).toString())
            .toBuffer()
            .getBytes(),
        UUID.randomUUID().toString(),
        "Content-Type",
        "application/json");
  }

  private static TestServer.Answer signIn(Holder holder) {
    return server.post(
        "/v1/sessions/partner",
        null,
        new JsonObject().put("clientAssertion", holder.query().assertion()));
  }

  private static String token(Holder holder) {
    TestServer.Answer answer = signIn(holder);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().getString("accessToken");
  }

  private static TestServer.Answer ask(Holder holder, String token) {
    HttpRequest signed =
        holder
            .query()
            .signed("GET", "/v1/household-codes/" + family.printed(), new byte[0], token, PURPOSE);
    return TestServer.exchange(
        HttpRequest.newBuilder(signed, (name, value) -> true)
            .uri(URI.create(server.url() + signed.uri().toString().substring(PUBLIC_URL.length())))
            .build());
  }

  /** A department with a key and an agreement, all by the administrator's hand. */
  private static Holder atWork(long id, String code) {
    Holder holder = Holder.of(code);
    assertThat(register(id, holder.statement()).status()).isEqualTo(201);
    assertThat(agree(id, 0, "tier").status()).isEqualTo(200);
    return holder;
  }

  private static JsonObject detail(long id) {
    return server.get("/v1/partners/" + id, administrator).json();
  }

  private static int version(long id) {
    return detail(id).getJsonObject("partner").getInteger("version");
  }

  private static TestServer.Answer change(long id, JsonObject limits) {
    return server.post(
        "/v1/partners/" + id + "/limits",
        administrator,
        limits.put("version", version(id)).put("reason", "样例调整"));
  }

  @Test
  void departmentIsOpenedGivenAKeyAndAnAgreementAndThenAsks() {
    String code = fresh();
    long id = open(code);
    Holder holder = Holder.of(code);
    assertThat(signIn(holder).problem()).isEqualTo("sign-in-failed");

    JsonObject registered = register(id, holder.statement()).json();
    assertThat(registered.getJsonArray("keys").getJsonObject(0).getString("state"))
        .isEqualTo("IN_FORCE");
    String token = token(holder);
    assertThat(ask(holder, token).json().getString("viewer")).isEqualTo("anyone");

    assertThat(agree(id, 0, "tier", "peopleCount").status()).isEqualTo(200);
    JsonObject seen = ask(holder, token).json();
    assertThat(seen.getString("viewer")).isEqualTo("partner");
    assertThat(seen.getJsonObject("fields").fieldNames())
        .containsExactlyInAnyOrder("tier", "peopleCount");

    JsonObject shown = detail(id);
    assertThat(shown.getJsonArray("usage").getJsonObject(0).getInteger("calls")).isEqualTo(2);
    assertThat(shown.getJsonArray("keys").getJsonObject(0).getString("lastUsedOn"))
        .isEqualTo(given.today().toString());
    assertThat(kinds(id)).containsExactly("AGREED", "KEY_REGISTERED", "OPENED");
  }

  private static List<String> kinds(long id) {
    return server
        .get("/v1/partners/" + id + "/history", administrator)
        .json()
        .getJsonArray("items")
        .stream()
        .map(each -> ((JsonObject) each).getString("kind"))
        .toList();
  }

  @Test
  void twoKeysAreInForceForTheChangeOverAndNoThird() {
    String code = fresh();
    long id = open(code);
    Holder old = atWork(id, code);
    Holder renewed = Holder.of(code);
    Holder third = Holder.of(code);
    assertThat(register(id, renewed.statement()).status()).isEqualTo(201);
    assertThat(register(id, third.statement()).problem()).isEqualTo("key-places-taken");
    String token = token(old);
    assertThat(ask(old, token).status()).isEqualTo(200);
    assertThat(ask(renewed, token).status()).isEqualTo(200);

    assertThat(revoke(id, old).status()).isEqualTo(200);

    assertThat(ask(old, token).status()).isEqualTo(401);
    assertThat(signIn(old).problem()).isEqualTo("sign-in-failed");
    assertThat(ask(renewed, token(renewed)).status()).isEqualTo(200);
    assertThat(register(id, third.statement()).status()).isEqualTo(201);
    // What was revoked does not come back, under its own id or another.
    assertThat(revoke(id, third).status()).isEqualTo(200);
    assertThat(register(id, old.statement()).problem()).isEqualTo("key-known");
    assertThat(register(id, new Holder(code, code + "-again", old.seed()).statement()).problem())
        .isEqualTo("key-known");
    assertThat(revoke(id, old).problem()).isEqualTo("state-changed");
  }

  private static TestServer.Answer revoke(long id, Holder holder) {
    return server.post(
        "/v1/partners/" + id + "/key-revocations",
        administrator,
        new JsonObject().put("keyId", holder.keyId()).put("reason", "更换密钥"));
  }

  @Test
  void thirdKeyIsRefusedByTheDatabaseAlso() throws Exception {
    String code = fresh();
    long id = open(code);
    List<Callable<Integer>> registrations = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Holder holder = Holder.of(code);
      registrations.add(() -> register(id, holder.statement()).status());
    }

    List<Integer> statuses = atOnce(registrations);

    assertThat(statuses).filteredOn(status -> status == 201).hasSize(2);
    assertThat(statuses).filteredOn(status -> status == 409).hasSize(6);
  }

  private static List<Integer> atOnce(List<Callable<Integer>> calls) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> done : threads.invokeAll(calls)) {
        statuses.add(done.get());
      }
      return statuses;
    }
  }

  @Test
  void keyThatIsNotProvedIsNotRegistered() {
    String code = fresh();
    long id = open(code);
    Holder holder = Holder.of(code);
    String statement = holder.statement();
    char last = statement.charAt(20) == 'A' ? 'B' : 'A';

    for (String bad :
        List.of(
            "x",
            statement.substring(0, 20) + last + statement.substring(21),
            Holder.of("another-one").statement(),
            holder.query().assertion())) {
      TestServer.Answer answer = register(id, bad);
      assertThat(answer.problem()).isEqualTo("key-not-proved");
      assertThat(answer.json().getJsonArray("errors").getJsonObject(0).getString("pointer"))
          .isEqualTo("/statement");
    }
    assertThat(detail(id).getJsonArray("keys")).isEmpty();
  }

  @Test
  void addressThatIsNotListedIsRefusedInWordsAndPutOnRecord() {
    String code = fresh();
    long id = open(code);
    Holder holder = atWork(id, code);
    String token = token(holder);
    assertThat(change(id, limits(100, 100, "192.0.2.0/24", "2001:db8::/32")).status())
        .isEqualTo(200);

    TestServer.Answer refused = ask(holder, token);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.problem()).isEqualTo("address-not-listed");
    assertThat(signIn(holder).problem()).isEqualTo("address-not-listed");
    JsonObject today = detail(id).getJsonArray("usage").getJsonObject(0);
    assertThat(today.getInteger("foreignCalls")).isEqualTo(1);
    assertThat(today.getInteger("calls")).isZero();
    assertThat(
            given.scalar(
                "SELECT count(*) FROM access_record WHERE actor = ? AND NOT granted AND detail = 'address not listed'",
                "PARTNER:" + id))
        .isEqualTo(1);

    assertThat(change(id, limits(100, 100)).status()).isEqualTo(200);
    assertThat(ask(holder, token).problem()).isEqualTo("address-not-listed");
    assertThat(change(id, limits(100, 100, "127.0.0.1")).status()).isEqualTo(200);
    assertThat(ask(holder, token).status()).isEqualTo(200);
  }

  @Test
  void whoHoldsAStolenKeyIsCountedEachTimeAndDoesNotFillTheRecord() {
    String code = fresh();
    long id = open(code);
    Holder holder = atWork(id, code);
    String token = token(holder);
    assertThat(change(id, limits(100, 100, "192.0.2.0/24")).status()).isEqualTo(200);

    for (int i = 0; i < 40; i++) {
      assertThat(ask(holder, token).problem()).isEqualTo("address-not-listed");
    }

    assertThat(detail(id).getJsonArray("usage").getJsonObject(0).getInteger("foreignCalls"))
        .isEqualTo(40);
    // One a minute for each event loop; there are few of them, and a minute may end meanwhile.
    assertThat(
            given.scalar(
                "SELECT count(*) FROM access_record WHERE actor = ? AND detail = 'address not listed'",
                "PARTNER:" + id))
        .isBetween(1L, 20L);
  }

  @Test
  void networkThatIsNoneIsRefusedWhereItStands() {
    TestServer.Answer answer =
        server.post(
            "/v1/partners",
            administrator,
            opening(fresh()).put("networks", new JsonArray().add("10.0.0.0/8").add("0.0.0.0/0")));

    assertThat(answer.problem()).isEqualTo("network-not-accepted");
    assertThat(answer.json().getJsonArray("errors").getJsonObject(0).getString("pointer"))
        .isEqualTo("/networks/1");
  }

  @Test
  void dayQuotaHoldsForRequestsThatComeAtOnceAndIsTakenToTheLast() throws Exception {
    String code = fresh();
    long id = open(code);
    Holder holder = atWork(id, code);
    String token = token(holder);
    assertThat(change(id, limits(60_000, 50, "127.0.0.0/8")).status()).isEqualTo(200);
    Instant began = Instant.now();
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      calls.add(() -> ask(holder, token).status());
    }

    List<Integer> statuses = atOnce(calls);

    boolean oneDay = ChinaTime.dayOf(began).equals(ChinaTime.dayOf(Instant.now()));
    if (oneDay) {
      assertThat(statuses).filteredOn(status -> status == 200).hasSize(50);
      assertThat(statuses).filteredOn(status -> status == 429).hasSize(30);
      assertThat(ask(holder, token).problem()).isEqualTo("quota-used-up");
    }
    assertThat(change(id, limits(60_000, 1_000, "127.0.0.0/8")).status()).isEqualTo(200);
    assertThat(ask(holder, token).status()).isEqualTo(200);
  }

  @Test
  void minuteQuotaHoldsAlsoWithoutRedis() throws Exception {
    String code = fresh();
    long id = open(code);
    Holder holder = atWork(id, code);
    String token = token(holder);
    assertThat(change(id, limits(5, 1_000, "127.0.0.0/8")).status()).isEqualTo(200);
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      calls.add(() -> ask(holder, token).status());
    }

    List<Integer> statuses = atOnce(calls);

    // Of two minutes at most, when the full minute struck meanwhile.
    assertThat(statuses.stream().filter(status -> status == 200).count()).isBetween(5L, 10L);
    assertThat(statuses).contains(429);
  }

  @Test
  void repeatsAreNotCountedAgainstTheQuota() {
    String code = fresh();
    long id = open(code);
    Holder holder = atWork(id, code);
    String token = token(holder);
    HttpRequest signed =
        holder
            .query()
            .signed("GET", "/v1/household-codes/" + family.printed(), new byte[0], token, PURPOSE);
    HttpRequest request =
        HttpRequest.newBuilder(signed, (name, value) -> true)
            .uri(URI.create(server.url() + signed.uri().toString().substring(PUBLIC_URL.length())))
            .build();

    assertThat(TestServer.exchange(request).status()).isEqualTo(200);
    for (int i = 0; i < 5; i++) {
      assertThat(TestServer.exchange(request).problem()).isEqualTo("signature-invalid");
    }

    assertThat(detail(id).getJsonArray("usage").getJsonObject(0).getInteger("calls")).isEqualTo(1);
  }

  @Test
  void agreementIsChangedInVersionsAndEndedAtOnce() {
    String code = fresh();
    long id = open(code);
    Holder holder = atWork(id, code);
    String token = token(holder);
    assertThat(agree(id, 0, "headName").problem()).isEqualTo("state-changed");
    assertThat(agree(id, 1, "peopleCount").status()).isEqualTo(200);
    assertThat(ask(holder, token).json().getJsonObject("fields").fieldNames())
        .containsExactly("peopleCount");

    TestServer.Answer ended = end(id, 2);
    assertThat(ended.status()).as(ended.text()).isEqualTo(200);
    assertThat(ask(holder, token).json().getString("viewer")).isEqualTo("anyone");
    assertThat(end(id, 3).problem()).isEqualTo("state-changed");

    assertThat(agree(id, 3, "tier").status()).isEqualTo(200);
    assertThat(ask(holder, token).json().getString("viewer")).isEqualTo("partner");
    JsonArray history =
        server.get("/v1/partners/" + id + "/history", administrator).json().getJsonArray("items");
    assertThat(kinds(id))
        .startsWith("AGREEMENT_CHANGED", "AGREEMENT_ENDED", "AGREEMENT_CHANGED", "AGREED");
    assertThat(history.getJsonObject(2).getJsonObject("agreement").getJsonArray("fields"))
        .containsExactly("peopleCount");
    assertThat(history.getJsonObject(3).getJsonObject("agreement").getJsonArray("fields"))
        .containsExactly("tier");
  }

  private static TestServer.Answer end(long id, int version) {
    return server.post(
        "/v1/partners/" + id + "/agreements/" + PURPOSE + "/end",
        administrator,
        new JsonObject().put("version", version).put("reason", "协议终止"));
  }

  @Test
  void agreementBeyondThreeYearsOrInThePastOrWithUnknownFieldsIsRefused() {
    long id = open(fresh());
    for (String untilOn :
        List.of(
            given.today().minusDays(1).toString(),
            given.today().plusYears(3).plusDays(1).toString())) {
      TestServer.Answer answer =
          server.send(
              "POST",
              "/v1/partners/" + id + "/agreements/" + PURPOSE,
              administrator,
              new JsonObject()
                  .put("version", 0)
                  .put("title", "核对")
                  .put("legalGround", "样例数据共享协议")
                  .put("fields", new JsonArray().add("tier"))
                  .put("untilOn", untilOn)
                  .toBuffer()
                  .getBytes(),
              UUID.randomUUID().toString(),
              "Content-Type",
              "application/json");
      assertThat(answer.status()).as(untilOn).isEqualTo(400);
    }
    assertThat(agree(id, 0, "idNumber").problem()).isEqualTo("request-invalid");
  }

  @Test
  void departmentThatIsClosedAsksNoMoreAndIsNotChanged() {
    String code = fresh();
    long id = open(code);
    Holder holder = atWork(id, code);
    String token = token(holder);

    TestServer.Answer closed =
        server.post(
            "/v1/partners/" + id + "/closure",
            administrator,
            new JsonObject().put("version", version(id)).put("reason", "机构改革"));
    assertThat(closed.status()).as(closed.text()).isEqualTo(200);

    assertThat(ask(holder, token).status()).isEqualTo(401);
    assertThat(signIn(holder).problem()).isEqualTo("sign-in-failed");
    assertThat(register(id, Holder.of(code).statement()).problem()).isEqualTo("partner-closed");
    assertThat(agree(id, 2, "tier").problem()).isEqualTo("partner-closed");
    assertThat(change(id, limits(1, 1, "127.0.0.1")).problem()).isEqualTo("partner-closed");
    assertThat(open(fresh())).isPositive();
    assertThat(server.post("/v1/partners", administrator, opening(code)).problem())
        .isEqualTo("partner-code-taken");
  }

  @Test
  void departmentOfAnotherCountyIsNotThere() {
    Fixtures.Org other = given.county(given.city(), "别县总工会");
    String stranger = given.staff(other, Role.ADMINISTRATOR).token();
    long id = open(fresh());

    assertThat(server.get("/v1/partners/" + id, stranger).status()).isEqualTo(404);
    assertThat(server.get("/v1/partners", stranger).json().getJsonArray("items")).isEmpty();
    assertThat(server.post("/v1/partners", stranger, opening(fresh())).status()).isEqualTo(404);
  }
}
