package yihuyima.api.http;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Whose address a request counts for. Each proxy of ours adds at the end whom it saw; what stands
 * before the first machine that is no proxy of ours is hearsay, however it is spelled.
 */
final class ClientAddress {
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]{1,3}(?:[.][0-9]{1,3}){3}|[0-9a-fA-F:.]{2,45}");

  private ClientAddress() {}

  /**
   * The nearest address that is no proxy's.
   *
   * @param remote who holds the connection
   * @param forwardedFor every line of X-Forwarded-For, in the order they came: some proxies add to
   *     the last line, some add a line
   * @param proxies those that are believed
   */
  static String of(String remote, List<String> forwardedFor, Collection<String> proxies) {
    String nearest = remote;
    for (int line = forwardedFor.size() - 1; line >= 0; line--) {
      String[] entries = forwardedFor.get(line).split(",", -1);
      for (int i = entries.length - 1; i >= 0; i--) {
        String entry = entries[i].strip();
        if (!proxies.contains(nearest) || !ADDRESS.matcher(entry).matches()) {
          return nearest;
        }
        nearest = entry;
      }
    }
    return nearest;
  }
}
