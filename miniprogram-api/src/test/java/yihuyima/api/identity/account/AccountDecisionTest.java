package yihuyima.api.identity.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import yihuyima.api.http.Problem;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Role;

class AccountDecisionTest {
  private static final List<RoleConflict> CONFLICTS =
      List.of(new RoleConflict(Role.APPROVER, Role.FUND_CLERK, "批准的人不能自己付款"));

  private static Caller.Staff administrator(long staffId) {
    return new Caller.Staff(staffId, 4, ".1.4.", Set.of(Role.ADMINISTRATOR), UUID.randomUUID());
  }

  private static StaffAccount account(String path, boolean open, Role... roles) {
    return new StaffAccount(
        7,
        "样示例",
        "staff7",
        "样例单位",
        12,
        "样例厂工会",
        path,
        Set.of(roles),
        Set.of(),
        false,
        open,
        false,
        false,
        3);
  }

  private static Optional<Problem> problem(Optional<AccountDecision.Refusal> refusal) {
    return refusal.map(AccountDecision.Refusal::problem);
  }

  @Test
  void reachIsTheSubtreeAndNothingAboveOrBeside() {
    Caller.Staff by = administrator(1);

    assertThat(AccountDecision.change(by, account(".1.4.12.", true))).isEmpty();
    for (String outside : List.of(".1.", ".1.40.", ".1.5.12.")) {
      assertThat(problem(AccountDecision.change(by, account(outside, true))))
          .contains(Problem.NOT_FOUND);
    }
  }

  @Test
  void ownAccountClosedAccountAndOldVersionAreRefused() {
    assertThat(problem(AccountDecision.change(administrator(7), account(".1.4.12.", true))))
        .contains(Problem.OWN_ACCOUNT);
    assertThat(problem(AccountDecision.change(administrator(1), account(".1.4.12.", false))))
        .contains(Problem.STATE_CHANGED);
    assertThat(problem(AccountDecision.change(administrator(1), account(".1.4.12.", true), 2)))
        .contains(Problem.STATE_CHANGED);
  }

  @Test
  void whoLeavesSaysWhatBecomesOfTheHouseholds() {
    Handing nothing = Handing.of(new JsonObject());
    Handing passed = Handing.of(new JsonObject().put("handOverTo", 9).put("reason", "退休"));
    Handing left = Handing.of(new JsonObject().put("leaveUnpaired", true).put("reason", "缺人手"));

    assertThat(AccountDecision.handOver(0, nothing)).isEmpty();
    assertThat(problem(AccountDecision.handOver(1, nothing))).contains(Problem.PAIRINGS_LEFT);
    assertThat(AccountDecision.handOver(12, nothing).orElseThrow().words()).contains("还有 12 户");
    assertThat(AccountDecision.handOver(500, passed)).isEmpty();
    assertThat(problem(AccountDecision.handOver(501, passed))).contains(Problem.PAIRINGS_LEFT);
    assertThat(AccountDecision.handOver(501, left)).isEmpty();
  }

  @Test
  void conflictIsToldWithItsReason() {
    Optional<AccountDecision.Refusal> refusal =
        AccountDecision.giveRoles(
            account(".1.4.12.", true), Set.of(Role.APPROVER, Role.FUND_CLERK), CONFLICTS, true);

    assertThat(problem(refusal)).contains(Problem.ROLES_CONFLICT);
    assertThat(refusal.orElseThrow().words()).isEqualTo("批准的人不能自己付款");
  }

  @Test
  void lastAdministratorKeepsTheRole() {
    StaffAccount last = account(".1.4.12.", true, Role.ADMINISTRATOR);

    assertThat(problem(AccountDecision.giveRoles(last, Set.of(Role.CADRE), CONFLICTS, false)))
        .contains(Problem.LAST_ADMINISTRATOR);
    assertThat(AccountDecision.giveRoles(last, Set.of(Role.CADRE), CONFLICTS, true)).isEmpty();
    assertThat(problem(AccountDecision.leave(last, false))).contains(Problem.LAST_ADMINISTRATOR);
    assertThat(AccountDecision.leave(account(".1.4.12.", true, Role.CADRE), false)).isEmpty();
  }
}
