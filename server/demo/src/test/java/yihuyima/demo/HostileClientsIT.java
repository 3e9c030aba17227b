package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Clients that dribble, hoard or shout. {@code -Dslow=2000} takes as many slow connections and
 * prints what normal requests took meanwhile.
 */
class HostileClientsIT {
  private static final int SLOW = Integer.getInteger("slow", 200);
  private static final int PER_ADDRESS = 40;
  private static final String PROXY = "127.0.0.9";

  /** In which a dribbling client sends its next byte. */
  private static final int DRIBBLE_MS = 100;

  /** How often each of a crowd sends a byte: slowly, or it would be another attack. */
  private static final long BYTE_EVERY_NANOS = 500_000_000;

  /** A client that is not cut off by then never is. */
  private static final int PATIENCE_MS = 20_000;

  private static final String SIGN_IN = "POST /v1/sessions/staff HTTP/1.1\r\nHost: localhost\r\n";

  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        TestServer.start(
            config ->
                config
                    .with("requestHeadSeconds", "1")
                    .with("requestBodySeconds", "2")
                    .with("connectionsPerAddress", String.valueOf(PER_ADDRESS))
                    .with("trustedProxies", PROXY),
            Clock.systemUTC());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A connection from an address of this machine's own loopback network. */
  private static Socket from(String address) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
    socket.connect(
        new InetSocketAddress(
            InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort()));
    socket.setSoTimeout(DRIBBLE_MS);
    return socket;
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Sends a byte now and then; whether the server ends it, and not the client's patience. */
  private static boolean isCutOff(Socket socket, String dribble) throws IOException {
    long until = System.nanoTime() + PATIENCE_MS * 1_000_000L;
    while (System.nanoTime() < until) {
      try {
        say(socket, dribble);
        if (socket.getInputStream().read() < 0) {
          return true;
        }
      } catch (SocketTimeoutException nothingYet) {
        // One byte more.
      } catch (SocketException closed) {
        return true;
      }
    }
    return false;
  }

  @Test
  void headThatNeverComesWholeIsNotWaitedFor() throws IOException {
    try (Socket socket = from("127.0.0.2")) {
      say(socket, "GET /v1/news HTTP/1.1\r\nHost: localhost\r\n");
      assertThat(isCutOff(socket, "a")).isTrue();
    }
  }

  @Test
  void silenceIsNotWaitedFor() throws IOException {
    try (Socket socket = from("127.0.0.2")) {
      assertThat(isCutOff(socket, "")).isTrue();
    }
  }

  @Test
  void bodyThatNeverComesWholeIsNotWaitedFor() throws IOException {
    try (Socket socket = from("127.0.0.2")) {
      say(socket, SIGN_IN + "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n");
      assertThat(isCutOff(socket, " ")).isTrue();
    }
  }

  /** The first line of the answer; empty when there is none. */
  private static String answer(String request) throws IOException {
    try (Socket socket = from("127.0.0.2")) {
      socket.setSoTimeout(PATIENCE_MS);
      say(socket, request);
      byte[] start = socket.getInputStream().readNBytes(12);
      return new String(start, StandardCharsets.ISO_8859_1);
    } catch (SocketException reset) {
      return "";
    }
  }

  @Test
  void headBeyondTheLimitsIsRefused() throws IOException {
    String host = "Host: localhost\r\n";
    assertThat(answer("GET /v1/news HTTP/1.1\r\n" + host + "A: b\r\n".repeat(90) + "\r\n"))
        .isEqualTo("HTTP/1.1 200");
    assertThat(answer("GET /v1/news HTTP/1.1\r\n" + host + "A: b\r\n".repeat(120) + "\r\n"))
        .isEqualTo("HTTP/1.1 431");
    assertThat(answer("GET /v1/news HTTP/1.1\r\n" + host + "A: " + "b".repeat(20_000) + "\r\n\r\n"))
        .isEqualTo("HTTP/1.1 431");
    // Whose line was never read whole has no version yet.
    assertThat(answer("GET /v1/news?" + "b".repeat(5_000) + " HTTP/1.1\r\n" + host + "\r\n"))
        .isEqualTo("HTTP/1.0 414");
  }

  @Test
  void refusedHeadEndsItsConnectionAndSaysSo() throws IOException {
    try (Socket socket = from("127.0.0.2")) {
      socket.setSoTimeout(PATIENCE_MS);
      say(socket, "GET /?" + "b".repeat(5_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(answer).containsIgnoringCase("connection: close").contains("nosniff");
    } catch (SocketException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
  }

  @Test
  void twoLengthsAndGarbageAreNoRequests() throws IOException {
    for (String broken :
        List.of(
            SIGN_IN + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x",
            SIGN_IN + "Content-Length: -1\r\n\r\n",
            SIGN_IN + "Content-Length: x\r\n\r\n",
            "GET  HTTP/1.1\r\n\r\n",
            "\0\1\2\3\r\n\r\n")) {
      assertThat(answer(broken)).as(broken).isIn("HTTP/1.1 400", "HTTP/1.0 400", "");
    }
  }

  /** The head of a photo of so many bytes that never come. */
  private static String photo(String token, long bytes) {
    return "POST /v1/materials HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/jpeg\r\nIdempotency-Key: "
        + UUID.randomUUID()
        + "\r\nContent-Length: "
        + bytes
        + "\r\n"
        + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n")
        + "\r\n";
  }

  @Test
  void photosOfStrangersAreNotTakenIn() throws IOException {
    assertThat(answer(photo("", 8_000_000))).isEqualTo("HTTP/1.1 401");
    assertThat(answer(photo("a.made-up.token", 8_000_000))).isEqualTo("HTTP/1.1 401");
    Fixtures given = server.fixtures();
    assertThat(answer(photo(given.tokenOfUnbound(), 8_000_000)))
        .as("bound to no household")
        .isEqualTo("HTTP/1.1 413");
  }

  @Test
  void oneAccountFillsNoMemoryWithPhotosThatDribble() throws IOException {
    Fixtures given = server.fixtures();
    Fixtures.Org station = given.station(given.county(given.city(), "安和县总工会"), "样例厂工会");
    String token = given.household(station).token();
    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        Socket socket = from("127.0.0.2");
        held.add(socket);
        say(socket, photo(token, 8_000_000));
      }
      assertThat(answer(photo(token, 8_000_000))).isEqualTo("HTTP/1.1 503");
      assertThat(answer(photo(given.household(station).token(), 8_000_000)))
          .as("another family's is waited for until its time is over")
          .isNotEqualTo("HTTP/1.1 503");
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
  }

  private static boolean isOpen(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException nothingSaid) {
      return true;
    } catch (SocketException reset) {
      return false;
    }
  }

  private static long open(List<Socket> sockets) throws IOException {
    long open = 0;
    for (Socket socket : sockets) {
      socket.setSoTimeout(1);
      open += isOpen(socket) ? 1 : 0;
    }
    return open;
  }

  @Test
  void oneAddressHoldsSoManyConnectionsAndNoMore() throws IOException {
    try (Sockets crowd = new Sockets();
        Sockets proxied = new Sockets();
        Sockets other = new Sockets()) {
      for (int i = 0; i < PER_ADDRESS * 2; i++) {
        crowd.add(from("127.0.0.3"));
        proxied.add(from(PROXY));
      }
      other.add(from("127.0.0.4"));
      crowd.all.getLast().setSoTimeout(PATIENCE_MS);
      assertThat(isOpen(crowd.all.getLast())).as("turned away").isFalse();
      assertThat(open(crowd.all)).isLessThanOrEqualTo(PER_ADDRESS);
      assertThat(open(proxied.all)).isGreaterThan(PER_ADDRESS);
      assertThat(open(other.all)).isOne();
    }
    assertThat(Polling.until(HostileClientsIT::isAnswered, Duration.ofSeconds(20)))
        .as("who left makes room")
        .isTrue();
  }

  private static boolean isAnswered() {
    try (Socket socket = from("127.0.0.3")) {
      socket.setSoTimeout(PATIENCE_MS);
      say(socket, "GET /v1/news HTTP/1.1\r\nHost: localhost\r\n\r\n");
      return socket.getInputStream().read() == 'H';
    } catch (IOException turnedAway) {
      return false;
    }
  }

  /** Sockets that are closed together. */
  private static final class Sockets implements AutoCloseable {
    private final List<Socket> all = new ArrayList<>();

    void add(Socket socket) {
      all.add(socket);
    }

    @Override
    public void close() throws IOException {
      for (Socket socket : all) {
        socket.close();
      }
    }
  }

  private static long[] normalRequests(int count) {
    long[] took = new long[count];
    for (int i = 0; i < count; i++) {
      long began = System.nanoTime();
      assertThat(server.get("/v1/news", null).status()).isEqualTo(200);
      took[i] = System.nanoTime() - began;
    }
    Arrays.sort(took);
    return took;
  }

  private static double p99Ms(long[] sorted) {
    return sorted[sorted.length * 99 / 100] / 1e6;
  }

  /** The slow ones come back as often as they are cut off. */
  @Test
  void slowCrowdDoesNotKeepOthersFromBeingAnswered() throws Exception {
    int count = Math.max(300, SLOW);
    normalRequests(count);
    double alone = p99Ms(normalRequests(count));
    List<Socket> slow = new ArrayList<>();
    Thread crowd =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    dribble(slow);
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                });
    double meanwhile;
    try {
      boolean crowded =
          Polling.until(
              () -> {
                synchronized (slow) {
                  return slow.size() >= SLOW;
                }
              },
              Duration.ofSeconds(60));
      assertThat(crowded).isTrue();
      meanwhile = p99Ms(normalRequests(count));
    } finally {
      crowd.interrupt();
      crowd.join();
    }
    System.out.printf(
        "slow clients: %d, normal p99 %.1f ms alone, %.1f ms meanwhile (%.2f x), %d cores%n",
        SLOW, alone, meanwhile, meanwhile / alone, Runtime.getRuntime().availableProcessors());
  }

  /** A byte of a head to each, again and again; who was cut off is replaced. */
  private static void dribble(List<Socket> slow) throws IOException {
    int next = 0;
    try (Sockets all = new Sockets()) {
      while (!Thread.currentThread().isInterrupted()) {
        Socket socket = all.all.size() < SLOW ? null : all.all.get(next % SLOW);
        if (socket == null) {
          String address = "127.0.1." + (all.all.size() / (PER_ADDRESS - 5) + 1);
          Socket fresh = from(address);
          say(fresh, "GET /v1/news HTTP/1.1\r\n");
          all.add(fresh);
          synchronized (slow) {
            slow.add(fresh);
          }
          continue;
        }
        try {
          say(socket, "a");
        } catch (SocketException cutOff) {
          String address = socket.getLocalAddress().getHostAddress();
          socket.close();
          Socket fresh = from(address);
          say(fresh, "GET /v1/news HTTP/1.1\r\n");
          all.all.set(next % SLOW, fresh);
        }
        next++;
        LockSupport.parkNanos(BYTE_EVERY_NANOS / SLOW);
      }
    }
  }
}
