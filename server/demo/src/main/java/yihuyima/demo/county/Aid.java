package yihuyima.demo.county;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was done for a sample household: entitlements, applications, payments and visits, each in
 * the order in which its rows get their ids.
 */
record Aid(
    List<Entitlements.Entitlement> entitlements,
    List<Application> applications,
    List<Payment> payments,
    List<Visit> visits) {

  /**
   * An application.
   *
   * @param amountFen what was approved; null in every other state
   * @param steps how it got where it is; the last one's state is its own
   */
  record Application(
      Programme programme,
      String reason,
      long ceilingFen,
      @Nullable Long amountFen,
      @Nullable LocalDate dueOn,
      List<Step> steps) {
    Step last() {
      return steps.getLast();
    }
  }

  /** Who takes a step. */
  enum By {
    FAMILY,
    CADRE,
    CHECKER,
    APPROVER
  }

  /** One step of an application; {@code reason} is null where none is asked. */
  record Step(String state, Instant at, By by, @Nullable String reason) {}

  /**
   * A payment.
   *
   * @param application which of the household's applications it pays, from 0; -1 for none
   * @param cardEnding null when it did not go to a card
   */
  record Payment(
      String programme,
      String payer,
      int application,
      long amountFen,
      String state,
      LocalDate approvedOn,
      @Nullable LocalDate expectedOn,
      @Nullable LocalDate sentOn,
      @Nullable LocalDate paidOn,
      @Nullable String cardEnding,
      @Nullable String returnReason,
      boolean byUnion) {}

  /** A visit by the paired cadre. */
  record Visit(Instant at, String note) {}
}
