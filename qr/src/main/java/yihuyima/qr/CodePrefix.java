package yihuyima.qr;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where codes point: scheme, host and port of the public address, in one canonical spelling,
 * because the host is part of what is signed.
 *
 * <p>Lower case, no user info, no path, no trailing slash, no default port. A name in other scripts
 * is given in its ASCII form ({@code xn--…}).
 *
 * @param publicUrl {@code https://host[:port]}; plain {@code http} exists for the demo only. At
 *     most {@link #URL_CHARS_MAX} characters
 */
public record CodePrefix(String publicUrl) {
  /**
   * In characters. Signed codes stay at version 7 up to 36 ({@code https://<host>/h/} within 39);
   * longer ones work, in larger symbols.
   */
  public static final int URL_CHARS_MAX = 100;

  private static final int PORT_MAX = 65535;

  private static final Pattern SHAPE =
      Pattern.compile("(?i)(https?)://([a-z0-9.-]+|\\[[0-9a-f:.]+\\])(?::([0-9]{1,5}))?/?");

  private static final Pattern HOST_LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  /**
   * @throws IllegalArgumentException when it is not such an address; the message says what is
   *     expected
   */
  public CodePrefix {
    Objects.requireNonNull(publicUrl, "publicUrl");
    String given = publicUrl;
    publicUrl =
        canonicalise(given)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "public URL must be https://host[:port] without path, query or user, in at"
                            + " most "
                            + URL_CHARS_MAX
                            + " ASCII characters"));
  }

  /** The same as the constructor, empty instead of an exception; null is allowed and empty. */
  static Optional<CodePrefix> parse(String url) {
    return canonicalise(url).map(CodePrefix::new);
  }

  /** Host as it is signed: lower case, with the port when it is not the scheme's default. */
  public String host() {
    return publicUrl.substring(publicUrl.indexOf("://") + "://".length());
  }

  /** Whether the address is plain HTTP, which only a demo may use. */
  public boolean insecure() {
    return publicUrl.startsWith("http:");
  }

  @Override
  public String toString() {
    return publicUrl;
  }

  private static Optional<String> canonicalise(String url) {
    if (url == null || url.length() > URL_CHARS_MAX) {
      return Optional.empty();
    }
    Matcher parts = SHAPE.matcher(url);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String scheme = parts.group(1).toLowerCase(Locale.ROOT);
    String host = parts.group(2).toLowerCase(Locale.ROOT);
    if (!host.startsWith("[") && !isHostName(host)) {
      return Optional.empty();
    }
    int defaultPort = scheme.equals("https") ? 443 : 80;
    int port = parts.group(3) == null ? defaultPort : Integer.parseInt(parts.group(3));
    if (port < 1 || port > PORT_MAX) {
      return Optional.empty();
    }
    return Optional.of(scheme + "://" + host + (port == defaultPort ? "" : ":" + port));
  }

  private static boolean isHostName(String host) {
    for (String label : host.split("\\.", -1)) {
      if (!HOST_LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return true;
  }
}
