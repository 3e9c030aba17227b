package yihuyima.demo;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/** Partner departments with a key and an agreement each, and what they send. */
final class Departments {
  private static final HttpClient UNUSED = HttpClient.newHttpClient();
  private static final AtomicInteger SERIAL = new AtomicInteger(1_000_000);

  private final TestServer server;
  private final String publicUrl;

  /**
   * Departments of a server.
   *
   * @param publicUrl what signatures are over; the server listens elsewhere, as behind a proxy
   */
  Departments(TestServer server, String publicUrl) {
    this.server = server;
    this.publicUrl = publicUrl;
  }

  /** One department: what it is called, its key's id, and the half of the key it keeps. */
  record Department(long id, String code, String keyId, byte[] seed) {}

  /** A department for a part of the tree, with a key in force and nothing agreed. */
  Department of(Fixtures.Org region) {
    Fixtures given = server.fixtures();
    long id = given.nextId("partner");
    String code = "department-" + id;
    given.run(
        "INSERT INTO partner (id, code, name, organisation_id, networks, calls_minute) VALUES (?,?,?,?,'{127.0.0.0/8}',60000)",
        id,
        code,
        "样例部门",
        region.id());
    byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
    new java.util.Random(SERIAL.incrementAndGet()).nextBytes(seed);
    byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    String keyId = code + "-" + SERIAL.incrementAndGet();
    given.run(
        "INSERT INTO partner_key (kid, partner_id, alg, public_key, from_at, place) VALUES (?,?,'Ed25519',?,?,?)",
        keyId,
        id,
        publicKey,
        OffsetDateTime.now(ZoneOffset.UTC).minusDays(1),
        1);
    return new Department(id, code, keyId, seed);
  }

  /** What it may ask for, why, and until when. */
  void agree(Department department, String purpose, LocalDate untilOn) {
    server
        .fixtures()
        .run(
            "INSERT INTO partner_purpose (partner_id, purpose, title, legal_ground, fields, until_on) VALUES (?,?,'核对样例救助','样例协议',?,?)",
            department.id(),
            purpose,
            new String[] {"tier"},
            untilOn);
  }

  /** Its key counts no longer. */
  void endKey(Department department) {
    server
        .fixtures()
        .run(
            "UPDATE partner_key SET to_at = ? WHERE kid = ?",
            OffsetDateTime.now(ZoneOffset.UTC).minusMinutes(1),
            department.keyId());
  }

  /** Signs in; gives the token. */
  String token(Department department) {
    TestServer.Answer answer =
        server.post(
            "/v1/sessions/partner",
            null,
            new io.vertx.core.json.JsonObject()
                .put("clientAssertion", client(department).assertion()));
    if (answer.status() != 201) {
      throw new IllegalStateException("a department cannot sign in: " + answer.text());
    }
    return answer.json().getString("accessToken");
  }

  /** Sends a request signed for a purpose to where the server listens, as a proxy would. */
  TestServer.Answer send(
      Department department,
      String token,
      String purpose,
      String method,
      String path,
      byte @Nullable [] body,
      String type) {
    HttpRequest signed =
        client(department).signed(method, path, body == null ? new byte[0] : body, token, purpose);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(signed, (name, value) -> !name.equalsIgnoreCase("Content-Type"))
            .uri(URI.create(server.url() + path));
    if (body != null) {
      request.header("Content-Type", type);
    }
    if (!method.equals("GET")) {
      request.header("Idempotency-Key", UUID.randomUUID().toString());
    }
    TestServer.Answer answer = TestServer.exchange(request.build());
    ContractCheck.check(method, path, answer.response());
    return answer;
  }

  private PartnerQuery client(Department department) {
    return new PartnerQuery(
        UNUSED,
        publicUrl,
        department.code(),
        department.keyId(),
        department.seed(),
        Clock.systemUTC());
  }
}
