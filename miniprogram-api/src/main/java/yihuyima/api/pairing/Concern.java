package yihuyima.api.pairing;

import io.vertx.sqlclient.Row;
import org.jspecify.annotations.Nullable;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Role;

/**
 * How a household stands to a caller.
 *
 * @param organisationPath where the household stands in the tree
 * @param paired whether the caller is paired with it today
 * @param shared whether its station lets all its cadres read the households of the station
 */
public record Concern(long householdId, String organisationPath, boolean paired, boolean shared) {
  /**
   * The columns that {@link #of} reads, given {@code household AS h, organisation AS o}, staff $2.
   */
  public static final String COLUMNS_FOR_STAFF_2 =
      """
      h.id AS household_id, o.path, o.shared_pairing AS shared,
             EXISTS (SELECT 1 FROM pairing AS pr
                      WHERE pr.staff_id = $2 AND pr.household_id = h.id AND pr.to_on IS NULL) AS paired
      """;

  /** From columns {@code household_id, path, paired, shared}. */
  public static Concern of(Row row) {
    return new Concern(
        row.getLong("household_id"),
        row.getString("path"),
        row.getBoolean("paired"),
        row.getBoolean("shared"));
  }

  /** The staff id to ask pairings for; null when the caller can have none. */
  public static @Nullable Long staffId(Caller caller) {
    return switch (caller) {
      case Caller.Staff staff -> Long.valueOf(staff.staffId());
      case Caller.Paired paired -> Long.valueOf(paired.staffId());
      case Caller.Anyone ignored -> null;
      case Caller.SignedIn ignored -> null;
      case Caller.Household ignored -> null;
      case Caller.Auditor ignored -> null;
      case Caller.Partner ignored -> null;
      case Caller.SystemJob ignored -> null;
    };
  }

  /** Whether the caller is this very household. */
  public boolean isOwn(Caller caller) {
    return caller instanceof Caller.Household own && own.householdId() == householdId;
  }

  /** Whether the caller is the cadre in charge, or paired with it from outside the tree. */
  public boolean isInCharge(Caller caller) {
    return caller instanceof Caller.Paired ? paired : isCadreInCharge(caller);
  }

  /** Whether the caller is a cadre of the union who is in charge of it. */
  public boolean isCadreInCharge(Caller caller) {
    return caller instanceof Caller.Staff staff
        && staff.roles().contains(Role.CADRE)
        && (paired || (shared && organisationPath.equals(staff.organisationPath())));
  }

  /** Whether the caller has one of these roles over the household's organisation. */
  public boolean isOffice(Caller caller, Role... anyOf) {
    if (caller instanceof Caller.Staff staff) {
      for (Role role : anyOf) {
        if (staff.may(role, organisationPath)) {
          return true;
        }
      }
    }
    return false;
  }
}
