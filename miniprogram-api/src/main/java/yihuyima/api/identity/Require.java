package yihuyima.api.identity;

import yihuyima.api.http.Problem;

/** What kind of caller an operation needs; throws the failure that another kind is. */
public final class Require {
  private Require() {}

  /** A person bound to a household. */
  public static Caller.Household household(Caller caller) {
    if (caller instanceof Caller.Household household) {
      return household;
    }
    throw Problem.NOT_ALLOWED.because(caller.actor() + " is no household");
  }

  /** An auditor. */
  public static Caller.Auditor auditor(Caller caller) {
    if (caller instanceof Caller.Auditor auditor) {
      return auditor;
    }
    throw Problem.NOT_ALLOWED.because(caller.actor() + " is no auditor");
  }

  /** A member of staff with one of these roles. */
  public static Caller.Staff staff(Caller caller, Role... anyOf) {
    if (caller instanceof Caller.Staff staff) {
      for (Role role : anyOf) {
        if (staff.roles().contains(role)) {
          return staff;
        }
      }
    }
    throw Problem.NOT_ALLOWED.because(caller.actor() + " has none of the roles");
  }
}
