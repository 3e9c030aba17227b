package yihuyima.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/**
 * The configuration: one file, then the environment, checked as a whole before anything starts.
 * Every key is known by name ({@link ConfigKey}); an unknown one is refused, for it is a misspelt
 * one.
 */
public final class ServerConfig {
  private static final String FILE_PREFIX = "file:";
  private static final String VARIABLE_PREFIX = "YIHUYIMA_";

  private final Map<ConfigKey, String> values = new EnumMap<>(ConfigKey.class);
  private final List<String> problems = new ArrayList<>();

  /** Not given, or not to be read: named once, and not complained about again. */
  private final Set<ConfigKey> missing = EnumSet.noneOf(ConfigKey.class);

  private ServerConfig(Map<String, String> given) {
    for (Map.Entry<String, String> entry : new TreeMap<>(given).entrySet()) {
      Optional<ConfigKey> key = ConfigKey.of(entry.getKey());
      if (key.isEmpty()) {
        problems.add("unknown configuration key: " + entry.getKey());
      } else {
        values.put(key.get(), resolve(key.get(), entry.getValue().strip()));
      }
    }
    for (ConfigKey key : ConfigKey.values()) {
      if (!values.containsKey(key)) {
        key.byDefault()
            .ifPresentOrElse(
                value -> values.put(key, value), () -> missing(key, key.key() + " is missing"));
      }
    }
  }

  /**
   * A configuration from keys and values.
   *
   * @throws ConfigException when it cannot be used
   */
  public static ServerConfig of(Map<String, String> given) {
    ServerConfig config = new ServerConfig(given);
    List<String> found = config.check();
    if (!found.isEmpty()) {
      throw new ConfigException(found);
    }
    return config;
  }

  /**
   * A configuration from a file and the environment, which comes second and wins.
   *
   * @throws ConfigException when it cannot be used
   */
  public static ServerConfig read(Path file, Map<String, String> environment) {
    Map<String, String> given = new HashMap<>();
    Properties properties = new Properties();
    String careless = "";
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(in);
      careless = PrivateFile.complaint(file);
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigException(List.of("the configuration file cannot be read: " + file));
    }
    if (!careless.isEmpty()) {
      throw new ConfigException(List.of("the configuration file: " + careless));
    }
    properties.forEach((key, value) -> given.put((String) key, (String) value));
    for (Map.Entry<String, String> entry : environment.entrySet()) {
      if (entry.getKey().startsWith(VARIABLE_PREFIX)) {
        given.put(keyOf(entry.getKey()), entry.getValue());
      }
    }
    return of(given);
  }

  /** The key of a variable; the variable itself when no key has that name, to be refused by it. */
  private static String keyOf(String variable) {
    for (ConfigKey key : ConfigKey.values()) {
      if (key.variable().equals(variable)) {
        return key.key();
      }
    }
    return variable;
  }

  private String resolve(ConfigKey key, String value) {
    if (!value.startsWith(FILE_PREFIX)) {
      return value;
    }
    try {
      Path file = Path.of(value.substring(FILE_PREFIX.length()));
      String careless = PrivateFile.complaint(file);
      if (!careless.isEmpty()) {
        problems.add(key.key() + ": " + careless);
      }
      return Files.readString(file).strip();
    } catch (IOException | InvalidPathException e) {
      missing(key, key.key() + ": cannot read " + value.substring(FILE_PREFIX.length()));
      return "";
    }
  }

  private void missing(ConfigKey key, String problem) {
    missing.add(key);
    problems.add(problem);
  }

  /** Whether there is a value that can be judged. */
  boolean isGiven(ConfigKey key) {
    return !missing.contains(key);
  }

  private List<String> check() {
    List<String> found = new ArrayList<>(problems);
    found.addAll(ConfigCheck.problems(this));
    return found;
  }

  /** What may be so and had better not be, a line for each; never a secret. */
  public List<String> weaknesses() {
    return ConfigCheck.weaknesses(this);
  }

  /** A value; a default counts. */
  public String text(ConfigKey key) {
    return values.getOrDefault(key, "");
  }

  /** A path; empty when nothing is given or it is none on this machine. */
  Optional<Path> path(ConfigKey key) {
    try {
      return text(key).isEmpty() ? Optional.empty() : Optional.of(Path.of(text(key)));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  boolean isOn(ConfigKey key) {
    return text(key).equals("on");
  }

  /** A whole number; {@link ConfigCheck} has seen that it is one. */
  public int number(ConfigKey key) {
    return Integer.parseInt(text(key));
  }

  /** Names or addresses, comma separated; none when it is empty. */
  List<String> list(ConfigKey key) {
    return text(key).isEmpty() ? List.of() : List.of(text(key).split("\\s*,\\s*", -1));
  }

  /** One key, as bytes. */
  byte[] secret(ConfigKey key) {
    return Base64.getDecoder().decode(text(key));
  }

  /** Keys by id, in the order given. */
  Map<String, byte[]> secrets(ConfigKey key) {
    Map<String, byte[]> keys = new LinkedHashMap<>();
    for (String entry : list(key)) {
      int colon = entry.indexOf(':');
      keys.put(
          entry.substring(0, Math.max(0, colon)),
          Base64.getDecoder().decode(entry.substring(colon + 1)));
    }
    return keys;
  }

  /** Names no value: some are secret. */
  @Override
  public String toString() {
    return "ServerConfig" + values.keySet();
  }
}
