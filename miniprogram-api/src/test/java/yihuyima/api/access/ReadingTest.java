package yihuyima.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Role;

/** Who may read what a code points at, case by case. */
class ReadingTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
  private static final UUID SESSION = new UUID(1, 2);
  private static final Reading.Agreement AGREED =
      new Reading.Agreement("MINIMUM_LIVING_CHECK", Set.of("tier"), TODAY);

  private static Reading.Holder holder(String state, boolean paired, boolean colleague) {
    return new Reading.Holder(7, state, ".1.2.3.", paired, colleague, false);
  }

  private static Reading decide(Caller caller, Reading.Holder holder) {
    return Reading.decide(caller, Optional.of(holder), Optional.empty(), TODAY);
  }

  private static Caller staff(String path, Role... roles) {
    return new Caller.Staff(5, 3, path, Set.of(roles), SESSION);
  }

  private static Caller household(long id) {
    return new Caller.Household(9, id, 11, Caller.Capacity.ADULT, SESSION);
  }

  @Test
  void unknownCodeIsNeutralForEverybody() {
    for (Caller caller :
        new Caller[] {new Caller.Anyone(), household(7), staff(".1.", Role.ADMINISTRATOR)}) {
      assertThat(Reading.decide(caller, Optional.empty(), Optional.of(AGREED), TODAY))
          .isInstanceOf(Reading.Neutral.class);
    }
  }

  @Test
  void onlyTheHouseholdItselfReadsItsLiveCode() {
    assertThat(decide(household(7), holder("LIVE", false, false))).isInstanceOf(Reading.Own.class);
    assertThat(decide(household(8), holder("LIVE", false, false)))
        .isInstanceOf(Reading.Neutral.class);
    for (String dead : new String[] {"LOST", "REPLACED", "REVOKED"}) {
      assertThat(decide(household(7), holder(dead, true, true)))
          .isInstanceOf(Reading.Neutral.class);
    }
  }

  @Test
  void cadreReadsWhomTheyArePairedWithAndNobodyElse() {
    Caller cadre = staff(".1.2.3.", Role.CADRE);
    assertThat(decide(cadre, holder("LIVE", true, false))).isInstanceOf(Reading.InCharge.class);
    assertThat(decide(cadre, holder("LIVE", false, true))).isInstanceOf(Reading.InCharge.class);
    assertThat(decide(cadre, holder("LIVE", false, false))).isInstanceOf(Reading.Neutral.class);
    assertThat(decide(cadre, holder("REVOKED", true, false))).isInstanceOf(Reading.Neutral.class);
    assertThat(decide(staff(".1.9.", Role.CADRE), holder("LIVE", false, true)))
        .isInstanceOf(Reading.Neutral.class);
  }

  @Test
  void officeReadsItsSubtreeDeadCodesToo() {
    for (Role role : new Role[] {Role.CODE_CLERK, Role.APPROVER, Role.FUND_CLERK}) {
      assertThat(decide(staff(".1.2.", role), holder("REVOKED", false, false)))
          .isInstanceOf(Reading.Office.class);
      assertThat(decide(staff(".1.20.", role), holder("LIVE", false, false)))
          .isInstanceOf(Reading.Neutral.class);
    }
    assertThat(decide(staff(".1.2.", Role.NOTICE_CLERK), holder("LIVE", false, false)))
        .isInstanceOf(Reading.Neutral.class);
  }

  @Test
  void partnerReadsAgreedFieldsWithinRegionAndTime() {
    Caller partner = new Caller.Partner(4, ".1.2.", SESSION);
    Optional<Reading.Holder> live = Optional.of(holder("LIVE", false, false));

    assertThat(Reading.decide(partner, live, Optional.of(AGREED), TODAY))
        .isEqualTo(new Reading.Department("MINIMUM_LIVING_CHECK", Set.of("tier"), Set.of()));
    assertThat(Reading.decide(partner, live, Optional.of(AGREED), TODAY.plusDays(1)))
        .isInstanceOf(Reading.Neutral.class);
    assertThat(Reading.decide(partner, live, Optional.empty(), TODAY))
        .isInstanceOf(Reading.Neutral.class);
    assertThat(
            Reading.decide(
                new Caller.Partner(4, ".1.9.", SESSION), live, Optional.of(AGREED), TODAY))
        .isInstanceOf(Reading.Neutral.class);
  }

  @Test
  void auditorSeesTheSummaryOfTheSubtree() {
    assertThat(decide(new Caller.Auditor(6, 2, ".1.2.", SESSION), holder("LIVE", false, false)))
        .isInstanceOf(Reading.Office.class);
  }

  @Test
  void whatTheFamilyTookBackIsKeptFromAllButItselfAndWhoInvestigates() {
    Caller auditor = new Caller.Auditor(5, 2, ".1.2.", SESSION);
    Set<Purpose> kept = Set.of(Purpose.HEALTH, Purpose.MINORS);
    Reading.Holder holder =
        new Reading.Holder(
            7, "LIVE", ".1.2.3.", true, true, false, Set.of(Purpose.values()), false);
    Reading.Holder investigated =
        new Reading.Holder(7, "LIVE", ".1.2.3.", true, true, false, Set.of(Purpose.values()), true);

    assertThat(decide(household(7), holder)).isEqualTo(new Reading.Own());
    assertThat(decide(staff(".1.2.3.", Role.CADRE), holder)).isEqualTo(new Reading.InCharge(kept));
    assertThat(decide(new Caller.Paired(4, SESSION), holder)).isEqualTo(new Reading.InCharge(kept));
    for (Role role : List.of(Role.CODE_CLERK, Role.APPROVER, Role.ADMINISTRATOR)) {
      assertThat(decide(staff(".1.2.", role), holder)).isEqualTo(new Reading.Office(kept));
      assertThat(decide(staff(".1.2.", role), investigated)).isEqualTo(new Reading.Office(kept));
    }
    assertThat(decide(auditor, holder)).isEqualTo(new Reading.Office(kept));
    assertThat(decide(auditor, investigated)).isEqualTo(new Reading.Office(Set.of()));
    assertThat(
            Reading.decide(
                new Caller.Partner(4, ".1.2.", SESSION),
                Optional.of(investigated),
                Optional.of(AGREED),
                TODAY))
        .isEqualTo(new Reading.Department("MINIMUM_LIVING_CHECK", Set.of("tier"), kept));
  }

  @Test
  void whatTheFamilyStoppedIsItsOwnAndTheAuditorsAlone() {
    Reading.Holder stopped = new Reading.Holder(7, "LIVE", ".1.2.", true, true, true);
    for (Caller caller :
        List.of(
            new Caller.Staff(
                3, 2, ".1.2.", Set.of(Role.CADRE, Role.CHECKER, Role.ADMINISTRATOR), SESSION),
            new Caller.Paired(4, SESSION))) {
      assertThat(Reading.decide(caller, Optional.of(stopped), Optional.empty(), TODAY))
          .isInstanceOf(Reading.Neutral.class);
    }
    assertThat(
            Reading.decide(
                new Caller.Auditor(5, 2, ".1.2.", SESSION),
                Optional.of(stopped),
                Optional.empty(),
                TODAY))
        .isInstanceOf(Reading.Office.class);
  }
}
