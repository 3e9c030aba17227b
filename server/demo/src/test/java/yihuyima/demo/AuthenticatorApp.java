package yihuyima.demo;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Somebody's authenticator app: reads what a page shows, and says codes. Written from the RFC by
 * itself, so that it does not repeat a mistake of the server's.
 */
final class AuthenticatorApp {
  private final byte[] secret;
  private final Clock clock;

  private AuthenticatorApp(byte[] secret, Clock clock) {
    this.secret = secret;
    this.clock = clock;
  }

  /** Takes the secret out of an otpauth URI. */
  static AuthenticatorApp scan(String uri, Clock clock) {
    String text = uri.replaceFirst(".*[?&]secret=([A-Z2-7]+).*", "$1");
    byte[] secret = new byte[text.length() * 5 / 8];
    StringBuilder bits = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(text.charAt(i));
      bits.append(String.format("%5s", Integer.toBinaryString(value)).replace(' ', '0'));
    }
    for (int i = 0; i < secret.length; i++) {
      secret[i] = (byte) Integer.parseInt(bits.substring(i * 8, i * 8 + 8), 2);
    }
    return new AuthenticatorApp(secret, clock);
  }

  /** The code it shows now. */
  String code() {
    return code(0);
  }

  /** The code it shows so many steps from now. */
  String code(int stepsLater) {
    long step = clock.instant().getEpochSecond() / 30 + stepsLater;
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
      int at = hash[19] & 15;
      int number =
          ((hash[at] & 127) << 24)
              | ((hash[at + 1] & 255) << 16)
              | ((hash[at + 2] & 255) << 8)
              | (hash[at + 3] & 255);
      return String.format(Locale.ROOT, "%06d", number % 1_000_000);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
