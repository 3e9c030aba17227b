package yihuyima.api.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import yihuyima.api.calendar.ChinaTime;

/**
 * Tokens of devices on which somebody has signed in before: {@code <id>.<epoch day>.<HMAC>} over
 * the login name, or the phone, too. They open nothing; they take a device out of the queue in
 * which strangers guess, so that nobody's guessing slows the owner down. Nothing is stored: a
 * stolen one gains its thief a slow queue of their own.
 */
final class KnownDevices {
  /** How long a device is remembered after its last sign-in. */
  static final Duration LIFE = Duration.ofDays(180);

  /** The cookie that carries it; sent to sessions' operations alone. */
  static final String COOKIE = "yhym_dv";

  private static final int ID_BYTES = 12;

  private final SecretKeySpec key;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * The tokens of one deployment.
   *
   * @param secret any key of the deployment; a key of these tokens' own is derived from it
   */
  KnownDevices(byte[] secret, Clock clock) {
    this.key =
        new SecretKeySpec(
            hmac(new SecretKeySpec(secret, "HmacSHA256"), "known device"), "HmacSHA256");
    this.clock = clock;
  }

  /** A token for a device on which this name has just signed in; it keeps its id. */
  String token(String loginName, Optional<String> knownAs) {
    String id = knownAs.orElseGet(this::newId);
    String body = id + "." + ChinaTime.today(clock).toEpochDay();
    return body + "." + mac(loginName, body);
  }

  /** The device's id, when the token was given out for this name and is not too old. */
  Optional<String> idOf(String loginName, Optional<String> token) {
    if (token.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = token.get().split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    boolean ours =
        MessageDigest.isEqual(
            mac(loginName, parts[0] + "." + parts[1]).getBytes(StandardCharsets.UTF_8),
            parts[2].getBytes(StandardCharsets.UTF_8));
    return ours && isRecent(parts[1]) ? Optional.of(parts[0]) : Optional.empty();
  }

  private boolean isRecent(String epochDay) {
    try {
      LocalDate day = LocalDate.ofEpochDay(Long.parseLong(epochDay));
      return !day.plusDays(LIFE.toDays()).isBefore(ChinaTime.today(clock));
    } catch (NumberFormatException | DateTimeException e) {
      return false;
    }
  }

  private String newId() {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return base64(id);
  }

  private String mac(String loginName, String body) {
    return base64(hmac(key, loginName.toLowerCase(Locale.ROOT) + "\n" + body));
  }

  private static byte[] hmac(SecretKeySpec key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HmacSHA256", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
