package yihuyima.server;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import yihuyima.api.audit.seal.HeadFile;
import yihuyima.api.audit.seal.RecordVerifier;
import yihuyima.api.audit.seal.SealStore;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.qr.CodeVerifier;
import yihuyima.qr.Ed25519Verifier;
import yihuyima.qr.Sm2Verifier;

/**
 * {@code verify-log}: compares the record of looks with its seals. Needs no configuration and no
 * secret, only a database to read and the public keys, so that somebody else can run it.
 */
public final class VerifyLog {
  /** Nothing was found. */
  public static final int CLEAN = 0;

  /** Something was found, and printed. */
  public static final int FINDINGS = 1;

  /** It could not be checked. */
  public static final int NOT_CHECKED = 2;

  private static final String USAGE =
      """
      java -jar yihuyima-server.jar verify-log --database jdbc:postgresql://HOST/NAME --public-key ID=BASE64 [...]

      --database URL        a database to read; the user and the password also by PGUSER and PGPASSWORD
      --public-key ID=KEY   32 bytes of Ed25519 or 64 of SM2, in base64; once for each key that sealed
      --head FILE           the seals kept outside the database: without it a cut tail cannot be seen
      --day 2026-11-22      only what was sealed on that day in China
      --year 2026           only what was sealed in that year

      One finding a line. Exit code 0: none, 1: some, 2: it could not be checked.
      """;

  private final PrintStream out;
  private final PrintStream err;
  private final Map<Integer, CodeVerifier> keys = new HashMap<>();
  private @Nullable String database;
  private @Nullable Path head;
  private @Nullable LocalDate from;
  private @Nullable LocalDate until;

  private VerifyLog(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs it; gives the exit code. */
  public static int run(
      List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
    VerifyLog command = new VerifyLog(out, err);
    try {
      command.parse(arguments);
    } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
      err.print(USAGE);
      return NOT_CHECKED;
    }
    try {
      return command.verify(environment);
    } catch (SQLException | IOException | UncheckedIOException e) {
      err.println("could not be checked: " + e.getMessage());
      return NOT_CHECKED;
    }
  }

  private void parse(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i += 2) {
      String value = arguments.get(i + 1);
      switch (arguments.get(i)) {
        case "--database" -> database = value.startsWith("jdbc:") ? value : "jdbc:" + value;
        case "--public-key" -> addKey(value);
        case "--head" -> head = Path.of(value);
        case "--day" -> {
          from = LocalDate.parse(value);
          until = from.plusDays(1);
        }
        case "--year" -> {
          from = Year.parse(value).atDay(1);
          until = from.plusYears(1);
        }
        default -> throw new IllegalArgumentException(arguments.get(i));
      }
    }
    if (database == null || keys.isEmpty()) {
      throw new IllegalArgumentException("database and public key");
    }
  }

  private void addKey(String text) {
    int equals = text.indexOf('=');
    int id = Integer.parseInt(text.substring(0, Math.max(0, equals)));
    byte[] key = Base64.getDecoder().decode(text.substring(equals + 1));
    keys.put(id, key.length == 32 ? Ed25519Verifier.of(id, key) : Sm2Verifier.of(id, key));
  }

  private int verify(Map<String, String> environment) throws SQLException, IOException {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "yihuyima verify-log");
    if (environment.containsKey("PGUSER")) {
      properties.setProperty("user", environment.get("PGUSER"));
    }
    if (environment.containsKey("PGPASSWORD")) {
      properties.setProperty("password", environment.get("PGPASSWORD"));
    }
    try (Connection db = DriverManager.getConnection(database, properties);
        Stream<Optional<HeadFile.Line>> lines =
            head == null ? Stream.empty() : new HeadFile(head).lines()) {
      db.setReadOnly(true);
      db.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      db.setAutoCommit(false);
      return verify(db, lines);
    }
  }

  private int verify(Connection db, Stream<Optional<HeadFile.Line>> lines) throws SQLException {
    long first = 1;
    long last = Long.MAX_VALUE;
    if (from != null && until != null) {
      Optional<long[]> numbers = SealStore.numbersBetween(db, start(from), start(until));
      if (numbers.isEmpty()) {
        err.println("could not be checked: nothing was sealed then");
        return NOT_CHECKED;
      }
      first = numbers.get()[0];
      last = numbers.get()[1];
    }
    long began = System.nanoTime();
    RecordVerifier.Summary summary =
        new RecordVerifier(db, keys, out::println).verify(first, last, lines.iterator());
    err.printf(
        Locale.ROOT,
        "%,d seals and %,d records read in %.1f s, %,d findings%n",
        summary.seals(),
        summary.records(),
        (System.nanoTime() - began) / 1e9,
        summary.findings());
    if (summary.unsealed() > 0) {
      err.printf(Locale.ROOT, "%,d records wait for their seal%n", summary.unsealed());
    }
    if (head == null) {
      err.println("no head was given: a cut tail cannot be seen");
    }
    return summary.findings() == 0 ? CLEAN : FINDINGS;
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ChinaTime.ZONE).toInstant();
  }
}
