package yihuyima.demo;

import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import yihuyima.api.sms.TencentSmsSettings;
import yihuyima.server.ServerConfig;

/** The demo's configuration: the same flat keys as in production, nothing besides. */
final class DemoConfig {
  static final String WECHAT_APP_ID = "wxdemo0000000000";
  static final String WECOM_CORP_ID = "wwdemo0000000000";
  static final String SMS_SECRET_ID = "demo";
  static final String SMS_APP_ID = "1400000000";
  private static final String ISSUER = "安和县总工会";
  private static final String HOTLINE = "0099-8812351";

  private DemoConfig() {}

  /** What the server needs to know of what runs beside it. */
  record Beside(
      EmbeddedPostgres postgres,
      EmbeddedRedis redis,
      WechatStandIn wechat,
      WecomStandIn wecom,
      TencentSmsSettings sms) {}

  static ServerConfig of(
      DemoOptions options, int port, String publicUrl, DemoKeys keys, Beside beside) {
    Map<String, String> values = new HashMap<>();
    values.put("demo", "on");
    values.put("publicUrl", publicUrl);
    values.put("issuerName", ISSUER);
    values.put("hotline", HOTLINE);
    values.put("httpHost", options.address());
    values.put("httpPort", Integer.toString(port));
    values.put("managementPort", "0");
    values.put("databaseHost", beside.postgres().host());
    values.put("databasePort", Integer.toString(beside.postgres().port()));
    values.put("databaseName", beside.postgres().database());
    values.put("databaseUser", beside.postgres().user());
    values.put("databasePassword", beside.postgres().password());
    values.put("databaseTls", "off");
    values.put("redisHost", beside.redis().host());
    values.put("redisPort", Integer.toString(beside.redis().port()));
    values.put("redisPassword", beside.redis().password());
    values.put("redisTls", "off");
    putKeys(values, keys);
    // Whoever tries the demo has a browser and no authenticator app at hand.
    values.put("secondFactor", "offered");
    values.put("wechat", "on");
    values.put("wechatUrl", beside.wechat().baseUrl().toString());
    values.put("wechatAppId", WECHAT_APP_ID);
    values.put("wechatAppSecret", keys.text("wechatAppSecret"));
    values.put("wecom", "on");
    values.put("wecomUrl", beside.wecom().baseUrl().toString());
    values.put("wecomCorpId", WECOM_CORP_ID);
    values.put("wecomSecret", keys.text("wecomSecret"));
    TencentSmsSettings sms = beside.sms();
    values.put("smsUrl", sms.baseUrl().toString());
    values.put("smsRegion", sms.region());
    values.put("smsSecretId", sms.secretId());
    values.put("smsSecretKey", sms.secretKey());
    values.put("smsAppId", sms.appId());
    values.put("smsSignName", sms.signName());
    values.put("smsTemplateId", sms.templateId());
    return ServerConfig.of(values);
  }

  private static void putKeys(Map<String, String> values, DemoKeys keys) {
    values.put("tokenKeys", "1:" + keys.text("tokenKey"));
    values.put("refreshKey", keys.text("refreshKey"));
    values.put("keyEncryptionKeys", "1:" + keys.text("keyEncryptionKey"));
    values.put("mintKeys", "1:" + keys.text("mintKey"));
    values.put("lookupKey", keys.text("lookupKey"));
    values.put("signKey", "1:" + keys.text("signKey"));
    values.put("recordSignKey", "1:" + Base64.getEncoder().encodeToString(keys.recordSeed()));
    values.put("signKeyFrom", keys.text("signKeyFrom"));
  }
}
