package yihuyima.server;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import yihuyima.qr.CodePrefix;

/** What a configuration must be before a server starts with it. */
final class ConfigCheck {
  private static final int KEY_BYTES_MIN = 32;
  private static final int PASSWORD_CHARS_MIN = 12;

  /** Secrets that others drew for us: the providers' are far longer. */
  private static final int SECRET_CHARS_MIN = 16;

  /** Proxies that would let everybody name their own address. */
  private static final Set<String> EVERYONE = Set.of("*", "0.0.0.0", "0.0.0.0/0", "::", "::/0");

  /** IPv4 or IPv6, by their letters; names would be asked of somebody else. */
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private final ServerConfig config;
  private final Map<String, ConfigKey> seen = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  private ConfigCheck(ServerConfig config) {
    this.config = config;
  }

  /** One line for each thing to mend; never a secret. */
  static List<String> problems(ServerConfig config) {
    ConfigCheck check = new ConfigCheck(config);
    check.addresses();
    check.numbers();
    check.keys();
    check.record();
    check.stores();
    check.outside();
    return check.problems;
  }

  /** One line for each thing that may be so and had better not be; never a secret. */
  static List<String> weaknesses(ServerConfig config) {
    List<String> weak = new ArrayList<>();
    if (config.text(ConfigKey.SECOND_FACTOR).equals("offered")) {
      weak.add("secondFactor is offered: a stolen password is enough for money, accounts and keys");
    }
    for (ConfigKey password : List.of(ConfigKey.DATABASE_PASSWORD, ConfigKey.REDIS_PASSWORD)) {
      if (isWeakPassword(config, password)) {
        weak.add(password.key() + " is easily guessed by whoever reaches this machine");
      }
    }
    if (config.text(ConfigKey.REDIS_PASSWORD).isEmpty()) {
      weak.add("redisPassword is missing: every program on this machine may read and reset limits");
    }
    for (ConfigKey secret :
        List.of(ConfigKey.SMS_SECRET_KEY, ConfigKey.WECHAT_APP_SECRET, ConfigKey.WECOM_SECRET)) {
      String text = config.text(secret);
      if (!text.isEmpty() && text.length() < SECRET_CHARS_MIN) {
        weak.add(secret.key() + " is too short to be what the provider gave");
      }
    }
    if (!config.text(ConfigKey.FIELD_KEYS).isEmpty()) {
      weak.add("fieldKeys and indexKey are taken over: delete both and run rotate-keys");
    }
    return weak;
  }

  private void addresses() {
    boolean demo = config.isOn(ConfigKey.DEMO);
    try {
      CodePrefix prefix = new CodePrefix(config.text(ConfigKey.PUBLIC_URL));
      require(demo || !prefix.insecure(), ConfigKey.PUBLIC_URL, "must be https");
    } catch (IllegalArgumentException e) {
      require(false, ConfigKey.PUBLIC_URL, "is no address of the form https://host[:port]");
    }
    boolean tls = tlsFiles();
    require(
        demo
            || tls
            || isLoopback(config.text(ConfigKey.HTTP_HOST))
            || !config.list(ConfigKey.TRUSTED_PROXIES).isEmpty(),
        ConfigKey.HTTP_HOST,
        "is open to others: give tlsCertificate and tlsKey, or name the proxy in trustedProxies");
    require(
        isLoopback(config.text(ConfigKey.MANAGEMENT_HOST)),
        ConfigKey.MANAGEMENT_HOST,
        "must be on loopback: health and metrics have no password");
    for (String proxy : config.list(ConfigKey.TRUSTED_PROXIES)) {
      require(!EVERYONE.contains(proxy), ConfigKey.TRUSTED_PROXIES, "must not be everyone");
      // Proxies are believed one by one: a network, a name or a word for all would never match, and
      // whoever wrote it meant more than one machine.
      require(
          EVERYONE.contains(proxy) || ADDRESS.matcher(proxy).matches(),
          ConfigKey.TRUSTED_PROXIES,
          "has something that is no single address");
    }
  }

  /** Whether the server carries TLS itself; its files are looked at. */
  private boolean tlsFiles() {
    String chain = config.text(ConfigKey.TLS_CERTIFICATE);
    String key = config.text(ConfigKey.TLS_KEY);
    require(
        chain.isEmpty() == key.isEmpty(),
        ConfigKey.TLS_CERTIFICATE,
        "and tlsKey are given together or not at all");
    Optional<Path> chainFile = config.path(ConfigKey.TLS_CERTIFICATE);
    Optional<Path> keyFile = config.path(ConfigKey.TLS_KEY);
    require(chain.isEmpty() || chainFile.isPresent(), ConfigKey.TLS_CERTIFICATE, "is no path");
    require(key.isEmpty() || keyFile.isPresent(), ConfigKey.TLS_KEY, "is no path");
    if (chainFile.isPresent() && keyFile.isPresent()) {
      try {
        TlsFiles.read(chainFile.get(), keyFile.get(), Instant.now());
      } catch (ConfigException e) {
        problems.addAll(e.problems());
      }
    }
    return !chain.isEmpty();
  }

  private void numbers() {
    range(ConfigKey.TLS_RELOAD_SECONDS, 1, 86_400);
    range(ConfigKey.REQUEST_HEAD_SECONDS, 1, 600);
    range(ConfigKey.REQUEST_BODY_SECONDS, 1, 3600);
    range(ConfigKey.CONNECTIONS_PER_ADDRESS, 1, 1_000_000);
    range(ConfigKey.HTTP_PORT, 0, 65535);
    range(ConfigKey.MANAGEMENT_PORT, 0, 65535);
    range(ConfigKey.EVENT_LOOPS, 0, 256);
    range(ConfigKey.DATABASE_PORT, 1, 65535);
    range(ConfigKey.REDIS_PORT, 1, 65535);
    range(ConfigKey.READ_CONNECTIONS, 1, 100);
    range(ConfigKey.WRITE_CONNECTIONS, 1, 100);
    range(ConfigKey.ACCESS_TOKEN_MINUTES, 1, 60);
    range(ConfigKey.HOUSEHOLD_SESSION_DAYS, 1, 90);
    range(ConfigKey.STAFF_SESSION_HOURS, 1, 24);
    range(ConfigKey.ROTATION_ROWS_PER_SECOND, 1, 1_000_000);
    range(ConfigKey.ROTATION_GRACE_SECONDS, 1, 3600);
    if (!config.text(ConfigKey.PURGE_AT_HOUR).equals("off")) {
      range(ConfigKey.PURGE_AT_HOUR, 0, 20);
    }
    range(ConfigKey.IN_FLIGHT_MAX, 1, 100_000);
    range(ConfigKey.LOOKUPS_PER_ADDRESS_MINUTE, 1, 1_000_000);
    range(ConfigKey.LOOKUPS_IN_ALL_MINUTE, 1, 100_000_000);
    range(ConfigKey.LOOKUPS_PER_CALLER_MINUTE, 1, 100_000_000);
    range(ConfigKey.COMPUTATIONS_PER_ADDRESS_MINUTE, 1, 1_000_000);
    range(ConfigKey.COMPUTATIONS_IN_ALL_MINUTE, 1, 100_000_000);
  }

  private void keys() {
    keyList(ConfigKey.TOKEN_KEYS, KEY_BYTES_MIN, Integer.MAX_VALUE, false);
    keyEncryption();
    imported();
    keyList(ConfigKey.MINT_KEYS, KEY_BYTES_MIN, Integer.MAX_VALUE, true);
    keyList(ConfigKey.SIGN_KEY, KEY_BYTES_MIN, KEY_BYTES_MIN, true);
    key(ConfigKey.REFRESH_KEY);
    key(ConfigKey.LOOKUP_KEY);
    try {
      LocalDate.parse(config.text(ConfigKey.SIGN_KEY_FROM));
    } catch (DateTimeParseException e) {
      problems.add("signKeyFrom is no day of the form 2026-01-31");
    }
  }

  /** In the configuration, in a key service, or in both while one takes over from the other. */
  private void keyEncryption() {
    String service = config.text(ConfigKey.KEY_SERVICE);
    require(
        List.of("on", "unwrap", "off").contains(service),
        ConfigKey.KEY_SERVICE,
        "is neither on nor unwrap nor off");
    boolean local = !config.text(ConfigKey.KEY_ENCRYPTION_KEYS).isEmpty();
    require(local || service.equals("on"), ConfigKey.KEY_ENCRYPTION_KEYS, "is missing");
    if (local) {
      keyList(ConfigKey.KEY_ENCRYPTION_KEYS, KEY_BYTES_MIN, KEY_BYTES_MIN, false);
    }
    if (service.equals("off")) {
      return;
    }
    https(ConfigKey.KEY_SERVICE_URL);
    for (ConfigKey name : List.of(ConfigKey.KEY_SERVICE_MOUNT, ConfigKey.KEY_SERVICE_KEY)) {
      require(config.text(name).matches("[A-Za-z0-9_-]{1,64}"), name, "is no plain name");
    }
    require(
        isHere(config.text(ConfigKey.KEY_SERVICE_URL))
            || !config.text(ConfigKey.KEY_SERVICE_TOKEN).isEmpty(),
        ConfigKey.KEY_SERVICE_TOKEN,
        "is missing for a key service on another machine");
  }

  private static boolean isHere(String url) {
    try {
      String host = URI.create(url).getHost();
      return host != null && isLoopback(host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The chain of seals is worth what its key and its head are. */
  private void record() {
    keyList(ConfigKey.RECORD_SIGN_KEY, KEY_BYTES_MIN, KEY_BYTES_MIN, true);
    require(
        !keyOf(ConfigKey.RECORD_SIGN_KEY).equals(keyOf(ConfigKey.SIGN_KEY)),
        ConfigKey.RECORD_SIGN_KEY,
        "must be another key than signKey");
    range(ConfigKey.RECORD_SEAL_FAILED_SECONDS, 3, 86_400);
    String head = config.text(ConfigKey.RECORD_HEAD_FILE);
    require(
        config.isOn(ConfigKey.DEMO) || !head.isEmpty(), ConfigKey.RECORD_HEAD_FILE, "is missing");
    Optional<Path> folder =
        config.path(ConfigKey.RECORD_HEAD_FILE).map(file -> file.toAbsolutePath().getParent());
    require(
        head.isEmpty() || folder.filter(Files::isDirectory).isPresent(),
        ConfigKey.RECORD_HEAD_FILE,
        "is in no folder that exists");
  }

  /** What stands after the id. */
  private String keyOf(ConfigKey key) {
    String text = config.text(key);
    return text.substring(text.indexOf(':') + 1);
  }

  /** Keys that a configuration of before still has: both or none. */
  private void imported() {
    boolean fields = !config.text(ConfigKey.FIELD_KEYS).isEmpty();
    boolean index = !config.text(ConfigKey.INDEX_KEY).isEmpty();
    require(fields == index, ConfigKey.FIELD_KEYS, "and indexKey are given together or not at all");
    if (fields && index) {
      keyList(ConfigKey.FIELD_KEYS, KEY_BYTES_MIN, KEY_BYTES_MIN, true);
      key(ConfigKey.INDEX_KEY);
    }
  }

  private void stores() {
    tls(ConfigKey.DATABASE_TLS, ConfigKey.DATABASE_HOST);
    password(ConfigKey.DATABASE_PASSWORD, ConfigKey.DATABASE_HOST);
    password(ConfigKey.REDIS_PASSWORD, ConfigKey.REDIS_HOST);
    tls(ConfigKey.REDIS_TLS, ConfigKey.REDIS_HOST);
    require(
        isLoopback(config.text(ConfigKey.REDIS_HOST))
            || !config.text(ConfigKey.REDIS_PASSWORD).isEmpty(),
        ConfigKey.REDIS_PASSWORD,
        "must be given for a Redis on another machine");
  }

  /** Whoever reaches a store on another machine can try passwords at it. */
  private void password(ConfigKey password, ConfigKey host) {
    require(
        isLoopback(config.text(host)) || !isWeakPassword(config, password),
        password,
        "is too easily guessed for a store on another machine: draw 16 characters or more");
  }

  private static boolean isWeakPassword(ServerConfig config, ConfigKey key) {
    String password = config.text(key);
    return !password.isEmpty()
        && (password.length() < PASSWORD_CHARS_MIN
            || password.chars().distinct().count() < PASSWORD_CHARS_MIN / 2
            || password.equals(config.text(ConfigKey.DATABASE_USER))
            || password.equals(config.text(ConfigKey.DATABASE_NAME)));
  }

  /** What goes there is signed with a secret, or is one: nobody may read or answer on the way. */
  private void https(ConfigKey url) {
    URI uri;
    try {
      uri = URI.create(config.text(url));
    } catch (IllegalArgumentException e) {
      problems.add(url.key() + " is no address");
      return;
    }
    require(uri.getHost() != null, url, "is no address");
    require(
        "https".equals(uri.getScheme()) || uri.getHost() == null || isLoopback(uri.getHost()),
        url,
        "must be https for another machine");
  }

  private void outside() {
    https(ConfigKey.SMS_URL);
    https(ConfigKey.WECHAT_URL);
    https(ConfigKey.WECOM_URL);
    oneOf(ConfigKey.SECOND_FACTOR, "required", "offered");
    oneOf(ConfigKey.WECHAT, "on", "off");
    oneOf(ConfigKey.WECOM, "on", "off");
    oneOf(ConfigKey.DEMO, "on", "off");
    oneOf(ConfigKey.CRYPTO_SUITE, "international", "sm");
    if (config.isOn(ConfigKey.WECHAT)) {
      require(
          !config.text(ConfigKey.WECHAT_APP_ID).isEmpty(), ConfigKey.WECHAT_APP_ID, "is missing");
      require(
          !config.text(ConfigKey.WECHAT_APP_SECRET).isEmpty(),
          ConfigKey.WECHAT_APP_SECRET,
          "is missing while WeChat login is on");
    }
    if (config.isOn(ConfigKey.WECOM)) {
      require(
          !config.text(ConfigKey.WECOM_CORP_ID).isEmpty(), ConfigKey.WECOM_CORP_ID, "is missing");
      require(
          !config.text(ConfigKey.WECOM_SECRET).isEmpty(),
          ConfigKey.WECOM_SECRET,
          "is missing while signing in by Enterprise WeChat is on");
    }
  }

  private void tls(ConfigKey tls, ConfigKey host) {
    oneOf(tls, "verify", "off");
    require(
        !config.text(tls).equals("off") || isLoopback(config.text(host)),
        tls,
        "may be off on this machine only");
  }

  private void key(ConfigKey key) {
    try {
      strong(key, config.secret(key), KEY_BYTES_MIN, Integer.MAX_VALUE);
    } catch (IllegalArgumentException e) {
      problems.add(key.key() + " is not base64");
    }
  }

  private void keyList(ConfigKey key, int bytesMin, int bytesMax, boolean numbered) {
    Map<String, byte[]> keys;
    try {
      keys = config.secrets(key);
    } catch (IllegalArgumentException e) {
      problems.add(key.key() + " is not of the form id:base64");
      return;
    }
    require(!keys.isEmpty(), key, "has no key");
    keys.forEach(
        (id, bytes) -> {
          require(
              numbered
                  ? id.matches("[1-9][0-9]{0,2}") && Integer.parseInt(id) <= 255
                  : !id.isEmpty(),
              key,
              "has an id that is not 1 to 255");
          strong(key, bytes, bytesMin, bytesMax);
        });
  }

  private void strong(ConfigKey key, byte[] bytes, int bytesMin, int bytesMax) {
    // One line a key: what is too short is also too regular, and drawing another mends both.
    String weak =
        bytes.length < bytesMin
            ? "is shorter than " + bytesMin + " bytes"
            : bytes.length > bytesMax
                ? "is longer than " + bytesMax + " bytes"
                : WeakKey.complaint(bytes);
    require(weak.isEmpty(), key, weak);
    ConfigKey other = seen.putIfAbsent(Base64.getEncoder().encodeToString(bytes), key);
    require(other == null, key, "is the same as " + (other == null ? "" : other.key()));
  }

  private void range(ConfigKey key, int from, int to) {
    try {
      int number = config.number(key);
      require(number >= from && number <= to, key, "is not " + from + " to " + to);
    } catch (NumberFormatException e) {
      problems.add(key.key() + " is no whole number");
    }
  }

  private void oneOf(ConfigKey key, String first, String second) {
    require(
        config.text(key).equals(first) || config.text(key).equals(second),
        key,
        "is neither " + first + " nor " + second);
  }

  private void require(boolean holds, ConfigKey key, String otherwise) {
    if (!holds && config.isGiven(key)) {
      problems.add(key.key() + " " + otherwise);
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
