package yihuyima.api.access;

import java.util.Set;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Role;

/** What a right hangs on. Pure. */
sealed interface Grant {
  /** Whether a caller of this kind, with these roles, can hold it over anything at all. */
  boolean mayHold(Caller caller);

  /** Whether the caller holds it over this thing. */
  boolean holds(Caller caller, Concern concern);

  /** Whether it is held over some things and not over others. */
  default boolean hangsOnThings() {
    return switch (this) {
      case Everybody ignored -> false;
      case SignedIn ignored -> false;
      case Person ignored -> false;
      case StaffAccount ignored -> false;
      case Official ignored -> false;
      case Topmost ignored -> false;
      case Family ignored -> true;
      case Own ignored -> true;
      case CadreInCharge ignored -> true;
      case PairedFromOutside ignored -> true;
      case Office ignored -> true;
      case Audit ignored -> true;
    };
  }

  /** Anybody, signed in or not. */
  record Everybody() implements Grant {
    @Override
    public boolean mayHold(Caller caller) {
      return true;
    }

    @Override
    public boolean holds(Caller caller, Concern concern) {
      return true;
    }
  }

  /** Whoever has signed in; for what concerns the caller alone. */
  record SignedIn() implements Grant {
    @Override
    public boolean mayHold(Caller caller) {
      return !(caller instanceof Caller.Anyone);
    }

    @Override
    public boolean holds(Caller caller, Concern concern) {
      return mayHold(caller);
    }
  }

  /** A person with an account of their own, bound to a household or not. */
  record Person() implements Grant {
    @Override
    public boolean mayHold(Caller caller) {
      return caller instanceof Caller.SignedIn || caller instanceof Caller.Household;
    }

    @Override
    public boolean holds(Caller caller, Concern concern) {
      return mayHold(caller);
    }
  }

  /** Whoever has an account among the staff: of the union, paired from outside, or an auditor. */
  record StaffAccount() implements Grant {
    @Override
    public boolean mayHold(Caller caller) {
      return caller instanceof Caller.Staff
          || caller instanceof Caller.Paired
          || caller instanceof Caller.Auditor;
    }

    @Override
    public boolean holds(Caller caller, Concern concern) {
      return mayHold(caller);
    }
  }

  /**
   * Whoever works with codes in the field: staff, people paired from outside, auditors,
   * departments.
   */
  record Official() implements Grant {
    @Override
    public boolean mayHold(Caller caller) {
      return caller instanceof Caller.Staff
          || caller instanceof Caller.Paired
          || caller instanceof Caller.Auditor
          || caller instanceof Caller.Partner;
    }

    @Override
    public boolean holds(Caller caller, Concern concern) {
      return mayHold(caller);
    }
  }

  /**
   * The household as such: its adults, and who acts for all of it. Never a guardian of one child.
   */
  record Family() implements Grant {
    @Override
    public boolean mayHold(Caller caller) {
      return caller instanceof Caller.Household own && Access.childOf(own) == null;
    }

    @Override
    public boolean holds(Caller caller, Concern concern) {
      return mayHold(caller) && concern.isOwn(caller);
    }
  }

  /** The household itself; and of what is a child's, its guardian. */
  record Own() implements Grant {
    @Override
    public boolean mayHold(Caller caller) {
      return caller instanceof Caller.Household;
    }

    @Override
    public boolean holds(Caller caller, Concern concern) {
      return concern.isOwn(caller);
    }
  }

  /** The cadre of the union who is in charge of the household. */
  record CadreInCharge() implements Grant {
    @Override
    public boolean mayHold(Caller caller) {
      return caller instanceof Caller.Staff staff && staff.roles().contains(Role.CADRE);
    }

    @Override
    public boolean holds(Caller caller, Concern concern) {
      return concern.isCadreInCharge(caller);
    }
  }

  /** The person from outside the tree who is paired with the household. */
  record PairedFromOutside() implements Grant {
    @Override
    public boolean mayHold(Caller caller) {
      return caller instanceof Caller.Paired;
    }

    @Override
    public boolean holds(Caller caller, Concern concern) {
      return caller instanceof Caller.Paired && concern.paired();
    }
  }

  /** Staff with one of these roles over the organisation that the thing belongs to. */
  record Office(Set<Role> anyOf) implements Grant {
    static Office of(Role... anyOf) {
      return new Office(Set.of(anyOf));
    }

    @Override
    public boolean mayHold(Caller caller) {
      return caller instanceof Caller.Staff staff
          && anyOf.stream().anyMatch(staff.roles()::contains);
    }

    @Override
    public boolean holds(Caller caller, Concern concern) {
      return mayHold(caller)
          && caller instanceof Caller.Staff staff
          && concern.organisationPath().startsWith(staff.organisationPath());
    }
  }

  /** Staff with a role in the topmost organisation, the one that has none above it. */
  record Topmost(Role role) implements Grant {
    @Override
    public boolean mayHold(Caller caller) {
      return caller instanceof Caller.Staff staff
          && staff.roles().contains(role)
          && isRoot(staff.organisationPath());
    }

    @Override
    public boolean holds(Caller caller, Concern concern) {
      return mayHold(caller);
    }

    /** A path of one id. */
    private static boolean isRoot(String path) {
      return path.length() > 1 && path.indexOf('.', 1) == path.length() - 1;
    }
  }

  /** Auditors, within their subtree. */
  record Audit() implements Grant {
    @Override
    public boolean mayHold(Caller caller) {
      return caller instanceof Caller.Auditor;
    }

    @Override
    public boolean holds(Caller caller, Concern concern) {
      return caller instanceof Caller.Auditor auditor
          && concern.organisationPath().startsWith(auditor.organisationPath());
    }
  }
}
