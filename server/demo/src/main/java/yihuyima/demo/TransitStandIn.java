package yihuyima.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for a key service that speaks as HashiCorp Vault's transit engine does, over real HTTP,
 * and misbehaves on request. Its keys are AES-256, in versions, and end with it.
 */
public final class TransitStandIn {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final Pattern CIPHERTEXT = Pattern.compile("vault:v([0-9]+):(.+)");

  private final String token;
  private final String path;
  private final String key;
  private final FaultyServer server;
  private final SecureRandom random = new SecureRandom();
  private final List<SecretKeySpec> versions = new ArrayList<>();

  private TransitStandIn(Vertx vertx, String token, String key) {
    this.token = token;
    this.key = key;
    this.path = "/v1/transit/";
    this.server = new FaultyServer(vertx, new Service());
    rotate();
  }

  /**
   * Starts one on a free port of 127.0.0.1.
   *
   * @param token the only one that is taken
   * @param key the only key's name
   * @return holds the running stand-in; fails when no port can be had
   */
  public static Future<TransitStandIn> start(Vertx vertx, String token, String key) {
    TransitStandIn standIn = new TransitStandIn(vertx, token, key);
    return standIn.server.listen().map(standIn);
  }

  /** Stops it; succeeds when its port is free. */
  public Future<Void> close() {
    return server.close();
  }

  public URI baseUrl() {
    return server.baseUrl();
  }

  /** Adds a version of the key: it encrypts from now on, those before it still decrypt. */
  public synchronized void rotate() {
    byte[] fresh = new byte[32];
    random.nextBytes(fresh);
    versions.add(new SecretKeySpec(fresh, "AES"));
  }

  /** The next call goes wrong in this way. */
  public void planFault(Fault fault) {
    server.plan(fault);
  }

  /** From now on every call goes wrong in this way; null ends that. */
  public void standingFault(@Nullable Fault fault) {
    server.stand(fault);
  }

  /** How many requests came since the start. */
  public int calls() {
    return server.calls();
  }

  private synchronized JsonObject answer(HttpServerRequest request, Buffer body)
      throws GeneralSecurityException {
    if (!token.equals(request.getHeader("X-Vault-Token"))) {
      return error(request, 403, "permission denied");
    }
    JsonObject asked = body.length() == 0 ? new JsonObject() : new JsonObject(body);
    String method = request.method().name();
    if (method.equals("GET") && request.path().equals(path + "keys/" + key)) {
      return data(
          new JsonObject()
              .put("name", key)
              .put("type", "aes256-gcm96")
              .put("latest_version", versions.size()));
    }
    if (method.equals("POST") && request.path().equals(path + "encrypt/" + key)) {
      byte[] plain = Base64.getDecoder().decode(asked.getString("plaintext"));
      return data(
          new JsonObject()
              .put("ciphertext", "vault:v" + versions.size() + ":" + encrypt(plain))
              .put("key_version", versions.size()));
    }
    if (method.equals("POST") && request.path().equals(path + "decrypt/" + key)) {
      return decrypt(request, asked.getString("ciphertext", ""));
    }
    return error(request, 404, "no handler for route");
  }

  private String encrypt(byte[] plain) throws GeneralSecurityException {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, versions.getLast(), new GCMParameterSpec(TAG_BITS, nonce));
    byte[] sealed = Buffer.buffer(nonce).appendBytes(cipher.doFinal(plain)).getBytes();
    return Base64.getEncoder().encodeToString(sealed);
  }

  private JsonObject decrypt(HttpServerRequest request, String ciphertext) {
    Matcher form = CIPHERTEXT.matcher(ciphertext);
    if (!form.matches() || Integer.parseInt(form.group(1)) > versions.size()) {
      return error(request, 400, "invalid ciphertext: no such version");
    }
    try {
      byte[] sealed = Base64.getDecoder().decode(form.group(2));
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          versions.get(Integer.parseInt(form.group(1)) - 1),
          new GCMParameterSpec(TAG_BITS, Arrays.copyOf(sealed, NONCE_BYTES)));
      byte[] plain = cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
      return data(new JsonObject().put("plaintext", Base64.getEncoder().encodeToString(plain)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return error(request, 400, "cipher: message authentication failed");
    }
  }

  private static JsonObject data(JsonObject data) {
    return new JsonObject().put("request_id", "stand-in").put("data", data);
  }

  private static JsonObject error(HttpServerRequest request, int status, String message) {
    request.response().setStatusCode(status);
    return new JsonObject().put("errors", new JsonArray().add(message));
  }

  private final class Service implements FaultyServer.Service {
    @Override
    public String contentType() {
      return "application/json";
    }

    @Override
    public String work(HttpServerRequest request, Buffer body) {
      try {
        return answer(request, body).encode();
      } catch (GeneralSecurityException | IllegalArgumentException | DecodeException e) {
        return error(request, 400, "cannot be read").encode();
      }
    }

    /** Another key, in the right form. */
    @Override
    public String lie() {
      byte[] other = new byte[32];
      random.nextBytes(other);
      String base64 = Base64.getEncoder().encodeToString(other);
      return data(new JsonObject()
              .put("plaintext", base64)
              .put("ciphertext", "vault:v1:" + base64)
              .put("latest_version", 1))
          .encode();
    }

    @Override
    public String refusal(String code) {
      return new JsonObject().put("errors", new JsonArray().add(code)).encode();
    }
  }
}
