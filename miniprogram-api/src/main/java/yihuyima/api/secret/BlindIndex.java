package yihuyima.api.secret;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;
import yihuyima.api.http.Problem;

/**
 * Keyed hashes for equality searches over encrypted columns: HMAC-SHA256 or HMAC-SM3, as the key
 * says, over the kind and the normalised value, 32 bytes. Without the key neither guessed nor
 * compared across kinds. Safe for many threads.
 *
 * <p>While the key changes there are two. Whatever stands in the database is written and asked for
 * by {@link #slots}, under both; {@link #of} is for what is gone in minutes, and for pseudonyms.
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
    DOOR_CODE,
    PURGED
  }

  /**
   * One value under the keys in use: what a row carries in its two columns, and what it is found by
   * in either.
   *
   * @param first under the key with an odd id; null when none is in use
   * @param second under the key with an even id; null when none is in use
   */
  public record Slots(@Nullable Buffer first, @Nullable Buffer second) {
    /** For a row without a value. */
    public static final Slots NONE = new Slots(null, null);
  }

  private final NameIndex names;

  /** A thread's keyed hash, with the key it was made for. */
  private record Made(KeyRing.IndexKey key, Mac mac) {}

  private final KeyRings keys;
  private final ThreadLocal<List<Made>> made = ThreadLocal.withInitial(ArrayList::new);

  /** An index whose key is loaded. */
  public BlindIndex(KeyRings keys) {
    this.keys = keys;
    this.names = new NameIndex(keys);
  }

  /** An index with this key for good. */
  public BlindIndex(FieldKeys keys) {
    this(KeyRings.fixed(KeyRing.of(keys)));
  }

  /** What names are found by, under subkeys of the same keys. */
  public NameIndex names() {
    return names;
  }

  /** The index of a value; spaces are dropped and letters folded to upper case first. */
  public byte[] of(Kind kind, String value) {
    return of(keys.ring().index(), kind, value);
  }

  /**
   * The index of a value under every key in use.
   *
   * @throws yihuyima.api.http.Failure STORE_UNAVAILABLE when the keys were not looked at for too
   *     long: a row under a key that is gone would be found by nobody and be there twice
   */
  public Slots slots(Kind kind, String value) {
    if (!keys.maySeal()) {
      throw Problem.STORE_UNAVAILABLE.because("the keys are too old to index with");
    }
    Buffer first = null;
    Buffer second = null;
    for (KeyRing.IndexKey key : keys.ring().indexKeys()) {
      Buffer hash = Buffer.buffer(of(key, kind, value));
      if (IndexedColumn.isFirst(key.id())) {
        first = hash;
      } else {
        second = hash;
      }
    }
    return new Slots(first, second);
  }

  /**
   * The index of a value under one key.
   *
   * @throws yihuyima.api.http.Failure STORE_UNAVAILABLE when that key is not in use here
   */
  public byte[] of(int keyId, Kind kind, String value) {
    for (KeyRing.IndexKey key : keys.ring().indexKeys()) {
      if (key.id() == keyId) {
        return of(key, kind, value);
      }
    }
    throw Problem.STORE_UNAVAILABLE.because("no index key " + keyId);
  }

  private byte[] of(KeyRing.IndexKey key, Kind kind, String value) {
    Mac mac = mac(key);
    mac.update(kind.name().getBytes(StandardCharsets.US_ASCII));
    mac.update((byte) 0);
    String folded = value.replace(" ", "");
    // Openids are told apart by case; numbers end in X or x.
    if (kind != Kind.OPENID) {
      folded = folded.toUpperCase(Locale.ROOT);
    }
    return mac.doFinal(folded.getBytes(StandardCharsets.UTF_8));
  }

  private Mac mac(KeyRing.IndexKey key) {
    List<Made> mine = made.get();
    for (Made one : mine) {
      if (one.key().equals(key)) {
        return one.mac();
      }
    }
    if (mine.size() >= 2) {
      mine.clear();
    }
    Made fresh = new Made(key, key.algorithm().newMac(key.key()));
    mine.add(fresh);
    return fresh.mac();
  }
}
