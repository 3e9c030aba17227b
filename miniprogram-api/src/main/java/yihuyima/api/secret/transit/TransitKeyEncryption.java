package yihuyima.api.secret.transit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.WebClient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import yihuyima.api.outbound.Exchange;
import yihuyima.api.outbound.OutboundCall;
import yihuyima.api.secret.KeyAlgorithm;
import yihuyima.api.secret.KeyEncryption;

/**
 * Key-encryption keys in a key service. Nothing that was sent or received, and no token, is in a
 * failure or in the log.
 *
 * <p>A wrapped key is {@code format (1 byte) · check (32) · the service's ciphertext}. The check is
 * HMAC-SHA256, keyed with the wrapped key itself, over what the key is for: it says nothing about a
 * random key, and a service that gives back another key, or the key of another purpose, is found
 * out. What was wrapped is unwrapped once before it is believed, or a lying service would cost the
 * data.
 */
public final class TransitKeyEncryption implements KeyEncryption {
  /** Ids of its key-encryption keys begin so; those of the configuration may not. */
  public static final String PREFIX = "transit/";

  /** The first try and two more. */
  static final int TRIES_MAX = 3;

  private static final byte FORMAT = 3;
  private static final int CHECK_BYTES = 32;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Pattern CIPHERTEXT =
      Pattern.compile("vault:v([1-9][0-9]{0,8}):[A-Za-z0-9+/=]{1,4096}");

  private final WebClient client;
  private final TransitSettings settings;

  /** A keeper; calls are made with a client of this Vert.x. */
  public TransitKeyEncryption(Vertx vertx, TransitSettings settings) {
    this.client = OutboundCall.client(vertx);
    this.settings = settings;
  }

  @Override
  public Future<String> currentKekId() {
    return call(HttpMethod.GET, "keys", null)
        .map(
            data -> {
              Integer version = data.getInteger("latest_version");
              if (version == null || version < 1) {
                throw new IllegalStateException("the key service names no version of its key");
              }
              return kekId(version.toString());
            });
  }

  private String kekId(String version) {
    return PREFIX + settings.key() + ":v" + version;
  }

  @Override
  public Future<Wrapped> wrap(byte[] key, byte[] context) {
    JsonObject body = new JsonObject().put("plaintext", Base64.getEncoder().encodeToString(key));
    return call(HttpMethod.POST, "encrypt", body)
        .map(
            data -> {
              String ciphertext = data.getString("ciphertext", "");
              Matcher form = CIPHERTEXT.matcher(ciphertext);
              if (!form.matches()) {
                throw new IllegalStateException("the key service gave no ciphertext");
              }
              return new Wrapped(
                  kekId(form.group(1)),
                  Buffer.buffer()
                      .appendByte(FORMAT)
                      .appendBytes(check(key, context))
                      .appendString(ciphertext)
                      .getBytes());
            })
        .compose(wrapped -> unwrap(wrapped, context).map(wrapped));
  }

  @Override
  public Future<byte[]> unwrap(Wrapped wrapped, byte[] context) {
    byte[] bytes = wrapped.bytes();
    if (!wrapped.kekId().startsWith(PREFIX + settings.key() + ":v")
        || bytes.length <= 1 + CHECK_BYTES
        || bytes[0] != FORMAT) {
      return Future.failedFuture(
          new IllegalStateException("not wrapped by key " + settings.key() + " of the service"));
    }
    String ciphertext =
        new String(
            bytes, 1 + CHECK_BYTES, bytes.length - 1 - CHECK_BYTES, StandardCharsets.US_ASCII);
    byte[] expected = Arrays.copyOfRange(bytes, 1, 1 + CHECK_BYTES);
    return call(HttpMethod.POST, "decrypt", new JsonObject().put("ciphertext", ciphertext))
        .map(data -> plain(data, expected, context));
  }

  private static byte[] plain(JsonObject data, byte[] expected, byte[] context) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(data.getString("plaintext", ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("the key service gave no plaintext");
    }
    if (key.length == 0 || !MessageDigest.isEqual(check(key, context), expected)) {
      throw new IllegalStateException("the key service gave another key than was wrapped");
    }
    return key;
  }

  private static byte[] check(byte[] key, byte[] context) {
    return KeyAlgorithm.HMAC_SHA256
        .newMac(KeyAlgorithm.HMAC_SHA256.key(key))
        .doFinal(Buffer.buffer("yihuyima transit|").appendBytes(context).getBytes());
  }

  /** What became of one try: an answer, or a reason, and whether another try may help. */
  private record Tried(@Nullable JsonObject data, String reason, boolean again) {}

  /** The data of an answer; fails with a reason that quotes nothing. */
  private Future<JsonObject> call(HttpMethod method, String what, @Nullable JsonObject body) {
    return attempt(method, what, body, 1)
        .map(
            tried -> {
              JsonObject data = tried.data();
              if (data == null) {
                throw new IllegalStateException("the key service " + tried.reason());
              }
              return data;
            });
  }

  private Future<Tried> attempt(
      HttpMethod method, String what, @Nullable JsonObject body, int number) {
    String path = "/v1/" + settings.mount() + "/" + what + "/" + settings.key();
    HttpRequest<Buffer> request = client.request(method, settings.endpoint().request(path));
    request.putHeader("X-Vault-Request", "true").putHeader("Content-Type", "application/json");
    if (!settings.token().isEmpty()) {
      request.putHeader("X-Vault-Token", settings.token());
    }
    return OutboundCall.send(request, body == null ? null : body.toBuffer(), settings.deadline())
        .map(TransitKeyEncryption::read)
        .compose(
            tried ->
                tried.again() && number < TRIES_MAX
                    ? OutboundCall.pause(PAUSE.multipliedBy(number))
                        .compose(over -> attempt(method, what, body, number + 1))
                    : Future.succeededFuture(tried));
  }

  private static Tried read(Exchange exchange) {
    return switch (exchange) {
      case Exchange.Answered answered -> read(answered);
      case Exchange.Unreachable unreachable -> new Tried(null, "cannot be reached", true);
      case Exchange.Cut cut -> new Tried(null, "broke off", true);
      case Exchange.TooLate late -> new Tried(null, "did not answer in time", true);
      case Exchange.TooLarge large -> new Tried(null, "answered without end", false);
    };
  }

  private static Tried read(Exchange.Answered answered) {
    return switch (answered.status()) {
      case 200 -> {
        JsonObject data = data(answered.body());
        yield new Tried(data, "answered nonsense", data == null);
      }
      case 403 -> new Tried(null, "refuses our token", false);
      case 503 -> new Tried(null, "is sealed", true);
      case 429, 500, 502, 504 -> new Tried(null, "answered " + answered.status(), true);
      default -> new Tried(null, "answered " + answered.status(), false);
    };
  }

  private static @Nullable JsonObject data(String body) {
    try {
      return new JsonObject(body).getJsonObject("data");
    } catch (DecodeException | ClassCastException e) {
      return null;
    }
  }

  /** Names the key, never the token. */
  @Override
  public String toString() {
    return settings.toString();
  }
}
