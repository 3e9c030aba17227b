package yihuyima.server;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import yihuyima.api.sql.Rows;

/** What a database must be before a server starts on it. */
final class DatabaseCheck {
  /** How far our clock and the database's may be apart. */
  static final Duration CLOCK_OFF_MAX = Duration.ofMinutes(1);

  static final String DATABASE_CLOCK =
      """
      SELECT clock_timestamp() AS now
      """;

  /** Sample people belong to regions that do not exist, and their passwords are known. */
  static final String SAMPLE_DATA =
      """
      SELECT id FROM organisation WHERE region_code >= '990000' ORDER BY id LIMIT 1
      """;

  /**
   * Where somebody might have put a key-encryption key: wrapped keys, and the database's settings.
   */
  static final String KEY_PLACES =
      """
      SELECT encode(wrapped, 'hex') AS place FROM data_key WHERE purpose IN ('SEAL', 'INDEX') AND state <> 'RETIRED'
      UNION ALL
      SELECT unnest(setconfig)
        FROM pg_db_role_setting
       WHERE setdatabase IN (SELECT oid FROM pg_database WHERE datname = current_database() UNION SELECT 0)
       LIMIT 5000
      """;

  private final ServerConfig config;
  private final Pool pool;
  private final Clock clock;

  DatabaseCheck(ServerConfig config, Pool pool, Clock clock) {
    this.config = config;
    this.pool = pool;
    this.clock = clock;
  }

  /** Everything; fails with a {@link ConfigException} that says what is wrong. */
  Future<Void> run() {
    return schema()
        .compose(ok -> time())
        .compose(ok -> config.isOn(ConfigKey.DEMO) ? Future.succeededFuture() : sample())
        .compose(ok -> keys());
  }

  private Future<Void> schema() {
    return Migration.ofDatabase(pool)
        .recover(error -> refused("the database cannot be reached or was never migrated"))
        .compose(
            version ->
                version.equals(Migration.KNOWN)
                    ? Future.succeededFuture()
                    : refused(
                        "the schema is version "
                            + version
                            + ", this release knows "
                            + Migration.KNOWN
                            + ": run migrate"));
  }

  private Future<Void> time() {
    return pool.query(DATABASE_CLOCK)
        .execute()
        .compose(
            rows -> {
              OffsetDateTime theirs = rows.iterator().next().getOffsetDateTime("now");
              Duration off = Duration.between(theirs.toInstant(), clock.instant()).abs();
              return off.compareTo(CLOCK_OFF_MAX) <= 0
                  ? Future.succeededFuture()
                  : refused("this clock and the database's are " + off + " apart");
            });
  }

  private Future<Void> sample() {
    return pool.query(SAMPLE_DATA)
        .execute()
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture()
                    : refused(
                        "the database holds sample data (regions that begin with 99), whose"
                            + " sign-ins are known: use another database"));
  }

  /** Compared here: the keys must not go to the database, not even to be looked for. */
  private Future<Void> keys() {
    return pool.query(KEY_PLACES)
        .execute()
        .compose(
            rows -> {
              List<String> places = Rows.all(rows, row -> row.getString("place"));
              for (Map.Entry<String, byte[]> key :
                  config.secrets(ConfigKey.KEY_ENCRYPTION_KEYS).entrySet()) {
                String hex = HexFormat.of().formatHex(key.getValue());
                String base64 = Base64.getEncoder().withoutPadding().encodeToString(key.getValue());
                for (String place : places) {
                  boolean there =
                      place.toLowerCase(Locale.ROOT).contains(hex) || place.contains(base64);
                  if (there) {
                    Arrays.fill(key.getValue(), (byte) 0);
                    return refused(
                        "key-encryption key "
                            + key.getKey()
                            + " stands in the database: draw another and run rotate-kek");
                  }
                }
              }
              return Future.succeededFuture();
            });
  }

  private static <T> Future<T> refused(String problem) {
    return Future.failedFuture(new ConfigException(List.of(problem)));
  }
}
