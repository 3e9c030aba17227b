package yihuyima.demo.county;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;

/** Turns what was done for households into rows. */
final class AidWriter {
  /** Steps of payments are kept from here on; older ones were taken over from the books. */
  private static final int STEPS_KEPT_DAYS = 120;

  private final FieldCipher cipher;
  private final Ids ids;
  private final Roster roster;
  private final LocalDate today;

  AidWriter(FieldCipher cipher, Ids ids, Roster roster, LocalDate today) {
    this.cipher = cipher;
    this.ids = ids;
    this.roster = roster;
    this.today = today;
  }

  /**
   * Writes what was done for a household.
   *
   * @param county which county it is of, from 0
   * @param cadreId who is paired with it
   */
  void write(SampleHousehold household, Aid aid, int county, long cadreId, CountyTables tables) {
    Instant decidedAt = HouseholdWriter.lastNight(today);
    for (Entitlements.Entitlement one : aid.entitlements()) {
      tables
          .entitlement
          .row()
          .int8(household.id())
          .text(one.policyCode())
          .int4(SampleCatalogue.version(one.policyCode()))
          .text(one.state())
          .text(one.reason())
          .text(one.nextAction())
          .text(one.delivery().state())
          .day(one.delivery().appliedFrom())
          .day(one.untilOn())
          .moment(decidedAt);
    }
    List<Long> applicationIds = new ArrayList<>();
    for (Aid.Application application : aid.applications()) {
      applicationIds.add(write(application, household, county, cadreId, tables));
    }
    for (Aid.Payment payment : aid.payments()) {
      Long applicationId =
          payment.application() < 0 ? null : applicationIds.get(payment.application());
      write(payment, household, applicationId, county, tables);
    }
    for (Aid.Visit visit : aid.visits()) {
      long id = ids.visit();
      tables
          .visit
          .row()
          .int8(id)
          .int8(household.id())
          .int8(cadreId)
          .moment(visit.at())
          .moment(visit.at().plusSeconds(1200))
          .bytes(cipher.seal(Column.VISIT_NOTE, id, visit.note()));
    }
  }

  private long write(
      Aid.Application application,
      SampleHousehold household,
      int county,
      long cadreId,
      CountyTables tables) {
    long id = ids.application();
    String family = family(household.id());
    Long checkedBy = null;
    Long decidedBy = null;
    int version = 0;
    for (Aid.Step step : application.steps()) {
      long staffId =
          switch (step.by()) {
            case FAMILY -> 0;
            case CADRE -> cadreId;
            case CHECKER -> roster.checkerOf(county);
            case APPROVER -> roster.approverOf(county);
          };
      if (step.by() == Aid.By.APPROVER) {
        decidedBy = staffId;
      } else if (staffId != 0) {
        checkedBy = staffId;
      }
      writeStep(id, ++version, step, staffId, family, tables);
    }
    tables
        .application
        .row()
        .int8(id)
        .int8(household.id())
        .int8(household.worker().id())
        .int8(household.file() == null ? null : (Long) household.id())
        .int8(application.programme().id())
        .text(application.last().state())
        .int4(version)
        .bytes(cipher.seal(Column.APPLICATION_REASON, id, application.reason()))
        .int8(application.ceilingFen())
        .int8(application.amountFen())
        .moment(application.steps().getFirst().at())
        .text(family)
        .int8(checkedBy)
        .int8(decidedBy)
        .day(application.dueOn());
    return id;
  }

  private void writeStep(
      long applicationId,
      int version,
      Aid.Step step,
      long staffId,
      String family,
      CountyTables tables) {
    long id = ids.applicationEvent();
    String words = staffId == 0 ? "本人家庭" : words(step.by(), roster.byId(staffId));
    String reason = step.reason();
    tables
        .applicationEvent
        .row()
        .int8(id)
        .int8(applicationId)
        .int4(version)
        .text(step.state())
        .moment(step.at())
        .text(staffId == 0 ? family : "STAFF:" + staffId)
        .text(words)
        .bytes(reason == null ? null : cipher.seal(Column.APPLICATION_EVENT_REASON, id, reason));
  }

  private static String words(Aid.By by, Staff staff) {
    return (by == Aid.By.CADRE ? "帮扶干部 " : staff.unit() + " ") + staff.name();
  }

  /**
   * As the record names a household's account; most of the crowd applied with their cadre's help.
   */
  private static String family(long householdId) {
    long account =
        householdId == Cast.HOUSEHOLD
            ? Cast.ACCOUNT
            : householdId == Cast.OTHER_HOUSEHOLD ? Cast.OTHER_ACCOUNT : 0;
    return account == 0 ? "HOUSEHOLD:" + householdId : "HOUSEHOLD:" + householdId + "/" + account;
  }

  private void write(
      Aid.Payment payment,
      SampleHousehold household,
      @Nullable Long applicationId,
      int county,
      CountyTables tables) {
    long id = ids.payment();
    List<String> states = statesOf(payment);
    tables
        .payment
        .row()
        .int8(id)
        .int8(household.id())
        .int8(household.worker().id())
        .int8(applicationId)
        .text(payment.programme())
        .text(payment.payer())
        .int8(payment.amountFen())
        .text(payment.state())
        .int4(states.size())
        .day(payment.approvedOn())
        .day(payment.expectedOn())
        .day(payment.sentOn())
        .day(payment.paidOn())
        .text(payment.cardEnding())
        .text(payment.returnReason());
    if (payment.byUnion() && payment.approvedOn().isAfter(today.minusDays(STEPS_KEPT_DAYS))) {
      writeSteps(payment, id, states, "STAFF:" + roster.fundClerkOf(county), tables);
    }
  }

  private static List<String> statesOf(Aid.Payment payment) {
    return switch (payment.state()) {
      case "APPROVED" -> List.of("APPROVED");
      case "IN_BATCH" -> List.of("APPROVED", "IN_BATCH");
      case "SENT" -> List.of("APPROVED", "IN_BATCH", "SENT");
      default -> List.of("APPROVED", "IN_BATCH", "SENT", payment.state());
    };
  }

  private static void writeSteps(
      Aid.Payment payment, long id, List<String> states, String clerk, CountyTables tables) {
    for (int i = 0; i < states.size(); i++) {
      LocalDate day = dayOf(payment, states.get(i));
      tables
          .paymentEvent
          .row()
          .int8(id)
          .int4(i + 1)
          .text(states.get(i))
          .moment(Applications.at(day, 9 + i))
          .text(clerk);
    }
  }

  private static LocalDate dayOf(Aid.Payment payment, String state) {
    LocalDate sentOn =
        payment.sentOn() == null ? payment.approvedOn().plusDays(1) : payment.sentOn();
    LocalDate paidOn = payment.paidOn() == null ? sentOn.plusDays(1) : payment.paidOn();
    return switch (state) {
      case "APPROVED" -> payment.approvedOn();
      case "IN_BATCH" ->
          payment.approvedOn().plusDays(1).isAfter(sentOn)
              ? sentOn
              : payment.approvedOn().plusDays(1);
      case "SENT" -> sentOn;
      default -> paidOn;
    };
  }
}
