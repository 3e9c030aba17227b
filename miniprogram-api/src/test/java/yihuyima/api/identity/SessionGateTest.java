package yihuyima.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import yihuyima.api.http.Contract;
import yihuyima.api.http.Problem;

class SessionGateTest {
  private static final SessionGate REQUIRED = new SessionGate(true);
  private static final SessionGate OFFERED = new SessionGate(false);

  private static Caller staff(Set<Role> roles) {
    return new Caller.Staff(1, 1, ".1.", roles, UUID.randomUUID());
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void moneyAccountsAndKeysNeedTheSecondFactor(Role role) {
    boolean needs = Set.of(Role.FUND_CLERK, Role.APPROVER, Role.ADMINISTRATOR).contains(role);
    Caller mixed = staff(EnumSet.of(Role.CADRE, role));

    assertThat(REQUIRED.refusal(mixed, Strength.PASSWORD, "anOperationOfTomorrow").isPresent())
        .isEqualTo(needs);
    assertThat(REQUIRED.refusal(mixed, Strength.PASSWORD, "startTotp")).isEmpty();
    assertThat(REQUIRED.refusal(mixed, Strength.SECOND_FACTOR, "listPayments")).isEmpty();
    assertThat(OFFERED.refusal(mixed, Strength.PASSWORD, "listPayments")).isEmpty();
  }

  @Test
  void whoHasEnrolledShowsItWhereverItIsOnlyOffered() {
    Caller cadre = staff(Set.of(Role.CADRE));

    assertThat(OFFERED.refusal(cadre, Strength.SECOND_FACTOR_DUE, "listInbox"))
        .contains(Problem.SECOND_FACTOR_REQUIRED);
    assertThat(OFFERED.refusal(cadre, Strength.SECOND_FACTOR_DUE, "startTotp"))
        .contains(Problem.SECOND_FACTOR_REQUIRED);
    assertThat(OFFERED.refusal(cadre, Strength.SECOND_FACTOR_DUE, "confirmSecondFactor")).isEmpty();
  }

  @Test
  void oneTimePasswordOpensNothingButItsChange() {
    Caller auditor = new Caller.Auditor(1, 1, ".1.", UUID.randomUUID());

    assertThat(OFFERED.refusal(auditor, Strength.PASSWORD_CHANGE_DUE, "resolveHouseholdCode"))
        .contains(Problem.PASSWORD_CHANGE_REQUIRED);
    assertThat(OFFERED.refusal(auditor, Strength.PASSWORD_CHANGE_DUE, "changePassword")).isEmpty();
    assertThat(OFFERED.refusal(auditor, Strength.PASSWORD_CHANGE_DUE, "endSession")).isEmpty();
  }

  @Test
  void operationsNamedHereAreInTheContract() {
    Set<String> named = new TreeSet<>(SessionGate.ALWAYS);
    named.addAll(SessionGate.TO_CHANGE_PASSWORD);
    named.addAll(SessionGate.TO_SHOW_SECOND_FACTOR);
    named.addAll(SessionGate.TO_ENROL);

    assertThat(named)
        .allSatisfy(id -> assertThat(Contract.text()).contains("operationId: " + id + "\n"));
  }
}
