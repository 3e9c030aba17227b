package yihuyima.api.pairing;

import io.vertx.sqlclient.Row;
import yihuyima.api.access.Concern;

/** How a household stands to a caller, as read beside whatever else a statement reads. */
public final class ConcernRows {
  /**
   * The columns that {@link #of} reads, given {@code household AS h, organisation AS o}, staff $2.
   */
  public static final String COLUMNS_FOR_STAFF_2 =
      """
      h.id AS household_id, o.path, o.shared_pairing AS shared, h.processing_stopped_at IS NOT NULL AS stopped,
             EXISTS (SELECT 1 FROM pairing AS pr
                      WHERE pr.staff_id = $2 AND pr.household_id = h.id AND pr.to_on IS NULL) AS paired
      """;

  private ConcernRows() {}

  /** From columns {@code household_id, path, paired, shared, stopped}. */
  public static Concern of(Row row) {
    return new Concern(
        row.getLong("household_id"),
        row.getString("path"),
        row.getBoolean("paired"),
        row.getBoolean("shared"),
        row.getBoolean("stopped"));
  }
}
