package yihuyima.api.secret;

/** Where the ring of the moment comes from: it changes while servers run. */
public interface KeyRings {
  /** The ring of this moment; never waits. */
  KeyRing ring();

  /**
   * Whether this ring is young enough to seal with. An old one might seal with a key that is being
   * retired, and nobody could ever open that value.
   */
  boolean maySeal();

  /** A value names a key that is not on the ring: look for it soon. */
  void missing(int id);

  /** A ring that never changes; for loading data and for tests. */
  static KeyRings fixed(KeyRing ring) {
    return new KeyRings() {
      @Override
      public KeyRing ring() {
        return ring;
      }

      @Override
      public boolean maySeal() {
        return true;
      }

      @Override
      public void missing(int id) {}
    };
  }
}
