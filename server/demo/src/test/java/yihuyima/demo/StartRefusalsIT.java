package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import yihuyima.server.ConfigException;
import yihuyima.server.ServerConfig;
import yihuyima.server.YihuyimaServer;

/** What a server refuses to start with, one line each; the same server starts without it. */
class StartRefusalsIT {
  private static final String SHORT = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3, 4});
  private static final String DEFAULT =
      Base64.getEncoder()
          .encodeToString("change-me-change-me-change-me-00".getBytes(StandardCharsets.US_ASCII));

  private record Refusal(String what, UnaryOperator<TestConfig> change, String says) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Refusal with(String what, String key, String value, String says) {
    return new Refusal(what, c -> c.with(key, value), says);
  }

  static Stream<Refusal> configurations() {
    return Stream.of(
        with("default token key", "tokenKeys", "t:" + DEFAULT, "tokenKeys is a text"),
        with("short token key", "tokenKeys", "t:" + SHORT, "tokenKeys is shorter than 32 bytes"),
        new Refusal("absent token key", c -> c.without("tokenKeys"), "tokenKeys is missing"),
        with("default encryption key", "keyEncryptionKeys", "k:" + DEFAULT, "is a text"),
        new Refusal(
            "absent encryption key",
            c -> c.without("keyEncryptionKeys"),
            "keyEncryptionKeys is missing"),
        with("PostgreSQL elsewhere without TLS", "databaseHost", "10.0.0.1", "databaseTls may be"),
        new Refusal(
            "PostgreSQL elsewhere with a password to guess",
            c ->
                c.with("databaseHost", "10.0.0.1")
                    .with("databaseTls", "verify")
                    .with("databasePassword", "postgres"),
            "databasePassword is too easily guessed"),
        new Refusal(
            "Redis elsewhere with a password to guess",
            c ->
                c.with("redisHost", "10.0.0.1")
                    .with("redisTls", "verify")
                    .with("redisPassword", "redis"),
            "redisPassword is too easily guessed"),
        with("an SMS gateway without TLS", "smsUrl", "http://10.0.0.1/", "smsUrl must be https"),
        with("WeChat without TLS", "wechatUrl", "http://10.0.0.1/", "wechatUrl must be https"),
        new Refusal(
            "a key service without TLS",
            c ->
                c.with("keyService", "on")
                    .with("keyServiceUrl", "http://10.0.0.1:8200")
                    .with("keyServiceKey", "yihuyima"),
            "keyServiceUrl must be https"),
        new Refusal(
            "a key service elsewhere without a token",
            c ->
                c.with("keyService", "on")
                    .with("keyServiceUrl", "https://10.0.0.1:8200")
                    .with("keyServiceKey", "yihuyima"),
            "keyServiceToken is missing"),
        new Refusal(
            "a key service that only unwraps, and no key that wraps",
            c ->
                c.without("keyEncryptionKeys")
                    .with("keyService", "unwrap")
                    .with("keyServiceUrl", "https://10.0.0.1:8200"),
            "keyEncryptionKeys is missing"),
        with("short refresh key", "refreshKey", SHORT, "refreshKey is shorter than 32 bytes"),
        with("default mint key", "mintKeys", "1:" + DEFAULT, "mintKeys is a text"),
        with("default lookup key", "lookupKey", DEFAULT, "lookupKey is a text"),
        with("default sign key", "signKey", "1:" + DEFAULT, "signKey is a text"),
        with("default record key", "recordSignKey", "1:" + DEFAULT, "recordSignKey is a text"),
        with("one key for two uses", "refreshKey", TestConfig.key("lookup"), "is the same as"),
        with("Redis elsewhere without TLS", "redisHost", "10.0.0.1", "redisTls may be off"),
        new Refusal(
            "Redis elsewhere without a password",
            c ->
                c.with("redisHost", "10.0.0.1").with("redisTls", "verify").without("redisPassword"),
            "redisPassword must be given"),
        new Refusal(
            "WeChat login without its secret",
            c -> c.with("wechat", "on").with("wechatAppId", "wx"),
            "wechatAppSecret is missing"),
        with("everyone a proxy", "trustedProxies", "0.0.0.0/0", "trustedProxies must not be"),
        with("everyone a proxy, by IPv6", "trustedProxies", "::/0", "trustedProxies must not be"),
        with("a network of proxies", "trustedProxies", "10.0.0.0/1", "no single address"),
        with("management for all", "managementHost", "0.0.0.0", "managementHost must be on loop"),
        with("unknown key", "tokenKey", "x", "unknown configuration key: tokenKey"));
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void configurationIsRefused(Refusal refusal) {
    TestConfig config = TestConfig.on(TestStores.get().postgres(), "any", TestStores.get().redis());
    // One readable line for each thing to mend, and never a secret in it.
    assertThatThrownBy(() -> refusal.change().apply(config).build())
        .hasMessageContaining(refusal.says())
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.problems())
                    .allSatisfy(
                        line ->
                            assertThat(line)
                                .doesNotContain("\n", DEFAULT, SHORT)
                                .hasSizeLessThan(160)));
  }

  @Test
  void everySecretThatIsMissingOrWeakIsNamedAtOnceInALineOfItsOwn() {
    TestConfig config =
        TestConfig.on(TestStores.get().postgres(), "any", TestStores.get().redis())
            .without("tokenKeys")
            .without("refreshKey")
            .with("keyEncryptionKeys", "k:" + DEFAULT)
            .with("lookupKey", SHORT);
    assertThatThrownBy(config::build)
        .isInstanceOfSatisfying(
            ConfigException.class,
            e -> {
              for (String key :
                  List.of("tokenKeys", "refreshKey", "keyEncryptionKeys", "lookupKey")) {
                assertThat(e.problems()).filteredOn(line -> line.contains(key)).hasSize(1);
              }
            });
  }

  @Test
  void demoIsNotServedByTheProductionProcess(@TempDir Path folder) throws IOException {
    StringBuilder text = new StringBuilder();
    TestConfig.on(TestStores.get().postgres(), "any", TestStores.get().redis())
        .values()
        .forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
    Path file = Files.writeString(folder.resolve("c"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(yihuyima.server.Main.run(List.of("serve", "--config", file.toString())))
        .as("demo = on")
        .isEqualTo(2);
  }

  @Test
  void keyFileThatOthersReadIsRefused(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("kek"), "k1:" + TestConfig.key("kek"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    TestConfig config =
        TestConfig.on(TestStores.get().postgres(), "any", TestStores.get().redis())
            .with("keyEncryptionKeys", "file:" + file);
    assertThatThrownBy(config::build)
        .hasMessageContaining("keyEncryptionKeys: others may read or change");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(config.build()).isNotNull();
  }

  /** Starts on a database of its own that was prepared. */
  private static void refused(
      Consumer<Fixtures> prepare, UnaryOperator<TestConfig> change, Clock clock, String says) {
    TestStores stores = TestStores.get();
    String database = stores.newDatabase();
    ServerConfig config =
        change.apply(TestConfig.on(stores.postgres(), database, stores.redis())).build();
    prepare.accept(Fixtures.on(stores.postgres(), database, config, Clock.systemUTC()));
    assertThatThrownBy(() -> YihuyimaServer.start(config, router -> {}, clock).close())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(says);
  }

  @Test
  void sampleSignInsAreRefusedOutsideTheDemo() {
    refused(
        given -> given.city(),
        c ->
            c.with("demo", "off")
                .with("publicUrl", "https://code.example.org")
                .with("recordHeadFile", TestStores.newFolder("heads").resolve("heads").toString()),
        Clock.systemUTC(),
        "the database holds sample data");
  }

  @Test
  void unknownSchemaIsRefused() {
    refused(
        given ->
            given.run(
                "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, installed_by, execution_time, success) VALUES (999, '9999', 'later', 'SQL', 'later', 'x', 0, true)"),
        c -> c,
        Clock.systemUTC(),
        "the schema is version 9999");
  }

  @Test
  void clockThatIsOffIsRefused() {
    refused(
        given -> {},
        c -> c,
        Clock.offset(Clock.systemUTC(), Duration.ofSeconds(75)),
        "clock and the database's are");
  }
}
