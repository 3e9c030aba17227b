package yihuyima.api.identity;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.secondfactor.SecondFactors;
import yihuyima.api.limit.AddressGroup;
import yihuyima.api.limit.Limit;
import yihuyima.api.limit.Limits;
import yihuyima.api.sql.Database;

/**
 * Signing in by name and password, with the code of the second factor in the same call or in the
 * next.
 *
 * <p>Guessing is slowed down by name and address together, and never by the name alone: nobody can
 * lock another out. A device that has signed in before waits in a queue of its own, so that not
 * even guessers behind the same address slow it down.
 */
final class StaffSignIn {
  /** Tries from one known device: a thief who holds it guesses slowly as well. */
  static final Limit TRIES_OF_KNOWN_DEVICE = Limit.perHour(30);

  private final Database database;
  private final Sessions sessions;
  private final PrincipalStore principals;
  private final SecondFactors factors;
  private final KnownDevices devices;
  private final Limits limits;
  private final Clock clock;
  private final PasswordWork passwords;

  StaffSignIn(
      Database database,
      Sessions sessions,
      PrincipalStore principals,
      SecondFactors factors,
      KnownDevices devices,
      Limits limits,
      Clock clock) {
    this.database = database;
    this.sessions = sessions;
    this.principals = principals;
    this.factors = factors;
    this.devices = devices;
    this.limits = limits;
    this.clock = clock;
    this.passwords = new PasswordWork(database.vertx());
  }

  /**
   * Signs in.
   *
   * @return the contract's SignedIn with a device token; fails with SIGN_IN_FAILED for a wrong name
   *     as for a wrong password, with SECOND_FACTOR_WRONG for a wrong code, with TOO_MANY_REQUESTS
   */
  Future<Reply> signIn(Request request) {
    String loginName = request.body().getString("loginName").toLowerCase(Locale.ROOT);
    boolean cookies = SessionOperations.wantsCookies(request);
    Optional<String> device = devices.idOf(loginName, presented(request));
    return admit(request, loginName, device)
        .compose(ok -> database.read(db -> principals.staffByLogin(db, loginName)))
        .compose(login -> checkPassword(login, request.body().getString("password")))
        .compose(
            login ->
                strength(login, request.body().getString("totp"))
                    .compose(
                        strength ->
                            database.write(
                                db ->
                                    sessions.startForStaff(
                                        db,
                                        login.staffId(),
                                        strength,
                                        cookies,
                                        SessionOperations.deviceOf(request)))))
        .map(
            reply ->
                sessions.remembering(
                    reply,
                    devices.token(loginName, device),
                    cookies,
                    KnownDevices.COOKIE,
                    "/v1/sessions"));
  }

  private static Optional<String> presented(Request request) {
    return Optional.ofNullable(request.body().getString("deviceToken"))
        .or(() -> request.cookie(KnownDevices.COOKIE));
  }

  private Future<Void> admit(Request request, String loginName, Optional<String> device) {
    if (device.isPresent()) {
      return limits.take(Limits.Kind.SIGN_IN_KNOWN_DEVICE, device.get(), TRIES_OF_KNOWN_DEVICE);
    }
    return limits
        .take(Limits.Kind.SIGN_IN_ADDRESS, request.address(), limits.settings().signInsPerAddress())
        .compose(
            ok ->
                limits.take(
                    Limits.Kind.SIGN_IN_NAME,
                    loginName + "@" + AddressGroup.of(request.address()),
                    limits.settings().signInsPerName()));
  }

  /**
   * The hash takes tens of milliseconds: on a worker thread, as long for nobody as for somebody.
   */
  private Future<PrincipalStore.StaffLogin> checkPassword(
      Optional<PrincipalStore.StaffLogin> login, String password) {
    return passwords
        .run(
            () ->
                login.isPresent()
                    ? Passwords.matches(password, login.get().passwordHash())
                    : Passwords.matchesNobody(password))
        .map(
            right -> {
              if (!right || login.isEmpty()) {
                throw Problem.SIGN_IN_FAILED.because(login.isEmpty() ? "no such name" : "password");
              }
              return login.get();
            });
  }

  /**
   * What this sign-in proves; a code that was given to an account that has enrolled must be right.
   */
  private Future<Strength> strength(
      PrincipalStore.StaffLogin login, @org.jspecify.annotations.Nullable String code) {
    if (login.oneTimeUntil() != null) {
      return login.oneTimeUntil().isAfter(ChinaTime.now(clock))
          ? Future.succeededFuture(Strength.PASSWORD_CHANGE_DUE)
          : Future.failedFuture(Problem.SIGN_IN_FAILED.because("one-time password too old"));
    }
    if (code == null || !login.enrolled()) {
      return Future.succeededFuture(
          login.enrolled() ? Strength.SECOND_FACTOR_DUE : Strength.PASSWORD);
    }
    return database
        .write(db -> factors.take(db, login.staffId(), code))
        .map(
            right -> {
              if (!right) {
                throw Problem.SECOND_FACTOR_WRONG.because("at sign-in");
              }
              return Strength.SECOND_FACTOR;
            });
  }
}
