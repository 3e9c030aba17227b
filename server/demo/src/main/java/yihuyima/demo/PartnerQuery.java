package yihuyima.demo;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * How a partner department (协同部门) asks about a household: a worked example, to be read from top to
 * bottom. It stands on nothing of this system's own code, only on what the contract says.
 *
 * <ol>
 *   <li>{@link #signIn} proves with the department's key who is asking, and gets a token for half
 *       an hour.
 *   <li>{@link #resolve} asks for one household by its code, for an agreed purpose.
 *   <li>{@link #signed} signs that request: method, address, token, purpose and body, with the time
 *       and a number used once, so that nobody on the way can change or repeat it.
 * </ol>
 *
 * <p>The key is an Ed25519 key pair that the department makes itself; it hands over only the public
 * half, 32 bytes, and is given a key id for it.
 */
public final class PartnerQuery {
  /** How long an assertion is valid; the contract allows five minutes. */
  private static final Duration ASSERTION_LIFE = Duration.ofMinutes(2);

  /** How long a statement of a key may be on its way; the contract allows thirty days. */
  private static final Duration STATEMENT_LIFE = Duration.ofDays(14);

  /** In bytes, of nonces and assertion ids: enough never to meet by chance. */
  private static final int ID_BYTES = 18;

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String url;
  private final String partnerCode;
  private final String keyId;
  private final byte[] seed;
  private final Clock clock;
  private final HttpClient http;

  /**
   * A department with its key.
   *
   * @param url the public address, such as {@code https://yhym.example.cn}, without a slash
   * @param seed the private half of the key, 32 bytes
   */
  public PartnerQuery(
      HttpClient http, String url, String partnerCode, String keyId, byte[] seed, Clock clock) {
    this.http = http;
    this.url = url;
    this.partnerCode = partnerCode;
    this.keyId = keyId;
    this.seed = seed.clone();
    this.clock = clock;
  }

  private static final Set<String> WHO = Set.of("--url", "--partner", "--kid");
  private static final Set<String> WHAT = Set.of("--code", "--purpose");

  /** As the command line says: 0 answered, 1 refused or failed, 2 used wrongly. */
  public static void main(String[] args) throws InterruptedException {
    Map<String, String> options = options(args);
    try {
      if (options.keySet().equals(with(WHO, "--new-key"))) {
        System.out.println(newKey(options).keyStatement());
        System.exit(0);
      }
      PartnerQuery department = null;
      if (options.keySet().equals(with(WHAT, "--json"))) {
        department = of(Path.of(options.get("--json")));
      } else if (options.keySet().equals(with(with(WHO, WHAT), "--key"))) {
        String seed = Files.readString(Path.of(options.get("--key"))).strip();
        department = of(options, Base64.getUrlDecoder().decode(seed));
      }
      if (department == null) {
        System.err.println("usage: see the head of scripts/partner-query");
        System.exit(2);
      } else {
        System.exit(ask(department, options.get("--code"), options.get("--purpose")));
      }
    } catch (IOException | RuntimeException e) {
      System.err.println("partner-query: " + e);
      System.exit(1);
    }
  }

  private static int ask(PartnerQuery department, String code, String purpose)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = department.signIn();
    if (answer.statusCode() == 201) {
      String token = new JsonObject(answer.body()).getString("accessToken");
      answer = department.resolve(token, code, purpose);
    }
    System.out.println(new JsonObject(answer.body()).encodePrettily());
    return answer.statusCode() == 200 ? 0 : 1;
  }

  /** A new key, written to a file that only its owner reads and that must not be there yet. */
  private static PartnerQuery newKey(Map<String, String> options) throws IOException {
    byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
    RANDOM.nextBytes(seed);
    Path file = Path.of(options.get("--new-key"));
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(seed));
    return of(options, seed);
  }

  private static Set<String> with(Set<String> some, String one) {
    return with(some, Set.of(one));
  }

  private static Set<String> with(Set<String> some, Set<String> others) {
    Set<String> all = new HashSet<>(some);
    all.addAll(others);
    return all;
  }

  /** From the file that the demo writes: the address, and a department with a key for the demo. */
  static PartnerQuery of(Path demo) throws IOException {
    JsonObject file = new JsonObject(Files.readString(demo));
    JsonObject partner = file.getJsonObject("partner");
    return of(
        Map.of(
            "--url", file.getString("url"),
            "--partner", partner.getString("code"),
            "--kid", partner.getString("kid")),
        Base64.getUrlDecoder().decode(partner.getString("seed")));
  }

  private static PartnerQuery of(Map<String, String> who, byte[] seed) {
    return new PartnerQuery(
        // One request, one connection: no need to offer HTTP/2.
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build(),
        who.get("--url"),
        who.get("--partner"),
        who.get("--kid"),
        seed,
        Clock.systemUTC());
  }

  /**
   * Step 1: gets a token for a client assertion (RFC 7523), a JWT that the department signs itself.
   *
   * @return 201 with {@code accessToken} and {@code expiresInSeconds}, or a problem
   */
  public HttpResponse<String> signIn() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/v1/sessions/partner"))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    new JsonObject().put("clientAssertion", assertion()).encode()))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** The assertion: header and claims, each as Base64url of JSON, and the signature over both. */
  String assertion() {
    long now = clock.instant().getEpochSecond();
    return jwt(
        new JsonObject()
            .put("iss", partnerCode)
            .put("sub", partnerCode)
            .put("aud", url + "/v1/sessions/partner")
            .put("iat", now)
            .put("exp", now + ASSERTION_LIFE.toSeconds())
            .put("jti", freshId()));
  }

  private String jwt(JsonObject claims) {
    JsonObject header = new JsonObject().put("alg", "EdDSA").put("typ", "JWT").put("kid", keyId);
    String input = base64url(header.encode()) + "." + base64url(claims.encode());
    return input + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(sign(input));
  }

  /**
   * Before the first time, and whenever the key is changed: what the department hands to the
   * union's administrator, who registers the key from it. Signed with the key itself, so that
   * nobody else's is registered. It holds nothing secret.
   */
  String keyStatement() {
    byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    return jwt(
        new JsonObject()
            .put("iss", partnerCode)
            .put("sub", partnerCode)
            .put("aud", url + "/v1/partners")
            .put("exp", clock.instant().plus(STATEMENT_LIFE).getEpochSecond())
            .put("publicKey", Base64.getUrlEncoder().withoutPadding().encodeToString(publicKey)));
  }

  /**
   * Step 2: asks for the household of a code.
   *
   * @param code as printed on the card, or the last part of the address that the QR code holds
   * @param purpose one that was agreed
   * @return 200 with the agreed fields ({@code viewer} is {@code partner}), or with what anyone may
   *     see ({@code viewer} is {@code anyone}) when the code is not valid, or the household or the
   *     purpose is not this department's concern; or a problem
   */
  public HttpResponse<String> resolve(String token, String code, String purpose)
      throws IOException, InterruptedException {
    String path =
        "/v1/household-codes/"
            + URLEncoder.encode(code, StandardCharsets.UTF_8).replace("+", "%20");
    return http.send(
        signed("GET", path, new byte[0], token, purpose), HttpResponse.BodyHandlers.ofString());
  }

  /**
   * Step 3: a signed request (RFC 9421).
   *
   * @param pathAndQuery exactly as it will be sent
   * @param body empty when there is none
   */
  public HttpRequest signed(
      String method, String pathAndQuery, byte[] body, String token, String purpose) {
    URI target = URI.create(url + pathAndQuery);
    String authorization = "Bearer " + token;
    String digest = "sha-256=:" + Base64.getEncoder().encodeToString(sha256(body)) + ":";
    boolean hasBody = body.length > 0;

    // What is signed, in this order; the digest stands for the body.
    String components =
        "(\"@method\" \"@target-uri\" \"authorization\" \"yihuyima-purpose\""
            + (hasBody ? " \"content-digest\")" : ")");
    // When, with a number used once, by which key. The stamp may be off by a minute.
    String parameters =
        components
            + ";created="
            + clock.instant().getEpochSecond()
            + ";nonce=\""
            + freshId()
            + "\";keyid=\""
            + keyId
            + "\";alg=\"ed25519\"";
    // The signature base: a line for each component, then the parameters; no line break at the end.
    String base =
        "\"@method\": "
            + method
            + "\n\"@target-uri\": "
            + target
            + "\n\"authorization\": "
            + authorization
            + "\n\"yihuyima-purpose\": "
            + purpose
            + (hasBody ? "\n\"content-digest\": " + digest : "")
            + "\n\"@signature-params\": "
            + parameters;

    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .timeout(TIMEOUT)
            .header("Authorization", authorization)
            .header("Yihuyima-Purpose", purpose)
            .header("Signature-Input", "yhym=" + parameters)
            .header("Signature", "yhym=:" + Base64.getEncoder().encodeToString(sign(base)) + ":");
    if (!hasBody) {
      return request.method(method, HttpRequest.BodyPublishers.noBody()).build();
    }
    return request
        .header("Content-Digest", digest)
        .header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  /**
   * An Ed25519 signature, 64 bytes. Bouncy Castle's; the JDK's own {@code
   * Signature.getInstance("Ed25519")} gives the same bytes.
   */
  private byte[] sign(String text) {
    byte[] message = text.getBytes(StandardCharsets.US_ASCII);
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  private static String freshId() {
    byte[] id = new byte[ID_BYTES];
    RANDOM.nextBytes(id);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }

  private static String base64url(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  /** Options with their values; an option without a value is left out. */
  private static Map<String, String> options(String[] args) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      options.put(args[i], args[i + 1]);
    }
    return options;
  }
}
