package yihuyima.demo;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;

/**
 * A load generator for loopback, in a process of its own: sends prepared requests over a fixed
 * number of connections, either as fast as answers come (how much can it do) or at a rate, each
 * answer's time counted from the moment its request was due (how long does one wait). Bounded in
 * time; prints one line of JSON.
 *
 * <p>Arguments: port, file of requests (one a line: path, a tab, token or nothing), seconds,
 * connections, arrivals a second (0: as fast as answers come), expected text in every answer.
 */
final class LoadGenerator {
  private static final long HIGHEST_US = 60_000_000L;

  /**
   * This process is new: what it does before its own code is compiled says nothing of the server.
   */
  private static final long WARM_NANOS = 1_500_000_000L;

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
  private final List<Buffer> requests;
  private final byte[] expected;
  private final Random random = new Random(1);
  private final Histogram micros = new Histogram(HIGHEST_US, 3);
  private long answered;
  private long answeredInAll;
  private long wrong;
  private long beginNanos;
  private long endNanos;

  private LoadGenerator(List<Buffer> requests, String expected) {
    this.requests = requests;
    this.expected = expected.getBytes(StandardCharsets.UTF_8);
  }

  /** One connection; one request on its way at a time. */
  private final class Connection {
    private final NetSocket socket;
    private Buffer pending = Buffer.buffer();
    private long startedNanos;
    private boolean busy;

    Connection(NetSocket socket) {
      this.socket = socket;
      socket.handler(this::received);
    }

    void send(long dueNanos) {
      busy = true;
      startedNanos = dueNanos;
      socket.write(requests.get(random.nextInt(requests.size())));
    }

    private void received(Buffer chunk) {
      pending = pending.length() == 0 ? chunk : pending.appendBuffer(chunk);
      int head = indexOf(pending, "\r\n\r\n".getBytes(StandardCharsets.US_ASCII), 0);
      if (head < 0) {
        return;
      }
      int total = head + 4 + contentLength(head);
      if (pending.length() < total) {
        return;
      }
      long now = System.nanoTime();
      answeredInAll++;
      if (now >= beginNanos) {
        micros.recordValue(Math.min(HIGHEST_US, (now - startedNanos) / 1000));
        answered++;
      }
      boolean right = pending.getByte(9) == '2' && indexOf(pending, expected, head) >= 0;
      if (!right) {
        wrong++;
      }
      pending = Buffer.buffer();
      busy = false;
      next.run();
    }

    private Runnable next = () -> {};

    private int contentLength(int head) {
      String headers = pending.getString(0, head).toLowerCase(java.util.Locale.ROOT);
      int at = headers.indexOf("content-length:");
      int end = headers.indexOf("\r\n", at);
      return Integer.parseInt(headers.substring(at + 15, end < 0 ? headers.length() : end).strip());
    }
  }

  private static int indexOf(Buffer in, byte[] what, int from) {
    for (int i = from; i <= in.length() - what.length; i++) {
      int j = 0;
      while (j < what.length && in.getByte(i + j) == what[j]) {
        j++;
      }
      if (j == what.length) {
        return i;
      }
    }
    return -1;
  }

  private Future<Void> run(int port, int connections, double seconds, long rate) {
    NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    List<Future<NetSocket>> opening = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      opening.add(client.connect(port, "127.0.0.1"));
    }
    return Future.all(opening)
        .compose(
            opened -> {
              List<Connection> all = new ArrayList<>();
              opening.forEach(socket -> all.add(new Connection(socket.result())));
              beginNanos = System.nanoTime() + WARM_NANOS;
              endNanos = beginNanos + (long) (seconds * 1e9);
              return rate == 0 ? asFastAsAnswersCome(all) : atRate(all, rate);
            });
  }

  private Future<Void> asFastAsAnswersCome(List<Connection> all) {
    Promise<Void> done = Promise.promise();
    for (Connection connection : all) {
      connection.next =
          () -> {
            long now = System.nanoTime();
            if (now < endNanos) {
              connection.send(now);
            } else {
              done.tryComplete();
            }
          };
      connection.next.run();
    }
    return done.future();
  }

  /**
   * Requests fall due at even distances; one that finds no free connection waits, and its waiting
   * counts.
   */
  private Future<Void> atRate(List<Connection> all, long rate) {
    Promise<Void> done = Promise.promise();
    long[] began = {System.nanoTime()};
    long[] sent = {0};
    Runnable pump =
        () -> {
          long now = System.nanoTime();
          if (now >= beginNanos && began[0] < beginNanos) {
            // What was late while this process was new is not carried into the measuring.
            began[0] = now;
            sent[0] = 0;
          }
          for (Connection connection : all) {
            long due = began[0] + sent[0] * 1_000_000_000L / rate;
            if (due > now || due > endNanos) {
              break;
            }
            if (!connection.busy) {
              connection.send(due);
              sent[0]++;
            }
          }
          if (now > endNanos) {
            done.tryComplete();
          }
        };
    all.forEach(connection -> connection.next = pump);
    vertx.setPeriodic(1, id -> pump.run());
    return done.future();
  }

  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    List<Buffer> requests = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(arguments[1]))) {
      String[] parts = line.split("\t", -1);
      String authorization =
          parts.length > 1 && !parts[1].isEmpty()
              ? "Authorization: Bearer " + parts[1] + "\r\n"
              : "";
      requests.add(
          Buffer.buffer(
              "GET " + parts[0] + " HTTP/1.1\r\nHost: localhost\r\n" + authorization + "\r\n"));
    }
    double seconds = Double.parseDouble(arguments[2]);
    LoadGenerator generator = new LoadGenerator(requests, arguments[5]);
    generator.vertx.runOnContext(
        go ->
            generator
                .run(port, Integer.parseInt(arguments[3]), seconds, Long.parseLong(arguments[4]))
                .onComplete(
                    ended -> {
                      double took = (System.nanoTime() - generator.beginNanos) / 1e9;
                      System.out.printf(
                          java.util.Locale.ROOT,
                          "{\"rps\":%.1f,\"p50Ms\":%.3f,\"p99Ms\":%.3f,\"answered\":%d,\"answeredInAll\":%d,\"wrong\":%d,\"failed\":%b}%n",
                          generator.answered / Math.max(seconds, took),
                          generator.micros.getValueAtPercentile(50) / 1000.0,
                          generator.micros.getValueAtPercentile(99) / 1000.0,
                          generator.answered,
                          generator.answeredInAll,
                          generator.wrong,
                          ended.failed());
                      System.exit(ended.failed() ? 1 : 0);
                    }));
  }
}
