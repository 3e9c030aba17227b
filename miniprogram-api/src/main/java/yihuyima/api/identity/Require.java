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

  /** Somebody with a staff account, of the union or paired from outside; gives its id. */
  public static long staffId(Caller caller) {
    return switch (caller) {
      case Caller.Staff c -> c.staffId();
      case Caller.Paired c -> c.staffId();
      case Caller.Auditor c -> c.staffId();
      default -> throw Problem.NOT_ALLOWED.because(caller.actor() + " has no staff account");
    };
  }

  /** Somebody with a person's account, bound to a household or not; gives its id. */
  public static long accountId(Caller caller) {
    return switch (caller) {
      case Caller.SignedIn c -> c.accountId();
      case Caller.Household c -> c.accountId();
      default -> throw Problem.NOT_ALLOWED.because(caller.actor() + " has no person's account");
    };
  }
}
