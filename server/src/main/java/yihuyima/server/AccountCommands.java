package yihuyima.server;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.sqlclient.Pool;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Failure;
import yihuyima.api.identity.Passwords;
import yihuyima.api.identity.account.FirstAdministrator;
import yihuyima.api.identity.password.OneTimePassword;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.DataKeys;
import yihuyima.api.sql.Database;

/** The command that opens the accounts of an installation's first two administrators. */
public final class AccountCommands {
  static final String USAGE =
      """
      create-administrator --config FILE --login NAME --name 姓名 [--organisation 名称 --level LEVEL --region CODE]

      --organisation, --level (COUNTRY, PROVINCE, CITY or COUNTY) and --region (six digits) name the topmost
      organisation; they are left out where the database has it. Run it a second time, without them, for another
      person: what gives powers over money, accounts or keys is asked for by one administrator and confirmed by
      another. Refused once the topmost organisation has two administrators.
      """;

  private static final Set<String> OPTIONS =
      Set.of("--config", "--login", "--name", "--organisation", "--level", "--region");

  private static final Set<String> OF_ORGANISATION =
      Set.of("--organisation", "--level", "--region");

  private static final long SECONDS = 60;

  private AccountCommands() {}

  /** Options by name; empty when they cannot be read. */
  static Map<String, String> options(List<String> arguments) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < arguments.size(); i += 2) {
      options.put(arguments.get(i), arguments.get(i + 1));
    }
    boolean readable =
        arguments.size() == 2 * options.size()
            && OPTIONS.containsAll(options.keySet())
            && options.keySet().containsAll(Set.of("--config", "--login", "--name"));
    long named = OF_ORGANISATION.stream().filter(options::containsKey).count();
    return readable && (named == 0 || named == OF_ORGANISATION.size()) ? options : Map.of();
  }

  /**
   * Opens the account and prints its one-time password, once.
   *
   * @return 0 when it is open, 1 when it is refused, 2 when the options are wrong
   */
  public static int createAdministrator(
      ServerConfig config, Map<String, String> options, PrintStream out, PrintStream err) {
    FirstAdministrator.Wanted wanted = wanted(options);
    wanted.problems().forEach(err::println);
    if (!wanted.problems().isEmpty()) {
      return 2;
    }
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try {
      Clock clock = Clock.systemUTC();
      Pool pool = Foundations.pool(config, vertx, 1, 1);
      Waiting.of(new DatabaseCheck(config, pool, clock).run(), SECONDS);
      DataKeys keys = Waiting.of(Foundations.dataKeys(config, vertx, pool, clock), SECONDS);
      String password = OneTimePassword.create(new SecureRandom());
      String hash = Passwords.hash(password);
      FirstAdministrator first =
          new FirstAdministrator(new AccessRecordStore(new BlindIndex(keys)), clock);
      FirstAdministrator.Outcome outcome =
          Waiting.of(
              new Database(vertx, pool, pool).transact(db -> first.make(db, wanted, hash)),
              SECONDS);
      Waiting.of(keys.close(), SECONDS);
      return say(outcome, wanted, password, out, err);
    } catch (Failure e) {
      err.println("refused: " + e.problem().title());
      return 1;
    } finally {
      Waiting.of(vertx.close(), SECONDS);
    }
  }

  private static int say(
      FirstAdministrator.Outcome outcome,
      FirstAdministrator.Wanted wanted,
      String password,
      PrintStream out,
      PrintStream err) {
    return switch (outcome) {
      case FirstAdministrator.Outcome.Refused refused -> {
        err.println("refused: " + refused.reason());
        yield 1;
      }
      case FirstAdministrator.Outcome.Made made -> {
        out.println("organisation       " + made.organisation());
        out.println("login name         " + wanted.loginName());
        out.println("one-time password  " + password);
        out.println(
            "good until         "
                + made.until().atZoneSameInstant(ChinaTime.ZONE).toLocalDateTime().withNano(0)
                + " (China), for nothing but setting a password of one's own;"
                + " a second factor is asked for right after. It is not shown again.");
        if (made.alone()) {
          out.println(
              "next               run it again for a second person, without --organisation, --level"
                  + " and --region: powers take two administrators");
        }
        yield 0;
      }
    };
  }

  private static FirstAdministrator.Wanted wanted(Map<String, String> options) {
    String organisation = options.get("--organisation");
    return new FirstAdministrator.Wanted(
        options.getOrDefault("--login", ""),
        options.getOrDefault("--name", ""),
        organisation == null
            ? null
            : new FirstAdministrator.Topmost(
                organisation,
                options.getOrDefault("--level", ""),
                options.getOrDefault("--region", "")));
  }
}
