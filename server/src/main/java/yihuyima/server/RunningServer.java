package yihuyima.server;

/** A server that has started. */
public interface RunningServer extends AutoCloseable {
  /** Where pages and API are. */
  int httpPort();

  /** Where health and metrics are. */
  int managementPort();

  /** Stops gracefully: takes nothing new, finishes what is under way, closes the pools. */
  @Override
  void close();
}
