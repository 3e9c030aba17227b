package yihuyima.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server refuses to start with. */
class ServerConfigTest {
  private static final String KEY =
      Base64.getEncoder()
          .encodeToString("0123456789abcdef0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII));

  private static Map<String, String> good() {
    Map<String, String> values = new HashMap<>();
    values.put("publicUrl", "https://code.example.org");
    values.put("issuerName", "样例县总工会");
    values.put("hotline", "0990-1234567");
    values.put("databasePassword", "x");
    values.put("databaseTls", "off");
    values.put("redisTls", "off");
    values.put("tokenKeys", "a:" + KEY);
    values.put("refreshKey", KEY);
    values.put("fieldKeys", "1:" + KEY);
    values.put("indexKey", KEY);
    values.put("mintKeys", "1:" + KEY);
    values.put("lookupKey", KEY);
    values.put("signKey", "1:" + KEY);
    values.put("recordSignKey", "1:" + KEY.toLowerCase(java.util.Locale.ROOT));
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
        .hasMessageContaining("fieldKeys is missing")
        .hasMessageContaining("publicUrl is missing");
  }

  @Test
  void shortOrFlatKeysAreRefused() {
    String shortKey = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3});
    String flat = Base64.getEncoder().encodeToString(new byte[32]);
    refused("tokenKeys", "a:" + shortKey, "tokenKeys is shorter than 32 bytes");
    refused("fieldKeys", "1:" + flat, "fieldKeys is one byte over and over");
    refused("mintKeys", "999:" + KEY, "id that is not 1 to 255");
    refused("lookupKey", "no base64!", "lookupKey is not base64");
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
    refused("recordSignKey", "1:" + KEY, "recordSignKey must be another key than signKey");
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
    Path secret = Files.writeString(folder.resolve("lookup"), KEY);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Path file = folder.resolve("server.properties");
    StringBuilder text = new StringBuilder();
    good().forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
    Files.writeString(file, text);
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
    assertThat(ServerConfig.of(good()).toString()).doesNotContain(KEY);
  }
}
