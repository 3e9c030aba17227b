package yihuyima.api.identity;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import yihuyima.api.http.Problem;

/**
 * What a session is good for, by how well it is proved. The one place that decides: an operation
 * that is not named here needs the full proof, a new one from its first day.
 */
public final class SessionGate {
  /** Roles with power over money, accounts or keys: worth nothing without a second factor. */
  public static final Set<Role> NEED_SECOND_FACTOR =
      Set.copyOf(EnumSet.of(Role.FUND_CLERK, Role.APPROVER, Role.ADMINISTRATOR));

  /** Open to every session that stands. */
  static final Set<String> ALWAYS = Set.of("getSession", "endSession");

  /** What gets somebody from a weak session to a better one, by what the session lacks. */
  static final Set<String> TO_CHANGE_PASSWORD = Set.of("changePassword");

  static final Set<String> TO_SHOW_SECOND_FACTOR = Set.of("confirmSecondFactor");

  static final Set<String> TO_ENROL =
      Set.of(
          "startTotp",
          "confirmTotp",
          "changePassword",
          "getMyAccount",
          "listMySessions",
          "endMySession",
          "endMyOtherSessions");

  private final boolean secondFactorRequired;

  /**
   * The gate.
   *
   * @param secondFactorRequired whether {@link #NEED_SECOND_FACTOR} is insisted on; an account that
   *     has enrolled needs its code either way
   */
  public SessionGate(boolean secondFactorRequired) {
    this.secondFactorRequired = secondFactorRequired;
  }

  /**
   * The caller of a token, when its session is good for the operation.
   *
   * @throws yihuyima.api.http.Failure PASSWORD_CHANGE_REQUIRED or SECOND_FACTOR_REQUIRED
   */
  public Caller admit(Tokens.Presented presented, String operationId) {
    Optional<Problem> refusal = refusal(presented.caller(), presented.strength(), operationId);
    if (refusal.isPresent()) {
      throw refusal.get().because("the session is " + presented.strength());
    }
    return presented.caller();
  }

  /** Why a session may not be used for an operation; empty when it may. */
  Optional<Problem> refusal(Caller caller, Strength strength, String operationId) {
    if (ALWAYS.contains(operationId)) {
      return Optional.empty();
    }
    return switch (strength) {
      case PASSWORD_CHANGE_DUE ->
          unless(TO_CHANGE_PASSWORD, operationId, Problem.PASSWORD_CHANGE_REQUIRED);
      case SECOND_FACTOR_DUE ->
          unless(TO_SHOW_SECOND_FACTOR, operationId, Problem.SECOND_FACTOR_REQUIRED);
      case PASSWORD ->
          mustEnrol(caller)
              ? unless(TO_ENROL, operationId, Problem.SECOND_FACTOR_REQUIRED)
              : Optional.empty();
      case SECOND_FACTOR -> Optional.empty();
    };
  }

  /** What the holder must do before anything else, in the contract's words; empty when nothing. */
  Optional<String> next(Caller caller, Strength strength) {
    return switch (strength) {
      case PASSWORD_CHANGE_DUE -> Optional.of("CHANGE_PASSWORD");
      case SECOND_FACTOR_DUE -> Optional.of("CONFIRM_SECOND_FACTOR");
      case PASSWORD -> mustEnrol(caller) ? Optional.of("START_TOTP") : Optional.empty();
      case SECOND_FACTOR -> Optional.empty();
    };
  }

  /** Holding the role is enough: a mixed account is as dangerous as its strongest role. */
  public boolean mustEnrol(Caller caller) {
    return secondFactorRequired
        && caller instanceof Caller.Staff staff
        && staff.roles().stream().anyMatch(NEED_SECOND_FACTOR::contains);
  }

  private static Optional<Problem> unless(Set<String> open, String operationId, Problem problem) {
    return open.contains(operationId) ? Optional.empty() : Optional.of(problem);
  }
}
