package yihuyima.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The production process: {@code serve}, {@code migrate}, {@code check-config}, {@code verify-log},
 * keys, and the first administrator.
 */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private static final String USAGE =
      """
      java -jar yihuyima-server.jar COMMAND --config FILE

      serve          serve HTTP on the configured PostgreSQL and Redis
      migrate        bring the database's schema to what this release knows
      create-administrator  open the first two accounts of a new installation; says by itself what it needs
      check-config   say what is wrong with the configuration, and end
      rotate-keys    change the data key while servers serve, and say how far it is
      rotate-index-key  change the key of the blind indexes while servers serve
      rotate-kek     wrap the data keys with the newest key-encryption key
      keys           list every configuration key with its meaning and default
      verify-log     compare the record of looks with its seals; says by itself what it needs

      Values in the file may be overridden by the environment: publicUrl by YIHUYIMA_PUBLIC_URL.
      """;

  private Main() {}

  /** Exit codes: 0 done, 1 failed, 2 the call or the configuration cannot be used. */
  public static void main(String[] arguments) {
    int code = run(List.of(arguments));
    if (code != RUNNING) {
      System.exit(code);
    }
  }

  private static final int RUNNING = -1;

  /** Carries out a command; for {@link #main} and for who stands beside it. */
  public static int run(List<String> arguments) {
    if (arguments.equals(List.of("keys"))) {
      printKeys();
      return 0;
    }
    if (!arguments.isEmpty() && arguments.getFirst().equals("verify-log")) {
      return VerifyLog.run(
          arguments.subList(1, arguments.size()), System.getenv(), System.out, System.err);
    }
    if (!arguments.isEmpty() && arguments.getFirst().equals("create-administrator")) {
      return createAdministrator(arguments.subList(1, arguments.size()));
    }
    if (arguments.size() != 3 || !arguments.get(1).equals("--config")) {
      System.err.print(USAGE);
      return 2;
    }
    try {
      ServerConfig config = ServerConfig.read(Path.of(arguments.get(2)), System.getenv());
      return switch (arguments.get(0)) {
        case "serve" -> serve(config);
        case "migrate" -> migrate(config);
        case "rotate-keys" -> KeyCommands.rotateKeys(config);
        case "rotate-index-key" -> KeyCommands.rotateIndexKey(config);
        case "rotate-kek" -> KeyCommands.rotateKek(config);
        case "check-config" -> {
          System.out.println("the configuration can be used");
          config.weaknesses().forEach(weak -> System.out.println("weak: " + weak));
          yield 0;
        }
        default -> {
          System.err.print(USAGE);
          yield 2;
        }
      };
    } catch (ConfigException e) {
      e.problems().forEach(problem -> System.err.println("configuration: " + problem));
      return 2;
    } catch (RuntimeException e) {
      LOG.error("could not {}", arguments.get(0), e);
      return 1;
    }
  }

  private static int createAdministrator(List<String> arguments) {
    Map<String, String> options = AccountCommands.options(arguments);
    String file = options.get("--config");
    if (file == null) {
      System.err.print(AccountCommands.USAGE);
      return 2;
    }
    try {
      ServerConfig config = ServerConfig.read(Path.of(file), System.getenv());
      return AccountCommands.createAdministrator(config, options, System.out, System.err);
    } catch (ConfigException e) {
      e.problems().forEach(problem -> System.err.println("configuration: " + problem));
      return 2;
    } catch (RuntimeException e) {
      LOG.error("could not create-administrator", e);
      return 1;
    }
  }

  private static int serve(ServerConfig config) {
    if (config.isOn(ConfigKey.DEMO)) {
      throw new ConfigException(List.of("demo is not part of this jar"));
    }
    RunningServer server = YihuyimaServer.start(config);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
    return RUNNING;
  }

  private static int migrate(ServerConfig config) {
    LOG.info("migrations carried out: {}", Migration.migrate(config));
    return 0;
  }

  private static void printKeys() {
    for (ConfigKey key : ConfigKey.values()) {
      System.out.printf(
          "%-26s %-34s %s%n",
          key.key(), key.byDefault().map(d -> "[" + d + "]").orElse("required"), key.meaning());
    }
  }
}
