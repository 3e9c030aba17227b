package yihuyima.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for localhost that the JDK's own keytool made, as PEM files, and its key. */
record TestCertificate(Path chain, Path key, X509Certificate certificate) {
  private static final char[] PASSWORD = "changeit".toCharArray();

  /** Good for a month. */
  static TestCertificate in(Path folder, String name) {
    return in(folder, name, "EC", "-0d");
  }

  /**
   * Good for thirty days from some day on.
   *
   * @param algorithm EC or RSA
   * @param from as keytool takes it, such as {@code -60d}
   */
  static TestCertificate in(Path folder, String name, String algorithm, String from) {
    try {
      Path store = folder.resolve(name + ".p12");
      keytool(store, algorithm, from);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD);
      }
      X509Certificate certificate = (X509Certificate) keys.getCertificate("server");
      Path chain = folder.resolve(name + ".pem");
      Files.writeString(chain, pem("CERTIFICATE", certificate.getEncoded()));
      Path key = folder.resolve(name + ".key");
      Files.writeString(key, pem("PRIVATE KEY", keys.getKey("server", PASSWORD).getEncoded()));
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
      return new TestCertificate(chain, key, certificate);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void keytool(Path store, String algorithm, String from) throws IOException {
    Process made =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "server",
                    "-keyalg",
                    algorithm,
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    new String(PASSWORD),
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "san=dns:localhost,ip:127.0.0.1",
                    "-startdate",
                    from,
                    "-validity",
                    "30"))
            .redirectErrorStream(true)
            .start();
    String said =
        new String(made.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    try {
      if (made.waitFor() != 0) {
        throw new IllegalStateException("keytool: " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String what, byte[] der) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + what
        + "-----\n";
  }

  /** Puts its files in place of another's. */
  void replace(TestCertificate other) {
    try {
      Files.write(other.chain(), Files.readAllBytes(chain));
      Files.write(other.key(), Files.readAllBytes(key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a client needs to trust these certificates and no others. */
  static SSLContext trusting(TestCertificate... certificates) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, PASSWORD);
      for (TestCertificate each : certificates) {
        trusted.setCertificateEntry(each.chain().toString(), each.certificate());
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
