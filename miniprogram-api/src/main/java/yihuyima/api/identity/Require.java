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
