package yihuyima.server;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's own TLS, 1.2 and 1.3. A certificate that is replaced on disk is taken up while the
 * server runs; one that cannot be used is told of in the log, and the one before stays.
 */
final class Tls {
  private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
  private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

  /** Keys are agreed anew for each connection, and no byte goes unauthenticated: RFC 9325. */
  private static final List<String> CIPHER_SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private static final int HANDSHAKE_SECONDS_MAX = 10;

  private final Path chainFile;
  private final Path keyFile;
  private final long lookEveryMs;
  private final Clock clock;
  private final TlsFiles first;

  private Tls(ServerConfig config, Clock clock) {
    this.chainFile = Path.of(config.text(ConfigKey.TLS_CERTIFICATE));
    this.keyFile = Path.of(config.text(ConfigKey.TLS_KEY));
    this.lookEveryMs = TimeUnit.SECONDS.toMillis(config.number(ConfigKey.TLS_RELOAD_SECONDS));
    this.clock = clock;
    this.first = TlsFiles.read(chainFile, keyFile, clock.instant());
  }

  /**
   * As configured; empty where a proxy carries TLS.
   *
   * @throws ConfigException when the files cannot be used
   */
  static Optional<Tls> of(ServerConfig config, Clock clock) {
    return config.text(ConfigKey.TLS_CERTIFICATE).isEmpty()
        ? Optional.empty()
        : Optional.of(new Tls(config, clock));
  }

  /** Lets a server speak TLS and nothing else. */
  void carry(HttpServerOptions options) {
    options
        .setSsl(true)
        .setKeyCertOptions(keys(first))
        .setEnabledSecureTransportProtocols(PROTOCOLS)
        .setSslHandshakeTimeout(HANDSHAKE_SECONDS_MAX)
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    CIPHER_SUITES.forEach(options::addEnabledCipherSuite);
  }

  /** Looks at the files again and again, for as long as the server's event loop runs. */
  void follow(Vertx vertx, HttpServer server) {
    AtomicReference<TlsFiles> inForce = new AtomicReference<>(first);
    AtomicReference<String> told = new AtomicReference<>("");
    vertx.setPeriodic(
        lookEveryMs,
        id ->
            vertx
                .executeBlocking(() -> TlsFiles.read(chainFile, keyFile, clock.instant()))
                .onSuccess(found -> use(server, found, inForce))
                .onFailure(
                    error -> {
                      String why = String.valueOf(error.getMessage());
                      if (!told.getAndSet(why).equals(why)) {
                        LOG.error(
                            "the certificate on disk cannot be used, the old one stays: {}", why);
                      }
                    }));
  }

  private static void use(HttpServer server, TlsFiles found, AtomicReference<TlsFiles> inForce) {
    if (found.sameAs(inForce.get())) {
      return;
    }
    ServerSSLOptions options = new ServerSSLOptions();
    options
        .setKeyCertOptions(keys(found))
        .setEnabledSecureTransportProtocols(PROTOCOLS)
        .setSslHandshakeTimeout(HANDSHAKE_SECONDS_MAX)
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    CIPHER_SUITES.forEach(options::addEnabledCipherSuite);
    server
        .updateSSLOptions(options)
        .onSuccess(
            updated -> {
              inForce.set(found);
              LOG.atInfo().addKeyValue("until", found.until()).log("a new certificate is in force");
            })
        .onFailure(error -> LOG.error("the new certificate was not taken: {}", error.getMessage()));
  }

  private static PemKeyCertOptions keys(TlsFiles files) {
    return new PemKeyCertOptions().setCertValue(files.chain()).setKeyValue(files.key());
  }
}
