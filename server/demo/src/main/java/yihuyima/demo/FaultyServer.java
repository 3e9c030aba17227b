package yihuyima.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An HTTP server on a free port of 127.0.0.1 that serves one service, well or badly. */
final class FaultyServer {
  /** A request of these services has a few hundred bytes. */
  private static final int REQUEST_BYTES_MAX = 64 * 1024;

  private static final int ENDLESS_CHUNK_BYTES = 4 * 1024;
  private static final long ENDLESS_PAUSE_MILLISECONDS = 10;
  private static final String HOST = "127.0.0.1";

  /** What is served. */
  interface Service {
    String contentType();

    /** Does the work and says what the real service would answer. */
    String work(HttpServerRequest request, Buffer body);

    /** The answer of somebody who pretends. */
    String lie();

    /** The answer that names this error. */
    String refusal(String code);
  }

  private final Vertx vertx;
  private final Service service;
  private final HttpServer server;
  private final Queue<Fault> planned = new ArrayDeque<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private @Nullable Fault standing;

  FaultyServer(Vertx vertx, Service service) {
    this.vertx = vertx;
    this.service = service;
    this.server = vertx.createHttpServer(new HttpServerOptions().setHost(HOST).setPort(0));
  }

  /**
   * Starts to listen.
   *
   * @return succeeds when requests are taken; fails when no port can be had
   */
  Future<Void> listen() {
    return server
        .connectionHandler(
            connection -> {
              connections.incrementAndGet();
              connection.closeHandler(closed -> connections.decrementAndGet());
            })
        .requestHandler(this::serve)
        .listen()
        .mapEmpty();
  }

  /**
   * Stops.
   *
   * @return succeeds when the port is free and the connections are closed
   */
  Future<Void> close() {
    return server.close();
  }

  URI baseUrl() {
    return URI.create("http://" + HOST + ":" + server.actualPort());
  }

  int calls() {
    return calls.get();
  }

  int connections() {
    return connections.get();
  }

  synchronized void plan(Fault fault) {
    planned.add(fault);
  }

  synchronized void stand(@Nullable Fault fault) {
    standing = fault;
    planned.clear();
  }

  private synchronized @Nullable Fault next() {
    Fault fault = planned.poll();
    return fault == null ? standing : fault;
  }

  private void serve(HttpServerRequest request) {
    calls.incrementAndGet();
    Buffer body = Buffer.buffer();
    request.handler(
        chunk -> {
          if (body.length() + chunk.length() > REQUEST_BYTES_MAX) {
            request.connection().close();
          } else {
            body.appendBuffer(chunk);
          }
        });
    request.endHandler(end -> answer(request, body));
  }

  private void answer(HttpServerRequest request, Buffer body) {
    HttpServerResponse response = request.response();
    response.putHeader("Content-Type", service.contentType());
    switch (next()) {
      case null -> response.end(service.work(request, body));
      case Fault.Slow slow -> {
        String answer = service.work(request, body);
        vertx.setTimer(
            slow.delay().toMillis(),
            timer -> {
              if (!response.closed()) {
                response.end(answer);
              }
            });
      }
      case Fault.Hang hang -> service.work(request, body);
      case Fault.HangInBody hang -> {
        String answer = service.work(request, body);
        response.setChunked(true).write(answer.substring(0, answer.length() / 2));
      }
      case Fault.CutBefore cut -> request.connection().close();
      case Fault.CutAfter cut -> {
        service.work(request, body);
        request.connection().close();
      }
      case Fault.Garbage garbage -> {
        service.work(request, body);
        response.end("<html>502 </html>");
      }
      case Fault.Endless endless -> {
        service.work(request, body);
        pour(response.setChunked(true));
      }
      case Fault.Status status ->
          response
              .setStatusCode(status.status())
              .putHeader("Location", "http://" + HOST + ":1/")
              .end("{}");
      case Fault.Lie lie -> response.end(service.lie());
      case Fault.Refusal refusal -> response.end(service.refusal(refusal.code()));
    }
  }

  private void pour(HttpServerResponse response) {
    vertx.setPeriodic(
        ENDLESS_PAUSE_MILLISECONDS,
        timer -> {
          if (response.closed()) {
            vertx.cancelTimer(timer);
          } else {
            response.write(" ".repeat(ENDLESS_CHUNK_BYTES));
          }
        });
  }
}
