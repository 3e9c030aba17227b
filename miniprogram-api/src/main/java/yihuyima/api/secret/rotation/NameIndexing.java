package yihuyima.api.secret.rotation;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.secret.NameIndex;
import yihuyima.api.sql.Database;
import yihuyima.api.sql.Rows;
import yihuyima.api.sql.StepLoop;

/**
 * Makes the tokens that names are found by wherever they are due: names that are new or were
 * changed, households that went to another organisation, and all of them while the index key
 * changes.
 */
public final class NameIndexing {
  static final String DUE =
      """
      SELECT v.person_id, v.version, v.name_enc,
             ARRAY(SELECT DISTINCT h.organisation_id
                     FROM membership AS m JOIN household AS h ON h.id = m.household_id
                    WHERE m.person_id = v.person_id AND m.to_on IS NULL
                    LIMIT 20) AS organisations
        FROM person_version AS v
       WHERE v.is_current AND COALESCE(v.name_key, 0) < $1::int
       ORDER BY COALESCE(v.name_key, 0), v.person_id
       LIMIT 500
         FOR NO KEY UPDATE OF v SKIP LOCKED
      """;

  static final String WRITE =
      """
      UPDATE person_version AS v
         SET name_tokens = x.tokens::int[], name_key = $4
        FROM unnest($1::bigint[], $2::int[], $3::text[]) AS x (person_id, version, tokens)
       WHERE v.person_id = x.person_id AND v.version = x.version
      """;

  /** Nobody is searched by a name of before. */
  static final String FORGET =
      """
      UPDATE person_version
         SET name_tokens = NULL, name_key = NULL
       WHERE (person_id, version) IN (SELECT person_id, version FROM person_version
                                       WHERE NOT is_current AND name_key IS NOT NULL
                                       ORDER BY person_id, version LIMIT 500
                                         FOR NO KEY UPDATE SKIP LOCKED)
      """;

  /** Whether a name has no tokens of this key, or one of before has any. */
  static final String ANY_LEFT =
      """
      SELECT EXISTS (SELECT 1 FROM person_version WHERE is_current AND COALESCE(name_key, 0) < $1::int)
          OR EXISTS (SELECT 1 FROM person_version WHERE NOT is_current AND name_key IS NOT NULL) AS any_left
      """;

  private static final Logger LOG = LoggerFactory.getLogger(NameIndexing.class);

  private record Made(Long[] persons, Integer[] versions, String[] tokens) {}

  private final Database database;
  private final FieldCipher cipher;
  private final NameIndex names;
  private final RotationSettings settings;
  private final StepLoop loop;

  /** Works on this database; one for each event loop. */
  public NameIndexing(
      Database database, FieldCipher cipher, BlindIndex index, RotationSettings settings) {
    this.database = database;
    this.cipher = cipher;
    this.names = index.names();
    this.settings = settings;
    this.loop = new StepLoop("indexing names", database, this::step);
  }

  /** Works until no name is due; one call at a time does. */
  public void work() {
    loop.work();
  }

  private Future<StepLoop.Next> step(SqlConnection db) {
    return new RotationStore()
        .resealingOnly(db)
        .compose(ok -> db.preparedQuery(FORGET).execute())
        .compose(
            forgotten ->
                db.preparedQuery(DUE)
                    .execute(Tuple.of(names.keyId()))
                    .compose(due -> make(db, Rows.all(due, row -> row), forgotten.rowCount())));
  }

  private Future<StepLoop.Next> make(SqlConnection db, List<Row> due, int forgotten) {
    if (due.isEmpty()) {
      return Future.succeededFuture(forgotten == 0 ? StepLoop.Next.NONE : StepLoop.Next.SOON);
    }
    int keyId = names.keyId();
    return database
        .vertx()
        .executeBlocking(() -> made(due, keyId), false)
        .compose(
            made ->
                db.preparedQuery(WRITE)
                    .execute(
                        Tuple.of(made.persons(), made.versions(), made.tokens(), (short) keyId)))
        .map(written -> new StepLoop.Next(true, settings.pauseMs(due.size())));
  }

  private Made made(List<Row> due, int keyId) {
    List<Long> persons = new ArrayList<>();
    List<Integer> versions = new ArrayList<>();
    List<String> tokens = new ArrayList<>();
    for (Row row : due) {
      NameIndex.Tokens made = tokens(row);
      // The key changed meanwhile: what is left comes again.
      if (made.keyId() == keyId) {
        persons.add(row.getLong("person_id"));
        versions.add(row.getInteger("version"));
        tokens.add(literal(made.tokens()));
      }
    }
    return new Made(
        persons.toArray(Long[]::new),
        versions.toArray(Integer[]::new),
        tokens.toArray(String[]::new));
  }

  private NameIndex.Tokens tokens(Row row) {
    long person = row.getLong("person_id");
    List<Long> organisations = Arrays.asList(row.getArrayOfLongs("organisations"));
    try {
      return names.of(
          organisations,
          cipher.openText(Column.PERSON_NAME, person, Rows.needBytes(row, "name_enc")));
    } catch (IllegalStateException e) {
      LOG.error("a name does not open: person {} is not found by it", person);
      return names.of(List.of(), "");
    }
  }

  /** As PostgreSQL reads an array. */
  public static String literal(int[] tokens) {
    return IntStream.of(tokens)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** Whether tokens under another key than this one are left anywhere, or a name is due. */
  static Future<Boolean> isAnyLeft(SqlConnection db, int keyId) {
    return db.preparedQuery(ANY_LEFT)
        .execute(Tuple.of(keyId))
        .map(rows -> rows.iterator().next().getBoolean("any_left"));
  }
}
