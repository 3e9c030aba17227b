package yihuyima.api.identity.account;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import yihuyima.api.http.Problem;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Role;
import yihuyima.api.identity.SessionGate;

/** What takes two administrators, and who may be the second. Pure. */
final class RequestDecision {
  /** Who resets one proof of somebody and the other soon after holds both. */
  static final Duration OF_THE_OTHER = Duration.ofHours(24);

  /**
   * How long somebody has been an administrator with proofs of their own before they count as one
   * of two. Whoever opens an account, or resets it, holds its password and may be both; until then
   * the others have seen it in the list.
   */
  static final Duration ADMINISTRATOR_SINCE = Duration.ofDays(7);

  private RequestDecision() {}

  /**
   * What is known of the last day of an account.
   *
   * @param hadPowers whether it had powers that it has no longer: roles that are taken away for a
   *     moment open no way around
   * @param otherReset whether its other proof was reset
   * @param waited whether powers wait for it, or waited
   */
  record Lately(boolean hadPowers, boolean otherReset, boolean waited) {}

  /** The powers among the roles: what a second administrator confirms. */
  static Set<Role> powers(Set<Role> of) {
    EnumSet<Role> powers = EnumSet.noneOf(Role.class);
    of.stream().filter(SessionGate.NEED_SECOND_FACTOR::contains).forEach(powers::add);
    return powers;
  }

  /** A reset by one administrator alone. */
  static Optional<AccountDecision.Refusal> alone(
      Caller.Staff by, StaffAccount account, AccountRequest.Kind kind, Lately lately) {
    return AccountDecision.change(by, account)
        .or(
            () ->
                takesTwo(account, kind, lately)
                    ? refused(Problem.SECOND_PERSON_REQUIRED, "powers over money, accounts or keys")
                    : Optional.empty());
  }

  /**
   * Whether another administrator must confirm a reset. A password is one's alone only while the
   * second factor stands beside it: without one, whoever has the password enrols their own. Where
   * powers only wait, the second administrator asks the holder about both anyway, so a first
   * password that was lost needs nobody else.
   */
  static boolean takesTwo(StaffAccount account, AccountRequest.Kind kind, Lately lately) {
    boolean has = lately.hadPowers() || !powers(account.roles()).isEmpty();
    boolean both = kind == AccountRequest.Kind.SECOND_FACTOR || lately.otherReset();
    return has ? both || !account.secondFactor() : lately.waited() && both;
  }

  /**
   * As the second administrator.
   *
   * @param eitherIsNew whether who asked, or who confirms, was opened, given roles or reset within
   *     {@link #ADMINISTRATOR_SINCE}
   */
  static Optional<AccountDecision.Refusal> confirm(
      Caller.Staff by,
      StaffAccount account,
      AccountRequest request,
      boolean eitherIsNew,
      List<RoleConflict> conflicts,
      OffsetDateTime now) {
    return AccountDecision.change(by, account)
        .or(
            () ->
                request.askedBy() == by.staffId()
                    ? refused(Problem.OWN_REQUEST, "asked by the same person")
                    : Optional.empty())
        .or(
            () ->
                eitherIsNew
                    ? refused(Problem.ADMINISTRATOR_TOO_NEW, "either may be the other's")
                    : Optional.empty())
        .or(
            () ->
                request.waits(now) && request.askerStands()
                    ? Optional.empty()
                    : refused(Problem.STATE_CHANGED, "over, expired, or its asker has gone"))
        .or(
            () ->
                request.kind() == AccountRequest.Kind.POWERS
                    ? give(account, request.roles(), conflicts)
                    : Optional.empty());
  }

  /** Powers for somebody whom the second administrator can have asked about both proofs. */
  private static Optional<AccountDecision.Refusal> give(
      StaffAccount account, Set<Role> powers, List<RoleConflict> conflicts) {
    if (account.oneTime() || !account.secondFactor()) {
      return refused(
          Problem.HOLDER_NOT_READY, account.oneTime() ? "a one-time password" : "no second factor");
    }
    EnumSet<Role> all = EnumSet.copyOf(powers);
    all.addAll(account.roles());
    return AccountDecision.conflicting(all, conflicts);
  }

  private static Optional<AccountDecision.Refusal> refused(Problem problem, String reason) {
    return Optional.of(AccountDecision.Refusal.of(problem, reason));
  }
}
