package yihuyima.api.secret.transit;

import io.vertx.core.Future;
import yihuyima.api.secret.KeyEncryption;

/**
 * Two keepers while one takes over from the other: what is wrapped says by its id which of them
 * unwraps it. {@code rotate-kek} moves the keys, after which the other may go.
 */
public final class Keepers implements KeyEncryption {
  private final KeyEncryption wraps;
  private final KeyEncryption service;
  private final KeyEncryption local;

  /**
   * Both.
   *
   * @param wraps the one of them that wraps
   */
  public Keepers(KeyEncryption wraps, KeyEncryption service, KeyEncryption local) {
    this.wraps = wraps;
    this.service = service;
    this.local = local;
  }

  @Override
  public Future<String> currentKekId() {
    return wraps.currentKekId();
  }

  @Override
  public Future<Wrapped> wrap(byte[] key, byte[] context) {
    return wraps.wrap(key, context);
  }

  @Override
  public Future<byte[]> unwrap(Wrapped wrapped, byte[] context) {
    boolean ofService = wrapped.kekId().startsWith(TransitKeyEncryption.PREFIX);
    return (ofService ? service : local).unwrap(wrapped, context);
  }
}
