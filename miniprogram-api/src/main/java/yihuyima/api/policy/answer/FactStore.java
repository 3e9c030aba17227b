package yihuyima.api.policy.answer;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Guarded;
import yihuyima.api.form.FormField;
import yihuyima.api.identity.Caller;
import yihuyima.api.organisation.RegionLineage;
import yihuyima.api.pairing.ConcernRows;
import yihuyima.api.policy.answer.HouseholdKnown.File;
import yihuyima.api.policy.answer.HouseholdKnown.Member;
import yihuyima.api.policy.answer.HouseholdKnown.Standard;
import yihuyima.api.policy.answer.HouseholdKnown.Union;
import yihuyima.api.register.FactVersion;
import yihuyima.api.register.Timeline;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Rows;

/** What conditions ask of one household, in PostgreSQL. */
final class FactStore {
  static final String HEAD =
      """
      SELECT o.name AS organisation, o.region_code, o.level, %s
        FROM household    AS h
        JOIN organisation AS o ON o.id = h.organisation_id
       WHERE h.id = $1
      """
          .formatted(ConcernRows.COLUMNS_FOR_STAFF_2);

  static final String FILES =
      """
      SELECT level, opened_on, closed_on
        FROM household_file
       WHERE household_id = $1
       ORDER BY opened_on, id
       LIMIT 100
      """;

  static final String STANDARD =
      """
      SELECT month_fen, valid_from, source
        FROM living_standard
       WHERE region_code = ANY ($1) AND valid_from <= $2
       ORDER BY region_code DESC, valid_from DESC, version DESC
       LIMIT 1
      """;

  static final String OF_HOUSEHOLD =
      """
      SELECT version, valid_from, recorded_at, source, kind, states, %s
        FROM household_version
       WHERE household_id = $1
       ORDER BY version
       LIMIT 2000
      """
          .formatted(columns(FormField.Of.HOUSEHOLD));

  /** Whoever was of the household on the day $2, as it was known at $3. */
  static final String PEOPLE =
      """
      SELECT person_id, relation
        FROM membership
       WHERE household_id = $1 AND from_on <= $2 AND recorded_at <= $3
         AND NOT (to_on IS NOT NULL AND ended_at IS NOT NULL AND ended_at <= $3
                  AND (end_reason IS NOT DISTINCT FROM 'MISTAKE' OR to_on < $2))
       ORDER BY relation <> 'WORKER', id
       LIMIT 60
      """;

  static final String OF_PEOPLE =
      """
      SELECT person_id, version, valid_from, recorded_at, source, kind, states, name_enc, %s
        FROM person_version
       WHERE person_id = ANY ($1)
       ORDER BY person_id, version
       LIMIT 2000
      """
          .formatted(columns(FormField.Of.PERSON));

  private final FieldCipher cipher;

  FactStore(FieldCipher cipher) {
    this.cipher = cipher;
  }

  private static String columns(FormField.Of of) {
    return HouseholdKnown.fields(of).stream()
        .map(FormField::column)
        .collect(Collectors.joining(", "));
  }

  /** A household as it stands in the tree. */
  record Head(Concern concern, String organisation, Union union) {}

  /** The household, for whoever may; fails when the database does. */
  Future<Guarded<Head>> find(SqlClient db, Caller caller, long householdId) {
    return db.preparedQuery(HEAD)
        .execute(Tuple.of(householdId, Concern.staffId(caller)))
        .map(
            rows ->
                Guarded.of(
                    Rows.first(
                        rows,
                        row ->
                            new Head(
                                ConcernRows.of(row),
                                row.getString("organisation"),
                                new Union(row.getString("region_code"), row.getString("level")))),
                    Head::concern));
  }

  /**
   * What is known of a household on a day.
   *
   * @param knownAt what was recorded later is not known yet
   * @return what is known; fails when the database does
   */
  Future<HouseholdKnown> known(SqlClient db, Head head, LocalDate day, OffsetDateTime knownAt) {
    long id = head.concern().householdId();
    return db.preparedQuery(FILES)
        .execute(Tuple.of(id))
        .map(rows -> Rows.all(rows, FactStore::file))
        .compose(
            files ->
                db.preparedQuery(STANDARD)
                    .execute(Tuple.of(RegionLineage.of(head.union().region()), day))
                    .map(rows -> Rows.first(rows, FactStore::standard))
                    .compose(
                        standard ->
                            db.preparedQuery(OF_HOUSEHOLD)
                                .execute(Tuple.of(id))
                                .map(rows -> Rows.all(rows, this::ofHousehold))
                                .compose(
                                    versions ->
                                        members(db, id, day, knownAt)
                                            .map(
                                                members ->
                                                    known(
                                                        head, files, standard, versions, members,
                                                        day, knownAt)))));
  }

  private static HouseholdKnown known(
      Head head,
      List<File> files,
      Optional<Standard> standard,
      List<FactVersion> versions,
      List<Member> members,
      LocalDate day,
      OffsetDateTime knownAt) {
    return HouseholdKnown.of(
        new HouseholdKnown.Read(head.union(), files, standard, new Timeline(versions), members),
        day,
        knownAt);
  }

  private Future<List<Member>> members(
      SqlClient db, long householdId, LocalDate day, OffsetDateTime knownAt) {
    return db.preparedQuery(PEOPLE)
        .execute(Tuple.of(householdId, day, knownAt))
        .compose(
            rows -> {
              Map<Long, String> relations = new java.util.LinkedHashMap<>();
              rows.forEach(
                  row -> relations.put(row.getLong("person_id"), row.getString("relation")));
              Long[] ids = relations.keySet().toArray(Long[]::new);
              return db.preparedQuery(OF_PEOPLE)
                  .execute(Tuple.of((Object) ids))
                  .map(
                      found -> {
                        Map<Long, List<FactVersion>> versions = new HashMap<>();
                        for (Row row : found) {
                          versions
                              .computeIfAbsent(row.getLong("person_id"), any -> new ArrayList<>())
                              .add(ofPerson(row));
                        }
                        List<Member> members = new ArrayList<>();
                        relations.forEach(
                            (id, relation) ->
                                members.add(
                                    new Member(
                                        id,
                                        relation,
                                        new Timeline(versions.getOrDefault(id, List.of())))));
                        return members;
                      });
            });
  }

  private static File file(Row row) {
    return new File(
        row.getString("level"), row.getLocalDate("opened_on"), row.getLocalDate("closed_on"));
  }

  private static Standard standard(Row row) {
    return new Standard(
        row.getLong("month_fen"), row.getLocalDate("valid_from"), row.getString("source"));
  }

  private FactVersion ofHousehold(Row row) {
    return version(row, values(row, FormField.Of.HOUSEHOLD));
  }

  private FactVersion ofPerson(Row row) {
    Map<FormField, String> values = values(row, FormField.Of.PERSON);
    String name =
        cipher.openTextOrNull(
            Column.PERSON_NAME, row.getLong("person_id"), Rows.bytes(row, "name_enc"));
    if (name != null) {
      values.put(FormField.NAME, name);
    }
    return version(row, values);
  }

  private static FactVersion version(Row row, Map<FormField, String> values) {
    return new FactVersion(
        row.getInteger("version"),
        row.getLocalDate("valid_from"),
        row.getOffsetDateTime("recorded_at"),
        row.getString("source"),
        null,
        FactVersion.Kind.valueOf(row.getString("kind")),
        states(row.getArrayOfStrings("states")),
        values);
  }

  private static @Nullable Set<FormField> states(String @Nullable [] names) {
    if (names == null) {
      return null;
    }
    Set<FormField> fields = EnumSet.noneOf(FormField.class);
    Arrays.stream(names).map(FormField::valueOf).forEach(fields::add);
    return fields;
  }

  private static Map<FormField, String> values(Row row, FormField.Of of) {
    Map<FormField, String> values = new EnumMap<>(FormField.class);
    for (FormField field : HouseholdKnown.fields(of)) {
      Object value = row.getValue(field.column());
      String text =
          value instanceof Object[] codes
              ? Arrays.stream(codes).map(Object::toString).collect(Collectors.joining(","))
              : value == null ? null : value.toString();
      if (text != null && !text.isEmpty()) {
        values.put(field, text);
      }
    }
    return values;
  }
}
