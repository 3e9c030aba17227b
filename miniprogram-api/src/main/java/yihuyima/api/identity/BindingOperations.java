package yihuyima.api.identity;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import yihuyima.api.access.Action;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.audit.Look;
import yihuyima.api.audit.LookRecorder;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.limit.Limits;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Database;

/**
 * Binds a signed-in person to a household: by its live code and the last six characters of an adult
 * member's ID number. A wrong code and wrong digits look the same; limits slow guessing down by
 * account, address and code, and lock nobody's family out for good.
 */
public final class BindingOperations implements Operations {
  /** Who counts as an adult, in years. */
  static final int ADULT_YEARS = 18;

  private static final int ID_DIGITS_ASKED = 6;

  private final Database database;
  private final BindingStore store = new BindingStore();
  private final Sessions sessions;
  private final Function<String, Optional<byte[]>> lookupHash;
  private final FieldCipher cipher;
  private final Limits limits;
  private final LookRecorder recorder;
  private final AccessRecordStore record;
  private final Clock clock;

  /**
   * What it stands on; one for each event loop.
   *
   * @param lookupHash what a typed or scanned code is found by; empty when it is no code
   */
  public BindingOperations(
      Database database,
      Sessions sessions,
      Function<String, Optional<byte[]>> lookupHash,
      FieldCipher cipher,
      Limits limits,
      LookRecorder recorder,
      AccessRecordStore record,
      Clock clock) {
    this.database = database;
    this.sessions = sessions;
    this.lookupHash = lookupHash;
    this.cipher = cipher;
    this.limits = limits;
    this.recorder = recorder;
    this.record = record;
    this.clock = clock;
  }

  @Override
  public void bind(Api api) {
    api.on(Action.BIND_HOUSEHOLD, this::bindHousehold);
  }

  private Future<Reply> bindHousehold(Caller caller, Request request) {
    long accountId = Require.accountId(caller);
    byte[] hash =
        lookupHash
            .apply(request.body().getString("code"))
            .orElseThrow(() -> Problem.CODE_MISTYPED.because("no code"));
    return admit(accountId, request, hash)
        .compose(
            ok ->
                database.read(
                    db ->
                        store.adultsByCode(
                            db, hash, ChinaTime.today(clock).minusYears(ADULT_YEARS))))
        .compose(
            adults -> {
              Optional<BindingStore.Adult> match =
                  matching(adults, request.body().getString("idLastSix"));
              return match.isPresent()
                  ? bound(caller, request, accountId, match.get())
                  : refused(caller, request, adults);
            });
  }

  private Future<Void> admit(long accountId, Request request, byte[] hash) {
    var allowed = limits.settings();
    return limits
        .take(Limits.Kind.BINDING_ACCOUNT, Long.toString(accountId), allowed.bindingsPerAccount())
        .compose(ok -> database.read(db -> store.isKnownByPhone(db, accountId, hash)))
        .compose(known -> known ? Future.succeededFuture() : admitStranger(request, hash));
  }

  /**
   * Guessers use up what an address and a code may take. Whoever signed in with a phone of the very
   * household is not kept out by them.
   */
  private Future<Void> admitStranger(Request request, byte[] hash) {
    var allowed = limits.settings();
    return limits
        .take(Limits.Kind.BINDING_ADDRESS, request.address(), allowed.bindingsPerAddress())
        .compose(
            ok ->
                limits.take(
                    Limits.Kind.BINDING_CODE,
                    HexFormat.of().formatHex(hash),
                    allowed.bindingsPerCode()));
  }

  /** Compares with every adult, whoever matches first: the time says nothing. */
  private Optional<BindingStore.Adult> matching(List<BindingStore.Adult> adults, String digits) {
    byte[] asked = digits.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    BindingStore.Adult match = null;
    for (BindingStore.Adult adult : adults) {
      String number =
          cipher.openText(Column.PERSON_ID_NUMBER, adult.personId(), adult.idNumberSealed());
      byte[] last =
          number.substring(number.length() - ID_DIGITS_ASKED).getBytes(StandardCharsets.US_ASCII);
      if (MessageDigest.isEqual(asked, last)) {
        match = adult;
      }
    }
    return Optional.ofNullable(match);
  }

  private Future<Reply> bound(
      Caller caller, Request request, long accountId, BindingStore.Adult adult) {
    if (caller instanceof Caller.Household own) {
      // A lost answer, asked again: bound to this very household already.
      return own.householdId() == adult.householdId()
          ? sessions.renewed(caller, request)
          : Future.failedFuture(Problem.ALREADY_BOUND.because("to another household"));
    }
    Look look =
        Look.granted(clock.instant(), caller, request, adult.householdId(), "bound an account");
    return database
        .transact(
            db ->
                store
                    .bind(
                        db,
                        new BindingStore.NewBinding(
                            accountId,
                            adult.householdId(),
                            adult.personId(),
                            Caller.Capacity.ADULT,
                            null),
                        ChinaTime.now(clock))
                    .compose(ok -> record.insert(db, List.of(look))))
        .compose(ok -> sessions.renewed(caller, request));
  }

  private Future<Reply> refused(Caller caller, Request request, List<BindingStore.Adult> adults) {
    Long householdId = adults.isEmpty() ? null : adults.getFirst().householdId();
    Look look =
        Look.refused(clock.instant(), caller, request, householdId, "binding digits or code wrong");
    return recorder
        .record(look)
        .compose(ok -> Future.failedFuture(Problem.BINDING_REFUSED.because("code or digits")));
  }
}
