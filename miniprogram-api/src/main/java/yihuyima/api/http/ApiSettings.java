package yihuyima.api.http;

import java.util.Set;

/**
 * How the edge behaves.
 *
 * @param trustedProxies addresses whose X-Forwarded-For is believed; never "everyone"
 * @param inFlightMax requests of one event loop under way at once; above, 503 at once
 * @param deadlineMs a request's time from arrival to answer, in milliseconds; after it, 503
 */
public record ApiSettings(Set<String> trustedProxies, int inFlightMax, long deadlineMs) {
  /** Bytes of an ordinary body. */
  public static final long BODY_BYTES_MAX = 256 * 1024;

  /** Bytes of a photo. */
  public static final long MATERIAL_BYTES_MAX = 8L * 1024 * 1024;

  public ApiSettings {
    trustedProxies = Set.copyOf(trustedProxies);
  }
}
