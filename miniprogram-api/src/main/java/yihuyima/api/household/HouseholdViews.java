package yihuyima.api.household;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Problem;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Database;
import yihuyima.api.sql.Rows;

/**
 * Views of households: the kept one while it was composed from the version that stands, a newly
 * composed one otherwise.
 */
public final class HouseholdViews {
  static final String KEEP =
      """
      UPDATE household_view
         SET body_enc = $3, built_version = $2, built_on = $4
       WHERE household_id = $1 AND version = $2
      """;
  static final String FIND =
      """
      SELECT version, built_version, built_on, body_enc,
             (SELECT value FROM catalogue_version WHERE only_row) AS catalogue_version
        FROM household_view
       WHERE household_id = $1
      """;

  /**
   * What is kept of a view, as read together with whatever led to it.
   *
   * @param version the version that stands
   * @param builtVersion the version the kept body was composed from
   */
  public record Kept(
      long householdId,
      long version,
      long builtVersion,
      @Nullable LocalDate builtOn,
      byte @Nullable [] sealed) {

    /** From columns {@code version, built_version, built_on, body_enc}. */
    public static Kept of(long householdId, Row row) {
      return new Kept(
          householdId,
          row.getLong("version"),
          row.getLong("built_version"),
          row.getLocalDate("built_on"),
          Rows.bytes(row, "body_enc"));
    }
  }

  /**
   * A view with the version of the catalogue that stood when it was read.
   *
   * @param catalogueVersion for {@link yihuyima.api.policy.Catalogues#at}
   */
  public record Found(HouseholdView view, long catalogueVersion) {}

  private final Database database;
  private final FieldCipher cipher;
  private final Clock clock;
  private final String issuerHotline;

  public HouseholdViews(Database database, FieldCipher cipher, Clock clock, String issuerHotline) {
    this.database = database;
    this.cipher = cipher;
    this.clock = clock;
    this.issuerHotline = issuerHotline;
  }

  /**
   * The view of a household that is known to exist.
   *
   * @return the view; fails with NOT_FOUND when it does not exist after all, or when the database
   *     does
   */
  public Future<Found> find(long householdId) {
    return database
        .read(db -> db.preparedQuery(FIND).execute(Tuple.of(householdId)))
        .compose(
            rows -> {
              if (rows.size() == 0) {
                return Future.failedFuture(Problem.NOT_FOUND.because("no such household"));
              }
              Row row = rows.iterator().next();
              long catalogue = row.getLong("catalogue_version");
              return view(Kept.of(householdId, row)).map(view -> new Found(view, catalogue));
            });
  }

  /**
   * The view: opened when what is kept is current, composed anew and kept otherwise.
   *
   * @return the view; fails when the database does
   */
  public Future<HouseholdView> view(Kept kept) {
    byte[] sealed = kept.sealed();
    boolean current =
        sealed != null
            && kept.version() == kept.builtVersion()
            && ChinaTime.today(clock).equals(kept.builtOn());
    if (current) {
      byte[] packed = cipher.open(Column.HOUSEHOLD_VIEW, kept.householdId(), sealed);
      return Future.succeededFuture(
          new HouseholdView(kept.householdId(), HouseholdBody.unpack(packed)));
    }
    return compose(kept.householdId());
  }

  /**
   * The facts a view is composed from.
   *
   * @return the facts; fails with NOT_FOUND when there is no such household, or when the database
   *     does
   */
  Future<HouseholdFacts> facts(long householdId) {
    LocalDate today = ChinaTime.today(clock);
    return database
        .read(db -> db.preparedQuery(HouseholdFacts.READ).execute(Tuple.of(householdId, today)))
        .map(
            rows ->
                Rows.first(rows, row -> HouseholdFacts.of(householdId, row, cipher))
                    .orElseThrow(() -> Problem.NOT_FOUND.because("no such household")));
  }

  /**
   * What the card and its print page say beside the code: masked name, organisation, hotline, the
   * paired cadre.
   *
   * @return the members of a JSON object; fails with NOT_FOUND when there is no such household
   */
  public Future<JsonObject> cardFacts(long householdId) {
    return facts(householdId)
        .map(
            facts ->
                new JsonObject()
                    .put("headName", Names.masked(facts.headName()))
                    .put("organisation", facts.organisation())
                    .put("hotline", facts.hotline() == null ? issuerHotline : facts.hotline())
                    .put("pairedCadre", ViewComposer.pairedCadre(facts)));
  }

  private Future<HouseholdView> compose(long householdId) {
    return facts(householdId)
        .map(
            facts -> {
              HouseholdBody body = ViewComposer.compose(facts, issuerHotline);
              keep(facts, body);
              return new HouseholdView(householdId, body);
            });
  }

  /** Keeping is for the next reader's speed alone: the answer does not wait, nor fail, for it. */
  private void keep(HouseholdFacts facts, HouseholdBody body) {
    if (!cipher.maySeal()) {
      return;
    }
    byte[] sealed = cipher.seal(Column.HOUSEHOLD_VIEW, facts.householdId(), body.pack());
    Tuple values =
        Tuple.of(
            facts.householdId(), facts.version(), Buffer.buffer(sealed), ChinaTime.today(clock));
    database.write(db -> db.preparedQuery(KEEP).execute(values)).onFailure(error -> {});
  }
}
