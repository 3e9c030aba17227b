package yihuyima.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server refuses to start with. */
class ServerConfigTest {
  /** As good as random, and another for each word. */
  private static String key(String word) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(word.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static Map<String, String> good() {
    Map<String, String> values = new HashMap<>();
    values.put("publicUrl", "https://code.example.org");
    values.put("issuerName", "样例县总工会");
    values.put("hotline", "0990-1234567");
    values.put("databasePassword", "x");
    values.put("databaseTls", "off");
    values.put("redisTls", "off");
    values.put("tokenKeys", "a:" + key("token"));
    values.put("refreshKey", key("refresh"));
    values.put("keyEncryptionKeys", "k1:" + key("kek"));
    values.put("mintKeys", "1:" + key("mint"));
    values.put("lookupKey", key("lookup"));
    values.put("signKey", "1:" + key("sign"));
    values.put("recordSignKey", "1:" + key("record"));
    values.put("recordHeadFile", "record-heads.jsonl");
    for (String sms :
        new String[] {"smsSecretId", "smsSecretKey", "smsAppId", "smsSignName", "smsTemplateId"}) {
      values.put(sms, "x");
    }
    return values;
  }

  private static void refused(String key, String value, String says) {
    Map<String, String> values = good();
    values.put(key, value);
    assertThatThrownBy(() -> ServerConfig.of(values))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(says);
  }

  @Test
  void soundConfigurationIsTaken() {
    assertThat(ServerConfig.of(good()).number(ConfigKey.HTTP_PORT)).isEqualTo(8080);
  }

  @Test
  void misspeltKeyIsRefusedByName() {
    refused("htpPort", "1", "unknown configuration key: htpPort");
  }

  @Test
  void everyKeyWithoutADefaultIsNamedWhenItIsMissing() {
    assertThatThrownBy(() -> ServerConfig.of(Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("tokenKeys is missing")
        .hasMessageContaining("keyEncryptionKeys is missing")
        .hasMessageContaining("publicUrl is missing");
  }

  @Test
  void shortOrFlatKeysAreRefused() {
    String shortKey = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3});
    String flat = Base64.getEncoder().encodeToString(new byte[32]);
    refused("tokenKeys", "a:" + shortKey, "tokenKeys is shorter than 32 bytes");
    refused("keyEncryptionKeys", "1:" + flat, "keyEncryptionKeys is one byte over and over");
    refused("mintKeys", "999:" + key("mint"), "id that is not 1 to 255");
    refused("lookupKey", "no base64!", "lookupKey is not base64");
  }

  @Test
  void keysThatNobodyDrewAtRandomAreRefused() {
    String words = "changemechangemechangemechangeme";
    byte[] counting = new byte[32];
    byte[] few = new byte[32];
    for (int i = 0; i < 32; i++) {
      counting[i] = (byte) (i + 200);
      few[i] = (byte) (i % 3 + 250);
    }
    Base64.Encoder base64 = Base64.getEncoder();
    String text = base64.encodeToString(words.getBytes(StandardCharsets.UTF_8));
    refused("tokenKeys", "a:" + text, "tokenKeys is a text, not random bytes");
    refused("refreshKey", base64.encodeToString(counting), "refreshKey is too regular");
    refused("keyEncryptionKeys", "k:" + base64.encodeToString(few), "is too regular");
    refused("refreshKey", key("lookup"), "lookupKey is the same as refreshKey");
  }

  @Test
  void keysToTakeOverComeTogetherOrNotAtAll() {
    refused("fieldKeys", "1:" + key("field"), "fieldKeys and indexKey are given together");
    Map<String, String> values = good();
    values.put("fieldKeys", "1:" + key("field"));
    values.put("indexKey", key("index"));
    assertThat(ServerConfig.of(values).text(ConfigKey.INDEX_KEY)).isEqualTo(key("index"));
  }

  @Test
  void configurationFileThatOthersMayReadIsRefused(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("server.properties"), "httpPort = 1");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> ServerConfig.read(file, Map.of()))
        .hasMessageContaining("the configuration file: others may read or change");
  }

  @Test
  void storesElsewhereNeedTlsAndAPassword() {
    refused("databaseHost", "10.0.0.1", "databaseTls may be off on this machine only");
    Map<String, String> values = good();
    values.put("redisHost", "10.0.0.1");
    values.put("redisTls", "verify");
    assertThatThrownBy(() -> ServerConfig.of(values)).hasMessageContaining("redisPassword");
  }

  @Test
  void carelessAddressesAreRefused() {
    refused("managementHost", "10.0.0.1", "managementHost must be on loopback");
    refused("trustedProxies", "0.0.0.0/0", "trustedProxies must not be everyone");
    refused("publicUrl", "http://code.example.org", "publicUrl must be https");
  }

  @Test
  void recordIsSealedUnderAKeyOfItsOwnAndItsHeadIsKeptOutsideTheDatabase() {
    refused("recordSignKey", "1:" + key("sign"), "recordSignKey must be another key than signKey");
    refused("recordHeadFile", "", "recordHeadFile is missing");
    refused("recordHeadFile", "no-such-folder/heads", "recordHeadFile is in no folder that exists");
    refused("recordSealFailedSeconds", "2", "recordSealFailedSeconds");
  }

  @Test
  void wechatLoginNeedsItsSecret() {
    refused("wechat", "on", "wechatAppSecret is missing");
  }

  @Test
  void environmentWinsOverTheFileAndSecretsMayStandInFiles(@TempDir Path folder)
      throws IOException {
    Path secret = Files.writeString(folder.resolve("lookup"), key("lookup"));
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Path file = folder.resolve("server.properties");
    StringBuilder text = new StringBuilder();
    good().forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Map<String, String> environment =
        Map.of("YIHUYIMA_HTTP_PORT", "9999", "YIHUYIMA_LOOKUP_KEY", "file:" + secret);

    assertThat(ServerConfig.read(file, environment).number(ConfigKey.HTTP_PORT)).isEqualTo(9999);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> ServerConfig.read(file, environment))
        .hasMessageContaining("lookupKey: others may read or change");
    assertThatThrownBy(() -> ServerConfig.read(file, Map.of("YIHUYIMA_TYPO", "1")))
        .hasMessageContaining("unknown configuration key: YIHUYIMA_TYPO");
  }

  @Test
  void noSecretIsInTheWords() {
    assertThat(ServerConfig.of(good()).toString()).doesNotContain(key("kek"));
  }
}
