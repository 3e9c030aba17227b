package yihuyima.api.secret.transit;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import yihuyima.api.outbound.Endpoint;
import yihuyima.api.outbound.OutboundCall;

/**
 * How the key service is reached.
 *
 * @param baseUrl {@code https://vault.example.org:8200}; plain http on loopback only
 * @param mount where the transit engine is mounted
 * @param key the name of the key-encryption key there
 * @param token not part of {@link #toString()}; empty where an agent on this machine adds one
 * @param deadline for one try
 */
public record TransitSettings(
    URI baseUrl, String mount, String key, String token, Duration deadline) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  public TransitSettings {
    new Endpoint(baseUrl);
    if (!NAME.matcher(mount).matches() || !NAME.matcher(key).matches()) {
      throw new IllegalArgumentException("mount and key of the key service are plain names");
    }
    if (!deadline.isPositive() || deadline.compareTo(OutboundCall.DEADLINE_MAX) > 0) {
      throw new IllegalArgumentException("the deadline for the key service is between 0 and 30 s");
    }
  }

  Endpoint endpoint() {
    return new Endpoint(baseUrl);
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "TransitSettings[baseUrl=%s, mount=%s, key=%s]".formatted(baseUrl, mount, key);
  }
}
