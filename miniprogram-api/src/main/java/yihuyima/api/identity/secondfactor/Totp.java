package yihuyima.api.identity.secondfactor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Time-based one-time codes: RFC 6238 over RFC 4226, with what every authenticator app expects:
 * HMAC-SHA-1, 30 seconds, 6 digits.
 *
 * <p>Written out rather than taken from a library: the computation is {@link #code}, and the parts
 * that go wrong in practice (a step taken twice, tries without end) belong to the database anyway.
 */
final class Totp {
  /** Length of a step, in seconds. */
  static final int STEP_SECONDS = 30;

  /** Steps before and after the present one whose codes are taken: clocks of phones are off. */
  static final int STEPS_OFF_MAX = 1;

  /** Length of a secret, as RFC 4226 (4) recommends for HMAC-SHA-1. */
  static final int SECRET_BYTES = 20;

  static final int DIGITS = 6;

  private static final int MODULUS = 1_000_000;
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private Totp() {}

  static byte[] newSecret(SecureRandom random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return secret;
  }

  /** The step of a moment: how many times 30 seconds since 1970. */
  static long stepOf(Instant moment) {
    return Math.floorDiv(moment.getEpochSecond(), STEP_SECONDS);
  }

  /** The code of a step; RFC 4226, 5.3. */
  static String code(byte[] secret, long step) {
    byte[] hash = hmac(secret, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    int offset = hash[hash.length - 1] & 0xf;
    int truncated = ByteBuffer.wrap(hash).getInt(offset) & 0x7fff_ffff;
    return String.format(Locale.ROOT, "%0" + DIGITS + "d", truncated % MODULUS);
  }

  /**
   * The step whose code this is, among those around now; empty when it is none of theirs. Every
   * step is compared, whichever matches: the time says nothing.
   */
  static OptionalLong matchingStep(byte[] secret, String code, Instant now) {
    byte[] given = code.getBytes(StandardCharsets.UTF_8);
    long present = stepOf(now);
    OptionalLong match = OptionalLong.empty();
    for (long step = present - STEPS_OFF_MAX; step <= present + STEPS_OFF_MAX; step++) {
      if (MessageDigest.isEqual(code(secret, step).getBytes(StandardCharsets.UTF_8), given)) {
        match = OptionalLong.of(step);
      }
    }
    return match;
  }

  /** RFC 4648 base32 without padding: how apps take a secret. */
  static String base32(byte[] bytes) {
    StringBuilder text = new StringBuilder((bytes.length * 8 + 4) / 5);
    int buffer = 0;
    int bits = 0;
    for (byte b : bytes) {
      buffer = (buffer << 8) | (b & 0xff);
      bits += 8;
      while (bits >= 5) {
        text.append(BASE32.charAt((buffer >>> (bits - 5)) & 31));
        bits -= 5;
      }
    }
    if (bits > 0) {
      text.append(BASE32.charAt((buffer << (5 - bits)) & 31));
    }
    return text.toString();
  }

  /**
   * What an authenticator app scans. Only the login name, which is ASCII: the symbol stays small
   * and no name of a person lies in an app's backup.
   */
  static String uri(String loginName, byte[] secret) {
    String account =
        java.net.URLEncoder.encode(loginName, StandardCharsets.UTF_8).replace("+", "%20");
    return "otpauth://totp/yihuyima:" + account + "?secret=" + base32(secret) + "&issuer=yihuyima";
  }

  private static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HmacSHA1", e);
    }
  }
}
