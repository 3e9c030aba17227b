package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's own TLS, by real handshakes. */
class TlsIT {
  private static final int PATIENCE_MS = 10_000;
  private static final int HANDSHAKE_RECORD = 22;
  private static final int ALERT_RECORD = 21;

  @TempDir static Path folder;
  private static TestCertificate first;
  private static TestCertificate second;
  private static SSLContext trust;
  private static TestServer server;

  @BeforeAll
  static void start() {
    first = TestCertificate.in(folder, "first");
    second = TestCertificate.in(folder, "second", "RSA", "-0d");
    trust = TestCertificate.trusting(first, second);
    server =
        TestServer.start(
            config ->
                with(config, first)
                    .with("publicUrl", "https://localhost:8443")
                    .with("tlsReloadSeconds", "1"),
            Clock.systemUTC());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static TestConfig with(TestConfig config, TestCertificate certificate) {
    return config
        .with("tlsCertificate", certificate.chain().toString())
        .with("tlsKey", certificate.key().toString());
  }

  private static int port() {
    return URI.create(server.url()).getPort();
  }

  private static SSLSocket handshake(String protocol, String... suites) throws IOException {
    SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket("localhost", port());
    socket.setSoTimeout(PATIENCE_MS);
    socket.setEnabledProtocols(new String[] {protocol});
    if (suites.length > 0) {
      socket.setEnabledCipherSuites(suites);
    }
    try {
      socket.startHandshake();
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    return socket;
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void protocolOfTodayIsTaken(String protocol) throws IOException {
    try (SSLSocket socket = handshake(protocol)) {
      assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
      assertThat(socket.getSession().getCipherSuite()).containsAnyOf("GCM", "CHACHA20");
    }
  }

  /** A greeting by hand, for no client of today says it any more. */
  private static int answerToGreeting(int version) throws IOException {
    byte[] suites = HexFormat.of().parseHex("c009c00ac013c014002f0035" + "c02bc02fc02cc030");
    byte[] extensions =
        HexFormat.of()
            .parseHex(
                "000a00080006001700180019"
                    + "000b00020100"
                    + "000d000e000c040305030603040105010601");
    ByteBuffer hello = ByteBuffer.allocate(512);
    hello.putShort((short) version).put(new byte[32]).put((byte) 0);
    hello.putShort((short) suites.length).put(suites).put((byte) 1).put((byte) 0);
    hello.putShort((short) extensions.length).put(extensions);
    int length = hello.position();
    ByteBuffer record = ByteBuffer.allocate(1024);
    record.put((byte) HANDSHAKE_RECORD).putShort((short) 0x0301).putShort((short) (length + 4));
    record.put((byte) 1).put((byte) 0).putShort((short) length).put(hello.array(), 0, length);
    try (Socket socket = new Socket("localhost", port())) {
      socket.setSoTimeout(PATIENCE_MS);
      socket.getOutputStream().write(record.array(), 0, record.position());
      return socket.getInputStream().read();
    }
  }

  @Test
  void protocolsOfYesterdayAreRefused() throws IOException {
    assertThat(answerToGreeting(0x0303)).as("1.2, so greeted").isEqualTo(HANDSHAKE_RECORD);
    assertThat(answerToGreeting(0x0302)).as("1.1").isEqualTo(ALERT_RECORD);
    assertThat(answerToGreeting(0x0301)).as("1.0").isEqualTo(ALERT_RECORD);
    assertThat(answerToGreeting(0x0300)).as("SSL 3").isEqualTo(ALERT_RECORD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
        "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"
      })
  void suiteWithoutAuthenticatedEncryptionIsRefused(String suite) {
    assertThatThrownBy(() -> handshake("TLSv1.2", suite)).isInstanceOf(SSLHandshakeException.class);
  }

  private static HttpResponse<String> get(String path) throws Exception {
    HttpClient client =
        HttpClient.newBuilder().sslContext(trust).connectTimeout(Duration.ofSeconds(10)).build();
    return client.send(
        HttpRequest.newBuilder(URI.create("https://localhost:" + port() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void answersSayThatThereIsNoWayBackToPlainHttp() throws Exception {
    for (String path : new String[] {"/", "/v1/news", "/v1/nowhere", "/h/0"}) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.headers().firstValue("Strict-Transport-Security"))
          .as(path)
          .contains("max-age=31536000");
    }
    assertThat(get("/v1/news").statusCode()).isEqualTo(200);
  }

  @Test
  void plainRequestGetsNoAnswer() throws IOException {
    try (Socket socket = new Socket("localhost", port())) {
      socket.setSoTimeout(PATIENCE_MS);
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
                  .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      assertThat(
              new String(
                  socket.getInputStream().readAllBytes(),
                  java.nio.charset.StandardCharsets.ISO_8859_1))
          .doesNotContain("HTTP/");
    } catch (java.net.SocketException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
  }

  private static BigInteger serial() {
    try (SSLSocket socket = handshake("TLSv1.3")) {
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void replacedCertificateIsTakenUpAndABrokenOneIsNot() throws IOException {
    byte[] chain = Files.readAllBytes(first.chain());
    byte[] key = Files.readAllBytes(first.key());
    assertThat(serial()).isEqualTo(first.certificate().getSerialNumber());
    try (Leaks log = new Leaks()) {
      second.replace(first);
      await(() -> serial().equals(second.certificate().getSerialNumber()));
      Files.writeString(first.chain(), "no certificate");
      await(() -> log.heard().stream().anyMatch(line -> line.contains("the old one stays")));
      assertThat(serial()).isEqualTo(second.certificate().getSerialNumber());
    } finally {
      Files.write(first.chain(), chain);
      Files.write(first.key(), key);
    }
    await(() -> serial().equals(first.certificate().getSerialNumber()));
  }

  private static void await(BooleanSupplier holds) {
    assertThat(Polling.until(holds, Duration.ofSeconds(20))).isTrue();
  }

  private static void refused(UnaryOperator<TestConfig> change, String says) {
    TestConfig config = TestConfig.on(TestStores.get().postgres(), "any", TestStores.get().redis());
    assertThatThrownBy(() -> change.apply(config).build()).hasMessageContaining(says);
  }

  @Test
  void filesThatCannotBeUsedAreRefusedWithAReason(@TempDir Path own) throws IOException {
    TestCertificate over = TestCertificate.in(own, "over", "EC", "-60d");
    TestCertificate read = TestCertificate.in(own, "read");
    Path text = Files.writeString(own.resolve("text"), "no PEM");
    Files.setPosixFilePermissions(text, PosixFilePermissions.fromString("rw-------"));
    refused(c -> with(c, over), "tlsCertificate ended on");
    refused(
        c -> with(c, first).with("tlsKey", second.key().toString()),
        "tlsKey is not the key of tlsCertificate");
    refused(c -> with(c, first).with("tlsCertificate", text.toString()), "tlsCertificate");
    refused(c -> with(c, first).with("tlsKey", text.toString()), "tlsKey has no BEGIN PRIVATE KEY");
    refused(c -> with(c, first).with("tlsKey", own.resolve("none").toString()), "tlsKey cannot be");
    refused(c -> with(c, first).without("tlsKey"), "given together or not at all");
    Files.setPosixFilePermissions(read.key(), PosixFilePermissions.fromString("rw-r--r--"));
    refused(c -> with(c, read), "tlsKey others may read or change");
  }

  @Test
  void plainHttpForEverybodyIsRefusedOutsideTheDemo() {
    UnaryOperator<TestConfig> open =
        c ->
            c.with("demo", "off")
                .with("publicUrl", "https://code.example.org")
                .with("httpHost", "0.0.0.0")
                .with("recordHeadFile", folder.resolve("heads").toString());
    refused(open, "httpHost is open to others");
    for (UnaryOperator<TestConfig> mended :
        java.util.List.<UnaryOperator<TestConfig>>of(
            c -> with(c, second),
            c -> c.with("trustedProxies", "10.0.0.7"),
            c -> c.with("httpHost", "127.0.0.1"),
            c -> c.with("demo", "on"))) {
      TestConfig config =
          TestConfig.on(TestStores.get().postgres(), "any", TestStores.get().redis());
      assertThat(mended.apply(open.apply(config)).build()).isNotNull();
    }
  }
}
