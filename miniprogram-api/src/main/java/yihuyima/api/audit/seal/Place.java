package yihuyima.api.audit.seal;

/**
 * A place in the record: rows are ordered by the transaction that wrote them, then by their id.
 *
 * @param xact a transaction's 64-bit id, which never wraps
 */
public record Place(long xact, long id) implements Comparable<Place> {
  /** Before every row. */
  static final Place START = new Place(0, 0);

  @Override
  public int compareTo(Place other) {
    int byXact = Long.compare(xact, other.xact);
    return byXact != 0 ? byXact : Long.compare(id, other.id);
  }
}
