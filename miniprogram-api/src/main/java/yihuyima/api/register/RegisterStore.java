package yihuyima.api.register;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Guarded;
import yihuyima.api.form.FormField;
import yihuyima.api.identity.Caller;
import yihuyima.api.pairing.ConcernRows;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Rows;

/** Households, people and the versions of their facts in PostgreSQL. */
public final class RegisterStore {
  /** Versions of one household or person that are read: nobody changes daily for years. */
  static final int VERSIONS_MAX = 2000;

  private static final String HEAD =
      """
      SELECT o.name AS organisation, f.number, f.level, f.opened_on, f.closed_on, %s
        FROM household    AS h
        JOIN organisation AS o ON o.id = h.organisation_id
        LEFT JOIN LATERAL (SELECT number, level, opened_on, closed_on
                             FROM household_file
                            WHERE household_id = h.id
                            ORDER BY id DESC
                            LIMIT 1) AS f ON true
       WHERE h.id = $1
      """
          .formatted(ConcernRows.COLUMNS_FOR_STAFF_2);

  static final String FIND = HEAD;

  /** Whoever writes waits for whoever writes. */
  static final String FIND_FOR_CHANGE = HEAD + "   FOR NO KEY UPDATE OF h\n";

  static final String OF_HOUSEHOLD =
      """
      SELECT v.version, v.valid_from, v.recorded_at, v.source, v.recorded_by, v.kind, v.states, v.reason_enc, s.name AS by_name,
             %s
        FROM household_version AS v
        LEFT JOIN staff        AS s ON s.id = v.recorded_by
       WHERE v.household_id = $1
       ORDER BY v.version
       LIMIT 2000
      """
          .formatted(FactColumns.names(FormField.Of.HOUSEHOLD, "v."));

  static final String PEOPLE =
      """
      SELECT m.person_id, m.relation, m.from_on, m.to_on, m.recorded_at, m.ended_at, m.end_reason, p.id_number_enc
        FROM membership AS m
        JOIN person     AS p ON p.id = m.person_id
       WHERE m.household_id = $1
       ORDER BY m.relation <> 'WORKER', m.id
       LIMIT 200
      """;

  static final String OF_PEOPLE =
      """
      SELECT v.person_id, v.version, v.valid_from, v.recorded_at, v.source, v.recorded_by, v.kind, v.states, v.reason_enc,
             s.name AS by_name, %s
        FROM person_version AS v
        LEFT JOIN staff     AS s ON s.id = v.recorded_by
       WHERE v.person_id = ANY ($1)
       ORDER BY v.person_id, v.version
       LIMIT 2000
      """
          .formatted(FactColumns.names(FormField.Of.PERSON, "v."));

  static final String PAST_HOUSEHOLD =
      """
      UPDATE household_version
         SET is_current = false
       WHERE household_id = $1 AND is_current
      """;

  static final String ADD_TO_HOUSEHOLD =
      """
      INSERT INTO household_version (household_id, version, valid_from, recorded_at, source, recorded_by, is_current, kind, states,
             reason_enc, %s)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, %s)
      """
          .formatted(
              FactColumns.names(FormField.Of.HOUSEHOLD, ""),
              FactColumns.parameters(FormField.Of.HOUSEHOLD, 11));

  static final String PAST_PERSON =
      """
      UPDATE person_version
         SET is_current = false
       WHERE person_id = $1 AND is_current
      """;

  static final String ADD_TO_PERSON =
      """
      INSERT INTO person_version (person_id, version, valid_from, recorded_at, source, recorded_by, is_current, kind, states,
             reason_enc, phone_bidx, phone_bidx2, card_bidx, card_bidx2, card_ending, %s)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, %s)
      """
          .formatted(
              FactColumns.names(FormField.Of.PERSON, ""),
              FactColumns.parameters(FormField.Of.PERSON, 16));

  /** A household, and its newest file. */
  public record Head(
      Concern concern,
      String organisation,
      @Nullable String fileNumber,
      @Nullable String fileLevel,
      @Nullable LocalDate openedOn,
      @Nullable LocalDate closedOn) {}

  /**
   * Somebody's place in a household.
   *
   * @param knownUntil since when it is known to have ended; null while it has not
   */
  public record Member(
      long personId,
      String relation,
      LocalDate fromOn,
      @Nullable LocalDate toOn,
      OffsetDateTime recordedAt,
      @Nullable OffsetDateTime knownUntil,
      @Nullable String endReason,
      String idNumber) {
    /** Whether somebody was of the household on a day, as it was known at a moment. */
    public boolean was(LocalDate day, OffsetDateTime known) {
      boolean ended = toOn != null && knownUntil != null && !knownUntil.isAfter(known);
      return !recordedAt.isAfter(known)
          && !fromOn.isAfter(day)
          && !(ended && ("MISTAKE".equals(endReason) || toOn.isBefore(day)));
    }

    /** Whether somebody who had been of the household had left it by a day. */
    boolean hadLeft(LocalDate day, OffsetDateTime known) {
      return toOn != null
          && knownUntil != null
          && !knownUntil.isAfter(known)
          && !"MISTAKE".equals(endReason)
          && !"RELATION".equals(endReason)
          && toOn.isBefore(day);
    }

    @Override
    public String toString() {
      return "Member[" + personId + "]";
    }
  }

  /** A version with who recorded it and why. */
  public record Recorded(FactVersion version, @Nullable String by, @Nullable String reason) {
    @Override
    public String toString() {
      return version.toString();
    }
  }

  /** What is added to every version of one deed. */
  public record Deeds(
      OffsetDateTime at, String source, long staffId, FactVersion.Kind kind, String reason) {}

  private final FieldCipher cipher;
  private final BlindIndex index;
  private final FactColumns household;
  private final FactColumns person;

  public RegisterStore(FieldCipher cipher, BlindIndex index) {
    this.cipher = cipher;
    this.index = index;
    this.household = FactColumns.of(FormField.Of.HOUSEHOLD, cipher);
    this.person = FactColumns.of(FormField.Of.PERSON, cipher);
  }

  /** A household as it stands to a caller; fails when the database does. */
  public Future<Guarded<Head>> find(SqlClient db, Caller caller, long householdId) {
    return head(db, FIND, caller, householdId);
  }

  /** The same, locked until the transaction ends. */
  public Future<Guarded<Head>> findForChange(SqlConnection db, Caller caller, long householdId) {
    return head(db, FIND_FOR_CHANGE, caller, householdId);
  }

  private static Future<Guarded<Head>> head(
      SqlClient db, String sql, Caller caller, long householdId) {
    return db.preparedQuery(sql)
        .execute(Tuple.of(householdId, Concern.staffId(caller)))
        .map(rows -> Guarded.of(Rows.first(rows, RegisterStore::head), Head::concern));
  }

  private static Head head(Row row) {
    return new Head(
        ConcernRows.of(row),
        row.getString("organisation"),
        row.getString("number"),
        row.getString("level"),
        row.getLocalDate("opened_on"),
        row.getLocalDate("closed_on"));
  }

  /** Every version of a household's facts. */
  public Future<List<Recorded>> ofHousehold(SqlClient db, long householdId) {
    return db.preparedQuery(OF_HOUSEHOLD)
        .execute(Tuple.of(householdId))
        .map(
            rows ->
                Rows.all(
                    rows,
                    row ->
                        recorded(
                            row,
                            Column.HOUSEHOLD_VERSION_REASON,
                            householdId,
                            household.read(row, householdId))));
  }

  /** Everybody who is or was of a household, the worker first. */
  public Future<List<Member>> people(SqlClient db, long householdId) {
    return db.preparedQuery(PEOPLE)
        .execute(Tuple.of(householdId))
        .map(rows -> Rows.all(rows, this::member));
  }

  private Member member(Row row) {
    long personId = row.getLong("person_id");
    return new Member(
        personId,
        row.getString("relation"),
        row.getLocalDate("from_on"),
        row.getLocalDate("to_on"),
        row.getOffsetDateTime("recorded_at"),
        row.getOffsetDateTime("ended_at"),
        row.getString("end_reason"),
        cipher.openText(Column.PERSON_ID_NUMBER, personId, Rows.needBytes(row, "id_number_enc")));
  }

  /** Every version of these people's facts, by person. */
  Future<Map<Long, List<Recorded>>> ofPeople(SqlClient db, List<Member> people) {
    return versionsOf(db, people.stream().map(Member::personId).distinct().toList());
  }

  /** The same, by their ids. */
  public Future<Map<Long, List<Recorded>>> versionsOf(SqlClient db, List<Long> people) {
    Long[] ids = people.toArray(Long[]::new);
    return db.preparedQuery(OF_PEOPLE)
        .execute(Tuple.of((Object) ids))
        .map(
            rows -> {
              Map<Long, List<Recorded>> all = new HashMap<>();
              for (Row row : rows) {
                long id = row.getLong("person_id");
                all.computeIfAbsent(id, any -> new ArrayList<>())
                    .add(recorded(row, Column.PERSON_VERSION_REASON, id, person.read(row, id)));
              }
              return all;
            });
  }

  private Recorded recorded(Row row, Column reason, long id, Map<FormField, String> values) {
    return new Recorded(
        new FactVersion(
            row.getInteger("version"),
            row.getLocalDate("valid_from"),
            row.getOffsetDateTime("recorded_at"),
            row.getString("source"),
            row.getLong("recorded_by"),
            FactVersion.Kind.valueOf(row.getString("kind")),
            states(row.getArrayOfStrings("states")),
            values),
        row.getString("by_name"),
        cipher.openTextOrNull(reason, id, Rows.bytes(row, "reason_enc")));
  }

  private static @Nullable Set<FormField> states(String @Nullable [] names) {
    if (names == null) {
      return null;
    }
    Set<FormField> fields = EnumSet.noneOf(FormField.class);
    Arrays.stream(names).map(FormField::valueOf).forEach(fields::add);
    return fields;
  }

  /**
   * Writes versions of a household's facts.
   *
   * @param before all that there are
   * @return the number of the newest
   */
  public Future<Integer> addToHousehold(
      SqlConnection db,
      long householdId,
      Timeline before,
      List<Timeline.Draft> drafts,
      Deeds deeds) {
    Numbered numbered = Numbered.of(before, drafts);
    Future<Void> written =
        numbered.takesOver()
            ? db.preparedQuery(PAST_HOUSEHOLD).execute(Tuple.of(householdId)).mapEmpty()
            : Future.succeededFuture();
    for (int i = 0; i < drafts.size(); i++) {
      Timeline.Draft draft = drafts.get(i);
      List<@Nullable Object> row =
          row(
              householdId,
              numbered.version(i),
              draft,
              numbered.isCurrent(i),
              Column.HOUSEHOLD_VERSION_REASON,
              deeds);
      row.addAll(household.write(draft.values(), householdId));
      written =
          written.compose(
              ok -> db.preparedQuery(ADD_TO_HOUSEHOLD).execute(Tuple.wrap(row)).mapEmpty());
    }
    return written.map(ok -> numbered.newest());
  }

  /** Writes versions of a person's facts, as {@link #addToHousehold}. */
  public Future<Integer> addToPerson(
      SqlConnection db, long personId, Timeline before, List<Timeline.Draft> drafts, Deeds deeds) {
    Numbered numbered = Numbered.of(before, drafts);
    Future<Void> written =
        numbered.takesOver()
            ? db.preparedQuery(PAST_PERSON).execute(Tuple.of(personId)).mapEmpty()
            : Future.succeededFuture();
    for (int i = 0; i < drafts.size(); i++) {
      Timeline.Draft draft = drafts.get(i);
      List<@Nullable Object> row =
          row(
              personId,
              numbered.version(i),
              draft,
              numbered.isCurrent(i),
              Column.PERSON_VERSION_REASON,
              deeds);
      String card = draft.values().get(FormField.CARD);
      BlindIndex.Slots phones = slots(BlindIndex.Kind.PHONE, draft.values().get(FormField.PHONE));
      BlindIndex.Slots cards = slots(BlindIndex.Kind.CARD, card);
      row.add(phones.first());
      row.add(phones.second());
      row.add(cards.first());
      row.add(cards.second());
      row.add(card == null ? null : card.substring(card.length() - 4));
      row.addAll(person.write(draft.values(), personId));
      written =
          written.compose(
              ok -> db.preparedQuery(ADD_TO_PERSON).execute(Tuple.wrap(row)).mapEmpty());
    }
    return written.map(ok -> numbered.newest());
  }

  private BlindIndex.Slots slots(BlindIndex.Kind kind, @Nullable String value) {
    return value == null ? BlindIndex.Slots.NONE : index.slots(kind, value);
  }

  private List<@Nullable Object> row(
      long id, int version, Timeline.Draft draft, boolean current, Column reason, Deeds deeds) {
    List<@Nullable Object> row = new ArrayList<>();
    row.add(id);
    row.add(version);
    row.add(draft.validFrom());
    row.add(deeds.at());
    row.add(deeds.source());
    row.add(deeds.staffId());
    row.add(current);
    row.add(deeds.kind().name());
    row.add(draft.states().stream().map(FormField::name).sorted().toArray(String[]::new));
    row.add(Buffer.buffer(cipher.seal(reason, id, deeds.reason())));
    return row;
  }

  /** Which of the drafts is whole today, the newest first day counts; the rest are the past. */
  private record Numbered(int newestBefore, int count, Optional<Integer> current) {
    static Numbered of(Timeline before, List<Timeline.Draft> drafts) {
      LocalDate latest = before.on(LocalDate.MAX).map(FactVersion::validFrom).orElse(LocalDate.MIN);
      Optional<Integer> current = Optional.empty();
      for (int i = 0; i < drafts.size(); i++) {
        if (!drafts.get(i).validFrom().isBefore(latest)) {
          latest = drafts.get(i).validFrom();
          current = Optional.of(i);
        }
      }
      return new Numbered(before.newest(), drafts.size(), current);
    }

    boolean takesOver() {
      return current.isPresent();
    }

    int version(int draft) {
      return newestBefore + 1 + draft;
    }

    boolean isCurrent(int draft) {
      return current.filter(i -> i == draft).isPresent();
    }

    int newest() {
      return newestBefore + count;
    }
  }
}
