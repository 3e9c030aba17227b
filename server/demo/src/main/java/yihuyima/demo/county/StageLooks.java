package yihuyima.demo.county;

import java.sql.SQLException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyManager;

/**
 * Who has looked at the household on the stage, so that its family has something to see there: the
 * cadre at the door, the office, a partner department, and a stranger who saw nothing.
 */
final class StageLooks {
  private final CopyRows rows =
      new CopyRows(
          "access_record",
          "at",
          "operation",
          "actor",
          "organisation_id",
          "household_id",
          "granted",
          "detail",
          "purpose",
          "request_id");
  private final LocalDate today;
  private final UnionTree tree;

  StageLooks(LocalDate today, UnionTree tree) {
    this.today = today;
    this.tree = tree;
  }

  void write(CopyManager copy) throws SQLException {
    long station = tree.home().unionOf(0).id();
    long county = tree.home().union().id();
    String cadre = "STAFF:" + Roster.idOf("cadre");
    String approver = "STAFF:" + Roster.idOf("approver");
    String partner = "PARTNER:" + Partners.ALL.getFirst().id();
    look(190, 10, "resolveHouseholdCode", cadre, station, true, "cadre", null);
    look(75, 15, "resolveHouseholdCode", cadre, station, true, "cadre", null);
    look(33, 11, "resolveHouseholdCode", partner, null, true, "partner", Partners.PURPOSE_ON_STAGE);
    look(21, 19, "resolveHouseholdCode", "ANYONE", null, false, "nobody in particular", null);
    look(9, 9, "resolveHouseholdCode", cadre, station, true, "cadre", null);
    look(3, 16, "approveApplication", approver, county, true, "application", null);
    rows.send(copy);
  }

  private void look(
      int daysAgo,
      int hour,
      String operation,
      String actor,
      @Nullable Long organisationId,
      boolean granted,
      String detail,
      @Nullable String purpose) {
    rows.row()
        .moment(Applications.at(today.minusDays(daysAgo), hour))
        .text(operation)
        .text(actor)
        .int8(organisationId)
        .int8(Cast.HOUSEHOLD)
        .bool(granted)
        .text(detail)
        .text(purpose)
        .text("sample");
  }
}
