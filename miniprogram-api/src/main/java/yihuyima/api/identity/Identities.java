package yihuyima.api.identity;

import java.time.Clock;
import java.util.Optional;
import yihuyima.api.http.Operations;
import yihuyima.api.identity.secondfactor.SecondFactors;
import yihuyima.api.limit.Limits;
import yihuyima.api.limit.RedisLink;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sms.SmsGateway;
import yihuyima.api.sql.Database;
import yihuyima.api.wechat.WechatClient;

/** Sessions and signing in, put together; one for each event loop. */
public final class Identities {
  private final Sessions sessions;
  private final SecondFactors factors;
  private final Operations signIn;

  /**
   * What they stand on.
   *
   * @param refreshKey at least 32 bytes
   * @param wechat empty where WeChat login is off
   */
  public Identities(
      Database database,
      RedisLink redis,
      FieldCipher cipher,
      BlindIndex index,
      Tokens tokens,
      SessionSettings settings,
      byte[] refreshKey,
      Limits limits,
      SmsGateway sms,
      Optional<WechatClient> wechat,
      Clock clock) {
    PrincipalStore principals = new PrincipalStore(cipher, index, clock);
    sessions = new Sessions(database, principals, tokens, settings, refreshKey, clock);
    factors = new SecondFactors(database.vertx(), cipher, index, limits, clock);
    StaffSignIn staff =
        new StaffSignIn(
            database,
            sessions,
            principals,
            factors,
            new KnownDevices(refreshKey, clock),
            limits,
            clock);
    signIn =
        new SessionOperations(
            database, redis, sessions, principals, staff, index, limits, sms, wechat, clock);
  }

  public Sessions sessions() {
    return sessions;
  }

  /** The second factors of staff. */
  public SecondFactors factors() {
    return factors;
  }

  /** The operations of signing in and out. */
  public Operations signIn() {
    return signIn;
  }
}
