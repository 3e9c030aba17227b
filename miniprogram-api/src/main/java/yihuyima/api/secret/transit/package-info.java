/**
 * A key service as the keeper of the key-encryption keys, called in the manner of HashiCorp Vault's
 * transit engine ({@code /v1/transit/encrypt/:key}, {@code /decrypt/:key}): the key-encryption key
 * never leaves it.
 *
 * <p>The service is believed as little as the network: what it gives back is held against a
 * checksum that only the right key and the right purpose have.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.secret.transit;
