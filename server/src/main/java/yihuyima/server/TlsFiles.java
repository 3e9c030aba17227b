package yihuyima.server;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The certificate chain and its key as they lie on disk, PEM both; only ones that go together and
 * are not over are ever made.
 */
final class TlsFiles {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private final Buffer chain;
  private final Buffer key;
  private final X509Certificate leaf;

  private TlsFiles(byte[] chain, byte[] key, X509Certificate leaf) {
    this.chain = Buffer.buffer(chain);
    this.key = Buffer.buffer(key);
    this.leaf = leaf;
  }

  /**
   * Reads both.
   *
   * @throws ConfigException one line for what is wrong with them
   */
  static TlsFiles read(Path chainFile, Path keyFile, Instant now) {
    byte[] chain = bytes(ConfigKey.TLS_CERTIFICATE, chainFile);
    byte[] key = bytes(ConfigKey.TLS_KEY, keyFile);
    try {
      String careless = PrivateFile.complaint(keyFile);
      if (!careless.isEmpty()) {
        throw refused(ConfigKey.TLS_KEY, careless);
      }
    } catch (IOException e) {
      throw refused(ConfigKey.TLS_KEY, "cannot be read");
    }
    X509Certificate leaf = leaf(chain);
    if (now.isAfter(leaf.getNotAfter().toInstant())) {
      throw refused(ConfigKey.TLS_CERTIFICATE, "ended on " + leaf.getNotAfter().toInstant());
    }
    if (!belongTogether(privateKey(leaf, key), leaf)) {
      throw refused(ConfigKey.TLS_KEY, "is not the key of tlsCertificate");
    }
    return new TlsFiles(chain, key, leaf);
  }

  Buffer chain() {
    return chain;
  }

  Buffer key() {
    return key;
  }

  /** The last moment of the certificate. */
  Instant until() {
    return leaf.getNotAfter().toInstant();
  }

  boolean sameAs(TlsFiles other) {
    return chain.equals(other.chain) && key.equals(other.key);
  }

  private static byte[] bytes(ConfigKey what, Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw refused(what, "cannot be read: " + file);
    }
  }

  private static X509Certificate leaf(byte[] chain) {
    try {
      List<? extends Certificate> all =
          List.copyOf(
              CertificateFactory.getInstance("X.509")
                  .generateCertificates(new ByteArrayInputStream(chain)));
      if (!all.isEmpty() && all.getFirst() instanceof X509Certificate leaf) {
        return leaf;
      }
    } catch (CertificateException e) {
      throw refused(ConfigKey.TLS_CERTIFICATE, "is no certificate chain in PEM");
    }
    throw refused(ConfigKey.TLS_CERTIFICATE, "has no certificate");
  }

  private static PrivateKey privateKey(X509Certificate leaf, byte[] pem) {
    Matcher found = KEY.matcher(new String(pem, StandardCharsets.ISO_8859_1));
    if (!found.find()) {
      throw refused(
          ConfigKey.TLS_KEY, "has no BEGIN PRIVATE KEY (openssl pkcs8 -topk8 -nocrypt makes one)");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(found.group(1));
      return KeyFactory.getInstance(leaf.getPublicKey().getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw refused(ConfigKey.TLS_KEY, "is not the key of tlsCertificate");
    }
  }

  /** Whether the certificate verifies what the key signs. */
  private static boolean belongTogether(PrivateKey key, X509Certificate leaf) {
    String kind = leaf.getPublicKey().getAlgorithm();
    String algorithm =
        switch (kind) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default ->
              throw refused(ConfigKey.TLS_CERTIFICATE, "has a key of a kind not served: " + kind);
        };
    byte[] probe = "yihuyima".getBytes(StandardCharsets.US_ASCII);
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(probe);
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(leaf);
      verifying.update(probe);
      return verifying.verify(signing.sign());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static ConfigException refused(ConfigKey key, String why) {
    return new ConfigException(List.of(key.key() + " " + why));
  }
}
