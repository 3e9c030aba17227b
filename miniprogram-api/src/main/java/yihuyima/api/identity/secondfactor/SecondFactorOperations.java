package yihuyima.api.identity.secondfactor;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.OptionalLong;
import yihuyima.api.access.Action;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Deed;
import yihuyima.api.identity.PasswordWork;
import yihuyima.api.identity.Passwords;
import yihuyima.api.identity.Require;
import yihuyima.api.identity.Sessions;
import yihuyima.api.identity.Strength;
import yihuyima.api.sql.Database;
import yihuyima.qr.Svg;
import yihuyima.qr.Symbol;

/** Enrols a second factor and shows it, each for oneself. */
public final class SecondFactorOperations implements Operations {
  /** How long a secret waits for its first code. */
  static final Duration PENDING_LIFE = Duration.ofMinutes(10);

  private final Database database;
  private final Sessions sessions;
  private final SecondFactors factors;
  private final SecondFactorStore store = new SecondFactorStore();
  private final AccessRecordStore record;
  private final Clock clock;
  private final PasswordWork passwords;
  private final SecureRandom random = new SecureRandom();

  /** What it stands on; one for each event loop. */
  public SecondFactorOperations(
      Database database,
      Sessions sessions,
      SecondFactors factors,
      AccessRecordStore record,
      Clock clock) {
    this.database = database;
    this.sessions = sessions;
    this.factors = factors;
    this.record = record;
    this.clock = clock;
    this.passwords = new PasswordWork(database.vertx());
  }

  @Override
  public void bind(Api api) {
    api.on(Action.START_TOTP, this::startTotp);
    api.on(Action.CONFIRM_TOTP, this::confirmTotp);
    api.on(Action.CONFIRM_SECOND_FACTOR, this::confirmSecondFactor);
  }

  /** A stolen session must not enrol its thief: the password is asked again. */
  private Future<Reply> startTotp(Caller caller, Request request) {
    long staffId = Require.staffId(caller);
    String password = request.body().getString("password");
    return factors
        .admit(staffId)
        .compose(ok -> database.read(db -> store.login(db, staffId)))
        .map(found -> found.orElseThrow(() -> Problem.SIGN_IN_REQUIRED.because("has left")))
        .compose(login -> checked(login, password))
        .compose(login -> begun(staffId, login.loginName()));
  }

  private Future<SecondFactorStore.Login> checked(SecondFactorStore.Login login, String password) {
    return passwords
        .run(() -> Passwords.matches(password, login.passwordHash()))
        .map(
            right -> {
              if (!right) {
                throw Problem.PASSWORD_WRONG.because("asked before enrolling");
              }
              return login;
            });
  }

  private Future<Reply> begun(long staffId, String loginName) {
    byte[] secret = Totp.newSecret(random);
    String uri = Totp.uri(loginName, secret);
    JsonObject body =
        new JsonObject()
            .put("uri", uri)
            .put("secret", Totp.base32(secret))
            .put("svg", Svg.draw(Symbol.of(uri), "用验证器应用扫描"))
            .put("validSeconds", PENDING_LIFE.toSeconds());
    return database
        .write(db -> store.begin(db, staffId, factors.seal(staffId, secret), ChinaTime.now(clock)))
        .map(done -> Reply.created(body));
  }

  private Future<Reply> confirmTotp(Caller caller, Request request) {
    long staffId = Require.staffId(caller);
    List<String> codes = RecoveryCodes.create(random);
    return factors
        .admit(staffId)
        .compose(ok -> database.read(db -> store.find(db, staffId)))
        .compose(
            found -> {
              SecondFactorStore.Stored stored =
                  found.orElseThrow(() -> Problem.STATE_CHANGED.because("nothing was started"));
              long step = confirmingStep(staffId, stored, request.body().getString("code"));
              return passwords
                  .run(() -> hashes(staffId, codes))
                  .compose(
                      hashes ->
                          database.transact(
                              db -> enrolled(db, caller, request, stored.pending(), step, hashes)));
            })
        .compose(done -> sessions.renewed(caller, request))
        .map(
            reply ->
                new Reply(
                    reply.status(),
                    reply.contentType(),
                    new JsonObject()
                        .put("recoveryCodes", new JsonArray(codes))
                        .put("session", new JsonObject(reply.body()))
                        .toBuffer(),
                    null,
                    reply.cookies(),
                    true,
                    null));
  }

  private static List<byte[]> hashes(long staffId, List<String> codes) {
    return codes.stream().map(code -> RecoveryCodes.hash(staffId, code)).toList();
  }

  private long confirmingStep(long staffId, SecondFactorStore.Stored stored, String code) {
    OffsetDateTime begunAt = stored.pendingAt();
    byte[] pending = stored.pending();
    if (pending == null
        || begunAt == null
        || begunAt.plus(PENDING_LIFE).isBefore(ChinaTime.now(clock))) {
      throw Problem.STATE_CHANGED.because("no secret waits to be confirmed");
    }
    OptionalLong step = Totp.matchingStep(factors.open(staffId, pending), code, clock.instant());
    return step.orElseThrow(() -> Problem.SECOND_FACTOR_WRONG.because("confirming"));
  }

  private Future<Void> enrolled(
      SqlConnection db,
      Caller caller,
      Request request,
      byte[] pending,
      long step,
      List<byte[]> hashes) {
    long staffId = Require.staffId(caller);
    return store
        .confirm(db, staffId, pending, ChinaTime.now(clock), step)
        .compose(
            done ->
                done
                    ? store.replaceCodes(db, staffId, hashes)
                    : Future.failedFuture(Problem.STATE_CHANGED.because("another was started")))
        .compose(ok -> sessions.raise(db, caller, Strength.SECOND_FACTOR))
        // Sessions from before knew no second factor: whoever holds one shows it now.
        .compose(ok -> sessions.endOthers(db, caller, "second factor enrolled"))
        .compose(ok -> record.insert(db, List.of(Deed.of(clock, caller, request, "enrolled"))));
  }

  private Future<Reply> confirmSecondFactor(Caller caller, Request request) {
    long staffId = Require.staffId(caller);
    return database
        .write(db -> factors.take(db, staffId, request.body().getString("code")))
        .compose(
            right ->
                right
                    ? database.write(db -> sessions.raise(db, caller, Strength.SECOND_FACTOR))
                    : Future.failedFuture(Problem.SECOND_FACTOR_WRONG.because("wrong or taken")))
        .compose(done -> sessions.renewed(caller, request));
  }
}
