package yihuyima.demo;

/** How much an embedded PostgreSQL does before it says that a commit is done. */
public enum Durability {
  /**
   * A commit answers after it is on the disk: wherever data is kept, and wherever crashes are
   * tested.
   */
  DURABLE("on"),
  /**
   * Nothing is forced to the disk: for tests. A killed process still loses at most the last
   * commits; a machine that loses power may lose the whole directory.
   */
  FAST("off");

  private final String setting;

  Durability(String setting) {
    this.setting = setting;
  }

  /** The value of {@code fsync}, {@code synchronous_commit} and {@code full_page_writes}. */
  String setting() {
    return setting;
  }
}
