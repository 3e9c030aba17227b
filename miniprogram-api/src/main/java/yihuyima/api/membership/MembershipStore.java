package yihuyima.api.membership;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Rows;
import yihuyima.api.sql.Sequences;

/** Places in households, and the people who hold them, in PostgreSQL. */
public final class MembershipStore {
  static final String CURRENT =
      """
      SELECT id, person_id, relation, from_on
        FROM membership
       WHERE household_id = $1 AND to_on IS NULL
       ORDER BY id
       LIMIT 200
      """;

  static final String END =
      """
      UPDATE membership
         SET to_on = $2, end_reason = $3, ended_at = $4, ended_by = $5, end_words_enc = $6
       WHERE id = $1 AND to_on IS NULL
      """;

  static final String BEGIN =
      """
      INSERT INTO membership (id, household_id, person_id, relation, from_on, recorded_at, recorded_by, source, words_enc)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      """;

  /** Who joins a household with an open file stands in the file. */
  static final String INTO_FILE =
      """
      INSERT INTO file_person (file_id, person_id, is_open)
      SELECT f.id, $2, true
        FROM household_file AS f
       WHERE f.household_id = $1 AND f.closed_on IS NULL
      ON CONFLICT (file_id, person_id) DO UPDATE SET is_open = true
      """;

  static final String OUT_OF_FILE =
      """
      UPDATE file_person
         SET is_open = false
       WHERE person_id = $2 AND is_open AND file_id IN (SELECT f.id FROM household_file AS f WHERE f.household_id = $1)
      """;

  /** By either index; where they live now, if anywhere. */
  static final String PERSON =
      """
      SELECT p.id, p.died_on, m.household_id
        FROM person AS p
        LEFT JOIN membership AS m ON m.person_id = p.id AND m.to_on IS NULL
       WHERE p.id_number_bidx = $1 OR p.id_number_bidx2 = $2
       LIMIT 1
      """;

  static final String ADD_PERSON =
      """
      INSERT INTO person (id, id_number_enc, id_number_bidx, id_number_bidx2)
      VALUES ($1, $2, $3, $4)
      """;

  static final String DIED =
      """
      UPDATE person
         SET died_on = $2
       WHERE id = $1
      """;

  /** Of an adult, of those who act for them, and of a child's guardian. */
  static final String END_BINDINGS =
      """
      UPDATE binding
         SET to_at = greatest(from_at, $3)
       WHERE household_id = $1 AND person_id = $2 AND to_at IS NULL
      RETURNING account_id
      """;

  static final String END_PROXIES =
      """
      UPDATE proxy
         SET ended_at = $3
       WHERE household_id = $1 AND person_id = $2 AND ended_at IS NULL
      """;

  /**
   * Somebody who is known by their ID number.
   *
   * @param diedOn null for the living
   * @param householdId where they are now; null for nowhere
   */
  public record Known(long personId, @Nullable LocalDate diedOn, @Nullable Long householdId) {}

  /** Who writes, when, by which source, and why in words. */
  public record Deeds(OffsetDateTime at, long staffId, String source, String words) {}

  private final FieldCipher cipher;
  private final BlindIndex index;

  public MembershipStore(FieldCipher cipher, BlindIndex index) {
    this.cipher = cipher;
    this.index = index;
  }

  /** The places of a household that last; fails when the database does. */
  public Future<List<MembershipDecision.Place>> current(SqlClient db, long householdId) {
    return db.preparedQuery(CURRENT)
        .execute(Tuple.of(householdId))
        .map(
            rows ->
                Rows.all(
                    rows,
                    row ->
                        new MembershipDecision.Place(
                            row.getLong("id"),
                            row.getLong("person_id"),
                            row.getString("relation"),
                            row.getLocalDate("from_on"))));
  }

  /** Whoever has an ID number; fails when the database does. */
  public Future<Optional<Known>> person(SqlClient db, String idNumber) {
    BlindIndex.Slots slots = index.slots(BlindIndex.Kind.ID_NUMBER, idNumber);
    return db.preparedQuery(PERSON)
        .execute(Tuple.of(slots.first(), slots.second()))
        .map(
            rows ->
                Rows.first(
                    rows,
                    row ->
                        new Known(
                            row.getLong("id"),
                            row.getLocalDate("died_on"),
                            row.getLong("household_id"))));
  }

  /** A new person; gives the id. Fails with STATE_CHANGED when the number came meanwhile. */
  public Future<Long> addPerson(SqlConnection db, String idNumber) {
    BlindIndex.Slots slots = index.slots(BlindIndex.Kind.ID_NUMBER, idNumber);
    return Sequences.next(db, "person")
        .compose(
            id ->
                db.preparedQuery(ADD_PERSON)
                    .execute(
                        Tuple.of(
                            id,
                            Buffer.buffer(cipher.seal(Column.PERSON_ID_NUMBER, id, idNumber)),
                            slots.first(),
                            slots.second()))
                    .map(id));
  }

  /**
   * Carries a plan out: what ends first, so that nobody is the worker beside another.
   *
   * @return done; fails with PERSON_ELSEWHERE when somebody is of another household meanwhile
   */
  public Future<Void> write(
      SqlConnection db, long householdId, MembershipDecision.Plan plan, Deeds deeds) {
    Future<Void> done = Future.succeededFuture();
    for (MembershipDecision.End end : plan.ends()) {
      done = done.compose(ok -> end(db, householdId, end, deeds));
    }
    for (MembershipDecision.Begin begin : plan.begins()) {
      done = done.compose(ok -> begin(db, householdId, begin, deeds));
    }
    return done;
  }

  private Future<Void> end(
      SqlConnection db, long householdId, MembershipDecision.End end, Deeds deeds) {
    long id = end.place().membershipId();
    return db.preparedQuery(END)
        .execute(
            Tuple.of(
                id,
                end.lastOn(),
                end.reason(),
                deeds.at(),
                deeds.staffId(),
                Buffer.buffer(cipher.seal(Column.MEMBERSHIP_END_WORDS, id, deeds.words()))))
        .compose(
            ok ->
                db.preparedQuery(OUT_OF_FILE)
                    .execute(Tuple.of(householdId, end.place().personId())))
        .mapEmpty();
  }

  private Future<Void> begin(
      SqlConnection db, long householdId, MembershipDecision.Begin begin, Deeds deeds) {
    return Sequences.next(db, "membership")
        .compose(
            id ->
                db.preparedQuery(BEGIN)
                    .execute(
                        Tuple.of(
                                id,
                                householdId,
                                begin.personId(),
                                begin.relation(),
                                begin.fromOn(),
                                deeds.at())
                            .addValue(deeds.staffId())
                            .addValue(deeds.source())
                            .addValue(
                                Buffer.buffer(
                                    cipher.seal(Column.MEMBERSHIP_WORDS, id, deeds.words())))))
        .compose(ok -> db.preparedQuery(INTO_FILE).execute(Tuple.of(householdId, begin.personId())))
        .mapEmpty();
  }

  /** Somebody died; fails when the database does. */
  public Future<Void> died(SqlConnection db, long personId, LocalDate on) {
    return db.preparedQuery(DIED).execute(Tuple.of(personId, on)).mapEmpty();
  }

  /** Ends what rests on somebody in a household; gives the accounts that were bound. */
  public Future<List<Long>> unbind(
      SqlConnection db, long householdId, long personId, OffsetDateTime at) {
    Tuple values = Tuple.of(householdId, personId, at);
    return db.preparedQuery(END_BINDINGS)
        .execute(values)
        .map(rows -> (List<Long>) new ArrayList<>(Rows.all(rows, r -> r.getLong("account_id"))))
        .compose(accounts -> db.preparedQuery(END_PROXIES).execute(values).map(accounts));
  }
}
