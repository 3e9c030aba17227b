package yihuyima.api.access;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** For what personal data is used; each has notices of its own, and is taken back by itself. */
public enum Purpose {
  GENERAL(true, false),
  BANK_ACCOUNT(false, false),
  HEALTH(false, true),
  MINORS(false, true);

  /** Data of who is younger is sensitive (Personal Information Protection Law, article 31). */
  public static final int MINORS_UNDER_YEARS = 14;

  /**
   * What the main cause of hardship may tell of: an illness, or a child's schooling. It is withheld
   * whatever it is; one that is missing only when it is an illness would tell that it is one.
   */
  private static final Set<Purpose> TOLD_BY_CAUSE =
      Collections.unmodifiableSet(EnumSet.of(HEALTH, MINORS));

  private final boolean decidedByProxies;
  private final boolean withholds;

  Purpose(boolean decidedByProxies, boolean withholds) {
    this.decidedByProxies = decidedByProxies;
    this.withholds = withholds;
  }

  /** Whether a proxy may decide it: never what the law calls sensitive. */
  public boolean isDecidedByProxies() {
    return decidedByProxies;
  }

  /** Whether what it is about is no longer shown once the consent is taken back. */
  boolean withholds() {
    return withholds;
  }

  /** Whether the main cause of hardship is kept from a caller from whom these are withheld. */
  public static boolean keepsCause(Collection<Purpose> withheld) {
    return !Collections.disjoint(withheld, TOLD_BY_CAUSE);
  }

  /** Who was born after this day is younger than {@link #MINORS_UNDER_YEARS}. */
  public static LocalDate minorsAreBornAfter(LocalDate today) {
    return today.minusYears(MINORS_UNDER_YEARS);
  }

  /** By their names. */
  public static Set<Purpose> named(String[] names) {
    Set<Purpose> all = EnumSet.noneOf(Purpose.class);
    Arrays.stream(names).map(Purpose::valueOf).forEach(all::add);
    return Collections.unmodifiableSet(all);
  }
}
