package yihuyima.api.identity.account;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import yihuyima.api.http.Problem;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.SessionGate;

/** When a reset takes two administrators, and who may be the second. Pure. */
final class ResetDecision {
  /** Who resets one proof of somebody and the other soon after holds both. */
  static final Duration OF_THE_OTHER = Duration.ofHours(24);

  /**
   * How long somebody has been an administrator with proofs of their own before they count as one
   * of two. Whoever opens an account, or resets it, holds its password and may be both; until then
   * the others have seen it in the list.
   */
  static final Duration ADMINISTRATOR_SINCE = Duration.ofDays(7);

  private ResetDecision() {}

  /**
   * What is known of the last day of an account.
   *
   * @param hadPowers whether it had powers that it has no longer: roles that are taken away for a
   *     moment open no way around
   * @param otherReset whether its other proof was reset
   */
  record Lately(boolean hadPowers, boolean otherReset) {}

  /** By one administrator alone. */
  static Optional<AccountDecision.Refusal> alone(
      Caller.Staff by, StaffAccount account, ResetRequest.Kind kind, Lately lately) {
    return AccountDecision.change(by, account)
        .or(
            () ->
                takesTwo(account, kind, lately)
                    ? Optional.of(
                        AccountDecision.Refusal.of(
                            Problem.SECOND_PERSON_REQUIRED, "powers over money, accounts or keys"))
                    : Optional.empty());
  }

  /** Whether another administrator must confirm it. */
  static boolean takesTwo(StaffAccount account, ResetRequest.Kind kind, Lately lately) {
    boolean powers =
        lately.hadPowers()
            || account.roles().stream().anyMatch(SessionGate.NEED_SECOND_FACTOR::contains);
    return powers && (kind == ResetRequest.Kind.SECOND_FACTOR || lately.otherReset());
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
      ResetRequest request,
      boolean eitherIsNew,
      OffsetDateTime now) {
    return AccountDecision.change(by, account)
        .or(
            () ->
                request.askedBy() == by.staffId()
                    ? Optional.of(
                        AccountDecision.Refusal.of(Problem.OWN_REQUEST, "asked by the same person"))
                    : Optional.empty())
        .or(
            () ->
                eitherIsNew
                    ? Optional.of(
                        AccountDecision.Refusal.of(
                            Problem.ADMINISTRATOR_TOO_NEW, "either may be the other's"))
                    : Optional.empty())
        .or(
            () ->
                request.waits(now)
                    ? Optional.empty()
                    : Optional.of(
                        AccountDecision.Refusal.of(Problem.STATE_CHANGED, "over or expired")));
  }
}
