package yihuyima.api.identity;

import java.time.Clock;
import org.jspecify.annotations.Nullable;
import yihuyima.api.audit.Look;
import yihuyima.api.http.Request;

/** What somebody did to an account or an organisation, for the record. */
public final class Deed {
  private Deed() {}

  /**
   * A deed that concerns no household.
   *
   * @param detail what was done to whom, by ids: no personal data
   */
  public static Look of(Clock clock, Caller caller, Request request, String detail) {
    return of(clock, caller, request, null, detail);
  }

  /** A deed that concerns a household, so that the family reads it too. */
  public static Look of(
      Clock clock, Caller caller, Request request, @Nullable Long householdId, String detail) {
    return Look.granted(clock.instant(), caller, request, householdId, detail);
  }
}
