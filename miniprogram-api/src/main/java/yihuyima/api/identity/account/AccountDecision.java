package yihuyima.api.identity.account;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.access.Concern;
import yihuyima.api.http.Problem;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Role;

/** What an administrator may do to an account. Pure: every rule about accounts is here. */
final class AccountDecision {
  private AccountDecision() {}

  /**
   * Why something may not be done.
   *
   * @param reason for the log
   * @param words for the administrator; empty when the problem's title says it all
   */
  record Refusal(Problem problem, String reason, String words) {
    static Refusal of(Problem problem, String reason) {
      return new Refusal(problem, reason, "");
    }

    RuntimeException failure(String pointer) {
      return words.isEmpty() ? problem.because(reason) : problem.because(reason).at(pointer, words);
    }
  }

  /** An account in an organisation: whether it may be opened there with these roles. */
  static Optional<Refusal> open(
      Caller.Staff by, String organisationPath, Set<Role> roles, List<RoleConflict> conflicts) {
    return inReach(by, organisationPath).or(() -> conflicting(roles, conflicts));
  }

  /** Any change of an account by somebody else: of roles, of place, of what it is proved by. */
  static Optional<Refusal> change(Caller.Staff by, StaffAccount account) {
    return inReach(by, account.organisationPath())
        .or(
            () ->
                account.staffId() == by.staffId()
                    ? Optional.of(Refusal.of(Problem.OWN_ACCOUNT, "one's own account"))
                    : Optional.empty())
        .or(
            () ->
                account.open()
                    ? Optional.empty()
                    : Optional.of(Refusal.of(Problem.STATE_CHANGED, "the account is closed")));
  }

  /** A change that another administrator may have been faster with. */
  static Optional<Refusal> change(Caller.Staff by, StaffAccount account, int seenVersion) {
    return change(by, account)
        .or(
            () ->
                account.version() == seenVersion
                    ? Optional.empty()
                    : Optional.of(Refusal.of(Problem.STATE_CHANGED, "another version")));
  }

  /**
   * Other roles for an account.
   *
   * @param othersAdministrate whether its organisation has another administrator
   */
  static Optional<Refusal> giveRoles(
      StaffAccount account,
      Set<Role> roles,
      List<RoleConflict> conflicts,
      boolean othersAdministrate) {
    if (account.outsideTree()) {
      return Optional.of(Refusal.of(Problem.STATE_CHANGED, "outside the tree there are no roles"));
    }
    return conflicting(roles, conflicts)
        .or(
            () ->
                roles.contains(Role.ADMINISTRATOR)
                    ? Optional.empty()
                    : leave(account, othersAdministrate));
  }

  /**
   * Whether a move takes powers somewhere else: they reach over a part of the tree, and one that
   * did not lie in their reach is as good as new powers.
   */
  static boolean reachesElsewhere(StaffAccount account, String toPath) {
    return !toPath.startsWith(account.organisationPath());
  }

  /** An account that is no longer its organisation's: closed, moved, or no administrator's. */
  static Optional<Refusal> leave(StaffAccount account, boolean othersAdministrate) {
    return account.roles().contains(Role.ADMINISTRATOR) && !othersAdministrate
        ? Optional.of(Refusal.of(Problem.LAST_ADMINISTRATOR, "the last administrator"))
        : Optional.empty();
  }

  /** Households that are passed on in the transaction in which somebody leaves. */
  static final int HOUSEHOLDS_AT_ONCE_MAX = 500;

  /**
   * Whoever leaves is responsible for nobody any more: somebody says what becomes of the
   * households.
   *
   * @param households how many there are
   */
  static Optional<Refusal> handOver(int households, Handing handing) {
    if (households == 0) {
      return Optional.empty();
    }
    if (!handing.isSaid()) {
      return Optional.of(
          new Refusal(
              Problem.PAIRINGS_LEFT,
              households + " live pairings",
              "还有 " + households + " 户结对，请选好谁接手，或写明为什么先空着"));
    }
    return handing.to() != null && households > HOUSEHOLDS_AT_ONCE_MAX
        ? Optional.of(
            new Refusal(
                Problem.PAIRINGS_LEFT,
                households + " are too many at once",
                "还有 " + households + " 户结对，一次最多交 " + HOUSEHOLDS_AT_ONCE_MAX + " 户，请先分批移交"))
        : Optional.empty();
  }

  /** Above and beside, nothing is known to be there. */
  static Optional<Refusal> inReach(Caller.Staff by, String organisationPath) {
    return Access.allows(by, Action.LIST_STAFF, Concern.ofOrganisation(organisationPath))
        ? Optional.empty()
        : Optional.of(Refusal.of(Problem.NOT_FOUND, "outside the administrator's subtree"));
  }

  /** Roles that never meet in one account. */
  static Optional<Refusal> conflicting(Set<Role> roles, List<RoleConflict> conflicts) {
    return conflicts.stream()
        .filter(conflict -> roles.contains(conflict.one()) && roles.contains(conflict.other()))
        .findFirst()
        .map(
            conflict ->
                new Refusal(
                    Problem.ROLES_CONFLICT,
                    conflict.one() + " and " + conflict.other(),
                    conflict.reason()));
  }
}
