package yihuyima.api.spreadsheet;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Purpose;
import yihuyima.api.form.FormField;
import yihuyima.api.register.FactColumns;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Rows;
import yihuyima.api.sql.Subtree;

/** Reads what the register holds of a group of rows, a statement for all of them. */
final class KnownStore {
  static final String PEOPLE =
      """
      SELECT x.place, p.id, f.household_id AS open_in,
             (SELECT m.household_id FROM membership AS m
               WHERE m.person_id = p.id AND m.relation = 'WORKER' AND m.to_on IS NULL
               ORDER BY m.id DESC LIMIT 1) AS worker_of
        FROM unnest($1::bytea[], $2::bytea[]) WITH ORDINALITY AS x (first, second, place)
        JOIN person AS p ON p.id_number_bidx = x.first OR p.id_number_bidx2 = x.second
        LEFT JOIN file_person    AS y ON y.person_id = p.id AND y.is_open
        LEFT JOIN household_file AS f ON f.id = y.file_id
      """;

  /** Whoever writes waits for whoever writes; in order, so that nobody waits in a circle. */
  static final String LOCK =
      """
      SELECT id FROM household WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE
      """;

  static final String HOUSEHOLDS =
      """
      SELECT h.id, h.organisation_id, h.withdrawn, f.number, f.level, f.opened_on,
             f.number IS NOT NULL AND f.closed_on IS NULL AS open,
             o.path >= $2 AND o.path < $3 AND h.processing_stopped_at IS NULL AND h.purged_at IS NULL AS within
        FROM household    AS h
        JOIN organisation AS o ON o.id = h.organisation_id
        LEFT JOIN LATERAL (SELECT number, level, opened_on, closed_on
                             FROM household_file
                            WHERE household_id = h.id
                            ORDER BY id DESC
                            LIMIT 1) AS f ON true
       WHERE h.id = ANY ($1)
      """;

  static final String MEMBERS =
      """
      SELECT household_id, person_id, relation
        FROM membership
       WHERE household_id = ANY ($1) AND to_on IS NULL
      """;

  static final String HOUSEHOLD_FACTS =
      """
      SELECT v.household_id,
             (SELECT max(n.version) FROM household_version AS n WHERE n.household_id = v.household_id) AS newest, %s
        FROM household_version AS v
       WHERE v.household_id = ANY ($1) AND v.is_current
      """
          .formatted(FactColumns.names(FormField.Of.HOUSEHOLD, "v."));

  static final String PERSON_FACTS =
      """
      SELECT v.person_id,
             (SELECT max(n.version) FROM person_version AS n WHERE n.person_id = v.person_id) AS newest, %s
        FROM person_version AS v
       WHERE v.person_id = ANY ($1) AND v.is_current
      """
          .formatted(FactColumns.names(FormField.Of.PERSON, "v."));

  static final String NUMBERS =
      """
      SELECT number, household_id FROM household_file WHERE number = ANY ($1)
      """;

  /** By name or number, within reach. */
  static final String ORGANISATIONS =
      """
      SELECT o.id, o.name
        FROM organisation AS o
       WHERE o.path >= $2 AND o.path < $3 AND o.closed_on IS NULL
         AND (o.name = ANY ($1) OR o.id::text = ANY ($1))
      """;

  private final BlindIndex index;
  private final FactColumns household;
  private final FactColumns person;

  KnownStore(FieldCipher cipher, BlindIndex index) {
    this.index = index;
    this.household = FactColumns.of(FormField.Of.HOUSEHOLD, cipher);
    this.person = FactColumns.of(FormField.Of.PERSON, cipher);
  }

  /** Who of these people is where, by ID number; without facts. */
  private record Found(long id, @Nullable Long openIn, @Nullable Long workerOf) {}

  private record Facts(int newest, Map<FormField, String> values) {}

  /**
   * Reads.
   *
   * @param locked whether the households stay as they are until the transaction ends
   * @return what is known; fails when the database does
   */
  Future<Known> read(
      SqlConnection db, Collection<SheetHousehold> sheet, Subtree reach, boolean locked) {
    List<String> numbers =
        sheet.stream()
            .flatMap(each -> each.people().stream())
            .flatMap(each -> each.idNumber().stream())
            .distinct()
            .toList();
    return people(db, numbers)
        .compose(
            found -> {
              Set<Long> households = new HashSet<>();
              found
                  .values()
                  .forEach(
                      each -> {
                        if (each.openIn() != null) {
                          households.add(each.openIn());
                        }
                        if (each.workerOf() != null) {
                          households.add(each.workerOf());
                        }
                      });
              Long[] ids = households.toArray(Long[]::new);
              Future<Void> held =
                  locked && ids.length > 0
                      ? db.preparedQuery(LOCK).execute(Tuple.of((Object) ids)).mapEmpty()
                      : Future.succeededFuture();
              return held.compose(ok -> known(db, sheet, reach, found, ids));
            });
  }

  private Future<Known> known(
      SqlConnection db,
      Collection<SheetHousehold> sheet,
      Subtree reach,
      Map<String, Found> found,
      Long[] ids) {
    Long[] people = found.values().stream().map(Found::id).toArray(Long[]::new);
    String[] numbers = texts(sheet.stream().map(SheetHousehold::number).toList());
    return facts(db, PERSON_FACTS, "person_id", person, people)
        .compose(
            ofPeople ->
                households(db, ids, reach)
                    .compose(
                        households ->
                            numbers(db, numbers)
                                .map(
                                    taken -> {
                                      Map<String, Known.Person> known = new HashMap<>();
                                      found.forEach(
                                          (number, one) -> {
                                            Facts facts =
                                                ofPeople.getOrDefault(
                                                    one.id(), new Facts(0, Map.of()));
                                            known.put(
                                                number,
                                                new Known.Person(
                                                    one.id(),
                                                    one.openIn(),
                                                    one.workerOf(),
                                                    facts.newest(),
                                                    facts.values()));
                                          });
                                      return new Known(known, households, taken, Map.of());
                                    })));
  }

  private Future<Map<String, Found>> people(SqlClient db, List<String> numbers) {
    if (numbers.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    Buffer[] first = new Buffer[numbers.size()];
    Buffer[] second = new Buffer[numbers.size()];
    for (int i = 0; i < numbers.size(); i++) {
      BlindIndex.Slots slots = index.slots(BlindIndex.Kind.ID_NUMBER, numbers.get(i));
      first[i] = slots.first();
      second[i] = slots.second();
    }
    return db.preparedQuery(PEOPLE)
        .execute(Tuple.tuple().addValue(first).addValue(second))
        .map(
            rows -> {
              Map<String, Found> found = new HashMap<>();
              for (Row row : rows) {
                found.put(
                    numbers.get(row.getLong("place").intValue() - 1),
                    new Found(row.getLong("id"), row.getLong("open_in"), row.getLong("worker_of")));
              }
              return found;
            });
  }

  private Future<Map<Long, Facts>> facts(
      SqlClient db, String sql, String key, FactColumns columns, Long[] ids) {
    if (ids.length == 0) {
      return Future.succeededFuture(Map.of());
    }
    return db.preparedQuery(sql)
        .execute(Tuple.of((Object) ids))
        .map(
            rows -> {
              Map<Long, Facts> facts = new HashMap<>();
              for (Row row : rows) {
                long id = row.getLong(key);
                facts.put(id, new Facts(row.getInteger("newest"), columns.read(row, id)));
              }
              return facts;
            });
  }

  private Future<Map<Long, Known.Household>> households(SqlClient db, Long[] ids, Subtree reach) {
    if (ids.length == 0) {
      return Future.succeededFuture(Map.of());
    }
    return facts(db, HOUSEHOLD_FACTS, "household_id", household, ids)
        .compose(
            facts ->
                members(db, ids)
                    .compose(
                        members ->
                            db.preparedQuery(HOUSEHOLDS)
                                .execute(Tuple.of(ids, reach.from(), reach.to()))
                                .map(
                                    rows -> {
                                      Map<Long, Known.Household> all = new HashMap<>();
                                      rows.forEach(
                                          row -> {
                                            Known.Household one = household(row, facts, members);
                                            all.put(one.id(), one);
                                          });
                                      return all;
                                    })));
  }

  private static Known.Household household(
      Row row, Map<Long, Facts> facts, Map<Long, Map<Long, String>> members) {
    long id = row.getLong("id");
    Facts own = facts.getOrDefault(id, new Facts(0, Map.of()));
    return new Known.Household(
        id,
        row.getLong("organisation_id"),
        row.getBoolean("within"),
        Purpose.named(row.getArrayOfStrings("withdrawn")),
        row.getString("number"),
        row.getString("level"),
        row.getLocalDate("opened_on"),
        row.getBoolean("open"),
        own.newest(),
        own.values(),
        members.getOrDefault(id, Map.of()));
  }

  private static Future<Map<Long, Map<Long, String>>> members(SqlClient db, Long[] ids) {
    return db.preparedQuery(MEMBERS)
        .execute(Tuple.of((Object) ids))
        .map(
            rows -> {
              Map<Long, Map<Long, String>> members = new HashMap<>();
              rows.forEach(
                  row ->
                      members
                          .computeIfAbsent(row.getLong("household_id"), any -> new HashMap<>())
                          .put(row.getLong("person_id"), row.getString("relation")));
              return members;
            });
  }

  private static Future<Map<String, Long>> numbers(SqlClient db, String[] numbers) {
    if (numbers.length == 0) {
      return Future.succeededFuture(Map.of());
    }
    return db.preparedQuery(NUMBERS)
        .execute(Tuple.of((Object) numbers))
        .map(
            rows -> {
              Map<String, Long> taken = new HashMap<>();
              rows.forEach(row -> taken.put(row.getString("number"), row.getLong("household_id")));
              return taken;
            });
  }

  /**
   * Organisations within reach by the words that rows name them with.
   *
   * @return those of which there is one; fails when the database does
   */
  static Future<Map<String, Known.Organisation>> organisations(
      SqlClient db, Collection<String> names, Subtree reach) {
    if (names.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    return db.preparedQuery(ORGANISATIONS)
        .execute(Tuple.of(names.toArray(String[]::new), reach.from(), reach.to()))
        .map(
            rows -> {
              List<Known.Organisation> found =
                  Rows.all(
                      rows,
                      row -> new Known.Organisation(row.getLong("id"), row.getString("name")));
              Map<String, Known.Organisation> byName = new HashMap<>();
              for (String name : names) {
                List<Known.Organisation> named =
                    new ArrayList<>(
                        found.stream().filter(each -> each.name().equals(name)).toList());
                if (named.isEmpty()) {
                  found.stream()
                      .filter(each -> Long.toString(each.id()).equals(name))
                      .forEach(named::add);
                }
                if (named.size() == 1) {
                  byName.put(name, named.getFirst());
                }
              }
              return byName;
            });
  }

  private static String[] texts(List<@Nullable String> texts) {
    return texts.stream().filter(text -> text != null).distinct().toArray(String[]::new);
  }
}
