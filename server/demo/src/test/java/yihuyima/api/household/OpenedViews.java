package yihuyima.api.household;

/** Views whose bytes were opened beforehand: what a bench answers with when nothing is sealed. */
public final class OpenedViews {
  private OpenedViews() {}

  /** The view in bytes as {@code household_view} keeps them, opened. */
  public static HouseholdView of(long householdId, byte[] opened) {
    return new HouseholdView(householdId, HouseholdBody.unpack(opened));
  }
}
