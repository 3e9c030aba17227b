package yihuyima.api.household;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Purpose;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Rows;
import yihuyima.api.sql.Subtree;

/** Searches for households of a subtree in PostgreSQL. */
final class HouseholdSearchStore {
  /** Above so many households in reach they are not counted: the page would wait for it. */
  static final int COUNTED_HOUSEHOLDS_MAX = 20_000;

  private static final String FILTER =
      """
      h.processing_stopped_at IS NULL
         AND ($3::text IS NULL OR EXISTS (SELECT 1 FROM household_version AS v
                                    WHERE v.household_id = h.id AND v.is_current AND v.tier = $3))
         AND ($4::text IS NULL
              OR CASE $4::text
                   WHEN 'LIVE' THEN EXISTS (SELECT 1 FROM household_code AS y WHERE y.household_id = h.id AND y.state = 'LIVE')
                   WHEN 'NONE' THEN NOT EXISTS (SELECT 1 FROM household_code AS y WHERE y.household_id = h.id)
                   ELSE EXISTS (SELECT 1 FROM household_code AS y WHERE y.household_id = h.id)
                    AND NOT EXISTS (SELECT 1 FROM household_code AS y WHERE y.household_id = h.id AND y.state = 'LIVE')
                 END)
      """;

  /** Organisation by organisation, each read in the order of its index until the page is full. */
  static final String IN_SUBTREE =
      """
      SELECT %s
        FROM (SELECT found.id
                FROM (SELECT id FROM organisation WHERE path >= $1 AND path < $2 AND id >= $5 ORDER BY id) AS q
               CROSS JOIN LATERAL (SELECT h.id
                                     FROM household AS h
                                    WHERE h.organisation_id = q.id
                                      AND h.id > CASE WHEN q.id = $5 THEN $6::bigint ELSE 0 END
                                      AND %s
                                    ORDER BY h.id
                                    LIMIT $7) AS found
               ORDER BY q.id, found.id
               LIMIT $7) AS page
        JOIN household AS h ON h.id = page.id
        %s
       ORDER BY h.organisation_id, h.id
      """
          .formatted(HouseholdLine.COLUMNS, FILTER, HouseholdLine.JOINS);

  /**
   * Households of a person: by ID number, by phone, or both at once; not of a child whose family
   * took back its consent for minors.
   */
  static final String OF_PERSON =
      """
      SELECT %s
        FROM (SELECT m.household_id
                FROM person AS p JOIN membership AS m ON m.person_id = p.id AND m.to_on IS NULL
               WHERE (p.id_number_bidx = $5::bytea OR p.id_number_bidx2 = $8::bytea)
                 AND (NOT $10::boolean OR EXISTS (SELECT 1 FROM membership AS n
                                                     JOIN person_version AS v ON v.person_id = n.person_id AND v.is_current
                                                    WHERE n.household_id = m.household_id AND n.to_on IS NULL AND (v.phone_bidx = $6::bytea OR v.phone_bidx2 = $9::bytea)))
                 AND NOT EXISTS (SELECT 1 FROM household AS k JOIN person_version AS y ON y.person_id = m.person_id AND y.is_current
                                  WHERE k.id = m.household_id AND 'MINORS' = ANY (k.withdrawn) AND y.born_on > $12)
              UNION
              SELECT m.household_id
                FROM person_version AS v JOIN membership AS m ON m.person_id = v.person_id AND m.to_on IS NULL
               WHERE NOT $11::boolean AND (v.phone_bidx = $6::bytea OR v.phone_bidx2 = $9::bytea) AND v.is_current
                 AND NOT EXISTS (SELECT 1 FROM household AS k JOIN person_version AS y ON y.person_id = m.person_id AND y.is_current
                                  WHERE k.id = m.household_id AND 'MINORS' = ANY (k.withdrawn) AND y.born_on > $12)
               LIMIT 1000) AS hit
        JOIN household AS h ON h.id = hit.household_id
        %s
       WHERE o.path >= $1 AND o.path < $2 AND %s
       ORDER BY h.organisation_id, h.id
       LIMIT $7
      """
          .formatted(HouseholdLine.COLUMNS, HouseholdLine.JOINS, FILTER);

  static final String COUNT =
      """
      SELECT count(*) AS households,
             count(*) FILTER (WHERE EXISTS (SELECT 1 FROM household_code AS y WHERE y.household_id = reach.id)) AS coded,
             count(*) FILTER (WHERE EXISTS (SELECT 1 FROM household_code AS y WHERE y.household_id = reach.id AND y.state = 'LIVE')) AS live
        FROM (SELECT h.id
                FROM organisation AS o JOIN household AS h ON h.organisation_id = o.id
               WHERE o.path >= $1 AND o.path < $2
               LIMIT 20001) AS reach
      """;

  /** Households in reach by the state of their code. */
  record Counts(long live, long none, long dead) {}

  private final FieldCipher cipher;
  private final BlindIndex index;

  HouseholdSearchStore(FieldCipher cipher, BlindIndex index) {
    this.cipher = cipher;
    this.index = index;
  }

  /** One page and one household more, when there is one; fails when the database does. */
  Future<List<HouseholdLine>> find(
      SqlClient db, Subtree subtree, HouseholdSearch search, LocalDate today) {
    return search.isForPerson()
        ? ofPerson(db, subtree, search, today)
        : inSubtree(db, subtree, search);
  }

  private Future<List<HouseholdLine>> inSubtree(
      SqlClient db, Subtree subtree, HouseholdSearch search) {
    Tuple values =
        Tuple.of(subtree.from(), subtree.to(), search.tier(), search.codeState())
            .addValue(search.afterOrganisationId())
            .addValue(search.afterHouseholdId())
            .addValue(search.limit() + 1);
    return db.preparedQuery(IN_SUBTREE).execute(values).map(this::lines);
  }

  private Future<List<HouseholdLine>> ofPerson(
      SqlClient db, Subtree subtree, HouseholdSearch search, LocalDate today) {
    String idNumber = search.idNumber();
    String phone = search.phone();
    BlindIndex.Slots numbers = slots(BlindIndex.Kind.ID_NUMBER, idNumber);
    BlindIndex.Slots phones = slots(BlindIndex.Kind.PHONE, phone);
    Tuple values =
        Tuple.of(subtree.from(), subtree.to(), search.tier(), search.codeState())
            .addValue(numbers.first())
            .addValue(phones.first())
            .addValue(search.limit() + 1)
            .addValue(numbers.second())
            .addValue(phones.second())
            .addValue(phone != null)
            .addValue(idNumber != null)
            .addValue(Purpose.minorsAreBornAfter(today));
    return db.preparedQuery(OF_PERSON).execute(values).map(this::lines);
  }

  private BlindIndex.Slots slots(BlindIndex.Kind kind, @Nullable String value) {
    return value == null ? BlindIndex.Slots.NONE : index.slots(kind, value);
  }

  private List<HouseholdLine> lines(io.vertx.sqlclient.RowSet<Row> rows) {
    return Rows.all(rows, row -> HouseholdLine.of(row, cipher));
  }

  /** Counts a subtree; empty when it is too large to be counted; fails when the database does. */
  Future<Optional<Counts>> count(SqlClient db, Subtree subtree) {
    return db.preparedQuery(COUNT)
        .execute(Tuple.of(subtree.from(), subtree.to()))
        .map(rows -> counts(rows.iterator().next()));
  }

  private static Optional<Counts> counts(Row row) {
    long households = row.getLong("households");
    if (households > COUNTED_HOUSEHOLDS_MAX) {
      return Optional.empty();
    }
    long coded = row.getLong("coded");
    long live = row.getLong("live");
    return Optional.of(new Counts(live, households - coded, coded - live));
  }
}
