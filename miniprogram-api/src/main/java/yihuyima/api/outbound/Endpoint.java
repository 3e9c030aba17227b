package yihuyima.api.outbound;

import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Where a service is.
 *
 * @param base absolute, https; plain http only on loopback, because secrets travel to it
 */
public record Endpoint(URI base) {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  public Endpoint {
    String scheme = base.getScheme() == null ? "" : base.getScheme().toLowerCase(Locale.ROOT);
    if (base.getHost() == null || base.getRawQuery() != null || base.getRawUserInfo() != null) {
      throw new IllegalArgumentException("a service's address is https://host[:port][/path]");
    }
    if (!scheme.equals("https") && !(scheme.equals("http") && LOOPBACK.contains(base.getHost()))) {
      throw new IllegalArgumentException(
          "a service outside this machine is called over https only");
    }
  }

  /** As the Host header has it: without the port when it is the scheme's own. */
  public String authority() {
    return port() == defaultPort() ? base.getHost() : base.getHost() + ":" + port();
  }

  /**
   * The options of a request to it.
   *
   * @param pathAndQuery begins with a slash, is encoded already
   */
  public RequestOptions request(String pathAndQuery) {
    String path = base.getRawPath() == null ? "" : base.getRawPath();
    String prefix = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return new RequestOptions()
        .setHost(base.getHost())
        .setPort(port())
        .setSsl(isHttps())
        .setURI(prefix + pathAndQuery);
  }

  private int port() {
    return base.getPort() < 0 ? defaultPort() : base.getPort();
  }

  private int defaultPort() {
    return isHttps() ? HTTPS_PORT : HTTP_PORT;
  }

  private boolean isHttps() {
    return base.getScheme().equalsIgnoreCase("https");
  }
}
