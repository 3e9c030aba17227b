package yihuyima.api.spreadsheet;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yihuyima.api.form.FormField;
import yihuyima.api.register.FactColumns;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.secret.NameIndex;
import yihuyima.api.sql.Rows;

/**
 * Writes what a group of rows comes to: one statement a table for all of them. Nothing is written
 * over; who was renamed is found a moment later, as elsewhere.
 */
final class RowWriter {
  static final String NEXT_IDS =
      """
      SELECT nextval(pg_get_serial_sequence($1, 'id')) AS id FROM generate_series(1, $2)
      """;

  static final String ADD_PEOPLE =
      """
      INSERT INTO person (id, id_number_enc, id_number_bidx, id_number_bidx2)
      SELECT x.id, x.enc, x.first, x.second FROM unnest($1::bigint[], $2::bytea[], $3::bytea[], $4::bytea[]) AS x (id, enc, first, second)
      """;

  static final String ADD_HOUSEHOLDS =
      """
      INSERT INTO household (id, organisation_id, created_at)
      SELECT x.id, x.organisation, $3 FROM unnest($1::bigint[], $2::bigint[]) AS x (id, organisation)
      """;

  static final String ADD_FILES =
      """
      INSERT INTO household_file (id, household_id, number, level, opened_on)
      SELECT x.id, x.household, x.number, x.level, x.opened
        FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::date[]) AS x (id, household, number, level, opened)
      """;

  /** The newest file of each household, in which new members stand. */
  static final String FILES =
      """
      SELECT id, household_id FROM household_file WHERE household_id = ANY ($1) AND closed_on IS NULL
      """;

  static final String ADD_FILE_PEOPLE =
      """
      INSERT INTO file_person (file_id, person_id, is_open)
      SELECT x.file, x.person, true FROM unnest($1::bigint[], $2::bigint[]) AS x (file, person)
      """;

  static final String ADD_MEMBERS =
      """
      INSERT INTO membership (household_id, person_id, relation, from_on, recorded_at, recorded_by)
      SELECT x.household, x.person, x.relation, x.from_on, $5, $6
        FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::date[]) AS x (household, person, relation, from_on)
      """;

  static final String PAST_HOUSEHOLDS =
      """
      UPDATE household_version SET is_current = false WHERE household_id = ANY ($1) AND is_current
      """;

  static final String PAST_PEOPLE =
      """
      UPDATE person_version SET is_current = false WHERE person_id = ANY ($1) AND is_current
      """;

  static final String ADD_HOUSEHOLD_VERSIONS =
      """
      INSERT INTO household_version (household_id, version, valid_from, recorded_at, source, recorded_by, is_current, kind, states,
             reason_enc, %s)
      SELECT x.household_id, x.version, x.valid_from, $5, 'IMPORT', $6, true, 'CHANGE', string_to_array(x.states, ','), x.reason_enc, %s
        FROM unnest($1::bigint[], $2::integer[], $3::date[], $4::text[], $7::bytea[], %s)
          AS x (household_id, version, valid_from, states, reason_enc, %s)
      """
          .formatted(
              FactColumns.names(FormField.Of.HOUSEHOLD, ""),
              selected(FormField.Of.HOUSEHOLD),
              arrays(FormField.Of.HOUSEHOLD, 8),
              FactColumns.names(FormField.Of.HOUSEHOLD, ""));

  static final String ADD_PERSON_VERSIONS =
      """
      INSERT INTO person_version (person_id, version, valid_from, recorded_at, source, recorded_by, is_current, kind, states,
             reason_enc, phone_bidx, phone_bidx2, card_bidx, card_bidx2, card_ending, name_tokens, name_key, %s)
      SELECT x.person_id, x.version, x.valid_from, $5, 'IMPORT', $6, true, 'CHANGE', string_to_array(x.states, ','), x.reason_enc,
             x.phone_bidx, x.phone_bidx2, x.card_bidx, x.card_bidx2, x.card_ending, x.tokens::integer[], x.name_key, %s
        FROM unnest($1::bigint[], $2::integer[], $3::date[], $4::text[], $7::bytea[], $8::bytea[], $9::bytea[], $10::bytea[],
                    $11::bytea[], $12::text[], $13::text[], $14::smallint[], %s)
          AS x (person_id, version, valid_from, states, reason_enc, phone_bidx, phone_bidx2, card_bidx, card_bidx2, card_ending,
                tokens, name_key, %s)
      """
          .formatted(
              FactColumns.names(FormField.Of.PERSON, ""),
              selected(FormField.Of.PERSON),
              arrays(FormField.Of.PERSON, 15),
              FactColumns.names(FormField.Of.PERSON, ""));

  private final FieldCipher cipher;
  private final BlindIndex index;
  private final FactColumns household;
  private final FactColumns person;

  RowWriter(FieldCipher cipher, BlindIndex index) {
    this.cipher = cipher;
    this.index = index;
    this.household = FactColumns.of(FormField.Of.HOUSEHOLD, cipher);
    this.person = FactColumns.of(FormField.Of.PERSON, cipher);
  }

  private static String selected(FormField.Of of) {
    return FactColumns.stored(of).stream()
        .map(
            field ->
                field.kind().equals("CODES")
                    ? "coalesce(string_to_array(x.%s, ','), '{}')".formatted(field.column())
                    : "x." + field.column())
        .collect(Collectors.joining(", "));
  }

  private static String arrays(FormField.Of of, int first) {
    List<String> arrays = new ArrayList<>();
    for (FormField field : FactColumns.stored(of)) {
      arrays.add("$" + (first + arrays.size()) + "::" + type(field) + "[]");
    }
    return String.join(", ", arrays);
  }

  private static String type(FormField field) {
    if (field.isSealed()) {
      return "bytea";
    }
    return switch (field.kind()) {
      case "DAY" -> "date";
      case "WHOLE", "AREA" -> "integer";
      case "FEN" -> "bigint";
      case "YES_NO" -> "boolean";
      default -> "text";
    };
  }

  /** Who writes, when, and why. */
  record Deed(long staffId, OffsetDateTime at, LocalDate today, String reason) {}

  /** Ids for what is new among these plans. */
  record Ids(List<Long> households, List<Long> files, List<Long> people) {}

  /** Draws the ids first: sealed columns are bound to their rows. */
  static Future<Ids> ids(SqlConnection db, List<RowPlan> plans) {
    int households = (int) plans.stream().filter(p -> p.household() == null).count();
    int files = (int) plans.stream().filter(RowPlan::opensFile).count();
    int people =
        (int)
            plans.stream().flatMap(p -> p.people().stream()).filter(m -> m.known() == null).count();
    return next(db, "household", households)
        .compose(
            first ->
                next(db, "household_file", files)
                    .compose(
                        second ->
                            next(db, "person", people)
                                .map(third -> new Ids(first, second, third))));
  }

  private static Future<List<Long>> next(SqlConnection db, String table, int count) {
    return count == 0
        ? Future.succeededFuture(List.of())
        : db.preparedQuery(NEXT_IDS)
            .execute(Tuple.of(table, count))
            .map(rows -> Rows.all(rows, row -> row.getLong("id")));
  }

  /** What is sent: statements with their values, in order, and whose households they are. */
  record Batch(List<Statement> statements, List<Long> households) {
    /** Sends it; fails when the database does, or when somebody came before. */
    Future<Void> write(SqlConnection db) {
      Future<Void> all = Future.succeededFuture();
      for (Statement each : statements) {
        all = all.compose(ok -> db.preparedQuery(each.sql()).execute(each.values()).mapEmpty());
      }
      return all;
    }
  }

  /** One statement. */
  record Statement(String sql, Tuple values) {
    @Override
    public String toString() {
      return "Statement";
    }
  }

  private record Standing(long household, long person) {}

  /** Seals everything and lays it out; no I/O. */
  Batch batch(List<RowPlan> plans, Ids ids, Map<Long, Long> openFiles, Deed deed) {
    Columns people = new Columns(4);
    Columns households = new Columns(2);
    Columns files = new Columns(5);
    Columns members = new Columns(4);
    Columns ofHousehold = new Columns(5 + FactColumns.stored(FormField.Of.HOUSEHOLD).size());
    Columns ofPerson = new Columns(12 + FactColumns.stored(FormField.Of.PERSON).size());
    Map<Standing, Long> standing = new LinkedHashMap<>();
    List<Long> pastHouseholds = new ArrayList<>();
    List<Long> pastPeople = new ArrayList<>();
    List<Long> touched = new ArrayList<>();
    int nextHousehold = 0;
    int nextFile = 0;
    int nextPerson = 0;
    for (RowPlan plan : plans) {
      Known.Household before = plan.household();
      long id = before == null ? ids.households().get(nextHousehold++) : before.id();
      touched.add(id);
      LocalDate from = before == null ? plan.openedOn() : deed.today();
      if (before == null) {
        households.add(id, plan.organisationId());
      }
      Long file = openFiles.get(id);
      if (plan.opensFile()) {
        file = ids.files().get(nextFile++);
        files.add(file, id, number(plan, id), plan.level(), plan.openedOn());
        if (before != null) {
          long opened = file;
          before.members().keySet().forEach(m -> standing.put(new Standing(id, m), opened));
        }
      }
      if (!plan.changed().isEmpty()) {
        int newest = before == null ? 0 : before.newest();
        if (newest > 0) {
          pastHouseholds.add(id);
        }
        ofHousehold.addAll(
            List.of(id, newest + 1, from),
            newest == 0 ? null : names(plan.changed()),
            Buffer.buffer(cipher.seal(Column.HOUSEHOLD_VERSION_REASON, id, deed.reason())),
            flat(FormField.Of.HOUSEHOLD, household.write(plan.facts(), id)));
      }
      for (RowPlan.Member member : plan.people()) {
        Known.Person one = member.known();
        long personId = one == null ? ids.people().get(nextPerson++) : one.id();
        if (one == null) {
          BlindIndex.Slots slots = index.slots(BlindIndex.Kind.ID_NUMBER, member.idNumber());
          people.add(
              personId,
              Buffer.buffer(cipher.seal(Column.PERSON_ID_NUMBER, personId, member.idNumber())),
              slots.first(),
              slots.second());
        }
        if (member.joins()) {
          members.add(id, personId, member.relation(), from);
          if (file != null) {
            standing.put(new Standing(id, personId), file);
          }
        }
        if (!member.changed().isEmpty()) {
          int newest = one == null ? 0 : one.newest();
          if (newest > 0) {
            pastPeople.add(personId);
          }
          version(ofPerson, personId, newest, from, member, plan.organisationId(), deed);
        }
      }
    }
    List<Statement> statements = new ArrayList<>();
    people.into(statements, ADD_PEOPLE, PEOPLE_TYPES);
    households.into(statements, ADD_HOUSEHOLDS, HOUSEHOLD_TYPES, deed.at());
    files.into(statements, ADD_FILES, FILE_TYPES);
    members.into(statements, ADD_MEMBERS, MEMBER_TYPES, deed.at(), deed.staffId());
    if (!standing.isEmpty()) {
      statements.add(
          new Statement(
              ADD_FILE_PEOPLE,
              Tuple.tuple()
                  .addValue(standing.values().toArray(Long[]::new))
                  .addValue(
                      standing.keySet().stream().map(Standing::person).toArray(Long[]::new))));
    }
    if (!pastHouseholds.isEmpty()) {
      statements.add(
          new Statement(PAST_HOUSEHOLDS, Tuple.of((Object) pastHouseholds.toArray(Long[]::new))));
    }
    ofHousehold.versions(
        statements, ADD_HOUSEHOLD_VERSIONS, versionTypes(FormField.Of.HOUSEHOLD), deed);
    if (!pastPeople.isEmpty()) {
      statements.add(
          new Statement(PAST_PEOPLE, Tuple.of((Object) pastPeople.toArray(Long[]::new))));
    }
    ofPerson.versions(statements, ADD_PERSON_VERSIONS, versionTypes(FormField.Of.PERSON), deed);
    return new Batch(statements, touched);
  }

  private static final List<Class<?>> PEOPLE_TYPES =
      List.of(Long.class, Buffer.class, Buffer.class, Buffer.class);
  private static final List<Class<?>> HOUSEHOLD_TYPES = List.of(Long.class, Long.class);
  private static final List<Class<?>> FILE_TYPES =
      List.of(Long.class, Long.class, String.class, String.class, LocalDate.class);
  private static final List<Class<?>> MEMBER_TYPES =
      List.of(Long.class, Long.class, String.class, LocalDate.class);

  private static List<Class<?>> versionTypes(FormField.Of of) {
    List<Class<?>> types =
        new ArrayList<>(
            List.of(Long.class, Integer.class, LocalDate.class, String.class, Buffer.class));
    if (of == FormField.Of.PERSON) {
      types.addAll(
          List.of(
              Buffer.class,
              Buffer.class,
              Buffer.class,
              Buffer.class,
              String.class,
              String.class,
              Short.class));
    }
    for (FormField field : FactColumns.stored(of)) {
      types.add(
          switch (type(field)) {
            case "bytea" -> Buffer.class;
            case "date" -> LocalDate.class;
            case "integer" -> Integer.class;
            case "bigint" -> Long.class;
            case "boolean" -> Boolean.class;
            default -> String.class;
          });
    }
    return types;
  }

  /** A number that says where it comes from; the office's own where the sheet has one. */
  private static String number(RowPlan plan, long householdId) {
    return plan.number() != null
        ? plan.number()
        : "DR%d%08d".formatted(plan.openedOn().getYear(), householdId);
  }

  private void version(
      Columns into,
      long personId,
      int newest,
      LocalDate from,
      RowPlan.Member member,
      long organisation,
      Deed deed) {
    Map<FormField, String> facts = member.facts();
    String card = facts.get(FormField.CARD);
    BlindIndex.Slots phones = slots(BlindIndex.Kind.PHONE, facts.get(FormField.PHONE));
    BlindIndex.Slots cards = slots(BlindIndex.Kind.CARD, card);
    String name = facts.get(FormField.NAME);
    // Of somebody new at once; of others the job that indexes names knows every place they are in.
    NameIndex.Tokens tokens =
        newest > 0 || name == null ? null : index.names().of(List.of(organisation), name);
    List<@Nullable Object> rest = new ArrayList<>();
    rest.add(phones.first());
    rest.add(phones.second());
    rest.add(cards.first());
    rest.add(cards.second());
    rest.add(card == null ? null : card.substring(card.length() - 4));
    rest.add(tokens == null ? null : braces(tokens.tokens()));
    rest.add(tokens == null ? null : Short.valueOf((short) tokens.keyId()));
    rest.addAll(flat(FormField.Of.PERSON, person.write(facts, personId)));
    into.addAll(
        List.of(personId, newest + 1, from),
        newest == 0 ? null : names(member.changed()),
        Buffer.buffer(cipher.seal(Column.PERSON_VERSION_REASON, personId, deed.reason())),
        rest);
  }

  private static String braces(int[] tokens) {
    return Arrays.stream(tokens)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String names(Set<FormField> fields) {
    return fields.stream().map(FormField::name).sorted().collect(Collectors.joining(","));
  }

  /** Lists within a column cannot be unnested beside others: they travel as texts. */
  private static List<@Nullable Object> flat(FormField.Of of, List<@Nullable Object> values) {
    List<@Nullable Object> flat = new ArrayList<>(values);
    List<FormField> fields = FactColumns.stored(of);
    for (int i = 0; i < fields.size(); i++) {
      if (flat.get(i) instanceof String[] codes) {
        flat.set(i, codes.length == 0 ? null : String.join(",", codes));
      }
    }
    return flat;
  }

  private BlindIndex.Slots slots(BlindIndex.Kind kind, @Nullable String value) {
    return value == null ? BlindIndex.Slots.NONE : index.slots(kind, value);
  }

  /** Columns that gather values, row by row. */
  private static final class Columns {
    private final List<List<@Nullable Object>> columns = new ArrayList<>();

    Columns(int count) {
      for (int i = 0; i < count; i++) {
        columns.add(new ArrayList<>());
      }
    }

    void add(@Nullable Object... row) {
      for (int i = 0; i < row.length; i++) {
        columns.get(i).add(row[i]);
      }
    }

    void addAll(
        List<Object> key, @Nullable String states, Buffer reason, List<@Nullable Object> rest) {
      List<@Nullable Object> row = new ArrayList<>(key);
      row.add(states);
      row.add(reason);
      row.addAll(rest);
      add(row.toArray());
    }

    private Object array(int column, Class<?> type) {
      List<@Nullable Object> values = columns.get(column);
      Object array = java.lang.reflect.Array.newInstance(type, values.size());
      for (int i = 0; i < values.size(); i++) {
        java.lang.reflect.Array.set(array, i, values.get(i));
      }
      return array;
    }

    private boolean isEmpty() {
      return columns.getFirst().isEmpty();
    }

    void into(List<Statement> statements, String sql, List<Class<?>> types, Object... more) {
      if (isEmpty()) {
        return;
      }
      Tuple values = Tuple.tuple();
      for (int i = 0; i < types.size(); i++) {
        values.addValue(array(i, types.get(i)));
      }
      for (Object each : more) {
        values.addValue(each);
      }
      statements.add(new Statement(sql, values));
    }

    /** The moment and who stand between the fourth column and the rest. */
    void versions(List<Statement> statements, String sql, List<Class<?>> types, Deed deed) {
      if (isEmpty()) {
        return;
      }
      Tuple values = Tuple.tuple();
      for (int i = 0; i < types.size(); i++) {
        if (i == 4) {
          values.addValue(deed.at());
          values.addValue(deed.staffId());
        }
        values.addValue(array(i, types.get(i)));
      }
      statements.add(new Statement(sql, values));
    }
  }
}
