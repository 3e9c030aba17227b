package yihuyima.api.partner;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import yihuyima.api.audit.Look;
import yihuyima.api.audit.LookRecorder;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.limit.AddressGroup;
import yihuyima.api.sql.Database;
import yihuyima.api.sql.GroupedWrites;
import yihuyima.qr.CodePrefix;

/**
 * Lets a request of a partner department in, once, if it is signed as the contract says, from where
 * the department may ask, and within its quotas.
 *
 * <p>Costs one round trip, shared with what comes at the same time: the bytes of keys are
 * remembered, for they do not change under an id, but whether the key is in force is asked in the
 * statement that takes the message id. A remembered key therefore never admits anybody by itself.
 * One for each event loop; not safe for many threads.
 */
public final class PartnerGate {
  /** Keys remembered; departments have one or two each. */
  private static final int KEYS_REMEMBERED_MAX = 1_000;

  /** Requests in one transaction. */
  static final int GROUP_MESSAGES_MAX = 64;

  /** How often a foreign address of one department is put on the record, by each event loop. */
  static final Duration FOREIGN_RECORDED_EVERY = Duration.ofMinutes(1);

  private final String publicUrl;
  private final Database database;
  private final PartnerStore store;
  private final LookRecorder recorder;
  private final Clock clock;
  private final GroupedWrites<PartnerStore.Message, PartnerStore.Taking> taking;

  /**
   * Who has used up the minute, until its end: so that whoever goes on costs no write. Those who
   * are forgotten are counted again.
   */
  private final Cache<Long, Instant> overMinute =
      Caffeine.newBuilder().maximumSize(KEYS_REMEMBERED_MAX).build();

  private final Cache<String, PartnerKey> remembered =
      Caffeine.newBuilder().maximumSize(KEYS_REMEMBERED_MAX).build();

  /**
   * Which department's foreign address is on the record lately: one line a minute tells as much as
   * thousands, and nobody fills the record with a stolen key.
   */
  private final Cache<String, Boolean> foreignRecorded =
      Caffeine.newBuilder()
          .maximumSize(KEYS_REMEMBERED_MAX)
          .expireAfterWrite(FOREIGN_RECORDED_EVERY)
          .build();

  public PartnerGate(
      CodePrefix prefix,
      Database database,
      PartnerStore store,
      LookRecorder recorder,
      Clock clock) {
    this.publicUrl = prefix.publicUrl();
    this.database = database;
    this.store = store;
    this.recorder = recorder;
    this.clock = clock;
    this.taking =
        new GroupedWrites<>(
            database.vertx(),
            GROUP_MESSAGES_MAX,
            messages ->
                database.write(
                    db ->
                        store.takeMessages(db, messages, clock.instant(), ChinaTime.today(clock))));
  }

  /**
   * Verifies the signature with a key of this very partner, then takes the message id.
   *
   * @return when the request may go on; fails with SIGNATURE_INVALID when it is not rightly signed
   *     or was sent before, with ADDRESS_NOT_LISTED, TOO_MANY_REQUESTS or QUOTA_USED_UP when it is
   *     and may not go on all the same, with STORE_UNAVAILABLE or BUSY when the database does not
   *     answer: the client then signs anew
   */
  public Future<Void> admit(Caller.Partner caller, Request request) {
    RequestSignature.Parts parts = parts(request);
    Instant now = clock.instant();
    return switch (RequestSignature.verify(parts, keyId -> remembered(caller, keyId), now)) {
      // Not remembered, or no longer with the bytes that are: the database knows.
      case RequestSignature.Outcome.KeyUnknown unknown ->
          verifyAfresh(caller, request, parts, unknown.keyId(), now);
      case RequestSignature.Outcome.NotOfKey other ->
          verifyAfresh(caller, request, parts, other.keyId(), now);
      case RequestSignature.Outcome.Verified verified -> take(caller, request, verified, now);
      case RequestSignature.Outcome.Refused refused -> refuse(caller, refused.reason());
    };
  }

  private Future<Void> verifyAfresh(
      Caller.Partner caller,
      Request request,
      RequestSignature.Parts parts,
      String keyId,
      Instant now) {
    return database
        .read(db -> store.findKey(db, caller.partnerId(), keyId))
        .compose(
            found -> {
              found.ifPresent(key -> remembered.put(keyId, key));
              return settle(caller, request, parts, ignored -> found, now);
            });
  }

  private Future<Void> settle(
      Caller.Partner caller,
      Request request,
      RequestSignature.Parts parts,
      Function<String, Optional<PartnerKey>> keys,
      Instant now) {
    return switch (RequestSignature.verify(parts, keys, now)) {
      case RequestSignature.Outcome.KeyUnknown ignored -> refuse(caller, "no such key");
      case RequestSignature.Outcome.NotOfKey ignored -> refuse(caller, "not signed with this key");
      case RequestSignature.Outcome.Verified verified -> take(caller, request, verified, now);
      case RequestSignature.Outcome.Refused refused -> refuse(caller, refused.reason());
    };
  }

  private Future<Void> take(
      Caller.Partner caller,
      Request request,
      RequestSignature.Outcome.Verified verified,
      Instant now) {
    Instant over = overMinute.getIfPresent(caller.partnerId());
    if (over != null && now.isBefore(over)) {
      return Future.failedFuture(Problem.TOO_MANY_REQUESTS.because(caller.actor() + ": minute"));
    }
    return taking
        .write(
            new PartnerStore.Message(
                verified.key(), verified.nonce(), Network.address(request.address()).orElse(null)))
        .compose(
            outcome ->
                switch (outcome) {
                  case TAKEN -> Future.succeededFuture();
                  case REPLAYED -> refuse(caller, "message id taken before");
                  case KEY_NOT_IN_FORCE -> refuse(caller, "key not in force");
                  case FOREIGN_ADDRESS -> refuseForeign(caller, request);
                  case OVER_MINUTE -> {
                    overMinute.put(
                        caller.partnerId(),
                        now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES));
                    yield Future.failedFuture(
                        Problem.TOO_MANY_REQUESTS.because(caller.actor() + ": minute"));
                  }
                  case OVER_DAY ->
                      Future.failedFuture(Problem.QUOTA_USED_UP.because(caller.actor() + ": day"));
                });
  }

  /**
   * Who holds a department's key and asks from elsewhere is on the record: its key may be in other
   * hands. Each such request is counted; the record has one a minute and address.
   */
  private Future<Void> refuseForeign(Caller.Partner caller, Request request) {
    String which = caller.partnerId() + " " + AddressGroup.of(request.address());
    Future<Void> recorded =
        foreignRecorded.asMap().putIfAbsent(which, true) == null
            ? recorder
                .record(Look.refused(clock.instant(), caller, request, null, "address not listed"))
                .onFailure(error -> foreignRecorded.invalidate(which))
            : Future.succeededFuture();
    return recorded.compose(
        done ->
            Future.failedFuture(
                Problem.ADDRESS_NOT_LISTED.because(caller.actor() + ": another address")));
  }

  private Optional<PartnerKey> remembered(Caller.Partner caller, String keyId) {
    return Optional.ofNullable(remembered.getIfPresent(keyId))
        .filter(key -> key.partnerId() == caller.partnerId());
  }

  private RequestSignature.Parts parts(Request request) {
    return new RequestSignature.Parts(
        request.method(),
        publicUrl + request.target(),
        header(request, "Authorization"),
        header(request, "Yihuyima-Purpose"),
        header(request, "Content-Digest"),
        header(request, "Signature-Input"),
        header(request, "Signature"),
        request.rawBody().getBytes());
  }

  private static List<String> header(Request request, String name) {
    return request.headers(name);
  }

  private static Future<Void> refuse(Caller.Partner caller, String reason) {
    return Future.failedFuture(Problem.SIGNATURE_INVALID.because(caller.actor() + ": " + reason));
  }
}
