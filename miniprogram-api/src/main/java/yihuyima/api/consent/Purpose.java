package yihuyima.api.consent;

/** For what personal data is used; each has notices of its own. */
public enum Purpose {
  GENERAL(true),
  BANK_ACCOUNT(false),
  HEALTH(false),
  MINORS(false);

  private final boolean decidedByProxies;

  Purpose(boolean decidedByProxies) {
    this.decidedByProxies = decidedByProxies;
  }

  /** Whether a proxy may decide it: never what the law calls sensitive. */
  boolean isDecidedByProxies() {
    return decidedByProxies;
  }
}
