package yihuyima.demo.county;

/** Told how far a load is. */
@FunctionalInterface
public interface Progress {
  /** Nobody wants to know. */
  Progress NONE = (done, total) -> {};

  /** So many households are written. */
  void at(long done, long total);

  /** All are written; indexes are being built and references checked. */
  default void finishing() {}
}
