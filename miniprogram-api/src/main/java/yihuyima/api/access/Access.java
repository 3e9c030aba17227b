package yihuyima.api.access;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yihuyima.api.http.Problem;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Role;
import yihuyima.api.sql.Subtree;

/** The decision: caller, action and thing in, allowed or refused out. Pure. */
public sealed interface Access {
  /** It may be done. */
  record Allowed() implements Access {}

  /** It may not; {@code reason} is for the record and the log, the caller sees the problem. */
  record Refused(Problem problem, String reason) implements Access {}

  /** What a member of staff may find waiting for them. */
  record Waiting(
      boolean checks, boolean inCharge, boolean approves, long staffId, Subtree subtree) {}

  /**
   * Whether this kind of caller, with these roles, can ever do it: asked before anything is read.
   */
  static Access atDoor(Caller caller, Action action) {
    return action.opensFor(caller)
        ? new Allowed()
        : new Refused(Problem.NOT_ALLOWED, action + " is not for " + kind(caller));
  }

  /**
   * Whether a family is told of somebody who was refused at the door while naming it: of whoever
   * acts in an office or for a department. Anybody can sign in and try numbers; a family is not
   * alarmed by that.
   */
  static boolean isToldOfAtDoor(Caller caller) {
    return new Grant.Official().mayHold(caller);
  }

  /**
   * Whether the caller may do it to this thing. Who may not even know of it is told it is not
   * there.
   */
  static Access decide(Caller caller, Action action, Concern concern) {
    if (action.isGranted(caller, concern)) {
      return keeps(caller, action, concern)
          ? new Refused(
              Problem.CONSENT_WITHDRAWN, "the family withdrew its consent to " + concern.about())
          : new Allowed();
    }
    return action.isKnown(caller, concern)
        ? new Refused(Problem.NOT_ALLOWED, action + " is not in the caller's hand")
        : new Refused(Problem.NOT_FOUND, "not the caller's concern");
  }

  /**
   * Whether the caller may have the answer of a write again. What a family took its consent back
   * for since may stand in it: it is shown by the thing itself, without what is kept.
   *
   * @param withdrawnSince whether the family took any consent back since the answer was given
   */
  static Access decideAgain(Caller caller, Action action, Concern concern, boolean withdrawnSince) {
    Access now = decide(caller, action, concern);
    return now instanceof Allowed && withdrawnSince && !concern.isOwn(caller)
        ? new Refused(Problem.ANSWER_GONE, "a consent was withdrawn since")
        : now;
  }

  /**
   * The one member whom somebody acts for, and whose affairs alone are theirs; null for who acts
   * for the whole household. A guardian who is an adult of the household is bound as one.
   */
  static @Nullable Long childOf(Caller.Household own) {
    return own.capacity() == Caller.Capacity.GUARDIAN ? Long.valueOf(own.personId()) : null;
  }

  /** The consents that somebody who acts for a household reads. */
  static Set<Purpose> purposesOf(Caller.Household own) {
    return childOf(own) == null ? EnumSet.allOf(Purpose.class) : EnumSet.of(Purpose.MINORS);
  }

  /**
   * Whether somebody who acts for a household decides a consent. That to children's data is given
   * for all children of the household at once: the guardian of one decides it where there is no
   * other.
   *
   * @param soleMinor whether the child they act for is the only one whom it is about
   */
  static boolean decides(Caller.Household own, Purpose purpose, boolean soleMinor) {
    return switch (own.capacity()) {
      case ADULT -> true;
      case PROXY -> purpose.isDecidedByProxies();
      case GUARDIAN -> purpose == Purpose.MINORS && soleMinor;
    };
  }

  /** What the answers of a household's own writes are about; empty for other callers. */
  static Optional<Matter> ownMatter(Caller caller) {
    return caller instanceof Caller.Household own
        ? Optional.of(Matter.household(own.householdId()).of(childOf(own)))
        : Optional.empty();
  }

  /** Whether the caller may do it to this thing. */
  static boolean allows(Caller caller, Action action, Concern concern) {
    return decide(caller, action, concern) instanceof Allowed;
  }

  /** Whether this kind of caller, with these roles, can ever do it; for what a page offers. */
  static boolean canEver(Caller caller, Action action) {
    return action.opensFor(caller);
  }

  /**
   * The part of the tree that a list shows its caller.
   *
   * @throws yihuyima.api.http.Failure NOT_ALLOWED when the caller has no part of the tree
   */
  static Subtree reach(Caller caller) {
    return switch (caller) {
      case Caller.Staff staff -> Subtree.of(staff.organisationPath());
      case Caller.Auditor auditor -> Subtree.of(auditor.organisationPath());
      default -> throw Problem.NOT_ALLOWED.because(kind(caller) + " has no part of the tree");
    };
  }

  /**
   * What may wait for a member of staff.
   *
   * @throws yihuyima.api.http.Failure NOT_ALLOWED for other callers
   */
  static Waiting waiting(Caller caller) {
    if (caller instanceof Caller.Staff staff) {
      return new Waiting(
          staff.roles().contains(Role.CHECKER),
          staff.roles().contains(Role.CADRE),
          staff.roles().contains(Role.APPROVER),
          staff.staffId(),
          reach(caller));
    }
    throw Problem.NOT_ALLOWED.because(kind(caller) + " has no inbox");
  }

  /** Which wishes of families a member of staff may answer. */
  record RightsDesk(
      boolean corrections, boolean inCharge, boolean stops, long staffId, Subtree subtree) {}

  /**
   * Which wishes of families wait for a member of staff.
   *
   * @throws yihuyima.api.http.Failure NOT_ALLOWED for other callers
   */
  static RightsDesk rightsDesk(Caller caller) {
    if (caller instanceof Caller.Staff staff) {
      return new RightsDesk(
          staff.roles().contains(Role.CHECKER),
          staff.roles().contains(Role.CADRE),
          staff.roles().contains(Role.ADMINISTRATOR),
          staff.staffId(),
          reach(caller));
    }
    throw Problem.NOT_ALLOWED.because(kind(caller) + " answers no wishes");
  }

  /** What is all about something sensitive is not shown once the family took its consent back. */
  private static boolean keeps(Caller caller, Action action, Concern concern) {
    return action.showsOneThing() && isKept(caller, concern);
  }

  /** Whether what a thing tells is kept from a caller, the thing itself being known to them. */
  static boolean isKept(Caller caller, Concern concern) {
    return concern.isWithdrawn() && !concern.isOwn(caller);
  }

  /**
   * What is kept from a caller because the family took its consent back. The family sees its own,
   * and so does an auditor who investigates a leak at this household.
   *
   * @param withdrawn what the family took back
   * @param investigated whether the caller, an auditor, has an open investigation of the household
   */
  static Set<Purpose> withheld(Caller caller, Set<Purpose> withdrawn, boolean investigated) {
    Set<Purpose> kept = EnumSet.noneOf(Purpose.class);
    if (!(caller instanceof Caller.Household)
        && !(caller instanceof Caller.Auditor && investigated)) {
      withdrawn.stream().filter(Purpose::withholds).forEach(kept::add);
    }
    return kept;
  }

  /** Which withdrawn consents a member of staff is told of. */
  record WithdrawalsDesk(boolean office, boolean inCharge, long staffId, Subtree subtree) {}

  /**
   * Whose withdrawn consents a member of staff is told of.
   *
   * @throws yihuyima.api.http.Failure NOT_ALLOWED for other callers
   */
  static WithdrawalsDesk withdrawalsDesk(Caller caller) {
    if (caller instanceof Caller.Staff staff) {
      return new WithdrawalsDesk(
          staff.roles().contains(Role.CHECKER) || staff.roles().contains(Role.ADMINISTRATOR),
          staff.roles().contains(Role.CADRE),
          staff.staffId(),
          reach(caller));
    }
    throw Problem.NOT_ALLOWED.because(kind(caller) + " is told of no withdrawals");
  }

  /** How a caller is shown names, phones and addresses of a household. */
  static Masking masking(Caller caller, Concern concern) {
    boolean openly =
        concern.isOwn(caller)
            || concern.isCadreInCharge(caller)
            || (caller instanceof Caller.Paired && concern.paired());
    return openly ? Masking.OPEN : Masking.MASKED;
  }

  /** The private fields that the caller's work with this household needs in full. */
  static Set<PrivateField> unmaskable(Caller caller, Concern concern) {
    Set<PrivateField> needed = EnumSet.noneOf(PrivateField.class);
    if (concern.isCadreInCharge(caller)
        || Grant.Office.of(Role.CHECKER, Role.APPROVER).holds(caller, concern)) {
      needed.addAll(
          EnumSet.of(
              PrivateField.NAME, PrivateField.ID_NUMBER, PrivateField.PHONE, PrivateField.ADDRESS));
    }
    if (Grant.Office.of(Role.FUND_CLERK).holds(caller, concern)) {
      needed.addAll(EnumSet.of(PrivateField.NAME, PrivateField.CARD));
    }
    if (Grant.Office.of(Role.CODE_CLERK).holds(caller, concern)) {
      needed.addAll(EnumSet.of(PrivateField.NAME, PrivateField.PHONE));
    }
    return needed;
  }

  /** Whether the family knows the caller as its cadre. */
  static boolean isFamilysCadre(Caller caller, Concern concern) {
    return concern.isCadreInCharge(caller);
  }

  private static String kind(Caller caller) {
    return caller.getClass().getSimpleName();
  }
}
