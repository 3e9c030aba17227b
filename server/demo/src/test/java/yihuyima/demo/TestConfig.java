package yihuyima.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import yihuyima.server.ServerConfig;

/** The configuration of a test server: keys made from words, everything on loopback, free ports. */
final class TestConfig {
  private final Map<String, String> values = new HashMap<>();

  private TestConfig() {}

  static TestConfig on(EmbeddedPostgres postgres, String database, EmbeddedRedis redis) {
    TestConfig config = new TestConfig();
    return config
        .with("publicUrl", "http://localhost:8080")
        .with("issuerName", "安和县总工会")
        .with("hotline", "0990-1234567")
        .with("demo", "on")
        .with("httpPort", "0")
        .with("managementPort", "0")
        .with("eventLoops", "1")
        .with("databaseHost", postgres.host())
        .with("databasePort", String.valueOf(postgres.port()))
        .with("databaseName", database)
        .with("databaseUser", postgres.user())
        .with("databasePassword", postgres.password())
        .with("databaseTls", "off")
        .with("redisHost", redis.host())
        .with("redisPort", String.valueOf(redis.port()))
        .with("redisPassword", redis.password())
        .with("redisTls", "off")
        .with("tokenKeys", "t1:" + key("token"))
        .with("refreshKey", key("refresh"))
        .with("keyEncryptionKeys", "k1:" + key("kek"))
        .with("rotationGraceSeconds", "1")
        .with("purgeAtHour", "off")
        .with("mintKeys", "1:" + key("mint"))
        .with("lookupKey", key("lookup"))
        .with("signKey", "1:" + key("sign"))
        .with("recordSignKey", "7:" + key("record"))
        .with("secondFactor", "offered")
        .with("smsSecretId", "test-id")
        .with("smsSecretKey", "test-key")
        .with("smsAppId", "1400000000")
        .with("smsSignName", "演示工会")
        .with("smsTemplateId", "1110001")
        .with("lookupsPerAddressMinute", "100000")
        .with("lookupsInAllMinute", "1000000")
        .with("lookupsPerCallerMinute", "100000")
        .with("computationsPerAddressMinute", "100000");
  }

  TestConfig with(String key, String value) {
    values.put(key, value);
    return this;
  }

  TestConfig without(String key) {
    values.remove(key);
    return this;
  }

  TestConfig copy() {
    TestConfig copy = new TestConfig();
    copy.values.putAll(values);
    return copy;
  }

  /** Points SMS at a stand-in. */
  TestConfig withSms(SmsStandIn sms) {
    return with("smsUrl", sms.baseUrl().toString());
  }

  /** Turns WeChat login on, against a stand-in. */
  TestConfig withWechat(WechatStandIn wechat, String appId, String secret) {
    return with("wechat", "on")
        .with("wechatUrl", wechat.baseUrl().toString())
        .with("wechatAppId", appId)
        .with("wechatAppSecret", secret);
  }

  /** Turns Enterprise WeChat on, against a stand-in. */
  TestConfig withWecom(WecomStandIn wecom, String corpId, String secret) {
    return with("wecom", "on")
        .with("wecomUrl", wecom.baseUrl().toString())
        .with("wecomCorpId", corpId)
        .with("wecomSecret", secret);
  }

  Map<String, String> values() {
    return values;
  }

  ServerConfig build() {
    return ServerConfig.of(values);
  }

  /** A key made from a word: as good as random, and the same again. */
  static String key(String word) {
    try {
      byte[] key =
          MessageDigest.getInstance("SHA-256")
              .digest(("test key " + word).getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(key);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
