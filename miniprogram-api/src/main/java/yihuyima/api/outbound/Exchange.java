package yihuyima.api.outbound;

/** What became of one call. The texts never hold anything that was sent or received. */
public sealed interface Exchange {
  /**
   * An answer came, whole and in time.
   *
   * @param status the HTTP status
   * @param body UTF-8; not part of {@link #toString()}
   */
  record Answered(int status, String body) implements Exchange {
    @Override
    public String toString() {
      return "Answered[status=" + status + "]";
    }
  }

  /**
   * No connection came about, so nothing was sent: trying again cannot do anything twice.
   *
   * @param why the kind of error
   */
  record Unreachable(String why) implements Exchange {}

  /**
   * The connection broke; whether the other side acted is not known.
   *
   * @param why the kind of error
   */
  record Cut(String why) implements Exchange {}

  /** The deadline passed; whether the other side acted, or still will, is not known. */
  record TooLate() implements Exchange {}

  /** The answer was larger than any honest one; the other side has probably acted. */
  record TooLarge() implements Exchange {}
}
