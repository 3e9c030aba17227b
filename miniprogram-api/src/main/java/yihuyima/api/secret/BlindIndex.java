package yihuyima.api.secret;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.crypto.Mac;

/**
 * Keyed hashes for equality searches over encrypted columns: HMAC-SHA256 or HMAC-SM3, as the key
 * says, over the kind and the normalised value, 32 bytes. Without the key neither guessed nor
 * compared across kinds. Safe for many threads.
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

  /** A thread's keyed hash, with the key it was made for. */
  private record Made(KeyRing.IndexKey key, Mac mac) {}

  private final KeyRings keys;
  private final ThreadLocal<Made> made = ThreadLocal.withInitial(this::make);

  /** An index whose key is loaded. */
  public BlindIndex(KeyRings keys) {
    this.keys = keys;
  }

  /** An index with this key for good. */
  public BlindIndex(FieldKeys keys) {
    this(KeyRings.fixed(KeyRing.of(keys)));
  }

  /** The index of a value; spaces are dropped and letters folded to upper case first. */
  public byte[] of(Kind kind, String value) {
    Mac mac = mac();
    mac.update(kind.name().getBytes(StandardCharsets.US_ASCII));
    mac.update((byte) 0);
    String folded = value.replace(" ", "");
    // Openids are told apart by case; numbers end in X or x.
    if (kind != Kind.OPENID) {
      folded = folded.toUpperCase(Locale.ROOT);
    }
    return mac.doFinal(folded.getBytes(StandardCharsets.UTF_8));
  }

  private Mac mac() {
    Made mine = made.get();
    if (!mine.key().equals(keys.ring().index())) {
      mine = make();
      made.set(mine);
    }
    return mine.mac();
  }

  private Made make() {
    KeyRing.IndexKey key = keys.ring().index();
    return new Made(key, key.algorithm().newMac(key.key()));
  }
}
