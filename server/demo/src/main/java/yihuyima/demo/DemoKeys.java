package yihuyima.demo;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import yihuyima.qr.Ed25519Signer;

/**
 * The secrets of one demo: drawn at its first start, kept beside its data, so that codes printed
 * yesterday open today.
 */
final class DemoKeys {
  static final String FILE = "demo-keys.properties";
  private static final int KEY_BYTES = 32;

  /** Where the database keeps what only these keys open. */
  private static final String CLUSTER = "postgres";

  private static final int PASSWORD_CHARACTERS = 8;

  /** Without characters that are mistaken for others. */
  private static final String PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

  /** Cards of the sample county were issued up to half a year ago. */
  private static final int SIGNING_SINCE_DAYS = 400;

  private static final List<String> SECRETS =
      List.of(
          "tokenKey",
          "refreshKey",
          "keyEncryptionKey",
          "mintKey",
          "lookupKey",
          "signKey",
          "partnerSecret",
          "wechatAppSecret",
          "wecomSecret",
          "smsSecretKey");

  private final Properties values;

  private DemoKeys(Properties values) {
    this.values = values;
  }

  /** The keys in a directory; drawn and written when there are none. */
  static DemoKeys in(Path directory, LocalDate today) {
    Path file = directory.resolve(FILE);
    Properties values = new Properties();
    try {
      if (Files.exists(file)) {
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
          values.load(in);
        }
      } else if (Files.exists(directory.resolve(CLUSTER))) {
        throw new IllegalStateException(
            "%s is missing, and without it the data in %s cannot be read: use another directory"
                .formatted(FILE, directory));
      } else {
        draw(values, today);
        StringWriter text = new StringWriter();
        values.store(text, "Secrets of this demo. Without them its data cannot be read.");
        DataDirectory.writePrivately(file, text.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + file, e);
    }
    return new DemoKeys(values);
  }

  private static void draw(Properties values, LocalDate today) {
    SecureRandom random = new SecureRandom();
    for (String name : SECRETS) {
      byte[] secret = new byte[KEY_BYTES];
      random.nextBytes(secret);
      values.setProperty(name, Base64.getEncoder().encodeToString(secret));
    }
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < PASSWORD_CHARACTERS; i++) {
      password.append(PASSWORD_ALPHABET.charAt(random.nextInt(PASSWORD_ALPHABET.length())));
    }
    values.setProperty("password", password.toString());
    values.setProperty("signKeyFrom", today.minusDays(SIGNING_SINCE_DAYS).toString());
  }

  /** A secret in base64, or a plain value. */
  String text(String name) {
    String value = values.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(FILE + " has no " + name);
    }
    return value;
  }

  /** The one password of all staff of the demo. */
  String password() {
    return text("password");
  }

  /** The Ed25519 seed of a partner department: derived, so that one secret does for all. */
  byte[] partnerSeed(String partnerCode) {
    return derived(partnerCode);
  }

  /** The seed that seals the record of looks: derived, so that data of older demos has one too. */
  byte[] recordSeed() {
    return derived("record of looks");
  }

  private byte[] derived(String name) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(text("partnerSecret")), "HmacSHA256"));
      return mac.doFinal(name.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HmacSHA256", e);
    }
  }

  byte[] partnerPublicKey(String partnerCode) {
    return Ed25519Signer.of(1, partnerSeed(partnerCode)).verifier().publicKey();
  }

  /** No secret. */
  @Override
  public String toString() {
    return "DemoKeys";
  }
}
