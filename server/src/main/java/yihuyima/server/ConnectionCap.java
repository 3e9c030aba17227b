package yihuyima.server;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import yihuyima.api.limit.AddressGroup;

/**
 * How many connections one address may hold open, over all event loops. Proxies that were named are
 * many callers in one and not counted. Safe for many threads.
 */
final class ConnectionCap {
  private final int perAddress;
  private final Set<String> excepted;
  private final ConcurrentMap<String, Integer> open = new ConcurrentHashMap<>();

  ConnectionCap(int perAddress, Collection<String> excepted) {
    this.perAddress = perAddress;
    this.excepted = Set.copyOf(excepted);
  }

  /** Whether one more may be open; whoever got a yes says {@link #leave} once. */
  boolean enter(String address) {
    if (excepted.contains(address)) {
      return true;
    }
    int now = open.merge(AddressGroup.of(address), 1, Integer::sum);
    if (now > perAddress) {
      leave(address);
      return false;
    }
    return true;
  }

  /** One fewer. */
  void leave(String address) {
    open.computeIfPresent(
        AddressGroup.of(address), (same, count) -> count <= 1 ? null : Integer.valueOf(count - 1));
  }
}
