package yihuyima.api.household;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Purpose;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.secret.NameIndex;
import yihuyima.api.secret.NameWords;
import yihuyima.api.secret.rotation.NameIndexing;
import yihuyima.api.sql.Cursor;
import yihuyima.api.sql.Rows;
import yihuyima.api.sql.Subtree;

/**
 * Finds households by the name of a member: some organisations at a time, in order, by tokens; each
 * name found is opened and looked at, for tokens may coincide. A child whose family took back its
 * consent for minors is not found.
 */
final class NameSearchStore {
  /** Tokens are bound to organisations: a search makes them for so many at once. */
  static final int ORGANISATIONS_AT_ONCE = 100;

  /** Names that are opened at once. */
  static final int CANDIDATES_AT_ONCE = 200;

  /** After so many rounds a page ends, full or not; the next one goes on there. */
  static final int ROUNDS_MAX = 20;

  static final String ORGANISATIONS =
      """
      SELECT id
        FROM organisation
       WHERE path >= $1 AND path < $2 AND id >= $3
       ORDER BY id
       LIMIT 100
      """;

  static final String CANDIDATES =
      """
      SELECT q.id AS organisation_id, found.household_id, found.person_id, found.name_enc
        FROM unnest($1::bigint[], $2::text[]) AS q (id, tokens)
       CROSS JOIN LATERAL (SELECT h.id AS household_id, v.person_id, v.name_enc
                             FROM person_version AS v
                             JOIN membership     AS m ON m.person_id = v.person_id AND m.to_on IS NULL
                             JOIN household      AS h ON h.id = m.household_id AND h.organisation_id = q.id
                            WHERE v.is_current AND v.name_tokens @> q.tokens::int[]
                              AND NOT ('MINORS' = ANY (h.withdrawn) AND v.born_on > $6)
                              AND h.id > CASE WHEN q.id = $3 THEN $4::bigint ELSE 0 END
                            ORDER BY h.id
                            LIMIT $5) AS found
       ORDER BY q.id, found.household_id
       LIMIT $5
      """;

  static final String LINES =
      """
      SELECT %s
        FROM household AS h
        %s
       WHERE h.id = ANY ($1) AND h.processing_stopped_at IS NULL
         AND ($2::text IS NULL OR hv.tier = $2)
         AND ($3::text IS NULL
              OR CASE $3::text WHEN 'LIVE' THEN EXISTS (SELECT 1 FROM household_code AS y WHERE y.household_id = h.id AND y.state = 'LIVE')
                               WHEN 'NONE' THEN c.state IS NULL
                               ELSE c.state IS NOT NULL
                                AND NOT EXISTS (SELECT 1 FROM household_code AS y WHERE y.household_id = h.id AND y.state = 'LIVE')
                 END)
       ORDER BY h.organisation_id, h.id
       LIMIT 200
      """
          .formatted(HouseholdLine.COLUMNS, HouseholdLine.JOINS);

  /**
   * A page.
   *
   * @param next where the next one begins; null at the end
   */
  record Page(List<HouseholdLine> lines, @Nullable String next) {}

  /** How far a search is: the last household looked at, and what was found. */
  private record Progress(
      long organisationId, long householdId, Set<Long> found, int rounds, boolean ended) {}

  private final FieldCipher cipher;
  private final NameIndex names;

  NameSearchStore(FieldCipher cipher, BlindIndex index) {
    this.cipher = cipher;
    this.names = index.names();
  }

  /** The next page; fails when the database does. */
  Future<Page> find(SqlClient db, Subtree subtree, HouseholdSearch search, LocalDate today) {
    Progress begin =
        new Progress(
            search.afterOrganisationId(),
            search.afterHouseholdId(),
            new LinkedHashSet<>(),
            0,
            false);
    return go(db, subtree, search, Purpose.minorsAreBornAfter(today), begin)
        .compose(
            done ->
                lines(db, search, done.found())
                    .map(
                        lines ->
                            new Page(
                                lines,
                                done.ended()
                                    ? null
                                    : Cursor.of(done.organisationId(), done.householdId()))));
  }

  private Future<Progress> go(
      SqlClient db,
      Subtree subtree,
      HouseholdSearch search,
      LocalDate minorsAreBornAfter,
      Progress progress) {
    if (progress.ended()
        || progress.found().size() >= search.limit()
        || progress.rounds() >= ROUNDS_MAX) {
      return Future.succeededFuture(progress);
    }
    return organisations(db, subtree, progress.organisationId())
        .compose(
            ids ->
                ids.isEmpty()
                    ? Future.succeededFuture(ended(progress))
                    : candidates(db, ids, search, minorsAreBornAfter, progress)
                        .compose(
                            rows ->
                                go(
                                    db,
                                    subtree,
                                    search,
                                    minorsAreBornAfter,
                                    looked(ids, rows, search, progress))));
  }

  private static String words(HouseholdSearch search) {
    return Objects.requireNonNull(search.name());
  }

  private static Progress ended(Progress p) {
    return new Progress(p.organisationId(), p.householdId(), p.found(), p.rounds(), true);
  }

  private static Future<List<Long>> organisations(SqlClient db, Subtree subtree, long from) {
    return db.preparedQuery(ORGANISATIONS)
        .execute(Tuple.of(subtree.from(), subtree.to(), from))
        .map(rows -> Rows.all(rows, row -> row.getLong("id")));
  }

  private Future<List<Row>> candidates(
      SqlClient db,
      List<Long> organisations,
      HouseholdSearch search,
      LocalDate minorsAreBornAfter,
      Progress progress) {
    List<Long> ids = new ArrayList<>();
    List<String> tokens = new ArrayList<>();
    for (long organisation : organisations) {
      for (int[] sought : names.sought(organisation, words(search))) {
        ids.add(organisation);
        tokens.add(NameIndexing.literal(sought));
      }
    }
    Tuple values =
        Tuple.of(
                ids.toArray(Long[]::new),
                tokens.toArray(String[]::new),
                progress.organisationId(),
                progress.householdId(),
                CANDIDATES_AT_ONCE)
            .addValue(minorsAreBornAfter);
    return db.preparedQuery(CANDIDATES).execute(values).map(rows -> Rows.all(rows, row -> row));
  }

  /** Opens the names; ends with the page, the candidates, or these organisations. */
  private Progress looked(
      List<Long> organisations, List<Row> rows, HouseholdSearch search, Progress before) {
    long organisation = before.organisationId();
    long household = before.householdId();
    for (Row row : rows) {
      long found = row.getLong("household_id");
      if (before.found().size() >= search.limit() && found != household) {
        return new Progress(organisation, household, before.found(), before.rounds() + 1, false);
      }
      String name =
          cipher.openText(
              Column.PERSON_NAME, row.getLong("person_id"), Rows.needBytes(row, "name_enc"));
      if (NameWords.matches(name, words(search))) {
        before.found().add(found);
      }
      organisation = row.getLong("organisation_id");
      household = found;
    }
    if (rows.size() == CANDIDATES_AT_ONCE) {
      // Another member of the last household may come behind the cut: it is looked at once more.
      long from = before.found().contains(household) ? household : household - 1;
      return new Progress(organisation, from, before.found(), before.rounds() + 1, false);
    }
    boolean last = organisations.size() < ORGANISATIONS_AT_ONCE;
    return new Progress(organisations.getLast() + 1, 0, before.found(), before.rounds() + 1, last);
  }

  private Future<List<HouseholdLine>> lines(
      SqlClient db, HouseholdSearch search, Set<Long> households) {
    return households.isEmpty()
        ? Future.succeededFuture(List.of())
        : db.preparedQuery(LINES)
            .execute(Tuple.of(households.toArray(Long[]::new), search.tier(), search.codeState()))
            .map(rows -> Rows.all(rows, row -> HouseholdLine.of(row, cipher)));
  }
}
