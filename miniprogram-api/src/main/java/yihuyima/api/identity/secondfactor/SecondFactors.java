package yihuyima.api.identity.secondfactor;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.identity.PasswordWork;
import yihuyima.api.limit.Limit;
import yihuyima.api.limit.Limits;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;

/** Takes codes of the second factor: each once, and so many tries in so long. */
public final class SecondFactors {
  /**
   * Tries at one person's codes. Only who has the password gets to try, so nobody is locked out by
   * strangers; three codes of a million are right at any time.
   */
  static final Limit TRIES = new Limit(10, Duration.ofMinutes(15));

  private final SecondFactorStore store = new SecondFactorStore();
  private final FieldCipher cipher;
  private final BlindIndex index;
  private final Limits limits;
  private final Clock clock;
  private final PasswordWork passwords;

  public SecondFactors(
      Vertx vertx, FieldCipher cipher, BlindIndex index, Limits limits, Clock clock) {
    this.cipher = cipher;
    this.index = index;
    this.limits = limits;
    this.clock = clock;
    this.passwords = new PasswordWork(vertx);
  }

  /**
   * Takes a code of the app or a recovery code, once.
   *
   * @return whether it was right and not yet taken; fails with TOO_MANY_REQUESTS after too many
   *     tries
   */
  public Future<Boolean> take(SqlClient db, long staffId, String code) {
    return admit(staffId)
        .compose(
            ok ->
                isOfApp(code)
                    ? takeOfApp(db, staffId, code)
                    : passwords
                        .run(() -> RecoveryCodes.hashes(index, staffId, code))
                        .compose(
                            hashes -> store.takeCode(db, staffId, hashes, ChinaTime.now(clock))));
  }

  /** Takes the second factor away, whatever state it is in. */
  public Future<Void> reset(SqlConnection db, long staffId) {
    return store.reset(db, staffId);
  }

  Future<Void> admit(long staffId) {
    return limits.take(Limits.Kind.SECOND_FACTOR, Long.toString(staffId), TRIES);
  }

  private Future<Boolean> takeOfApp(SqlClient db, long staffId, String code) {
    return store
        .find(db, staffId)
        .compose(
            found -> {
              Optional<byte[]> sealed = found.map(SecondFactorStore.Stored::secret);
              OptionalLong step =
                  sealed.isPresent()
                      ? Totp.matchingStep(open(staffId, sealed.get()), code, clock.instant())
                      : OptionalLong.empty();
              return step.isPresent()
                  ? store.takeStep(db, staffId, step.getAsLong())
                  : Future.succeededFuture(false);
            });
  }

  byte[] open(long staffId, byte[] sealed) {
    return cipher.open(Column.STAFF_TOTP, staffId, sealed);
  }

  byte[] seal(long staffId, byte[] secret) {
    return cipher.seal(Column.STAFF_TOTP, staffId, secret);
  }

  private static boolean isOfApp(String code) {
    return code.length() == Totp.DIGITS && code.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
