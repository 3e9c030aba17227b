package yihuyima.api.identity;

import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.ApiRouter;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.sql.Database;

/**
 * Starts, continues and ends sessions.
 *
 * <p>A refresh token's successor is computed from it, so a client that lost the answer and asks
 * again within {@link #REFRESH_GRACE} gets the same successor; later use of an old token ends the
 * session, for somebody else may hold it.
 */
public final class Sessions {
  /** How long the token before the last is still answered. */
  static final Duration REFRESH_GRACE = Duration.ofSeconds(30);

  /** The cookie with the refresh token; sent to sessions' operations alone. */
  static final String REFRESH_COOKIE = "yhym_rt";

  /**
   * Says to the pages' scripts that somebody has signed in here, and nothing more: without it they
   * need not ask who. It opens nothing, whoever sets it.
   */
  static final String MARK_COOKIE = "yhym_in";

  /** All that signing in sets and signing out clears. */
  static final List<String> COOKIES = List.of(ApiRouter.ACCESS_COOKIE, REFRESH_COOKIE, MARK_COOKIE);

  private static final int REFRESH_BYTES = 32;

  private final Database database;
  private final SessionStore store = new SessionStore();
  private final PrincipalStore principals;
  private final Tokens tokens;
  private final SessionSettings settings;
  private final SessionGate gate;
  private final Clock clock;
  private final SecretKeySpec rotationKey;
  private final SecureRandom random = new SecureRandom();

  /**
   * What it stands on.
   *
   * @param rotationKey at least 32 bytes; changing it signs everybody out at their next refresh
   */
  Sessions(
      Database database,
      PrincipalStore principals,
      Tokens tokens,
      SessionSettings settings,
      byte[] rotationKey,
      Clock clock) {
    this.database = database;
    this.principals = principals;
    this.tokens = tokens;
    this.settings = settings;
    this.gate = new SessionGate(settings.secondFactorRequired());
    this.clock = clock;
    this.rotationKey = new SecretKeySpec(rotationKey, "HmacSHA256");
  }

  /** What a session is good for. */
  public SessionGate gate() {
    return gate;
  }

  /** Whether a session stands; fails when the database does. */
  public Future<Boolean> stands(UUID session) {
    return database.read(db -> store.stands(db, session, ChinaTime.now(clock)));
  }

  /**
   * Whether the caller has shown a second factor in this session.
   *
   * @return when it was; fails with SECOND_FACTOR_REQUIRED otherwise
   */
  public Future<Void> requireSecondFactor(SqlClient db, Caller caller) {
    return store
        .isBySecondFactor(db, caller.sessionId())
        .compose(
            shown ->
                shown
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        Problem.SECOND_FACTOR_REQUIRED.because("for this act, by everybody")));
  }

  /**
   * Whether somebody signed in for this session not longer ago than this; refreshing does not
   * count.
   *
   * @return whether; fails when the database does
   */
  public Future<Boolean> beganWithin(UUID session, Duration within) {
    return database.read(db -> store.beganSince(db, session, ChinaTime.now(clock).minus(within)));
  }

  /**
   * Starts a session of a household's account.
   *
   * @return the contract's SignedIn; fails when the database does
   */
  Future<Reply> startForAccount(SqlClient db, long accountId, boolean cookies, String device) {
    UUID id = UUID.randomUUID();
    String refresh = newRefresh();
    Duration life = settings.householdSession();
    return start(
            db,
            new SessionStore.NewSession(
                id, "ACCOUNT", accountId, null, null, Strength.PASSWORD, device),
            life,
            refresh)
        .compose(ok -> principals.account(db, accountId, id))
        .map(
            found ->
                signedIn(201, found.orElseThrow(), refresh, cookies, settings.householdSession()));
  }

  /**
   * Starts a session of a member of staff.
   *
   * @return the contract's SignedIn; fails with SIGN_IN_FAILED when they have left meanwhile
   */
  Future<Reply> startForStaff(
      SqlClient db, long staffId, Strength strength, boolean cookies, String device) {
    UUID id = UUID.randomUUID();
    String refresh = newRefresh();
    return start(
            db,
            new SessionStore.NewSession(id, "STAFF", null, staffId, null, strength, device),
            settings.staffSession(),
            refresh)
        .compose(ok -> principals.staff(db, staffId, id))
        .map(
            found ->
                signedIn(
                    201,
                    found.orElseThrow(() -> Problem.SIGN_IN_FAILED.because("has left")),
                    refresh,
                    cookies,
                    settings.staffSession()));
  }

  private Future<Void> start(
      SqlClient db, SessionStore.NewSession session, Duration life, @Nullable String refresh) {
    OffsetDateTime now = ChinaTime.now(clock);
    return store.start(db, session, now, now.plus(life), refresh == null ? null : sha256(refresh));
  }

  /**
   * The caller of a session as the database has it now, with a new access token, in the way the
   * request came: for whoever has just become somebody else, or proved more.
   *
   * @return the contract's SignedIn; fails with SIGN_IN_REQUIRED when they are gone
   */
  public Future<Reply> renewed(Caller caller, Request request) {
    boolean account = caller instanceof Caller.SignedIn || caller instanceof Caller.Household;
    Duration life = account ? settings.householdSession() : settings.staffSession();
    boolean cookies = SessionOperations.cameByCookie(request);
    return database
        .read(db -> find(db, caller))
        .map(
            found ->
                signedIn(
                    201,
                    found.orElseThrow(() -> Problem.SIGN_IN_REQUIRED.because("subject is gone")),
                    null,
                    cookies,
                    life));
  }

  /** Raises, or lowers, how well the caller's session is proved; fails when the database does. */
  public Future<Void> raise(SqlClient db, Caller caller, Strength strength) {
    return store.raise(db, caller.sessionId(), strength);
  }

  /** Ends the other sessions of the caller's account; fails when the database does. */
  public Future<Void> endOthers(SqlClient db, Caller caller, String reason) {
    return switch (caller) {
      case Caller.SignedIn c -> endOfAccount(db, c.accountId(), c.session(), reason);
      case Caller.Household c -> endOfAccount(db, c.accountId(), c.session(), reason);
      default ->
          store.endOfStaff(
              db, Require.staffId(caller), caller.sessionId(), ChinaTime.now(clock), reason);
    };
  }

  /** Ends the sessions of a person's account, but one; fails when the database does. */
  public Future<Void> endOfAccount(
      SqlClient db, long accountId, @Nullable UUID but, String reason) {
    return store.endOfAccount(db, accountId, but, ChinaTime.now(clock), reason);
  }

  /** Ends every session of some accounts; fails when the database does. */
  public Future<Void> endOfAccounts(SqlClient db, List<Long> accountIds, String reason) {
    return store.endOfAccounts(db, accountIds, ChinaTime.now(clock), reason);
  }

  /** Ends every session of a member of staff; fails when the database does. */
  public Future<Void> endOfStaff(SqlClient db, long staffId, String reason) {
    return store.endOfStaff(db, staffId, null, ChinaTime.now(clock), reason);
  }

  /** Who is signed in, in the contract's words; fails with SIGN_IN_REQUIRED when they are gone. */
  Future<JsonObject> principal(Caller caller) {
    return database
        .read(db -> find(db, caller))
        .map(
            known ->
                described(
                    known.orElseThrow(() -> Problem.SIGN_IN_REQUIRED.because("subject is gone"))));
  }

  private Future<Optional<PrincipalStore.Principal>> find(SqlClient db, Caller caller) {
    UUID session = caller.sessionId();
    return switch (caller) {
      case Caller.SignedIn c -> principals.account(db, c.accountId(), session);
      case Caller.Household c -> principals.account(db, c.accountId(), session);
      case Caller.Staff c -> principals.staff(db, c.staffId(), session);
      case Caller.Paired c -> principals.staff(db, c.staffId(), session);
      case Caller.Auditor c -> principals.staff(db, c.staffId(), session);
      default -> Future.succeededFuture(Optional.empty());
    };
  }

  /** With what its holder must do next, so that a page knows where to lead them. */
  private JsonObject described(PrincipalStore.Principal principal) {
    return principal
        .json()
        .put("next", gate.next(principal.caller(), principal.strength()).orElse(null));
  }

  /**
   * A new access token and the refresh token's successor.
   *
   * @return the contract's SignedIn; fails with SIGN_IN_REQUIRED when the token is unknown, spent
   *     or its session has ended
   */
  Future<Reply> refresh(String refreshToken, boolean cookies) {
    byte[] presented = sha256(refreshToken);
    String successor = successor(refreshToken);
    OffsetDateTime now = ChinaTime.now(clock);
    return database
        .write(db -> store.findByRefresh(db, presented))
        .compose(
            found -> {
              SessionStore.Standing session =
                  found.orElseThrow(() -> Problem.SIGN_IN_REQUIRED.because("unknown refresh"));
              if (session.endedAt() != null || !session.expiresAt().isAfter(now)) {
                throw Problem.SIGN_IN_REQUIRED.because("the session has ended");
              }
              if (session.inForce()) {
                return database
                    .write(db -> store.rotate(db, session.id(), presented, sha256(successor), now))
                    .map(session);
              }
              if (session.refreshedAt().plus(REFRESH_GRACE).isAfter(now)) {
                return Future.succeededFuture(session);
              }
              return database
                  .write(db -> store.end(db, session.id(), now, "refresh token used twice"))
                  .compose(
                      ended ->
                          Future.failedFuture(
                              Problem.SIGN_IN_REQUIRED.because("refresh token used twice")));
            })
        .compose(session -> continued(session, successor, cookies, now));
  }

  private Future<Reply> continued(
      SessionStore.Standing session, String successor, boolean cookies, OffsetDateTime now) {
    Duration left = Duration.between(now, session.expiresAt());
    return database
        .read(
            db ->
                session.accountId() != null
                    ? principals.account(db, session.accountId(), session.id())
                    : session.staffId() != null
                        ? principals.staff(db, session.staffId(), session.id())
                        : Future.succeededFuture(Optional.<PrincipalStore.Principal>empty()))
        .map(
            found ->
                signedIn(
                    201,
                    found.orElseThrow(() -> Problem.SIGN_IN_REQUIRED.because("subject is gone")),
                    successor,
                    cookies,
                    left));
  }

  /** Ends a session; ending it again changes nothing. Fails when the database does. */
  Future<Void> end(UUID session) {
    return database.write(db -> store.end(db, session, ChinaTime.now(clock), "signed out"));
  }

  private Reply signedIn(
      int status,
      PrincipalStore.Principal principal,
      @Nullable String refresh,
      boolean cookies,
      Duration sessionLife) {
    String access = tokens.issue(principal.caller(), principal.strength(), settings.accessToken());
    JsonObject body =
        new JsonObject()
            .put("principal", described(principal))
            .put("expiresInSeconds", settings.accessToken().toSeconds());
    if (!cookies) {
      body.put("accessToken", access);
      if (refresh != null) {
        body.put("refreshToken", refresh);
      }
      return Reply.json(status, body.toBuffer());
    }
    // The cookie outlives the token in it: an expired token says "refresh", no token says "anyone".
    Cookie accessCookie = cookie(ApiRouter.ACCESS_COOKIE, access, "/", sessionLife);
    accessCookie.setSameSite(CookieSameSite.LAX);
    Cookie mark = mark("1", sessionLife);
    if (refresh == null) {
      return Reply.json(status, body.toBuffer()).with(List.of(accessCookie, mark));
    }
    Cookie refreshCookie = cookie(REFRESH_COOKIE, refresh, "/v1/sessions", sessionLife);
    refreshCookie.setSameSite(CookieSameSite.STRICT);
    return Reply.json(status, body.toBuffer()).with(List.of(accessCookie, refreshCookie, mark));
  }

  /** Cookies that clear all of {@link #COOKIES}. */
  public List<Cookie> cleared() {
    return List.of(
        cookie(ApiRouter.ACCESS_COOKIE, "", "/", Duration.ZERO),
        cookie(REFRESH_COOKIE, "", "/v1/sessions", Duration.ZERO),
        mark("", Duration.ZERO));
  }

  private Cookie mark(String value, Duration life) {
    return cookie(MARK_COOKIE, value, "/", life).setHttpOnly(false).setSameSite(CookieSameSite.LAX);
  }

  /**
   * The same answer, which lets the device show that somebody signed in on it: as a cookie that
   * goes to one path alone, or in the body.
   */
  Reply remembering(Reply reply, String token, boolean cookies, String cookie, String path) {
    if (!cookies) {
      return Reply.json(
          reply.status(), new JsonObject(reply.body()).put("deviceToken", token).toBuffer());
    }
    List<Cookie> all = new ArrayList<>(reply.cookies());
    all.add(cookie(cookie, token, path, KnownDevices.LIFE).setSameSite(CookieSameSite.STRICT));
    return reply.with(all);
  }

  Cookie cookie(String name, String value, String path, Duration life) {
    return Cookie.cookie(name, value)
        .setPath(path)
        .setHttpOnly(true)
        .setSecure(settings.secureCookies())
        .setMaxAge(life.toSeconds());
  }

  private String newRefresh() {
    byte[] token = new byte[REFRESH_BYTES];
    random.nextBytes(token);
    return base64(token);
  }

  private String successor(String refreshToken) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(rotationKey);
      return base64(mac.doFinal(refreshToken.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HmacSHA256", e);
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
