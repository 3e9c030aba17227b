package yihuyima.api.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keyed hashes for equality searches over encrypted columns: HMAC-SHA256 over the kind and the
 * normalised value, 32 bytes. Without the key neither guessed nor compared across kinds. Safe for
 * many threads.
 */
public final class BlindIndex {
  /** What is searched by equality. */
  public enum Kind {
    ID_NUMBER,
    PHONE,
    CARD,
    OPENID,
    ADDRESS,
    SMS_CODE,
    RECOVERY_CODE,
    DOOR_CODE
  }

  private final ThreadLocal<Mac> macs;

  public BlindIndex(FieldKeys keys) {
    SecretKeySpec key = new SecretKeySpec(keys.indexKey(), "HmacSHA256");
    macs = ThreadLocal.withInitial(() -> newMac(key));
  }

  /** The index of a value; spaces are dropped and letters folded to upper case first. */
  public byte[] of(Kind kind, String value) {
    Mac mac = macs.get();
    mac.update(kind.name().getBytes(StandardCharsets.US_ASCII));
    mac.update((byte) 0);
    String folded = value.replace(" ", "");
    // Openids are told apart by case; numbers end in X or x.
    if (kind != Kind.OPENID) {
      folded = folded.toUpperCase(Locale.ROOT);
    }
    return mac.doFinal(folded.getBytes(StandardCharsets.UTF_8));
  }

  private static Mac newMac(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HmacSHA256", e);
    }
  }
}
