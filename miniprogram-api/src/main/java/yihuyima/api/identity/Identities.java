package yihuyima.api.identity;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.http.Operations;
import yihuyima.api.identity.secondfactor.SecondFactors;
import yihuyima.api.limit.Limits;
import yihuyima.api.limit.RedisLink;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sms.SmsGateway;
import yihuyima.api.sql.Database;
import yihuyima.api.wechat.WechatClient;
import yihuyima.api.wechat.WecomClient;

/** Sessions and signing in, put together; one for each event loop. */
public final class Identities {
  private final Sessions sessions;
  private final SecondFactors factors;
  private final List<Operations> operations;

  /**
   * What they stand on.
   *
   * @param refreshKey at least 32 bytes
   * @param wechat empty where WeChat login is off
   * @param wecom empty where signing in by Enterprise WeChat is off
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
      Optional<WecomClient> wecom,
      AccessRecordStore record,
      Clock clock) {
    PrincipalStore principals = new PrincipalStore(cipher, index, clock);
    sessions = new Sessions(database, principals, tokens, settings, refreshKey, clock);
    factors = new SecondFactors(database.vertx(), cipher, index, limits, clock);
    KnownDevices devices = new KnownDevices(refreshKey, clock);
    StaffSignIn staff =
        new StaffSignIn(database, sessions, principals, factors, devices, limits, clock);
    SmsCodes smsCodes = new SmsCodes(database.vertx(), redis, index, limits, clock);
    operations =
        List.of(
            new SessionOperations(
                database,
                sessions,
                principals,
                staff,
                smsCodes,
                devices,
                limits,
                sms,
                wechat,
                clock),
            new WecomOperations(database, sessions, principals, wecom, record, limits, clock),
            new OwnPhoneOperations(database, principals, smsCodes, wechat, record, limits, clock));
  }

  public Sessions sessions() {
    return sessions;
  }

  /** The second factors of staff. */
  public SecondFactors factors() {
    return factors;
  }

  /** The operations of signing in and out, and of what one signs in with. */
  public List<Operations> operations() {
    return operations;
  }
}
