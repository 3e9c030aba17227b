package yihuyima.api.partner;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import yihuyima.api.access.Action;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Tokens;
import yihuyima.api.limit.Limits;
import yihuyima.api.sql.Database;
import yihuyima.qr.CodePrefix;

/** How a partner department signs in; what it asks afterwards belongs to other features. */
public final class PartnerOperations implements Operations {
  /** Where assertions are sent to, after the public address; with it, their audience. */
  static final String SIGN_IN_PATH = "/v1/sessions/partner";

  /** A session's whole life: a department signs in again, it has its key at hand. */
  static final Duration SESSION_LIFE = Duration.ofMinutes(30);

  private final String audience;
  private final Database database;
  private final PartnerStore store;
  private final Tokens tokens;
  private final Limits limits;
  private final Clock clock;

  public PartnerOperations(
      CodePrefix prefix,
      Database database,
      PartnerStore store,
      Tokens tokens,
      Limits limits,
      Clock clock) {
    this.audience = prefix.publicUrl() + SIGN_IN_PATH;
    this.database = database;
    this.store = store;
    this.tokens = tokens;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public void bind(Api api) {
    api.on(Action.SIGN_IN_PARTNER, this::signIn);
  }

  /** Starts a session for whoever holds a partner's key. */
  private Future<Reply> signIn(Caller caller, Request request) {
    return limits
        .take(
            Limits.Kind.SIGN_IN_PARTNER,
            request.address(),
            limits.settings().partnerSignInsPerAddress())
        .compose(allowed -> read(request));
  }

  private Future<Reply> read(Request request) {
    Instant now = clock.instant();
    return switch (PartnerAssertion.read(
        request.body().getString("clientAssertion"), audience, now)) {
      case PartnerAssertion.Outcome.Refused refused -> refuse(refused.reason());
      case PartnerAssertion.Outcome.Claimed claimed -> verify(claimed.assertion(), request, now);
    };
  }

  private Future<Reply> verify(PartnerAssertion assertion, Request request, Instant now) {
    return database
        .read(db -> store.findSigner(db, assertion.partnerCode(), assertion.keyId()))
        .compose(
            found -> {
              if (found.isEmpty()) {
                return refuse("no such key");
              }
              return assertion.signedBy(found.get().key())
                  ? start(found.get(), assertion, request, now)
                  : refuse("not signed with this key");
            });
  }

  private Future<Reply> start(
      PartnerStore.Signer signer, PartnerAssertion assertion, Request request, Instant now) {
    UUID session = UUID.randomUUID();
    PartnerStore.Message message =
        new PartnerStore.Message(
            signer.key(), assertion.messageId(), Network.address(request.address()).orElse(null));
    return database
        .write(db -> store.startSession(db, message, session, now, now.plus(SESSION_LIFE)))
        .compose(
            taking ->
                switch (taking) {
                  case TAKEN -> Future.succeededFuture(signedIn(signer, session));
                  case REPLAYED -> refuse("jti taken before");
                  case KEY_NOT_IN_FORCE -> refuse("key not in force");
                  case FOREIGN_ADDRESS ->
                      Future.failedFuture(
                          Problem.ADDRESS_NOT_LISTED.because("partner assertion: another address"));
                  case OVER_MINUTE, OVER_DAY ->
                      throw new IllegalStateException("signing in is not counted");
                });
  }

  private Reply signedIn(PartnerStore.Signer signer, UUID session) {
    Caller.Partner partner =
        new Caller.Partner(signer.key().partnerId(), signer.organisationPath(), session);
    return Reply.created(
        new JsonObject()
            .put(
                "principal",
                new JsonObject()
                    .put("kind", "PARTNER")
                    .put("name", signer.name())
                    .put("organisationId", signer.organisationId())
                    .put("organisation", signer.organisationName()))
            .put("expiresInSeconds", SESSION_LIFE.toSeconds())
            .put("accessToken", tokens.issue(partner, SESSION_LIFE)));
  }

  private static <T> Future<T> refuse(String reason) {
    return Future.failedFuture(Problem.SIGN_IN_FAILED.because("partner assertion: " + reason));
  }
}
