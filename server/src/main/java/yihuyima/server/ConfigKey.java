package yihuyima.server;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every configuration key. In the file as {@code name = value}, in the environment as {@code
 * YIHUYIMA_NAME} (camel case becomes underscores); a value {@code file:PATH} is read from that
 * file, which nobody else may read.
 */
public enum ConfigKey {
  PUBLIC_URL("publicUrl", null, "What codes point at: https://host[:port]."),
  ISSUER_NAME("issuerName", null, "Who issues the codes, in Chinese."),
  HOTLINE("hotline", null, "Whom a stranger may call."),
  HTTP_HOST("httpHost", "127.0.0.1", "Address to listen on."),
  HTTP_PORT("httpPort", "8080", "Port to listen on; 0 takes a free one."),
  TLS_CERTIFICATE(
      "tlsCertificate",
      "",
      "File with the certificate chain, PEM; empty where a proxy carries TLS."),
  TLS_KEY("tlsKey", "", "File with its private key, PEM (PKCS#8), which nobody else may read."),
  TLS_RELOAD_SECONDS("tlsReloadSeconds", "60", "How often both are looked at again for new ones."),
  REQUEST_HEAD_SECONDS(
      "requestHeadSeconds", "10", "How long a new connection may take to send its first head."),
  REQUEST_BODY_SECONDS(
      "requestBodySeconds", "60", "How long a request may take to arrive after its head."),
  CONNECTIONS_PER_ADDRESS(
      "connectionsPerAddress",
      "500",
      "Connections of one address; trustedProxies are not counted."),
  MANAGEMENT_HOST("managementHost", "127.0.0.1", "Address of health and metrics; loopback only."),
  MANAGEMENT_PORT("managementPort", "9080", "Port of health and metrics; 0 takes a free one."),
  EVENT_LOOPS("eventLoops", "0", "Event loops that serve HTTP; 0 is one a core."),
  DATABASE_HOST("databaseHost", "127.0.0.1", "PostgreSQL 15 or newer."),
  DATABASE_PORT("databasePort", "5432", "Its port."),
  DATABASE_NAME("databaseName", "yihuyima", "Its database."),
  DATABASE_USER("databaseUser", "yihuyima", "Its user."),
  DATABASE_PASSWORD("databasePassword", null, "The user's password. Secret."),
  DATABASE_TLS("databaseTls", "verify", "verify, or off for a database on this machine."),
  READ_CONNECTIONS("readConnections", "4", "Pipelined connections for reads, an event loop."),
  WRITE_CONNECTIONS("writeConnections", "8", "Connections for transactions, an event loop."),
  REDIS_HOST("redisHost", "127.0.0.1", "Redis 6.2 or newer."),
  REDIS_PORT("redisPort", "6379", "Its port."),
  REDIS_PASSWORD("redisPassword", "", "Its password. Secret."),
  REDIS_TLS("redisTls", "verify", "verify, or off for a Redis on this machine."),
  TOKEN_KEYS(
      "tokenKeys",
      null,
      "id:base64 of 32 bytes or more, comma separated; the first signs. Secret."),
  REFRESH_KEY("refreshKey", null, "base64 of 32 bytes or more. Secret."),
  KEY_ENCRYPTION_KEYS(
      "keyEncryptionKeys",
      "",
      "id:base64 of 32 bytes, comma separated; the first wraps the data keys. Secret. Required unless keyService is on."),
  KEY_SERVICE(
      "keyService",
      "off",
      "on: a key service wraps the data keys; unwrap: it only unwraps what it wrapped; off."),
  KEY_SERVICE_URL(
      "keyServiceUrl",
      "",
      "The key service (HashiCorp Vault's transit engine): https://host:8200."),
  KEY_SERVICE_MOUNT("keyServiceMount", "transit", "Where the transit engine is mounted."),
  KEY_SERVICE_KEY("keyServiceKey", "", "The name of the key-encryption key there."),
  KEY_SERVICE_TOKEN(
      "keyServiceToken", "", "Its token; empty where an agent on this machine adds one. Secret."),
  CRYPTO_SUITE("cryptoSuite", "international", "international or sm: what new keys are made for."),
  FIELD_KEYS(
      "fieldKeys", "", "Only to take over data keys at the first start, with indexKey. Secret."),
  INDEX_KEY("indexKey", "", "Only to take over, with fieldKeys; then delete both. Secret."),
  ROTATION_ROWS_PER_SECOND(
      "rotationRowsPerSecond", "2000", "Rows looked at while the data key changes, at most."),
  ROTATION_GRACE_SECONDS(
      "rotationGraceSeconds", "30", "How long a write under way may take to be committed."),
  PURGE_AT_HOUR(
      "purgeAtHour", "2", "Hour in China, 0 to 20, from which what is over is purged; or off."),
  MINT_KEYS("mintKeys", null, "id:base64 of 32 bytes or more; the first mints. Secret."),
  LOOKUP_KEY("lookupKey", null, "base64 of 32 bytes or more, what codes are found by. Secret."),
  SIGN_KEY(
      "signKey",
      null,
      "id:base64 of the 32-byte Ed25519 seed (sm: SM2 number) that signs cards. Secret."),
  SIGN_KEY_FROM("signKeyFrom", "2026-01-01", "First day of the signing key."),
  RETIRED_SIGN_KEYS(
      "retiredSignKeys", "", "id:base64 public key:from:to[:REVOKED], comma separated."),
  RECORD_SIGN_KEY(
      "recordSignKey",
      null,
      "id:base64 of the 32-byte Ed25519 seed that seals the record of looks. Secret."),
  RECORD_HEAD_FILE(
      "recordHeadFile",
      "",
      "File outside the database that each new seal is appended to; required outside the demo."),
  RECORD_SEAL_FAILED_SECONDS(
      "recordSealFailedSeconds",
      "300",
      "Without a new seal for so long, money and exports are closed."),
  ACCESS_TOKEN_MINUTES("accessTokenMinutes", "15", "Life of an access token."),
  HOUSEHOLD_SESSION_DAYS("householdSessionDays", "30", "Life of a household's session."),
  STAFF_SESSION_HOURS("staffSessionHours", "12", "Life of a staff session."),
  SECOND_FACTOR(
      "secondFactor",
      "required",
      "required or offered: a second factor for power over money, accounts and keys."),
  WECHAT("wechat", "off", "on or off: signing in by WeChat."),
  WECHAT_URL("wechatUrl", "https://api.weixin.qq.com", "WeChat's server."),
  WECHAT_APP_ID("wechatAppId", "", "The mini program's id."),
  WECHAT_APP_SECRET("wechatAppSecret", "", "Its secret. Secret."),
  WECHAT_VERIFICATION_NAME(
      "wechatVerificationName", "", "Name of the file that WeChat wants at /h/."),
  WECHAT_VERIFICATION_TEXT("wechatVerificationText", "", "What is in that file."),
  WECOM("wecom", "off", "on or off: staff sign in by Enterprise WeChat (企业微信)."),
  WECOM_URL("wecomUrl", "https://qyapi.weixin.qq.com", "Enterprise WeChat's server."),
  WECOM_CORP_ID("wecomCorpId", "", "The union's enterprise."),
  WECOM_SECRET("wecomSecret", "", "The secret of the application in it. Secret."),
  SMS_URL("smsUrl", "https://sms.tencentcloudapi.com", "The SMS gateway (Tencent Cloud)."),
  SMS_REGION("smsRegion", "ap-guangzhou", "Its region."),
  SMS_SECRET_ID("smsSecretId", null, "Which key signs. Secret."),
  SMS_SECRET_KEY("smsSecretKey", null, "The key that signs. Secret."),
  SMS_APP_ID("smsAppId", null, "SmsSdkAppId."),
  SMS_SIGN_NAME("smsSignName", null, "The approved signature."),
  SMS_TEMPLATE_ID(
      "smsTemplateId", null, "The approved template; its parameters are code and minutes."),
  TRUSTED_PROXIES(
      "trustedProxies", "", "Addresses whose X-Forwarded-For is believed, comma separated."),
  IN_FLIGHT_MAX("inFlightMax", "2000", "Requests of one event loop under way at once."),
  LOOKUPS_PER_ADDRESS_MINUTE(
      "lookupsPerAddressMinute", "60", "Lookups without sign-in, an address."),
  LOOKUPS_IN_ALL_MINUTE("lookupsInAllMinute", "6000", "Lookups without sign-in, all together."),
  LOOKUPS_PER_CALLER_MINUTE("lookupsPerCallerMinute", "240", "Lookups of one signed-in caller."),
  COMPUTATIONS_PER_ADDRESS_MINUTE(
      "computationsPerAddressMinute", "60", "Self-tests computed, an address."),
  COMPUTATIONS_IN_ALL_MINUTE(
      "computationsInAllMinute", "6000", "Self-tests computed, all together."),
  DEMO("demo", "off", "on only in the demo, which is not part of this jar.");

  private final String key;
  private final String byDefault;
  private final String meaning;

  ConfigKey(String key, String byDefault, String meaning) {
    this.key = key;
    this.byDefault = byDefault;
    this.meaning = meaning;
  }

  /** As in the file. */
  public String key() {
    return key;
  }

  /** As in the environment. */
  public String variable() {
    return "YIHUYIMA_" + name();
  }

  /** What counts when it is not given; empty when it must be. */
  Optional<String> byDefault() {
    return Optional.ofNullable(byDefault);
  }

  String meaning() {
    return meaning;
  }

  static Optional<ConfigKey> of(String key) {
    return Arrays.stream(values()).filter(k -> k.key.equals(key)).findFirst();
  }
}
