package yihuyima.server;

import io.lettuce.core.RedisURI;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import yihuyima.api.MiniprogramApi;
import yihuyima.api.audit.seal.SealWatch;
import yihuyima.api.code.CodeKeys;
import yihuyima.api.code.Issuer;
import yihuyima.api.http.ApiSettings;
import yihuyima.api.identity.SessionSettings;
import yihuyima.api.identity.TokenKeys;
import yihuyima.api.identity.Tokens;
import yihuyima.api.limit.Limit;
import yihuyima.api.limit.LimitSettings;
import yihuyima.api.limit.Limits;
import yihuyima.api.limit.RedisLink;
import yihuyima.api.outbound.OutboundCall;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.CryptoSuite;
import yihuyima.api.secret.DataKeys;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.secret.FieldKeys;
import yihuyima.api.secret.KeyEncryption;
import yihuyima.api.secret.KeyRings;
import yihuyima.api.secret.LocalKeyEncryption;
import yihuyima.api.secret.rotation.KeyRotations;
import yihuyima.api.secret.rotation.RotationSettings;
import yihuyima.api.secret.transit.Keepers;
import yihuyima.api.secret.transit.TransitKeyEncryption;
import yihuyima.api.secret.transit.TransitSettings;
import yihuyima.api.sms.TencentSmsGateway;
import yihuyima.api.sms.TencentSmsSettings;
import yihuyima.api.sql.Database;
import yihuyima.api.wechat.WechatClient;
import yihuyima.api.wechat.WechatSettings;
import yihuyima.api.wechat.WecomClient;
import yihuyima.api.wechat.WecomSettings;
import yihuyima.qr.CodePrefix;
import yihuyima.qr.CodeSigner;
import yihuyima.qr.CodeVerifier;
import yihuyima.qr.Ed25519Signer;
import yihuyima.qr.Ed25519Verifier;
import yihuyima.qr.MintKey;
import yihuyima.qr.Sm2Signer;
import yihuyima.qr.Sm2Verifier;

/** Turns the configuration into what the API stands on. */
public final class Foundations {
  /** How long a request for a database connection may wait. */
  private static final int CONNECTION_WAIT_MS = 2000;

  /** Requests that may wait for a connection, an event loop; above, 503 at once. */
  private static final int WAITING_MAX = 1000;

  /** Statements on their way on one pipelined connection. */
  private static final int PIPELINED_MAX = 64;

  private static final long OPEN_KEYS_SECONDS = 30;

  /** Three tries of this, and a check, fit what a caller of the keeper waits for. */
  private static final Duration KEY_SERVICE_DEADLINE = Duration.ofMillis(1500);

  private static final Duration OUTSIDE_DEADLINE = Duration.ofSeconds(5);

  /** A request's time from arrival to answer. */
  private static final long REQUEST_DEADLINE_MS = 15_000;

  private Foundations() {}

  /** Connects lazily: nothing is asked of the database before the first statement. */
  static MiniprogramApi.Foundation of(
      ServerConfig config,
      Vertx vertx,
      RedisLink redis,
      KeyRings keys,
      Limits limits,
      SealWatch sealing,
      Clock clock) {
    WebClient web = OutboundCall.client(vertx);
    return new MiniprogramApi.Foundation(
        database(config, vertx),
        redis,
        new FieldCipher(keys),
        new BlindIndex(keys),
        rotations(config, vertx, clock),
        rotation(config),
        purgeAtHour(config),
        codeKeys(config),
        tokens(config, clock),
        sessions(config),
        config.secret(ConfigKey.REFRESH_KEY),
        limits,
        new Issuer(config.text(ConfigKey.ISSUER_NAME), config.text(ConfigKey.HOTLINE)),
        new TencentSmsGateway(web, sms(config), clock),
        wechat(config, web, clock),
        wecom(config, web, clock),
        new ApiSettings(
            Set.copyOf(config.list(ConfigKey.TRUSTED_PROXIES)),
            config.number(ConfigKey.IN_FLIGHT_MAX),
            REQUEST_DEADLINE_MS),
        sealing,
        RecordSealing.source(config),
        config.isOn(ConfigKey.DEMO),
        clock);
  }

  /** Where the key-encryption keys are; a hardware module would come in here. */
  public static KeyEncryption keyEncryption(ServerConfig config, Vertx vertx) {
    Map<String, byte[]> own = config.secrets(ConfigKey.KEY_ENCRYPTION_KEYS);
    String service = config.text(ConfigKey.KEY_SERVICE);
    if (service.equals("off")) {
      return new LocalKeyEncryption(own, suite(config));
    }
    KeyEncryption transit =
        new TransitKeyEncryption(
            vertx,
            new TransitSettings(
                URI.create(config.text(ConfigKey.KEY_SERVICE_URL)),
                config.text(ConfigKey.KEY_SERVICE_MOUNT),
                config.text(ConfigKey.KEY_SERVICE_KEY),
                config.text(ConfigKey.KEY_SERVICE_TOKEN),
                KEY_SERVICE_DEADLINE));
    if (own.isEmpty()) {
      return transit;
    }
    KeyEncryption local = new LocalKeyEncryption(own, suite(config));
    return new Keepers(service.equals("on") ? transit : local, transit, local);
  }

  /** What new keys are made for. */
  static CryptoSuite suite(ServerConfig config) {
    return config.text(ConfigKey.CRYPTO_SUITE).equals("sm")
        ? CryptoSuite.SM
        : CryptoSuite.INTERNATIONAL;
  }

  /** The data keys, loaded and looked at again and again; made when there are none. */
  static Future<DataKeys> dataKeys(ServerConfig config, Vertx vertx, Pool pool, Clock clock) {
    return DataKeys.open(
        vertx, pool, keyEncryption(config, vertx), suite(config), imported(config), clock);
  }

  /**
   * The keys of the encrypted columns as they are in the database, for who stands beside a server:
   * the demo's loader, tests. Makes the first ones when there are none. Blocks.
   */
  public static KeyRings openKeys(ServerConfig config) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try {
      Pool pool = pool(config, vertx, 1, 1);
      DataKeys keys =
          Waiting.of(dataKeys(config, vertx, pool, Clock.systemUTC()), OPEN_KEYS_SECONDS);
      Waiting.of(keys.close(), OPEN_KEYS_SECONDS);
      return KeyRings.fixed(keys.ring());
    } finally {
      Waiting.of(vertx.close(), OPEN_KEYS_SECONDS);
    }
  }

  static KeyRotations rotations(ServerConfig config, Vertx vertx, Clock clock) {
    return new KeyRotations(keyEncryption(config, vertx), suite(config), clock);
  }

  static RotationSettings rotation(ServerConfig config) {
    return new RotationSettings(
        config.number(ConfigKey.ROTATION_ROWS_PER_SECOND),
        Duration.ofSeconds(config.number(ConfigKey.ROTATION_GRACE_SECONDS)));
  }

  private static int purgeAtHour(ServerConfig config) {
    String hour = config.text(ConfigKey.PURGE_AT_HOUR);
    return hour.equals("off") ? -1 : Integer.parseInt(hour);
  }

  /** Keys that stood in the configuration before keys were in the database. */
  private static Optional<FieldKeys> imported(ServerConfig config) {
    if (config.text(ConfigKey.FIELD_KEYS).isEmpty()) {
      return Optional.empty();
    }
    Map<Integer, byte[]> keys = new HashMap<>();
    int first = 0;
    for (Map.Entry<String, byte[]> entry : config.secrets(ConfigKey.FIELD_KEYS).entrySet()) {
      int id = Integer.parseInt(entry.getKey());
      first = first == 0 ? id : first;
      keys.put(id, entry.getValue());
    }
    return Optional.of(new FieldKeys(first, keys, config.secret(ConfigKey.INDEX_KEY)));
  }

  /** The keys of household codes. */
  public static CodeKeys codeKeys(ServerConfig config) {
    List<MintKey> mints = new ArrayList<>();
    config
        .secrets(ConfigKey.MINT_KEYS)
        .forEach((id, secret) -> mints.add(new MintKey(Integer.parseInt(id), secret)));
    Map.Entry<String, byte[]> sign =
        config.secrets(ConfigKey.SIGN_KEY).entrySet().iterator().next();
    int signId = Integer.parseInt(sign.getKey());
    CodeSigner signer;
    CodeVerifier verifier;
    if (suite(config) == CryptoSuite.SM) {
      Sm2Signer sm2 = Sm2Signer.of(signId, sign.getValue());
      signer = sm2;
      verifier = sm2.verifier();
    } else {
      Ed25519Signer ed25519 = Ed25519Signer.of(signId, sign.getValue());
      signer = ed25519;
      verifier = ed25519.verifier();
    }
    List<CodeKeys.PublishedKey> published = new ArrayList<>();
    published.add(
        new CodeKeys.PublishedKey(
            verifier, LocalDate.parse(config.text(ConfigKey.SIGN_KEY_FROM)), null, "ACTIVE"));
    for (String retired : config.list(ConfigKey.RETIRED_SIGN_KEYS)) {
      String[] parts = retired.split(":", -1);
      published.add(
          new CodeKeys.PublishedKey(
              verifier(Integer.parseInt(parts[0]), Base64.getDecoder().decode(parts[1])),
              LocalDate.parse(parts[2]),
              LocalDate.parse(parts[3]),
              parts.length > 4 ? parts[4] : "RETIRED"));
    }
    return new CodeKeys(
        mints,
        mints.getFirst().id(),
        signer,
        published,
        config.secret(ConfigKey.LOOKUP_KEY),
        new CodePrefix(config.text(ConfigKey.PUBLIC_URL)));
  }

  /** A retired key of either suite: an SM2 key is a point, twice as long. */
  private static CodeVerifier verifier(int id, byte[] publicKey) {
    return publicKey.length == Sm2Verifier.PUBLIC_KEY_BYTES
        ? Sm2Verifier.of(id, publicKey)
        : Ed25519Verifier.of(id, publicKey);
  }

  /** The session tokens. */
  public static Tokens tokens(ServerConfig config, Clock clock) {
    Map<String, byte[]> keys = config.secrets(ConfigKey.TOKEN_KEYS);
    return new Tokens(new TokenKeys(keys.keySet().iterator().next(), keys), clock);
  }

  private static SessionSettings sessions(ServerConfig config) {
    return new SessionSettings(
        Duration.ofMinutes(config.number(ConfigKey.ACCESS_TOKEN_MINUTES)),
        Duration.ofDays(config.number(ConfigKey.HOUSEHOLD_SESSION_DAYS)),
        Duration.ofHours(config.number(ConfigKey.STAFF_SESSION_HOURS)),
        !new CodePrefix(config.text(ConfigKey.PUBLIC_URL)).insecure(),
        config.text(ConfigKey.SECOND_FACTOR).equals("required"));
  }

  private static Database database(ServerConfig config, Vertx vertx) {
    Pool reading = pool(config, vertx, config.number(ConfigKey.READ_CONNECTIONS), PIPELINED_MAX);
    Pool writing = pool(config, vertx, config.number(ConfigKey.WRITE_CONNECTIONS), 1);
    return new Database(vertx, reading, writing);
  }

  /** A pool of this event loop. */
  public static Pool pool(ServerConfig config, Vertx vertx, int size, int pipelined) {
    PgConnectOptions connect =
        new PgConnectOptions()
            .setHost(config.text(ConfigKey.DATABASE_HOST))
            .setPort(config.number(ConfigKey.DATABASE_PORT))
            .setDatabase(config.text(ConfigKey.DATABASE_NAME))
            .setUser(config.text(ConfigKey.DATABASE_USER))
            .setPassword(config.text(ConfigKey.DATABASE_PASSWORD))
            .setCachePreparedStatements(true)
            .setPreparedStatementCacheMaxSize(512)
            .setPipeliningLimit(pipelined)
            .addProperty("application_name", "yihuyima")
            .addProperty("statement_timeout", "5000")
            .addProperty("lock_timeout", "3000")
            .addProperty("idle_in_transaction_session_timeout", "15000");
    if (config.text(ConfigKey.DATABASE_TLS).equals("verify")) {
      connect
          .setSslMode(SslMode.VERIFY_FULL)
          .setSslOptions(new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS"));
    }
    PoolOptions options =
        new PoolOptions()
            .setMaxSize(size)
            .setMaxWaitQueueSize(WAITING_MAX)
            .setConnectionTimeout(CONNECTION_WAIT_MS)
            .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
    return PgBuilder.pool().with(options).connectingTo(connect).using(vertx).build();
  }

  /** The link to Redis; it connects by itself. */
  static RedisLink redis(ServerConfig config) {
    RedisURI.Builder uri =
        RedisURI.builder()
            .withHost(config.text(ConfigKey.REDIS_HOST))
            .withPort(config.number(ConfigKey.REDIS_PORT))
            .withSsl(config.text(ConfigKey.REDIS_TLS).equals("verify"));
    String password = config.text(ConfigKey.REDIS_PASSWORD);
    if (!password.isEmpty()) {
      uri.withPassword(password.toCharArray());
    }
    return RedisLink.open(uri.build());
  }

  static LimitSettings limits(ServerConfig config) {
    LimitSettings s = LimitSettings.standard();
    return new LimitSettings(
        Limit.perMinute(config.number(ConfigKey.LOOKUPS_PER_ADDRESS_MINUTE)),
        Limit.perMinute(config.number(ConfigKey.LOOKUPS_IN_ALL_MINUTE)),
        Limit.perMinute(config.number(ConfigKey.LOOKUPS_PER_CALLER_MINUTE)),
        Limit.perMinute(config.number(ConfigKey.COMPUTATIONS_PER_ADDRESS_MINUTE)),
        Limit.perMinute(config.number(ConfigKey.COMPUTATIONS_IN_ALL_MINUTE)),
        s.bindingsPerAccount(),
        s.bindingsPerAddress(),
        s.bindingsPerCode(),
        s.signInsPerAddress(),
        s.signInsPerName(),
        s.partnerSignInsPerAddress(),
        s.smsPerPhone(),
        s.smsPerAddress(),
        s.smsInAll());
  }

  private static TencentSmsSettings sms(ServerConfig config) {
    return new TencentSmsSettings(
        URI.create(config.text(ConfigKey.SMS_URL)),
        config.text(ConfigKey.SMS_REGION),
        config.text(ConfigKey.SMS_SECRET_ID),
        config.text(ConfigKey.SMS_SECRET_KEY),
        config.text(ConfigKey.SMS_APP_ID),
        config.text(ConfigKey.SMS_SIGN_NAME),
        config.text(ConfigKey.SMS_TEMPLATE_ID),
        List.of("5"),
        OUTSIDE_DEADLINE);
  }

  private static Optional<WechatClient> wechat(ServerConfig config, WebClient web, Clock clock) {
    if (!config.isOn(ConfigKey.WECHAT)) {
      return Optional.empty();
    }
    WechatSettings settings =
        new WechatSettings(
            URI.create(config.text(ConfigKey.WECHAT_URL)),
            config.text(ConfigKey.WECHAT_APP_ID),
            config.text(ConfigKey.WECHAT_APP_SECRET),
            OUTSIDE_DEADLINE);
    return Optional.of(new WechatClient(web, settings, clock));
  }

  private static Optional<WecomClient> wecom(ServerConfig config, WebClient web, Clock clock) {
    if (!config.isOn(ConfigKey.WECOM)) {
      return Optional.empty();
    }
    WecomSettings settings =
        new WecomSettings(
            URI.create(config.text(ConfigKey.WECOM_URL)),
            config.text(ConfigKey.WECOM_CORP_ID),
            config.text(ConfigKey.WECOM_SECRET),
            OUTSIDE_DEADLINE);
    return Optional.of(new WecomClient(web, settings, clock));
  }
}
