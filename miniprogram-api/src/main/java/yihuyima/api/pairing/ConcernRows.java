package yihuyima.api.pairing;

import io.vertx.sqlclient.Row;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Purpose;

/** How a household stands to a caller, as read beside whatever else a statement reads. */
public final class ConcernRows {
  /**
   * The columns that {@link #of} reads, given {@code household AS h, organisation AS o}, staff $2.
   */
  public static final String COLUMNS_FOR_STAFF_2 =
      """
      h.id AS household_id, o.path, o.shared_pairing AS shared, h.processing_stopped_at IS NOT NULL AS stopped, h.withdrawn,
             EXISTS (SELECT 1 FROM pairing AS pr
                      WHERE pr.staff_id = $2 AND pr.household_id = h.id AND pr.to_on IS NULL) AS paired
      """;

  /** The column that {@link #ofAided} reads besides, given {@code programme AS g}. */
  public static final String ABOUT_OF_PROGRAMME =
      """
      (SELECT y.rests_on FROM policy AS y WHERE y.code = g.policy_code AND y.approved_at IS NOT NULL ORDER BY y.version DESC LIMIT 1) AS about
      """;

  private ConcernRows() {}

  /**
   * Of something that belongs to an application: it tells of what its programme rests on, and is
   * about whom the aid is for; reads {@code person_id} and {@code about} besides.
   */
  public static Concern ofAided(Row row) {
    String about = row.getString("about");
    return of(row)
        .ofMember(row.getLong("person_id"))
        .about(about == null ? null : Purpose.valueOf(about));
  }

  /** From columns {@code household_id, path, paired, shared, stopped, withdrawn}. */
  public static Concern of(Row row) {
    return new Concern(
        row.getLong("household_id"),
        row.getString("path"),
        row.getBoolean("paired"),
        row.getBoolean("shared"),
        row.getBoolean("stopped"),
        Purpose.named(row.getArrayOfStrings("withdrawn")),
        null);
  }
}
