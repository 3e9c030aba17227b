package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/**
 * Calls of the contract with something wrong in them: none is answered 5xx, and no answer says
 * anything of the inside. {@code -Dmutations=100000} takes as many; {@code -Dmutation.seed=N
 * -Dmutation.only=M} sends one again.
 */
class MutationIT {
  private static final int CALLS = Integer.getInteger("mutations", 2_000);
  private static final long SEED = Long.getLong("mutation.seed", 20261126L);
  private static final int ONLY = Integer.getInteger("mutation.only", -1);
  private static final int AT_ONCE = 16;

  /** What ends sessions: the calls after it would be refused at the door. */
  private static final Set<String> NOT_CALLED = Set.copyOf(SweepTable.LAST);

  private static final Pattern INSIDE =
      Pattern.compile(
          "Exception|\\bat [a-z]+\\.[a-z]+\\.|java\\.|io\\.vertx|yihuyima\\.(api|server)|postgres"
              + "|SQLSTATE|\\bSELECT\\b|\\bINSERT\\b|constraint|jackson|netty|NullPointer",
          Pattern.CASE_INSENSITIVE);

  private static Vertx vertx;
  private static SmsStandIn sms;
  private static TestServer server;
  private static SweptPlace place;
  private static List<@Nullable String> tokens;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    sms =
        SmsStandIn.start(vertx, "test-id", "test-key", "1400000000", Clock.systemUTC())
            .await(20, TimeUnit.SECONDS);
    server = TestServer.start(config -> config.withSms(sms), Clock.systemUTC());
    Fixtures given = server.fixtures();
    place = SweptPlace.in(given);
    tokens = new ArrayList<>();
    tokens.add(null);
    tokens.add(given.tokenOfUnbound());
    tokens.add(place.family().token());
    tokens.add(place.cadre().token());
    tokens.add(place.auditor().token());
    for (Role role : Role.values()) {
      if (role != Role.CADRE && role != Role.AUDITOR) {
        tokens.add(given.staff(place.county(), role).token());
      }
    }
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  @Test
  void noCallIsAnsweredWithABugAndNoAnswerTellsOfTheInside() throws Exception {
    List<ContractCheck.Operation> operations =
        ContractCheck.all().stream().filter(each -> !NOT_CALLED.contains(each.id())).toList();
    var wrong = new ConcurrentSkipListMap<Integer, String>();
    var statuses = new ConcurrentSkipListMap<Integer, AtomicInteger>();
    SweptThings things = place.at(SweptRelation.OURS);
    try (Leaks log = new Leaks();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Callable<Void>> calls = new ArrayList<>();
      for (int i = ONLY < 0 ? 0 : ONLY; i < (ONLY < 0 ? CALLS : ONLY + 1); i++) {
        int number = i;
        calls.add(
            () -> {
              Mutation mutation = Mutation.of(SEED, number, operations, things);
              int token = Math.floorMod(number * 31 + number / operations.size(), tokens.size());
              String complaint = ask(mutation, tokens.get(token), statuses);
              if (!complaint.isEmpty()) {
                wrong.put(number, mutation + " -> " + complaint);
              }
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(calls)) {
        done.get();
      }
      System.out.printf("mutated calls: %,d of seed %d, answers %s%n", CALLS, SEED, statuses);
      assertThat(wrong.toString()).as("send one again with -Dmutation.only=NUMBER").isEqualTo("{}");
      assertThat(log.heard()).noneMatch(line -> line.startsWith("a bug"));
    }
  }

  /** What is wrong with what came back; empty when nothing is. */
  private static String ask(
      Mutation mutation, @Nullable String token, Map<Integer, AtomicInteger> statuses) {
    try {
      TestServer.Answer answer = sendOrAgain(mutation, token);
      statuses.computeIfAbsent(answer.status(), s -> new AtomicInteger()).incrementAndGet();
      String verdict = verdict(answer);
      return verdict.isEmpty() ? "" : answer.status() + " " + verdict;
    } catch (UncheckedIOException broken) {
      return "no answer: " + broken.getMessage() + " " + List.of(mutation.headers());
    }
  }

  /** Again where the connection was one that the server had ended for the call before on it. */
  private static TestServer.Answer sendOrAgain(Mutation mutation, @Nullable String token) {
    try {
      return send(mutation, token);
    } catch (UncheckedIOException ended) {
      return send(mutation, token);
    }
  }

  private static TestServer.Answer send(Mutation mutation, @Nullable String token) {
    byte[] body = mutation.body();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + mutation.path().replace(" ", "%20")))
            .timeout(Duration.ofSeconds(30))
            .method(
                mutation.method(),
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    String[] headers = mutation.headers();
    if (headers.length > 0) {
      request.headers(headers);
    }
    return TestServer.exchange(request.build());
  }

  private static String verdict(TestServer.Answer answer) {
    String text = answer.text();
    if (answer.status() >= 500) {
      // The one thing outside that is not there: WeChat login is off in this server.
      return text.contains("wechat-unavailable") || text.contains("wecom-unavailable") ? "" : text;
    }
    return answer.status() >= 400 && INSIDE.matcher(text).find() ? text : "";
  }
}
