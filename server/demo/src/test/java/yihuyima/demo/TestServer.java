package yihuyima.demo;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import yihuyima.server.RunningServer;
import yihuyima.server.ServerConfig;
import yihuyima.server.YihuyimaServer;

/** A real server on a database of its own, and a client that reads well in tests. */
final class TestServer implements AutoCloseable {
  /** What came back. */
  record Answer(int status, HttpResponse<byte[]> response) {
    String text() {
      return new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
    }

    JsonObject json() {
      return new JsonObject(text());
    }

    /** The problem's stable code; empty when it is none. */
    String problem() {
      return status < 400 ? "" : json().getString("code");
    }
  }

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final TestConfig values;
  private final ServerConfig config;
  private final RunningServer running;
  private final Fixtures fixtures;
  private final Clock clock;

  private TestServer(TestConfig values, RunningServer running, Fixtures fixtures, Clock clock) {
    this.clock = clock;
    this.values = values;
    this.config = values.build();
    this.running = running;
    this.fixtures = fixtures;
  }

  /** A server on a new database. */
  static TestServer start() {
    return start(config -> config, Clock.systemUTC());
  }

  /** A server on a new database, its configuration changed. */
  static TestServer start(UnaryOperator<TestConfig> change, Clock clock) {
    TestStores stores = TestStores.get();
    String database = stores.newDatabase();
    return startOn(stores.postgres(), database, stores.redis(), change, clock);
  }

  /** A server on stores that a test has of its own. */
  static TestServer startOn(
      EmbeddedPostgres postgres,
      String database,
      EmbeddedRedis redis,
      UnaryOperator<TestConfig> change,
      Clock clock) {
    TestConfig values = change.apply(TestConfig.on(postgres, database, redis));
    ServerConfig config = values.build();
    Fixtures fixtures = Fixtures.on(postgres, database, config, clock);
    return new TestServer(values, YihuyimaServer.start(config, r -> {}, clock), fixtures, clock);
  }

  /** A second server on the same stores. */
  TestServer another() {
    return another(same -> same);
  }

  /** A second server on the same stores, configured otherwise. */
  TestServer another(UnaryOperator<TestConfig> change) {
    TestConfig changed = change.apply(values.copy());
    return new TestServer(
        changed, YihuyimaServer.start(changed.build(), r -> {}, clock), fixtures, clock);
  }

  /** The configuration, changed. */
  ServerConfig changed(UnaryOperator<TestConfig> change) {
    return change.apply(values.copy()).build();
  }

  Fixtures fixtures() {
    return fixtures;
  }

  ServerConfig config() {
    return config;
  }

  String url() {
    return "http://localhost:" + running.httpPort();
  }

  String managementUrl() {
    return "http://localhost:" + running.managementPort();
  }

  Answer get(String path, @Nullable String token) {
    return send("GET", path, token, null, null);
  }

  /** A write with an idempotency key of its own. */
  Answer post(String path, @Nullable String token, JsonObject body) {
    return post(path, token, body, UUID.randomUUID().toString());
  }

  Answer post(String path, @Nullable String token, @Nullable JsonObject body, String key) {
    return send(
        "POST",
        path,
        token,
        body == null ? null : body.toBuffer().getBytes(),
        key,
        "Content-Type",
        "application/json");
  }

  Answer delete(String path, @Nullable String token) {
    return send("DELETE", path, token, null, null);
  }

  /** Any request; headers as name, value, name, value. */
  Answer send(
      String method,
      String path,
      @Nullable String token,
      byte @Nullable [] body,
      @Nullable String key,
      String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .timeout(Duration.ofSeconds(30))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    for (int i = 0; i < headers.length; i += 2) {
      if (body != null || !headers[i].equals("Content-Type")) {
        request.header(headers[i], headers[i + 1]);
      }
    }
    Answer answer = exchange(request.build());
    ContractCheck.check(method, path, answer.response());
    return answer;
  }

  static Answer exchange(HttpRequest request) {
    try {
      HttpResponse<byte[]> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Resolves a code as a caller. */
  Answer resolve(String code, @Nullable String token) {
    return get("/v1/household-codes/" + code, token);
  }

  @Override
  public void close() {
    running.close();
  }
}
