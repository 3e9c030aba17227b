package yihuyima.demo;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A request of the contract with one to three things wrong, the same again for the same seed. */
final class Mutation {
  private static final List<String> NASTY_TEXTS =
      List.of(
          "",
          " ",
          "\u0000",
          "a\u0000b",
          "\ud800",
          "\uffff\ufffe",
          "\u202e\u200b\ufeff",
          "'; DROP TABLE household; --",
          "%00%0a%0d",
          "../../../../etc/passwd",
          "${jndi:ldap://x}",
          "<script>alert(1)</script>",
          "=1+1",
          "😀".repeat(300),
          "x".repeat(70_000),
          "家".repeat(5_000),
          "null",
          "NaN",
          "-0",
          "1e400",
          "2020-02-30",
          "9999999-12-31",
          "2026-11-26T10:00:00+99:99",
          "00000000-0000-0000-0000-000000000000",
          "a,b;c=d\te");

  private static final List<Object> NASTY_VALUES =
      List.of(
          0,
          -1,
          1,
          Integer.MAX_VALUE,
          Long.MAX_VALUE,
          Long.MIN_VALUE,
          1.5,
          1e308,
          true,
          new JsonObject(),
          new JsonArray(),
          new JsonArray().add(new JsonArray().add(1)),
          new JsonObject().put("a", new JsonObject().put("b", 1)));

  private static final List<String> NASTY_IDS =
      List.of(
          "0",
          "-1",
          "1",
          "9223372036854775807",
          "9223372036854775808",
          "1e3",
          "0x10",
          "01",
          "1.0",
          "%00",
          "%2e%2e%2f",
          "%20",
          "%ff%fe",
          "%F0%9F%98%80",
          "a".repeat(3_000),
          "%E5%AE%B6",
          ";x=1",
          "*");

  private static final List<String> NASTY_HEADERS =
      List.of(
          "Accept", "application/xml",
          "Accept-Encoding", "gzip;q=nan, br, *",
          "Accept-Language", "x".repeat(2_000),
          "Range", "bytes=0-1,5-",
          "If-None-Match", "\"",
          "X-Forwarded-For", "x, ,::1%eth0",
          "X-HTTP-Method-Override", "DELETE",
          "Cookie", "yhym_at=; yhym_rt=x; =;;a",
          "Cookie", "yhym_rt=" + "x".repeat(3_000),
          "Origin", "null",
          "Origin", "file://",
          "Referer", "http://[",
          "Yihuyima-Purpose", "x y",
          "Signature-Input", "yhym=(",
          "Signature", "yhym=:::",
          "Content-Digest", "sha-256=:",
          "User-Agent", "",
          "Sec-Fetch-Site", "cross-site");

  private final Random random;
  private final ContractCheck.Operation operation;
  private String method;
  private String path;
  private byte @Nullable [] body;
  private String type = "application/json";
  private String key;
  private final java.util.ArrayList<String> headers = new java.util.ArrayList<>();

  private Mutation(Random random, ContractCheck.Operation operation, SweptThings things) {
    this.random = random;
    this.operation = operation;
    this.method = operation.method();
    this.path = things.path(operation.template());
    this.body = SweptBodies.of(operation.id(), things);
    this.key = new java.util.UUID(random.nextLong(), random.nextLong()).toString();
  }

  /** The request of a number. */
  static Mutation of(
      long seed, int number, List<ContractCheck.Operation> operations, SweptThings things) {
    Random random = new Random(seed * 1_000_003 + number);
    Mutation made = new Mutation(random, operations.get(number % operations.size()), things);
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times; i++) {
      made.mutate();
    }
    return made;
  }

  ContractCheck.Operation operation() {
    return operation;
  }

  String method() {
    return method;
  }

  String path() {
    return path;
  }

  byte @Nullable [] body() {
    return body == null ? null : body.clone();
  }

  /** All headers but the token's, as name, value, name, value. */
  String[] headers() {
    java.util.ArrayList<String> all = new java.util.ArrayList<>(headers);
    if (!key.isEmpty()) {
      all.addAll(List.of("Idempotency-Key", key));
    }
    if (body != null && !type.isEmpty()) {
      all.addAll(List.of("Content-Type", type));
    }
    return all.toArray(String[]::new);
  }

  private <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  private void mutate() {
    switch (random.nextInt(12)) {
      case 0 -> path = path.replaceFirst("/[^/]*$", "/" + any(NASTY_IDS));
      case 1 -> path = path.replaceFirst("/[0-9]+", "/" + any(NASTY_IDS));
      case 2 -> path += (path.contains("?") ? "&" : "?") + query();
      case 3 -> {
        int at = random.nextInt(NASTY_HEADERS.size() / 2) * 2;
        headers.add(NASTY_HEADERS.get(at));
        headers.add(NASTY_HEADERS.get(at + 1));
      }
      case 4 ->
          type =
              any(
                  List.of(
                      "",
                      "text/plain",
                      "application/json; charset=utf-16",
                      "application/xml",
                      "multipart/form-data; boundary=x",
                      "application/octet-stream",
                      "x",
                      "application/json"));
      case 5 -> key = any(List.of("", "x", "k".repeat(200), "a b", "key-0000000000000001"));
      case 6 ->
          method =
              any(List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE"));
      default -> mutateBody();
    }
  }

  private String query() {
    String name =
        any(List.of("limit", "cursor", "after", "state", "from", "until", "format", "x", "%00"));
    return name + "=" + any(NASTY_IDS);
  }

  private void mutateBody() {
    byte[] before = body == null ? "{}".getBytes(StandardCharsets.UTF_8) : body;
    String text = new String(before, StandardCharsets.UTF_8);
    body =
        switch (random.nextInt(9)) {
          case 0 -> cut(before);
          case 1 -> flipped(before);
          case 2 -> utf8("[".repeat(1 + random.nextInt(2_000)) + text);
          case 3 ->
              utf8(
                  any(List.of("", "null", "[]", "1", "\"\"", "{", "{\"a\":}", "\ufeff{}", "{}{}")));
          case 4 -> utf8(text.replaceFirst("\\{", "{\"x\":1,"));
          case 5 -> utf8(text.replaceFirst("\\{(\"[^\"]+\")", "{$1:null,$1"));
          default -> withNastyField(text);
        };
  }

  /** One field has another value; what is no JSON object is left to the other ways. */
  private byte[] withNastyField(String text) {
    if (!text.startsWith("{")) {
      return flipped(utf8(text));
    }
    JsonObject json;
    try {
      json = new JsonObject(text);
    } catch (io.vertx.core.json.DecodeException broken) {
      return flipped(utf8(text));
    }
    if (json.isEmpty()) {
      return utf8(json.put("reason", any(NASTY_TEXTS)).encode());
    }
    String name = any(List.copyOf(json.fieldNames()));
    switch (random.nextInt(4)) {
      case 0 -> json.remove(name);
      case 1 -> json.put(name, any(NASTY_VALUES));
      case 2 -> json.putNull(name);
      default -> json.put(name, any(NASTY_TEXTS));
    }
    return Json.encodeToBuffer(json).getBytes();
  }

  private byte[] cut(byte[] bytes) {
    return java.util.Arrays.copyOf(bytes, bytes.length == 0 ? 0 : random.nextInt(bytes.length));
  }

  private byte[] flipped(byte[] bytes) {
    byte[] changed = bytes.clone();
    for (int i = 0; i < 3 && changed.length > 0; i++) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
    }
    return changed;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return method + " " + path.substring(0, Math.min(120, path.length()));
  }
}
