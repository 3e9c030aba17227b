package yihuyima.api.policy.recomputation;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yihuyima.api.organisation.RegionLineage;
import yihuyima.api.policy.condition.Fact;
import yihuyima.api.policy.condition.Fact.Scope;
import yihuyima.api.policy.condition.Facts;
import yihuyima.api.policy.condition.Limits;
import yihuyima.api.policy.condition.RegisterFacts;
import yihuyima.api.policy.condition.batch.Batch;

/**
 * Reads what the register knows today of many households into a {@link Batch}: two statements for a
 * window of households, each along an index.
 */
final class RegisterReader {
  /** Facts of the household, in the order of the columns of {@link #HOUSEHOLDS} from 4 on. */
  private static final List<String> OF_HOUSEHOLD =
      List.of(
          "region",
          "organisationLevel",
          "tier",
          "mainCause",
          "otherCauses",
          "housing",
          "singleParent",
          "zeroEmployment",
          "selfHelp",
          "yearIncomeFen",
          "yearExpenseFen",
          "selfPaidMedicalFen",
          "recipientClass",
          "fileLevel",
          "fileOpenedOn",
          "fileClosedOn");

  static final int FIRST_FACT = 4;

  private static final String HOUSEHOLDS_OF =
      """
      SELECT h.id, h.organisation_id, h.withdrawn, v.household_id IS NOT NULL AND h.processing_stopped_at IS NULL AS stated,
             o.region_code, o.level, v.tier, v.main_cause, v.other_causes, v.housing, v.single_parent, v.zero_employment,
             v.self_help, v.year_income_fen, v.year_expense_fen, v.self_paid_medical_fen, v.recipient,
             f.level AS file_level, f.opened_on, f.closed_on,
             v.tier IS NULL AND (SELECT true FROM household_version AS s
                                  WHERE s.household_id = h.id AND (s.states IS NULL OR 'TIER' = ANY (s.states)) LIMIT 1) AS no_tier,
             v.other_causes = '{}' AND (SELECT true FROM household_version AS s
                                         WHERE s.household_id = h.id AND (s.states IS NULL OR 'OTHER_CAUSES' = ANY (s.states)) LIMIT 1)
                                       IS NULL AS causes_open
        FROM (SELECT id, organisation_id, withdrawn, processing_stopped_at
                FROM household
               WHERE %s) AS h
        JOIN organisation AS o ON o.id = h.organisation_id
        LEFT JOIN household_version AS v ON v.household_id = h.id AND v.is_current
        LEFT JOIN LATERAL (SELECT l.level, l.opened_on, l.closed_on
                             FROM household_file AS l
                            WHERE l.household_id = h.id
                            ORDER BY l.id DESC
                            LIMIT 1) AS f ON true
       ORDER BY h.id
      """;

  static final String HOUSEHOLDS = HOUSEHOLDS_OF.formatted("id > $1 ORDER BY id LIMIT $2");

  /** The same of households that are named. */
  static final String NAMED_HOUSEHOLDS = HOUSEHOLDS_OF.formatted("id = ANY ($1)");

  /** Facts of a member, in the order of the columns of {@link #MEMBERS} from 1 on. */
  private static final List<String> OF_MEMBER =
      List.of(
          "relation",
          "sex",
          "bornOn",
          "health",
          "disability",
          "insurance",
          "marriage",
          "residence",
          "workStatus",
          "schoolStage",
          "enrolledYear",
          "schoolYears",
          "monthIncomeFen",
          "modelWorker",
          "workingSince");

  static final String MEMBERS =
      """
      SELECT m.household_id, m.relation, v.sex, v.born_on, v.health, v.disability, v.insurance, v.marital, v.hukou, v.work_status,
             v.school_stage, v.entered_year, v.school_years, v.month_income_fen, v.model_worker, v.work_since
        FROM membership     AS m
        JOIN person_version AS v ON v.person_id = m.person_id AND v.is_current
       WHERE m.household_id >= $1 AND m.household_id <= $2 AND m.to_on IS NULL
       ORDER BY m.household_id
      """;

  /** The same of households that are named. */
  static final String NAMED_MEMBERS =
      MEMBERS.replace("m.household_id >= $1 AND m.household_id <= $2", "m.household_id = ANY ($1)");

  /** The newest word of each region on a day. */
  static final String STANDARDS =
      """
      SELECT DISTINCT ON (region_code) region_code, month_fen
        FROM living_standard
       WHERE valid_from <= $1
       ORDER BY region_code, valid_from DESC, version DESC
      """;

  /**
   * A window of households.
   *
   * @param ids ascending
   * @param withdrawn for each what its family took its consent back for; empty for nearly all; null
   *     of whom nothing is known or nothing is to be processed
   * @param members how many people there are in all
   */
  record Window(
      long[] ids,
      long[] organisations,
      List<@Nullable Set<String>> withdrawn,
      Batch batch,
      long members) {
    int size() {
      return ids.length;
    }

    /** Where the next window goes on. */
    long last() {
      return ids[ids.length - 1];
    }
  }

  private final Set<Fact> wanted;
  private final List<FactReading> ofHousehold;
  private final List<FactReading> ofMember;
  private final Map<String, Long> standards;
  private final Facts facts = RegisterFacts.ALL;
  private final Fact tier = facts.get(Scope.HOUSEHOLD, "tier");
  private final Fact otherCauses = facts.get(Scope.HOUSEHOLD, "otherCauses");
  private final Fact schoolStage = facts.get(Scope.MEMBER, "schoolStage");
  private final Fact disability = facts.get(Scope.MEMBER, "disability");
  private final Fact fileLevel = facts.get(Scope.HOUSEHOLD, "fileLevel");
  private final Fact fileState = facts.get(Scope.HOUSEHOLD, "fileState");
  private final Fact net = facts.get(Scope.HOUSEHOLD, "netMonthPerHeadFen");
  private final Fact minimum = facts.get(Scope.HOUSEHOLD, "minimumStandardFen");

  private RegisterReader(Collection<Fact> wanted, Map<String, Long> standards) {
    this.wanted = Set.copyOf(wanted);
    this.standards = standards;
    this.ofHousehold = readings(Scope.HOUSEHOLD, OF_HOUSEHOLD, FIRST_FACT);
    this.ofMember = readings(Scope.MEMBER, OF_MEMBER, 1);
  }

  private List<FactReading> readings(Scope scope, List<String> names, int firstColumn) {
    List<FactReading> readings = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Fact fact = facts.get(scope, names.get(i));
      if (wanted.contains(fact)) {
        readings.add(new FactReading(fact, firstColumn + i));
      }
    }
    return readings;
  }

  /**
   * A reader for a day.
   *
   * @param wanted facts to read; the others stay unknown
   * @return the reader; fails when the database does
   */
  static Future<RegisterReader> open(SqlClient db, Collection<Fact> wanted, LocalDate day) {
    return db.preparedQuery(STANDARDS)
        .execute(Tuple.of(day))
        .map(
            rows -> {
              Map<String, Long> standards = new HashMap<>();
              for (Row row : rows) {
                standards.put(row.getString(0), row.getLong(1));
              }
              return new RegisterReader(wanted, standards);
            });
  }

  /** Minimum standards by region, in fen a month. */
  Map<String, Long> standards() {
    return Map.copyOf(standards);
  }

  /**
   * The next households by id.
   *
   * @param after the id that the window begins after
   * @return the window, empty behind the last household; fails when the database does
   */
  Future<Window> next(SqlClient db, long after, int households) {
    return db.preparedQuery(HOUSEHOLDS)
        .execute(Tuple.of(after, households))
        .compose(
            found -> {
              if (found.size() == 0) {
                return Future.succeededFuture(window(found, null));
              }
              long[] ends = ends(found);
              return db.preparedQuery(MEMBERS)
                  .execute(Tuple.of(ends[0], ends[1]))
                  .map(members -> window(found, members));
            });
  }

  /**
   * Households that are named; those that are not there are left out.
   *
   * @return the window; fails when the database does
   */
  Future<Window> named(SqlClient db, Long[] ids) {
    return db.preparedQuery(NAMED_HOUSEHOLDS)
        .execute(Tuple.of(ids))
        .compose(
            found ->
                db.preparedQuery(NAMED_MEMBERS)
                    .execute(Tuple.of(ids))
                    .map(members -> window(found, members)));
  }

  private static long[] ends(RowSet<Row> households) {
    long first = Long.MAX_VALUE;
    long last = 0;
    for (Row row : households) {
      long id = row.getLong(0);
      first = Math.min(first, id);
      last = id;
    }
    return new long[] {first, last};
  }

  /** Both lists are in the order of households; members of households that are left out are too. */
  private Window window(RowSet<Row> households, @Nullable RowSet<Row> members) {
    int size = households.size();
    long[] ids = new long[size];
    long[] organisations = new long[size];
    List<@Nullable Set<String>> withdrawn = new ArrayList<>(size);
    Batch.Builder batch = Batch.builder(wanted, size);
    Iterator<Row> people =
        members == null ? java.util.Collections.<Row>emptyIterator() : members.iterator();
    Row person = people.hasNext() ? people.next() : null;
    int at = 0;
    long inAll = 0;
    for (Row row : households) {
      long id = row.getLong(0);
      ids[at] = id;
      organisations[at++] = row.getLong(1);
      String[] taken = row.getArrayOfStrings(2);
      withdrawn.add(
          !row.getBoolean(3)
              ? null
              : taken == null || taken.length == 0 ? Set.of() : Set.of(taken));
      while (person != null && person.getLong(0) < id) {
        person = people.hasNext() ? people.next() : null;
      }
      // A household that the register has nobody of is not one of nobody.
      batch.household(person != null && person.getLong(0) == id);
      int count = 0;
      while (person != null && person.getLong(0) == id) {
        batch.member();
        member(batch, person);
        count++;
        person = people.hasNext() ? people.next() : null;
      }
      inAll += count;
      household(batch, row, count);
    }
    return new Window(ids, organisations, withdrawn, batch.build(), inAll);
  }

  /** What a member's form leaves blank follows from the rest, as where one household is read. */
  private void member(Batch.Builder batch, Row person) {
    for (FactReading reading : ofMember) {
      long value = reading.of(person);
      Fact fact = reading.fact();
      if (value == Fact.UNKNOWN && fact.equals(schoolStage)) {
        String work = person.getString("work_status");
        value = work == null || work.equals("STUDENT") || work.equals("CHILD") ? value : none(fact);
      } else if (value == Fact.UNKNOWN && fact.equals(disability)) {
        value = "GOOD".equals(person.getString("health")) ? none(fact) : value;
      }
      if (value != Fact.UNKNOWN) {
        batch.set(fact, value);
      }
    }
  }

  private static long none(Fact fact) {
    return fact.place("NONE").orElseThrow();
  }

  private void household(Batch.Builder batch, Row row, int people) {
    for (FactReading reading : ofHousehold) {
      long value = reading.of(row);
      if (value == Fact.UNKNOWN) {
        value = none(reading.fact(), row);
      } else if (reading.fact().equals(otherCauses)
          && Boolean.TRUE.equals(row.getBoolean("causes_open"))) {
        value = Fact.UNKNOWN;
      }
      if (value != Fact.UNKNOWN) {
        batch.set(reading.fact(), value);
      }
    }
    if (wanted.contains(fileState)) {
      String state =
          row.getValue("opened_on") == null
              ? "NONE"
              : row.getValue("closed_on") == null ? "OPEN" : "CLOSED";
      batch.set(fileState, fileState.place(state).orElseThrow());
    }
    Long standard = standard(row.getString(FIRST_FACT));
    if (standard != null) {
      batch.set(minimum, standard);
    }
    Long had = row.getLong("year_income_fen");
    Long spent = row.getLong("year_expense_fen");
    if (had != null && spent != null && people > 0 && people <= Limits.MEMBERS_MAX) {
      batch.set(net, Math.floorDiv(had - spent, 12L * people));
    }
  }

  /** What is known not to be there: somebody said that there is no tier, no file was opened. */
  private long none(Fact fact, Row row) {
    boolean known =
        fact.equals(tier)
            ? Boolean.TRUE.equals(row.getBoolean("no_tier"))
            : fact.equals(fileLevel) && row.getValue("opened_on") == null;
    return known ? none(fact) : Fact.UNKNOWN;
  }

  /** Its own standard, or that of the nearest region above it. */
  private @Nullable Long standard(String region) {
    for (String code : RegionLineage.of(region)) {
      Long fen = standards.get(code);
      if (fen != null) {
        return fen;
      }
    }
    return null;
  }
}
