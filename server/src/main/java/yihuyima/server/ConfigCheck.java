package yihuyima.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import yihuyima.qr.CodePrefix;

/** What a configuration must be before a server starts with it. */
final class ConfigCheck {
  private static final int KEY_BYTES_MIN = 32;

  /** Proxies that would let everybody name their own address. */
  private static final Set<String> EVERYONE = Set.of("*", "0.0.0.0", "0.0.0.0/0", "::", "::/0");

  private final ServerConfig config;
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
    return weak;
  }

  private void addresses() {
    boolean demo = config.isOn(ConfigKey.DEMO);
    try {
      CodePrefix prefix = new CodePrefix(config.text(ConfigKey.PUBLIC_URL));
      require(demo || !prefix.insecure(), ConfigKey.PUBLIC_URL, "must be https");
    } catch (IllegalArgumentException e) {
      problems.add("publicUrl is no address of the form https://host[:port]");
    }
    require(
        isLoopback(config.text(ConfigKey.MANAGEMENT_HOST)),
        ConfigKey.MANAGEMENT_HOST,
        "must be on loopback: health and metrics have no password");
    for (String proxy : config.list(ConfigKey.TRUSTED_PROXIES)) {
      require(!EVERYONE.contains(proxy), ConfigKey.TRUSTED_PROXIES, "must not be everyone");
    }
  }

  private void numbers() {
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
    range(ConfigKey.IN_FLIGHT_MAX, 1, 100_000);
    range(ConfigKey.LOOKUPS_PER_ADDRESS_MINUTE, 1, 1_000_000);
    range(ConfigKey.LOOKUPS_IN_ALL_MINUTE, 1, 100_000_000);
    range(ConfigKey.LOOKUPS_PER_CALLER_MINUTE, 1, 100_000_000);
  }

  private void keys() {
    keyList(ConfigKey.TOKEN_KEYS, KEY_BYTES_MIN, Integer.MAX_VALUE, false);
    keyList(ConfigKey.FIELD_KEYS, KEY_BYTES_MIN, KEY_BYTES_MIN, true);
    keyList(ConfigKey.MINT_KEYS, KEY_BYTES_MIN, Integer.MAX_VALUE, true);
    keyList(ConfigKey.SIGN_KEY, KEY_BYTES_MIN, KEY_BYTES_MIN, true);
    key(ConfigKey.REFRESH_KEY);
    key(ConfigKey.INDEX_KEY);
    key(ConfigKey.LOOKUP_KEY);
    try {
      LocalDate.parse(config.text(ConfigKey.SIGN_KEY_FROM));
    } catch (DateTimeParseException e) {
      problems.add("signKeyFrom is no day of the form 2026-01-31");
    }
  }

  private void stores() {
    tls(ConfigKey.DATABASE_TLS, ConfigKey.DATABASE_HOST);
    tls(ConfigKey.REDIS_TLS, ConfigKey.REDIS_HOST);
    require(
        isLoopback(config.text(ConfigKey.REDIS_HOST))
            || !config.text(ConfigKey.REDIS_PASSWORD).isEmpty(),
        ConfigKey.REDIS_PASSWORD,
        "must be given for a Redis on another machine");
  }

  private void outside() {
    oneOf(ConfigKey.SECOND_FACTOR, "required", "offered");
    oneOf(ConfigKey.WECHAT, "on", "off");
    oneOf(ConfigKey.DEMO, "on", "off");
    if (config.isOn(ConfigKey.WECHAT)) {
      require(
          !config.text(ConfigKey.WECHAT_APP_ID).isEmpty(), ConfigKey.WECHAT_APP_ID, "is missing");
      require(
          !config.text(ConfigKey.WECHAT_APP_SECRET).isEmpty(),
          ConfigKey.WECHAT_APP_SECRET,
          "is missing while WeChat login is on");
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
    require(bytes.length >= bytesMin, key, "is shorter than " + bytesMin + " bytes");
    require(bytes.length <= bytesMax, key, "is longer than " + bytesMax + " bytes");
    boolean flat = true;
    for (byte b : bytes) {
      flat &= b == bytes[0];
    }
    require(!flat, key, "is one byte over and over");
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
    if (!holds) {
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
