package yihuyima.api.access;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Role;

/**
 * Whether, and how far, a caller may read what a code points at. Every rule about scanning is here.
 */
public sealed interface Reading {
  /** The household looks at itself. */
  record Own() implements Reading {}

  /** The cadre in charge, or the person paired with the household. */
  record InCharge(Set<Purpose> withheld) implements Reading {}

  /** Office staff and auditors of the subtree: the code's state and the summary. */
  record Office(Set<Purpose> withheld) implements Reading {}

  /** A partner department: the agreed fields. */
  record Department(String purpose, Set<String> fields, Set<Purpose> withheld) implements Reading {}

  /** What anyone sees; {@code reason} is for the record only. */
  record Neutral(String reason) implements Reading {}

  /**
   * What the code points at, as far as the decision needs it.
   *
   * @param state LIVE, LOST, REPLACED or REVOKED
   * @param organisationPath where the household stands in the tree
   * @param paired whether the caller is paired with the household today
   * @param colleaguePaired whether a colleague of the caller's station is, and the station shares
   * @param stopped whether the family wished that its data is no longer used
   * @param withdrawn what the family took its consent back for
   * @param investigated whether the caller, an auditor, has an open investigation of the household
   */
  record Holder(
      long householdId,
      String state,
      String organisationPath,
      boolean paired,
      boolean colleaguePaired,
      boolean stopped,
      Set<Purpose> withdrawn,
      boolean investigated) {
    public Holder {
      withdrawn = Set.copyOf(withdrawn);
    }

    /** Of a household that took no consent back. */
    public Holder(
        long householdId,
        String state,
        String organisationPath,
        boolean paired,
        boolean colleaguePaired,
        boolean stopped) {
      this(householdId, state, organisationPath, paired, colleaguePaired, stopped, Set.of(), false);
    }

    Set<Purpose> withheldFrom(Caller caller) {
      return Access.withheld(caller, withdrawn, investigated);
    }

    boolean live() {
      return state.equals("LIVE");
    }
  }

  /** What a partner department has agreed for a purpose. */
  record Agreement(String purpose, Set<String> fields, LocalDate untilOn) {}

  /**
   * Decides. Pure.
   *
   * @param found what the code points at; empty when it is unknown
   * @param agreement of a partner department, for the purpose it stated; empty when there is none
   * @param today in China
   */
  static Reading decide(
      Caller caller, Optional<Holder> found, Optional<Agreement> agreement, LocalDate today) {
    if (found.isEmpty()) {
      return new Neutral("unknown code");
    }
    Holder holder = found.get();
    if (holder.stopped()
        && !(caller instanceof Caller.Household || caller instanceof Caller.Auditor)) {
      return new Neutral("processing stopped");
    }
    return switch (caller) {
      case Caller.Anyone ignored -> new Neutral("not signed in");
      case Caller.SignedIn ignored -> new Neutral("not bound to a household");
      case Caller.SystemJob ignored -> new Neutral("a job scans nothing");
      case Caller.Household own -> ofHousehold(own, holder);
      case Caller.Staff staff -> ofStaff(staff, holder);
      case Caller.Paired ignored ->
          holder.live() && holder.paired()
              ? new InCharge(holder.withheldFrom(caller))
              : new Neutral("not paired");
      case Caller.Auditor auditor ->
          holder.organisationPath().startsWith(auditor.organisationPath())
              ? new Office(holder.withheldFrom(caller))
              : new Neutral("outside the subtree");
      case Caller.Partner partner -> ofPartner(partner, holder, agreement, today);
    };
  }

  private static Reading ofHousehold(Caller.Household own, Holder holder) {
    if (own.householdId() != holder.householdId()) {
      return new Neutral("another household");
    }
    if (Access.childOf(own) != null) {
      return new Neutral("a guardian of one child");
    }
    return holder.live() ? new Own() : new Neutral("code is " + holder.state());
  }

  private static Reading ofStaff(Caller.Staff staff, Holder holder) {
    if (!holder.organisationPath().startsWith(staff.organisationPath()) && !holder.paired()) {
      return new Neutral("outside the subtree");
    }
    if (holder.live()
        && staff.roles().contains(Role.CADRE)
        && (holder.paired() || holder.colleaguePaired())) {
      return new InCharge(holder.withheldFrom(staff));
    }
    return mayOffice(staff, holder)
        ? new Office(holder.withheldFrom(staff))
        : new Neutral("no role for this household");
  }

  private static boolean mayOffice(Caller.Staff staff, Holder holder) {
    String path = holder.organisationPath();
    return staff.may(Role.CODE_CLERK, path)
        || staff.may(Role.CHECKER, path)
        || staff.may(Role.REVIEWER, path)
        || staff.may(Role.APPROVER, path)
        || staff.may(Role.FUND_CLERK, path)
        || staff.may(Role.ADMINISTRATOR, path);
  }

  private static Reading ofPartner(
      Caller.Partner partner, Holder holder, Optional<Agreement> agreement, LocalDate today) {
    if (agreement.isEmpty()) {
      return new Neutral("no such purpose agreed");
    }
    if (today.isAfter(agreement.get().untilOn())) {
      return new Neutral("the agreement has ended");
    }
    if (!holder.organisationPath().startsWith(partner.organisationPath())) {
      return new Neutral("outside the agreed region");
    }
    if (!holder.live()) {
      return new Neutral("code is " + holder.state());
    }
    return new Department(
        agreement.get().purpose(), agreement.get().fields(), holder.withheldFrom(partner));
  }
}
