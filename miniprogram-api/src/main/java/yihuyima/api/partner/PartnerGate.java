package yihuyima.api.partner;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.sql.Database;
import yihuyima.qr.CodePrefix;

/**
 * Lets a request of a partner department in, once, if it is signed as the contract says.
 *
 * <p>Costs one round trip: the bytes of keys are remembered, for they do not change under an id,
 * but whether the key is in force is asked in the statement that takes the message id. A remembered
 * key therefore never admits anybody by itself. Safe for many threads.
 */
public final class PartnerGate {
  /** Keys remembered; departments have one or two each. */
  private static final int KEYS_REMEMBERED_MAX = 1_000;

  private final String publicUrl;
  private final Database database;
  private final PartnerStore store;
  private final Clock clock;
  private final Cache<String, PartnerKey> remembered =
      Caffeine.newBuilder().maximumSize(KEYS_REMEMBERED_MAX).build();

  public PartnerGate(CodePrefix prefix, Database database, PartnerStore store, Clock clock) {
    this.publicUrl = prefix.publicUrl();
    this.database = database;
    this.store = store;
    this.clock = clock;
  }

  /**
   * Verifies the signature with a key of this very partner, then takes the message id.
   *
   * @return when the request may go on; fails with SIGNATURE_INVALID when it may not, for whatever
   *     reason, with STORE_UNAVAILABLE or BUSY when the database does not answer: the client then
   *     signs anew
   */
  public Future<Void> admit(Caller.Partner caller, Request request) {
    RequestSignature.Parts parts = parts(request);
    Instant now = clock.instant();
    return switch (RequestSignature.verify(parts, keyId -> remembered(caller, keyId), now)) {
      // Not remembered, or no longer with the bytes that are: the database knows.
      case RequestSignature.Outcome.KeyUnknown unknown ->
          verifyAfresh(caller, parts, unknown.keyId(), now);
      case RequestSignature.Outcome.NotOfKey other ->
          verifyAfresh(caller, parts, other.keyId(), now);
      case RequestSignature.Outcome.Verified verified -> take(caller, verified, now);
      case RequestSignature.Outcome.Refused refused -> refuse(caller, refused.reason());
    };
  }

  private Future<Void> verifyAfresh(
      Caller.Partner caller, RequestSignature.Parts parts, String keyId, Instant now) {
    return database
        .read(db -> store.findKey(db, caller.partnerId(), keyId))
        .compose(
            found -> {
              found.ifPresent(key -> remembered.put(keyId, key));
              return settle(caller, parts, ignored -> found, now);
            });
  }

  private Future<Void> settle(
      Caller.Partner caller,
      RequestSignature.Parts parts,
      Function<String, Optional<PartnerKey>> keys,
      Instant now) {
    return switch (RequestSignature.verify(parts, keys, now)) {
      case RequestSignature.Outcome.KeyUnknown ignored -> refuse(caller, "no such key");
      case RequestSignature.Outcome.NotOfKey ignored -> refuse(caller, "not signed with this key");
      case RequestSignature.Outcome.Verified verified -> take(caller, verified, now);
      case RequestSignature.Outcome.Refused refused -> refuse(caller, refused.reason());
    };
  }

  private Future<Void> take(
      Caller.Partner caller, RequestSignature.Outcome.Verified verified, Instant now) {
    return database
        .write(db -> store.takeMessage(db, verified.key(), verified.nonce(), now))
        .compose(
            taking ->
                switch (taking) {
                  case TAKEN -> Future.succeededFuture();
                  case REPLAYED -> refuse(caller, "message id taken before");
                  case KEY_NOT_IN_FORCE -> refuse(caller, "key not in force");
                });
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
