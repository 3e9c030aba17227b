package yihuyima.api.identity;

import yihuyima.api.http.Problem;

/**
 * The kind of caller an operation works with, after the door has let it in; the failure is for an
 * operation that was bound to an action meant for others.
 */
public final class Require {
  private Require() {}

  /** A person bound to a household. */
  public static Caller.Household household(Caller caller) {
    if (caller instanceof Caller.Household household) {
      return household;
    }
    throw Problem.NOT_ALLOWED.because("no household");
  }

  /** An auditor. */
  public static Caller.Auditor auditor(Caller caller) {
    if (caller instanceof Caller.Auditor auditor) {
      return auditor;
    }
    throw Problem.NOT_ALLOWED.because("no auditor");
  }

  /** A member of staff. */
  public static Caller.Staff staff(Caller caller) {
    if (caller instanceof Caller.Staff staff) {
      return staff;
    }
    throw Problem.NOT_ALLOWED.because("no member of staff");
  }
}
