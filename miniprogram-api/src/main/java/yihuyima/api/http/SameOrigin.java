package yihuyima.api.http;

import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Locale;

/** Whether a browser says that a page of this very server sent the request. */
final class SameOrigin {
  private SameOrigin() {}

  /**
   * Refuses a request of another site, or one that does not say where it comes from.
   *
   * @throws Failure CROSS_SITE_REFUSED
   */
  static void require(HttpServerRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    String origin = request.getHeader("Origin");
    boolean ours =
        site == null ? origin != null && isOurs(origin, request) : site.equals("same-origin");
    if (!ours) {
      throw Problem.CROSS_SITE_REFUSED.because("not from a page of this server");
    }
  }

  private static boolean isOurs(String origin, HttpServerRequest request) {
    try {
      String from = URI.create(origin).getAuthority();
      return from != null
          && request.authority() != null
          && from.toLowerCase(Locale.ROOT)
              .equals(request.authority().toString().toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
