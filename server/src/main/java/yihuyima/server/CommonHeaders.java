package yihuyima.server;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/**
 * What every answer says to a browser, refusals and pictures included; pages put their own, wider
 * content policy in place of the one here.
 */
final class CommonHeaders {
  private static final CharSequence POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
  private static final CharSequence NOTHING =
      HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'");
  private static final CharSequence SNIFF = HttpHeaders.createOptimized("X-Content-Type-Options");
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence FRAME = HttpHeaders.createOptimized("X-Frame-Options");
  private static final CharSequence DENY = HttpHeaders.createOptimized("DENY");
  private static final CharSequence REFERRER = HttpHeaders.createOptimized("Referrer-Policy");
  private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
  private static final CharSequence RESOURCE =
      HttpHeaders.createOptimized("Cross-Origin-Resource-Policy");
  private static final CharSequence OPENER =
      HttpHeaders.createOptimized("Cross-Origin-Opener-Policy");
  private static final CharSequence SAME_ORIGIN = HttpHeaders.createOptimized("same-origin");
  private static final CharSequence TRANSPORT =
      HttpHeaders.createOptimized("Strict-Transport-Security");

  /** A year; other hosts under the same name are their owners' affair. */
  private static final CharSequence A_YEAR = HttpHeaders.createOptimized("max-age=31536000");

  private final boolean https;

  private CommonHeaders(boolean https) {
    this.https = https;
  }

  static CommonHeaders of(ServerConfig config) {
    return new CommonHeaders(config.text(ConfigKey.PUBLIC_URL).startsWith("https://"));
  }

  void put(HttpServerResponse response) {
    var headers =
        response
            .headers()
            .set(POLICY, NOTHING)
            .set(SNIFF, NOSNIFF)
            .set(FRAME, DENY)
            .set(REFERRER, NO_REFERRER)
            .set(RESOURCE, SAME_ORIGIN)
            .set(OPENER, SAME_ORIGIN);
    if (https) {
      headers.set(TRANSPORT, A_YEAR);
    }
  }
}
