package yihuyima.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import yihuyima.api.http.Contract;
import yihuyima.api.http.Problem;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Role;

/**
 * Every action by every kind of caller over one household's things; the table stands here again.
 */
class AccessTest {
  private static final UUID SESSION = new UUID(0, 1);
  private static final String PATH = ".1.2.3.";
  private static final Concern STRANGE = new Concern(7, PATH, false, false);
  private static final Concern PAIRED = new Concern(7, PATH, true, false);
  private static final Concern SHARED = new Concern(7, PATH, false, true);

  private static final Map<String, Caller> CALLERS = new LinkedHashMap<>();

  static {
    CALLERS.put("anyone", new Caller.Anyone());
    CALLERS.put("signed in", new Caller.SignedIn(1, SESSION));
    CALLERS.put("own", household(7));
    CALLERS.put("another household", household(8));
    CALLERS.put("auditor", new Caller.Auditor(1, 1, ".1.", SESSION));
    CALLERS.put("partner", new Caller.Partner(1, ".1.", SESSION));
    CALLERS.put("job", new Caller.SystemJob("x"));
    CALLERS.put("outsider", new Caller.Paired(1, SESSION));
    for (Role role : Role.values()) {
      CALLERS.put(role + " above", staff(".1.2.", role));
      CALLERS.put(role + " at the station", staff(PATH, role));
      CALLERS.put(role + " below", staff(".1.2.3.4.", role));
      CALLERS.put(role + " beside", staff(".1.9.", role));
      CALLERS.put(role + " of a path that only looks alike", staff(".1.2.30.", role));
    }
  }

  private static Caller household(long id) {
    return new Caller.Household(1, id, 1, Caller.Capacity.ADULT, SESSION);
  }

  private static Caller staff(String path, Role role) {
    return new Caller.Staff(4, 1, path, Set.of(role), SESSION);
  }

  private static Set<String> holders(Action action, Concern concern) {
    Set<String> holders = new java.util.TreeSet<>();
    CALLERS.forEach(
        (name, caller) -> {
          if (Access.allows(caller, action, concern)) {
            holders.add(name);
          }
        });
    return holders;
  }

  @Test
  void everyOperationOfTheContractIsAnActionAndNoneIsTwice() {
    Set<String> published = new java.util.TreeSet<>();
    Contract.json()
        .getJsonObject("paths")
        .forEach(
            path ->
                ((io.vertx.core.json.JsonObject) path.getValue())
                    .forEach(
                        method ->
                            published.add(
                                ((io.vertx.core.json.JsonObject) method.getValue())
                                    .getString("operationId"))));
    List<String> known = new ArrayList<>();
    for (Action action :
        EnumSet.complementOf(
            EnumSet.of(Action.READ_LOOSE_MATERIAL, Action.ANSWER_CORRECTION, Action.ANSWER_STOP))) {
      known.add(action.operationId());
    }

    assertThat(known).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(published);
  }

  @Test
  void whoeverIsGrantedPassesTheDoor() {
    for (Action action : Action.values()) {
      for (Concern concern : List.of(STRANGE, PAIRED, SHARED)) {
        CALLERS.forEach(
            (name, caller) -> {
              if (Access.allows(caller, action, concern)) {
                assertThat(Access.atDoor(caller, action)).isInstanceOf(Access.Allowed.class);
              }
            });
      }
    }
  }

  @Test
  void moneyIsForFundClerksOfTheSubtreeAlone() {
    for (Action action :
        List.of(Action.SEND_PAYMENT, Action.SETTLE_PAYMENT, Action.RETURN_PAYMENT)) {
      assertThat(holders(action, PAIRED))
          .containsExactlyInAnyOrder("FUND_CLERK above", "FUND_CLERK at the station");
    }
  }

  @Test
  void keysAreChangedByAdministratorsOfTheTopmostOrganisationAlone() {
    assertThat(holders(Action.START_KEY_ROTATION, STRANGE)).isEmpty();
    for (Role role : Role.values()) {
      assertThat(Access.allows(staff(".1.", role), Action.START_KEY_ROTATION, STRANGE))
          .isEqualTo(role == Role.ADMINISTRATOR);
      assertThat(Access.canEver(staff(".12.3.", role), Action.START_KEY_ROTATION)).isFalse();
    }
    assertThat(Access.canEver(staff(".12.", Role.ADMINISTRATOR), Action.START_KEY_ROTATION))
        .isTrue();
  }

  @Test
  void approvalIsForApproversOfTheSubtreeAlone() {
    assertThat(holders(Action.APPROVE_APPLICATION, PAIRED))
        .containsExactlyInAnyOrder("APPROVER above", "APPROVER at the station");
  }

  @Test
  void checkingIsForTheCadreInChargeAndForCheckers() {
    Set<String> checkers = Set.of("CHECKER above", "CHECKER at the station");

    assertThat(holders(Action.CHECK_APPLICATION, STRANGE)).isEqualTo(checkers);
    assertThat(holders(Action.CHECK_APPLICATION, SHARED))
        .containsExactlyInAnyOrder(
            "CHECKER above", "CHECKER at the station", "CADRE at the station");
    assertThat(holders(Action.CHECK_APPLICATION, PAIRED))
        .containsAll(checkers)
        .contains("CADRE at the station", "CADRE above", "CADRE beside")
        .doesNotContain("outsider", "own");
  }

  @Test
  void visitsAreForWhoeverIsInCharge() {
    assertThat(holders(Action.LOG_VISIT, STRANGE)).isEmpty();
    assertThat(holders(Action.LOG_VISIT, PAIRED))
        .allMatch(name -> name.startsWith("CADRE") || name.equals("outsider"));
  }

  @Test
  void spreadsheetsAreBroughtInByCheckersAlone() {
    for (Action action :
        List.of(
            Action.START_IMPORT,
            Action.SEND_IMPORT_PART,
            Action.CHECK_IMPORT,
            Action.LIST_IMPORTS,
            Action.GET_IMPORT,
            Action.LIST_IMPORT_FINDINGS,
            Action.GET_MARKED_WORKBOOK,
            Action.APPLY_IMPORT,
            Action.CANCEL_IMPORT)) {
      assertThat(holders(action, STRANGE))
          .isEqualTo(Set.of("CHECKER above", "CHECKER at the station"));
    }
  }

  @Test
  void factsAreRecordedByTheCadreInChargeAndByCheckers() {
    Set<String> checkers = Set.of("CHECKER above", "CHECKER at the station");
    for (Action action :
        List.of(
            Action.RECORD_FACTS,
            Action.JOIN_MEMBER,
            Action.END_MEMBERSHIP,
            Action.CHANGE_RELATIONS)) {
      assertThat(holders(action, STRANGE)).isEqualTo(checkers);
      assertThat(holders(action, PAIRED))
          .containsAll(checkers)
          .allMatch(name -> name.startsWith("CADRE") || name.startsWith("CHECKER"));
    }
    for (Action action :
        List.of(
            Action.GET_HOUSEHOLD_FILE, Action.LIST_FACT_HISTORY, Action.GET_HOUSEHOLD_POLICIES)) {
      assertThat(holders(action, STRANGE))
          .contains("own", "auditor", "APPROVER above", "REVIEWER at the station")
          .noneMatch(name -> name.startsWith("FUND_CLERK") || name.startsWith("CODE_CLERK"))
          .doesNotContain("outsider", "partner");
    }
  }

  @Test
  void consentIsTheFamilysAndItsPapersAreBroughtByTheCadreInCharge() {
    for (Action action :
        List.of(
            Action.EXPORT_MY_FILE,
            Action.LIST_MY_CONSENTS,
            Action.GIVE_CONSENT,
            Action.WITHDRAW_CONSENT)) {
      assertThat(holders(action, PAIRED)).containsExactly("own");
    }
    assertThat(holders(Action.RECORD_PAPER_CONSENT, STRANGE)).isEmpty();
    assertThat(holders(Action.RECORD_PAPER_CONSENT, SHARED))
        .containsExactly("CADRE at the station");
    assertThat(holders(Action.RECORD_PAPER_CONSENT, PAIRED))
        .isNotEmpty()
        .allMatch(name -> name.startsWith("CADRE"));
  }

  @Test
  void guardianHoldsWhatIsTheChildsAndNothingOfTheHouseholdAsSuch() {
    Caller guardian = new Caller.Household(1, 7, 12, Caller.Capacity.GUARDIAN, SESSION);
    Concern child = STRANGE.ofMember(12L);
    Concern another = STRANGE.ofMember(13L);
    Set<Action> ofTheChild = EnumSet.noneOf(Action.class);
    Set<Action> ofTheAdult = EnumSet.noneOf(Action.class);
    for (Action action : Action.values()) {
      if (!action.hangsOnThings()) {
        continue;
      }
      assertThat(Access.allows(guardian, action, STRANGE)).as("%s", action).isFalse();
      assertThat(Access.allows(guardian, action, another)).as("%s", action).isFalse();
      assertThat(Access.allows(guardian, action, new Concern(8, PATH, true, true).ofMember(12L)))
          .as("%s", action)
          .isFalse();
      if (Access.allows(guardian, action, child)) {
        ofTheChild.add(action);
      }
      if (Access.allows(household(7), action, child)) {
        ofTheAdult.add(action);
      }
    }

    assertThat(ofTheChild)
        .containsExactlyInAnyOrder(
            Action.LIST_MY_ACCESS_RECORDS,
            Action.LIST_MY_APPLICATIONS,
            Action.EXPORT_MY_FILE,
            Action.LIST_MY_CONSENTS,
            Action.GIVE_CONSENT,
            Action.WITHDRAW_CONSENT,
            Action.ASK_FOR_RIGHT,
            Action.LIST_MY_RIGHTS_REQUESTS,
            Action.WITHDRAW_RIGHTS_REQUEST,
            Action.GET_APPLICATION,
            Action.SUPPLEMENT_APPLICATION,
            Action.WITHDRAW_APPLICATION,
            Action.READ_MATERIAL,
            Action.REPORT_MISSING_PAYMENT,
            Action.UNBIND_HOUSEHOLD);
    assertThat(ofTheAdult)
        .containsAll(ofTheChild)
        .contains(
            Action.GET_MY_HOUSEHOLD,
            Action.LIST_MY_PROGRAMMES,
            Action.SUBMIT_APPLICATION,
            Action.UPLOAD_MATERIAL,
            Action.INVITE_PROXY,
            Action.CREATE_DYNAMIC_CODE,
            Action.REPORT_CODE_LOST);
  }

  @Test
  void guardianDecidesAboutChildrensDataWhereThereIsNoOtherChild() {
    Caller.Household guardian = new Caller.Household(1, 7, 12, Caller.Capacity.GUARDIAN, SESSION);
    for (Purpose purpose : Purpose.values()) {
      assertThat(Access.decides(guardian, purpose, false)).isFalse();
      assertThat(Access.decides(guardian, purpose, true)).isEqualTo(purpose == Purpose.MINORS);
    }
    assertThat(Access.purposesOf(guardian)).containsExactly(Purpose.MINORS);
  }

  @Test
  void aLoosePhotoIsTheHouseholdsOwnAffair() {
    assertThat(holders(Action.READ_LOOSE_MATERIAL, PAIRED)).containsExactly("own");
    assertThat(holders(Action.READ_MATERIAL, STRANGE))
        .containsExactlyInAnyOrder(
            "own",
            "CHECKER above",
            "CHECKER at the station",
            "APPROVER above",
            "APPROVER at the station");
  }

  @Test
  void auditorsPartnersAndJobsChangeNothingOfAHousehold() {
    Set<Action> common =
        EnumSet.of(
            Action.END_SESSION,
            Action.TAKE_DYNAMIC_CODE,
            Action.GET_FORM,
            Action.GET_FORM_TEMPLATE,
            Action.GET_SESSION,
            Action.LIST_REVOCATIONS,
            Action.LIST_MY_SESSIONS,
            Action.END_MY_SESSION,
            Action.END_MY_OTHER_SESSIONS);
    Set<Action> audit =
        EnumSet.of(
            Action.GET_HOUSEHOLD,
            Action.GET_HOUSEHOLD_FILE,
            Action.GET_HOUSEHOLD_POLICIES,
            Action.LIST_FACT_HISTORY,
            Action.LIST_PAIRINGS,
            Action.START_TOTP,
            Action.CONFIRM_TOTP,
            Action.CONFIRM_SECOND_FACTOR,
            Action.CHANGE_PASSWORD,
            Action.LINK_WECOM,
            Action.UNLINK_WECOM,
            Action.GET_MY_ACCOUNT,
            Action.LIST_ACCESS_RECORDS,
            Action.FIND_AUDITED_HOUSEHOLD,
            Action.SEARCH_ORGANISATIONS,
            Action.GET_ORGANISATION,
            Action.GET_SEAL_STATE,
            Action.START_RECORD_CHECK,
            Action.LIST_RECORD_CHECKS,
            Action.GET_RECORD_CHECK,
            Action.LIST_LEAK_INVESTIGATIONS,
            Action.GET_LEAK_INVESTIGATION,
            Action.OPEN_LEAK_INVESTIGATION,
            Action.END_LEAK_INVESTIGATION,
            Action.LIST_PURGES,
            Action.GET_POLICY_COVERAGE,
            Action.GET_PURGE);
    for (Action action : Action.values()) {
      if (Access.allows(CALLERS.get("anyone"), action, PAIRED) || common.contains(action)) {
        continue;
      }
      assertThat(Access.allows(CALLERS.get("partner"), action, PAIRED)).as("" + action).isFalse();
      assertThat(Access.allows(CALLERS.get("job"), action, PAIRED)).as("" + action).isFalse();
      assertThat(Access.allows(CALLERS.get("auditor"), action, PAIRED))
          .as("" + action)
          .isEqualTo(audit.contains(action));
    }
  }

  @Test
  void aPurgeIsBegunByAdministratorsOfTheTreesRootAlone() {
    assertThat(holders(Action.START_PURGE, PAIRED)).isEmpty();
    for (Role role : Role.values()) {
      assertThat(Access.atDoor(staff(".1.", role), Action.START_PURGE) instanceof Access.Allowed)
          .as("" + role)
          .isEqualTo(role == Role.ADMINISTRATOR);
    }
  }

  @Test
  void whoMayNotKnowIsToldItIsNotThere() {
    Guarded<Concern> there = Guarded.of(Optional.of(STRANGE), found -> found);
    Guarded<Concern> absent = Guarded.of(Optional.<Concern>empty(), found -> found);

    for (Action action : Action.values()) {
      CALLERS.forEach(
          (name, caller) -> {
            boolean mayKnow =
                Access.decide(caller, action, STRANGE) instanceof Access.Refused refused
                    ? refused.problem() == Problem.NOT_ALLOWED
                    : true;
            if (!mayKnow) {
              assertThat(problem(there.open(caller, action)))
                  .isEqualTo(problem(absent.open(caller, action)))
                  .isEqualTo(Problem.NOT_FOUND);
            }
          });
    }
  }

  private static Problem problem(Guarded.Opened<Concern> opened) {
    return ((Guarded.Refused<Concern>) opened).problem();
  }

  /** Whatever a family has stopped: nobody but itself and auditors is even told it is there. */
  @Test
  void whatTheFamilyStoppedIsThereForItselfAndTheAuditorAlone() {
    Concern stopped = new Concern(7, PATH, true, true, true);
    for (Action action : Action.values()) {
      CALLERS.forEach(
          (name, caller) -> {
            if (Access.allows(caller, action, stopped)) {
              boolean withoutThing =
                  Access.allows(caller, action, new Concern(0, ".9.", false, false));
              assertThat(
                      withoutThing || name.equals("auditor") || caller instanceof Caller.Household)
                  .as(name + " " + action)
                  .isTrue();
            }
          });
    }
    Caller cadre = CALLERS.get("CADRE at the station");
    assertThat(Access.allows(cadre, Action.GET_HOUSEHOLD, PAIRED)).isTrue();
    assertThat(Access.decide(cadre, Action.GET_HOUSEHOLD, stopped))
        .isEqualTo(new Access.Refused(Problem.NOT_FOUND, "not the caller's concern"));
  }

  /** A photo of a diagnosis: whoever could see it is told that the family took its word back. */
  @Test
  void whatTellsOfWhatTheFamilyTookBackIsShownToItselfAlone() {
    Concern photo = new Concern(7, PATH, true, true, false, Set.of(Purpose.HEALTH), Purpose.HEALTH);
    assertThat(holders(Action.READ_MATERIAL, photo)).containsExactly("own");
    assertThat(Access.decide(staff(PATH, Role.CADRE), Action.READ_MATERIAL, photo))
        .isEqualTo(
            new Access.Refused(
                Problem.CONSENT_WITHDRAWN, "the family withdrew its consent to HEALTH"));
    assertThat(Access.decide(staff(".1.9.", Role.CHECKER), Action.READ_MATERIAL, photo))
        .isEqualTo(new Access.Refused(Problem.NOT_FOUND, "not the caller's concern"));

    Concern others =
        new Concern(7, PATH, true, true, false, Set.of(Purpose.MINORS), Purpose.HEALTH);
    assertThat(holders(Action.READ_MATERIAL, others))
        .isEqualTo(holders(Action.READ_MATERIAL, new Concern(7, PATH, true, true)));
    assertThat(holders(Action.GET_APPLICATION, photo))
        .isEqualTo(holders(Action.GET_APPLICATION, new Concern(7, PATH, true, true)));
    CALLERS.forEach(
        (name, caller) ->
            assertThat(Access.isKept(caller, photo)).as(name).isNotEqualTo(name.equals("own")));
  }

  @Test
  void withdrawalsAreToldToTheStaffWhoseWorkTheyChange() {
    assertThat(holders(Action.LIST_CONSENT_WITHDRAWALS, PAIRED))
        .isEqualTo(holders(Action.LIST_RIGHTS_REQUESTS, PAIRED));
    assertThat(Access.withdrawalsDesk(staff(PATH, Role.CADRE)).office()).isFalse();
    assertThat(Access.withdrawalsDesk(staff(PATH, Role.CADRE)).inCharge()).isTrue();
    assertThat(Access.withdrawalsDesk(staff(PATH, Role.CHECKER)).office()).isTrue();
    assertThat(Access.withdrawalsDesk(staff(PATH, Role.CHECKER)).inCharge()).isFalse();
  }

  @Test
  void guardedNeverSaysWhatItHolds() {
    assertThat(Guarded.of(Optional.of("秘密"), text -> STRANGE)).hasToString("Guarded[present]");
  }

  @Test
  void whoEntersNeverApprovesAndWhoApprovesNeverPays() {
    assertThat(Duty.APPROVE.clashes(4L, Map.of(Duty.ENTER, 4L))).isTrue();
    assertThat(Duty.APPROVE.clashes(4L, Map.of(Duty.CHECK, 4L))).isTrue();
    assertThat(Duty.PAY.clashes(4L, Map.of(Duty.APPROVE, 4L))).isTrue();
    assertThat(Duty.PAY.clashes(4L, Map.of(Duty.CHECK, 4L))).isFalse();
    assertThat(Duty.CHECK.clashes(4L, Map.of(Duty.ENTER, 4L))).isFalse();
    assertThat(Duty.APPROVE.clashes(5L, Map.of(Duty.CHECK, 4L))).isFalse();
    assertThat(Duty.APPROVE.clashes(null, Map.of(Duty.CHECK, 4L))).isFalse();
  }
}
