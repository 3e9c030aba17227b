package yihuyima.api.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import yihuyima.api.http.Problem;

/**
 * Keyed tokens by which names are found that stand nowhere openly: the first 32 bits of an HMAC
 * under a subkey of the index key over the organisation and a part of the name.
 *
 * <p>Bound to the organisation, so that the same surname is another token in each: who has the
 * database can count within one station and compare none. Sorted, and filled up with random ones to
 * a multiple of {@value #FILLED_TO}, so that neither order nor length of a name is told. Tokens may
 * coincide: whoever finds by them opens the name and looks. Safe for many threads.
 */
public final class NameIndex {
  /** A name of up to three characters and one of four are as long. */
  static final int FILLED_TO = 8;

  private static final byte[] SUBKEY_WORD =
      "yihuyima name tokens".getBytes(StandardCharsets.US_ASCII);

  /** The tokens of a name, and the index key that made them. */
  public record Tokens(int keyId, int[] tokens) {}

  private record Made(KeyRing.IndexKey key, Mac mac) {}

  private final KeyRings keys;
  private final SecureRandom random = new SecureRandom();
  private final ThreadLocal<List<Made>> made = ThreadLocal.withInitial(ArrayList::new);

  NameIndex(KeyRings keys) {
    this.keys = keys;
  }

  /** The index key that tokens are made with now: while it changes, the next one. */
  public int keyId() {
    return newest().id();
  }

  private KeyRing.IndexKey newest() {
    return keys.ring().indexKeys().getLast();
  }

  /** The tokens of a name for every organisation whose household it is in. */
  public Tokens of(Collection<Long> organisations, String name) {
    requireFresh();
    KeyRing.IndexKey key = newest();
    Set<Integer> tokens = new HashSet<>();
    for (long organisation : organisations) {
      for (String part : NameWords.parts(NameWords.normal(name))) {
        tokens.add(token(key, organisation, part));
      }
    }
    while (!tokens.isEmpty() && tokens.size() % FILLED_TO != 0) {
      tokens.add(random.nextInt());
    }
    return new Tokens(key.id(), tokens.stream().mapToInt(Integer::intValue).sorted().toArray());
  }

  /**
   * The tokens that every name has in which these words occur, in an organisation; under each key
   * in use, for a name has them under one.
   */
  public List<int[]> sought(long organisation, String words) {
    requireFresh();
    List<String> parts = NameWords.soughtParts(NameWords.normal(words));
    return keys.ring().indexKeys().stream()
        .map(key -> parts.stream().mapToInt(part -> token(key, organisation, part)).toArray())
        .toList();
  }

  private void requireFresh() {
    if (!keys.maySeal()) {
      throw Problem.STORE_UNAVAILABLE.because("the keys are too old to index with");
    }
  }

  private int token(KeyRing.IndexKey key, long organisation, String part) {
    Mac mac = mac(key);
    mac.update(ByteBuffer.allocate(Long.BYTES).putLong(organisation).array());
    return ByteBuffer.wrap(mac.doFinal(part.getBytes(StandardCharsets.UTF_8))).getInt();
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
    byte[] subkey = key.algorithm().newMac(key.key()).doFinal(SUBKEY_WORD);
    Made fresh = new Made(key, key.algorithm().newMac(key.algorithm().key(subkey)));
    mine.add(fresh);
    return fresh.mac();
  }
}
