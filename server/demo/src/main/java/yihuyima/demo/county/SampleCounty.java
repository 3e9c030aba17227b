package yihuyima.demo.county;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Loads the sample county into an empty, migrated database, in one transaction: wholly or not at
 * all.
 *
 * <p>Facts are made up and sealed by one thread while another sends the chunk before to PostgreSQL,
 * so memory stays bounded by two chunks, whatever the number of households.
 */
public final class SampleCounty {
  /** Of one seed, one county. */
  public static final long SEED = 20_260_415;

  /** Tested up to here. */
  public static final int HOUSEHOLDS_MAX = 2_000_000;

  /** About 20 MB of rows. */
  private static final int CHUNK_HOUSEHOLDS = 4_000;

  /** For each id that PostgreSQL draws itself, the statement that lets it go on after ours. */
  private static final String SEQUENCES =
      """
      SELECT format('SELECT setval(pg_get_serial_sequence(%1$L, %2$L), greatest(max(%2$I), 1), max(%2$I) IS NOT NULL) FROM %1$s',
                    a.attrelid::regclass, a.attname)
        FROM pg_attribute AS a
        JOIN pg_class     AS c ON c.oid = a.attrelid
       WHERE a.attidentity = 'd' AND c.relnamespace = 'public'::regnamespace
       ORDER BY c.relname
      """;

  private final Connection connection;
  private final CopyManager copy;
  private final UnionTree tree;
  private final Roster roster;
  private final HouseholdMaker households;
  private final AidMaker aid;
  private final HouseholdWriter householdWriter;
  private final AidWriter aidWriter;
  private final UnionWriter unionWriter;
  private final StageLooks looks;
  private final List<Programme> programmes;
  private final int total;
  private final Progress progress;

  private SampleCounty(
      Connection connection,
      SampleKeys keys,
      int total,
      long seed,
      LocalDate today,
      Progress progress)
      throws SQLException {
    this.connection = connection;
    this.copy = connection.unwrap(PGConnection.class).getCopyAPI();
    this.total = total;
    this.progress = progress;
    Ids ids = new Ids();
    InventedNumbers numbers = new InventedNumbers(InventedNumbers.PHONES_OF_HOUSEHOLDS);
    tree = new UnionTree(total);
    roster = new Roster(tree, seed);
    programmes = Programme.of(tree);
    households = new HouseholdMaker(seed, today, ids, numbers);
    aid = new AidMaker(seed, today, programmes);
    householdWriter = new HouseholdWriter(keys, ids, today, seed);
    aidWriter = new AidWriter(keys.cipher(), ids, roster, today);
    unionWriter = new UnionWriter(copy, keys, today);
    looks = new StageLooks(today, tree);
  }

  /**
   * Loads it.
   *
   * @param database as the owner of the tables
   * @param households from {@link Cast#HOUSEHOLDS_MIN} to {@link #HOUSEHOLDS_MAX}
   * @param today what is recent is so on this day
   */
  public static void load(
      DataSource database,
      SampleKeys keys,
      int households,
      long seed,
      LocalDate today,
      Progress progress)
      throws SQLException {
    if (households < Cast.HOUSEHOLDS_MIN || households > HOUSEHOLDS_MAX) {
      throw new IllegalArgumentException(
          "households: %d to %d".formatted(Cast.HOUSEHOLDS_MIN, HOUSEHOLDS_MAX));
    }
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      new SampleCounty(connection, keys, households, seed, today, progress).load();
      connection.commit();
      connection.setAutoCommit(true);
      try (Statement statement = connection.createStatement()) {
        statement.execute("ANALYZE");
      }
    }
  }

  /** Whether there is any household yet. */
  public static boolean isEmpty(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT NOT EXISTS (SELECT 1 FROM household)")) {
      rows.next();
      return rows.getBoolean(1);
    }
  }

  private void load() throws SQLException {
    BulkLoad bulk = BulkLoad.begin(connection);
    unionWriter.write(tree, roster, programmes);
    SampleCatalogue.write(connection, tree);
    execute(HardshipRules.WRITE);
    writeHouseholds();
    looks.write(copy);
    execute("UPDATE revocation_counter SET value = " + householdWriter.deaths());
    progress.finishing();
    bulk.end();
    advanceSequences();
  }

  private void writeHouseholds() throws SQLException {
    try (ExecutorService sender = Executors.newSingleThreadExecutor()) {
      CountyTables filling = new CountyTables();
      CountyTables spare = new CountyTables();
      Future<?> sending = null;
      long done = 0;
      for (int number = 0; number < tree.counties().size(); number++) {
        UnionTree.County county = tree.counties().get(number);
        for (int inCounty = 0; inCounty < county.households(); inCounty++) {
          writeOne(number, county, inCounty, filling);
          done++;
          if (done % CHUNK_HOUSEHOLDS == 0 || done == total) {
            await(sending);
            CountyTables full = filling;
            sending = sender.submit(() -> send(full));
            filling = spare;
            spare = full;
            progress.at(done, total);
          }
        }
      }
      await(sending);
    }
  }

  private void writeOne(int number, UnionTree.County county, int inCounty, CountyTables tables) {
    SampleHousehold household = households.make(county, inCounty);
    long cadre = roster.cadreOf(number, inCounty);
    householdWriter.write(household, tables);
    List<Long> paired = new ArrayList<>();
    paired.add(cadre);
    Long outsider = roster.outsiderOf(number, inCounty);
    if (outsider != null) {
      paired.add(outsider);
    }
    householdWriter.writePairings(household, paired, tables);
    aidWriter.write(household, aid.make(household), number, cadre, tables);
  }

  private @Nullable Void send(CountyTables tables) throws SQLException {
    tables.send(copy);
    return null;
  }

  private static void await(@Nullable Future<?> sending) throws SQLException {
    if (sending == null) {
      return;
    }
    try {
      sending.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while loading", e);
    }
  }

  private void advanceSequences() throws SQLException {
    List<String> statements = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(SEQUENCES)) {
      while (rows.next()) {
        statements.add(rows.getString(1));
      }
    }
    for (String sql : statements) {
      execute(sql);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
