package yihuyima.api.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yihuyima.api.access.Access;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.SessionGate;
import yihuyima.api.identity.Tokens;
import yihuyima.api.sql.Database;

/**
 * The contract as a router: one door in, one door out.
 *
 * <p>In: limits, who calls, whether the request is as the contract says, whether the session
 * stands. Out: a reply, a problem, or the one body of all bugs; nothing else is ever written.
 */
public final class ApiRouter {
  /** The cookie with the access token; readable by no script. */
  public static final String ACCESS_COOKIE = "yhym_at";

  private static final Logger LOG = LoggerFactory.getLogger(ApiRouter.class);
  private static final String BEARER = "Bearer ";
  private static final Pattern IMPORT_PART =
      Pattern.compile("/v1/imports/[0-9]{1,18}/parts/[0-9]{1,3}");
  private static final Pattern FORM =
      Pattern.compile("multipart/|application/x-www-form-urlencoded", Pattern.CASE_INSENSITIVE);

  /** How often requests are looked at whose time may be over. */
  private static final long DEADLINE_CHECK_MS = 100;

  private final Api api;
  private final ApiSettings settings;
  private final Tokens tokens;
  private final SessionGate gate;
  private final SessionCheck sessions;
  private final PartnerAdmission partners;
  private final Database database;
  private final Idempotency idempotency;
  private final RefusalRecord refusals;
  private final BooleanSupplier sealing;
  private final Set<String> openToAnyone = Contract.openToAnyone();
  private final Set<String> closedWithoutSealing = Contract.closedWithoutSealing();
  private final BodyHandler ordinaryBody =
      BodyHandler.create(false).setBodyLimit(ApiSettings.BODY_BYTES_MAX);
  private final PhotoBodies photos = new PhotoBodies();

  /** In the order they came, and so in the order they fall due: one timer for all of them. */
  private final ArrayDeque<Due> underWay = new ArrayDeque<>();

  private int inFlight;

  /** A request and when its time is over. */
  private static final class Due {
    private final RoutingContext context;
    private final long atNanos;
    private boolean answered;

    Due(RoutingContext context, long atNanos) {
      this.context = context;
      this.atNanos = atNanos;
    }
  }

  /** Keeps refusals in the record: of writes, whose transaction is gone, and at the door. */
  public interface RefusalRecord {
    /** Succeeds once it is recorded; fails when it cannot be. */
    Future<Void> refused(Caller caller, Request request, Failure failure);

    /** The same, of a household that the path names and that nobody has read. */
    Future<Void> refusedAtDoor(Caller caller, Request request, Failure failure);
  }

  /** Whether a partner department's request is signed by it, and for the first time. */
  @FunctionalInterface
  public interface PartnerAdmission {
    /** Succeeds when the request may go on; fails with the problem otherwise. */
    Future<Void> admit(Caller.Partner caller, Request request);
  }

  /**
   * What the router stands on; one for each event loop.
   *
   * @param sealing whether the record of looks is being sealed
   */
  public ApiRouter(
      Api api,
      ApiSettings settings,
      Tokens tokens,
      SessionGate gate,
      SessionCheck sessions,
      PartnerAdmission partners,
      Database database,
      Idempotency idempotency,
      RefusalRecord refusals,
      BooleanSupplier sealing) {
    this.api = api;
    this.settings = settings;
    this.tokens = tokens;
    this.gate = gate;
    this.sessions = sessions;
    this.partners = partners;
    this.database = database;
    this.idempotency = idempotency;
    this.refusals = refusals;
    this.sealing = sealing;
  }

  /**
   * Builds the router.
   *
   * @return the router; fails when an operation of the contract is not bound, or one that is bound
   *     is not in the contract
   */
  public Future<Router> build(Vertx vertx) {
    return Contract.forRequests(vertx).map(contract -> build(vertx, contract));
  }

  private Router build(Vertx vertx, OpenAPIContract contract) {
    requireAllBound(contract);
    vertx.setPeriodic(DEADLINE_CHECK_MS, checked -> endOverdue());
    RouterBuilder builder =
        RouterBuilder.create(vertx, contract, RequestExtractor.withBodyHandler());
    for (OpenAPIRoute route : builder.getRoutes()) {
      Operation operation = route.getOperation();
      RequestCheck check = new RequestCheck(contract, operation);
      // Checked by us, after the caller is known: see RequestCheck.
      route.setDoValidation(false).addHandler(context -> serve(context, operation, check));
    }
    Router router = builder.rootHandler(this::admit).rootHandler(this::readBody).createRouter();
    router.route().handler(context -> fail(context, Problem.NOT_FOUND.because("no such path")));
    router.route().failureHandler(this::failed);
    return router;
  }

  private void readBody(RoutingContext context) {
    String type = context.request().getHeader("Content-Type");
    if (type != null && FORM.matcher(type).find()) {
      // No operation takes a form, and what would be made of one is never looked at.
      fail(context, Problem.REQUEST_INVALID.because("a form"));
      return;
    }
    Optional<String> bytes =
        context.request().method().equals(HttpMethod.POST)
            ? bytesFor(context.request().path())
            : Optional.empty();
    if (bytes.isPresent()) {
      readBytes(context, bytes.get());
    } else {
      ordinaryBody.handle(context);
    }
  }

  /** The operation that takes bytes at a path: photos, and parts of workbooks. */
  private static Optional<String> bytesFor(String path) {
    return path.equals("/v1/materials")
        ? Optional.of("uploadMaterial")
        : IMPORT_PART.matcher(path).matches() ? Optional.of("sendImportPart") : Optional.empty();
  }

  /** Whoever may never send them gets no more room than for any other body. */
  private void readBytes(RoutingContext context, String operation) {
    Optional<Caller> caller = presented(context);
    if (caller.isEmpty()) {
      fail(context, Problem.SIGN_IN_REQUIRED.because("a photo, and no token"));
    } else if (Access.atDoor(caller.get(), api.action(operation)) instanceof Access.Allowed) {
      photos.take(context, caller.get());
    } else {
      ordinaryBody.handle(context);
    }
  }

  /** Who a token says is calling, whether or not its session stands: that is asked later. */
  private Optional<Caller> presented(RoutingContext context) {
    return bearer(context)
        .or(
            () ->
                Optional.ofNullable(context.request().getCookie(ACCESS_COOKIE))
                    .map(Cookie::getValue))
        .flatMap(tokens::read)
        .map(Tokens.Presented::caller);
  }

  private void requireAllBound(OpenAPIContract contract) {
    var published = new TreeSet<String>();
    contract.operations().forEach(operation -> published.add(operation.getOperationId()));
    var missing = new TreeSet<>(published);
    missing.removeAll(api.bound());
    var unknown = new TreeSet<>(api.bound());
    unknown.removeAll(published);
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw new IllegalStateException(
          "contract and code differ: not bound " + missing + ", not in the contract " + unknown);
    }
  }

  private void admit(RoutingContext context) {
    context.put("requestId", newRequestId());
    context.response().putHeader("Cache-Control", "no-store");
    if (inFlight >= settings.inFlightMax()) {
      fail(context, Problem.BUSY.because("too many requests in flight"));
      return;
    }
    inFlight++;
    Due due = new Due(context, System.nanoTime() + settings.deadlineMs() * 1_000_000);
    underWay.add(due);
    context.addEndHandler(
        ended -> {
          inFlight--;
          due.answered = true;
        });
    context.next();
  }

  private void endOverdue() {
    long now = System.nanoTime();
    while (!underWay.isEmpty() && (underWay.peek().answered || underWay.peek().atNanos - now < 0)) {
      Due due = underWay.poll();
      if (!due.answered) {
        fail(due.context, Problem.BUSY.because("deadline of the request"));
      }
    }
  }

  private void serve(RoutingContext context, Operation operation, RequestCheck check) {
    String operationId = operation.getOperationId();
    context.put("operation", operationId);
    Future<Reply> reply;
    try {
      Caller caller = identify(context, operation);
      Request request =
          new Request(
              context,
              check.check(context),
              operationId,
              context.get("requestId"),
              address(context));
      reply =
          standing(caller, operationId)
              .compose(ok -> admitPartner(caller, request))
              .compose(ok -> pass(operationId, caller, request));
    } catch (RuntimeException e) {
      reply = Future.failedFuture(e);
    }
    reply.onComplete(
        done -> {
          if (done.succeeded()) {
            send(context, done.result());
          } else {
            fail(context, done.cause());
          }
        });
  }

  /**
   * The door: whoever can never do this is told so before anything of the thing is read, and it is
   * recorded.
   */
  private Future<Reply> pass(String operationId, Caller caller, Request request) {
    if (Access.atDoor(caller, api.action(operationId)) instanceof Access.Refused refused) {
      Failure failure = refused.problem().because(refused.reason());
      return refusals
          .refusedAtDoor(caller, request, failure)
          .compose(recorded -> Future.failedFuture(failure));
    }
    return run(operationId, caller, request);
  }

  private Future<Reply> run(String operationId, Caller caller, Request request) {
    if (closedWithoutSealing.contains(operationId) && !sealing.getAsBoolean()) {
      return Future.failedFuture(Problem.RECORD_NOT_SEALED.because("no new seal for too long"));
    }
    Api.Handling handling = api.handlings().get(operationId);
    if (handling != null) {
      return handling.handle(caller, request);
    }
    Api.Preparing preparing = api.writings().get(operationId);
    return Future.succeededFuture()
        .compose(begin -> preparing.prepare(caller, request))
        .compose(
            writing ->
                database.transact(
                    db -> idempotency.once(caller, request, db, api.action(operationId), writing)))
        .recover(
            error ->
                error instanceof Failure failure && isRefusal(failure)
                    ? refusals
                        .refused(caller, request, failure)
                        .compose(recorded -> Future.failedFuture(failure))
                    : Future.failedFuture(error));
  }

  private static boolean isRefusal(Failure failure) {
    return switch (failure.problem().kind()) {
      case FORBIDDEN, NOT_FOUND -> true;
      default -> false;
    };
  }

  private Caller identify(RoutingContext context, Operation operation) {
    Optional<String> token = bearer(context);
    if (token.isEmpty()) {
      var cookie = context.request().getCookie(ACCESS_COOKIE);
      if (cookie != null) {
        refuseCrossSite(context);
        token = Optional.of(cookie.getValue());
      }
    }
    if (token.isPresent() && !startsSession(operation)) {
      return tokens
          .read(token.get())
          .map(presented -> gate.admit(presented, operation.getOperationId()))
          .orElseThrow(() -> Problem.SIGN_IN_REQUIRED.because("token not valid"));
    }
    if (allowsAnyone(operation)) {
      return new Caller.Anyone();
    }
    throw Problem.SIGN_IN_REQUIRED.because("no token");
  }

  /** A cookie travels by itself: a write counts only when a page of this server sent it. */
  private static void refuseCrossSite(RoutingContext context) {
    HttpMethod method = context.request().method();
    if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
      return;
    }
    SameOrigin.require(context.request());
  }

  private static Optional<String> bearer(RoutingContext context) {
    String header = context.request().getHeader("Authorization");
    return header != null && header.startsWith(BEARER)
        ? Optional.of(header.substring(BEARER.length()))
        : Optional.empty();
  }

  private boolean allowsAnyone(Operation operation) {
    return openToAnyone.contains(operation.getOperationId());
  }

  /** Signing in takes no notice of a session that may have ended. */
  private boolean startsSession(Operation operation) {
    return operation.getAbsoluteOpenAPIPath().startsWith("/v1/sessions/")
        && allowsAnyone(operation);
  }

  private Future<Void> standing(Caller caller, String operationId) {
    UUID session = caller.sessionId();
    if (session == null || api.checksSessionItself(operationId)) {
      return Future.succeededFuture();
    }
    return sessions
        .stands(session)
        .compose(
            stands ->
                stands
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        Problem.SIGN_IN_REQUIRED.because("the session has ended")));
  }

  private Future<Void> admitPartner(Caller caller, Request request) {
    return caller instanceof Caller.Partner partner
        ? partners.admit(partner, request)
        : Future.succeededFuture();
  }

  private String address(RoutingContext context) {
    return ClientAddress.of(
        context.request().remoteAddress().hostAddress(),
        context.request().headers().getAll("X-Forwarded-For"),
        settings.trustedProxies());
  }

  private void failed(RoutingContext context) {
    Throwable cause = context.failure();
    if (cause instanceof HttpException http) {
      cause =
          switch (http.getStatusCode()) {
            case 413 -> Problem.BODY_TOO_LARGE.because("body over the limit");
            case 404, 405 -> Problem.NOT_FOUND.because("no such operation");
            default -> Problem.REQUEST_INVALID.because("HTTP " + http.getStatusCode());
          };
    } else if (cause == null) {
      cause =
          switch (context.statusCode()) {
            case 413 -> Problem.BODY_TOO_LARGE.because("body over the limit");
            case 404, 405 -> Problem.NOT_FOUND.because("no such operation");
            default -> Problem.REQUEST_INVALID.because("HTTP " + context.statusCode());
          };
    }
    fail(context, cause);
  }

  private void send(RoutingContext context, Reply reply) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(reply.status());
    reply.cookies().forEach(response::addCookie);
    if (reply.contentType() != null) {
      response.putHeader("Content-Type", reply.contentType());
    }
    if (reply.attachment() != null) {
      response.putHeader(
          "Content-Disposition", "attachment; filename=\"" + reply.attachment() + "\"");
    }
    response.end(reply.body());
  }

  private void fail(RoutingContext context, Throwable cause) {
    if (cause instanceof HttpClosedException && context.response().closed()) {
      // Whoever asked has gone, or was cut off: nobody is left to answer, and it is no bug.
      LOG.debug("the caller went away");
      return;
    }
    String requestId = context.get("requestId");
    String operation = context.get("operation");
    JsonObject body;
    if (cause instanceof Failure failure) {
      LOG.atLevel(level(failure))
          .addKeyValue("requestId", requestId)
          .addKeyValue("operation", operation)
          .log("refused: {}", failure.getMessage());
      body = ProblemReply.body(failure, requestId);
    } else {
      LOG.atError()
          .addKeyValue("requestId", requestId)
          .addKeyValue("operation", operation)
          .setCause(cause)
          .log("a bug");
      body = ProblemReply.bug(requestId);
    }
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed() || response.headWritten()) {
      return;
    }
    response
        .setStatusCode(body.getInteger("status"))
        .putHeader("Content-Type", ProblemReply.CONTENT_TYPE);
    if (cause instanceof Failure failure) {
      failure.cookies().forEach(response::addCookie);
    }
    if (body.getInteger("status") == 429 || body.getInteger("status") == 503) {
      response.putHeader("Retry-After", "5");
    }
    response.end(body.toBuffer());
  }

  private static org.slf4j.event.Level level(Failure failure) {
    return failure.problem().kind() == Problem.Kind.UNAVAILABLE
        ? org.slf4j.event.Level.WARN
        : org.slf4j.event.Level.DEBUG;
  }

  private static String newRequestId() {
    return Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36);
  }
}
