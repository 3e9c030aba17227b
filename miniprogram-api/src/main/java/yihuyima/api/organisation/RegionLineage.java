package yihuyima.api.organisation;

/** Regions by the digits of GB/T 2260: county, city, province, and 000000 for the country. */
public final class RegionLineage {
  private RegionLineage() {}

  /**
   * A region and those above it, nearest first; each is greater as a text than the next, so that a
   * query finds the nearest by its order.
   *
   * @param code six digits
   */
  public static String[] of(String code) {
    if (!code.matches("[0-9]{6}")) {
      throw new IllegalArgumentException("no code of a region");
    }
    return java.util.stream.Stream.of(
            code, code.substring(0, 4) + "00", code.substring(0, 2) + "0000", "000000")
        .distinct()
        .toArray(String[]::new);
  }
}
