package yihuyima.qr;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The published keys, by key id. The id in a code chooses the key, and the key its algorithm: the
 * code itself never names one, so nobody can talk the verifier into a weaker algorithm.
 *
 * @param byId key id to verifier; each verifier's own id equals its key; copied, never null
 */
public record VerificationKeys(Map<Integer, CodeVerifier> byId) {
  /**
   * @throws IllegalArgumentException when a verifier stands under another id than its own
   */
  public VerificationKeys {
    byId.forEach(
        (id, verifier) -> {
          if (id != verifier.keyId()) {
            throw new IllegalArgumentException(
                "verifier of key " + verifier.keyId() + " stands under id " + id);
          }
        });
    byId = Map.copyOf(byId);
  }

  /**
   * The keys of these verifiers.
   *
   * @throws IllegalArgumentException when two have the same id
   */
  public static VerificationKeys of(Collection<? extends CodeVerifier> verifiers) {
    Map<Integer, CodeVerifier> byId = new TreeMap<>();
    for (CodeVerifier verifier : verifiers) {
      if (byId.put(verifier.keyId(), verifier) != null) {
        throw new IllegalArgumentException("two keys have the id " + verifier.keyId());
      }
    }
    return new VerificationKeys(byId);
  }

  /** The same as {@link #of(Collection)}. */
  public static VerificationKeys of(CodeVerifier... verifiers) {
    return of(Arrays.asList(verifiers));
  }

  /** The key with this id, if it is published. */
  public Optional<CodeVerifier> find(int keyId) {
    return Optional.ofNullable(byId.get(keyId));
  }
}
