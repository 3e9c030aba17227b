package yihuyima.api.secret;

import io.vertx.core.Future;

/**
 * The keeper of the key-encryption keys (KEK). Data keys are in the database only as this has
 * wrapped them.
 *
 * <p>Written so that a hardware module or a key service fills it: the key-encryption key itself
 * never has to leave the keeper. Callers put a deadline on every call and treat a failure as "not
 * now"; an implementation calls nobody back after it has failed, and never takes its keys from the
 * database, or a stolen backup would open itself.
 */
public interface KeyEncryption {
  /**
   * A wrapped key.
   *
   * @param kekId which key-encryption key wrapped it
   * @param bytes as the keeper gave it; opaque to everybody else
   */
  record Wrapped(String kekId, byte[] bytes) {}

  /** The key-encryption key that wraps now; fails when the keeper does not answer. */
  Future<String> currentKekId();

  /**
   * Wraps a key.
   *
   * @param context what the key is for; authenticated with it, so that one cannot stand for another
   * @return the wrapped key under {@link #currentKekId}; fails when the keeper does not answer
   */
  Future<Wrapped> wrap(byte[] key, byte[] context);

  /**
   * Unwraps a key.
   *
   * @return the key; fails when the keeper does not answer, does not have that key-encryption key,
   *     or the wrapped bytes were changed or wrapped for another context
   */
  Future<byte[]> unwrap(Wrapped wrapped, byte[] context);
}
