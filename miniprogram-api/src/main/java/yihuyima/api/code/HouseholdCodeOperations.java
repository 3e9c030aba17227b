package yihuyima.api.code;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Action;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Guarded;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.audit.Look;
import yihuyima.api.audit.LookRecorder;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.household.HouseholdViews;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Require;
import yihuyima.api.limit.Limits;
import yihuyima.api.limit.RedisLink;
import yihuyima.api.policy.Catalogues;
import yihuyima.api.sql.Database;
import yihuyima.api.sql.Subtree;
import yihuyima.qr.CodeText;
import yihuyima.qr.HouseholdCode;
import yihuyima.qr.Png;
import yihuyima.qr.Svg;
import yihuyima.qr.Symbol;

/** What may be done with a household code: resolve, issue, draw, mark lost, replace, revoke. */
public final class HouseholdCodeOperations implements Operations {
  private final Database database;
  private final HouseholdCodeStore store = new HouseholdCodeStore();
  private final CodeIssueJobStore jobs = new CodeIssueJobStore();
  private final CodeIssueJobs worker;
  private final CodeKeys keys;
  private final HouseholdViews views;
  private final Catalogues catalogues;
  private final LookRecorder recorder;
  private final AccessRecordStore record;
  private final CodeResolver resolver;
  private final DynamicCodes dynamicCodes;
  private final Clock clock;

  /** What it stands on; one for each event loop. */
  public HouseholdCodeOperations(
      Database database,
      RedisLink redis,
      CodeKeys keys,
      HouseholdViews views,
      Catalogues catalogues,
      LookRecorder recorder,
      AccessRecordStore record,
      Limits limits,
      CodeIssueJobs worker,
      Clock clock,
      Issuer issuer) {
    this.database = database;
    this.worker = worker;
    this.keys = keys;
    this.views = views;
    this.catalogues = catalogues;
    this.recorder = recorder;
    this.record = record;
    this.clock = clock;
    this.resolver =
        new CodeResolver(database, store, keys, views, catalogues, recorder, limits, clock, issuer);
    this.dynamicCodes = new DynamicCodes(database.vertx(), redis);
  }

  @Override
  public void bind(Api api) {
    api.onWithOwnSessionCheck(Action.RESOLVE_HOUSEHOLD_CODE, resolver::resolve);
    api.on(Action.GET_HOUSEHOLD, resolver::getHousehold);
    api.on(Action.GET_MY_HOUSEHOLD, this::getMyHousehold);
    api.on(Action.CREATE_DYNAMIC_CODE, this::createDynamicCode);
    api.on(Action.TAKE_DYNAMIC_CODE, this::takeDynamicCode);
    api.on(Action.GET_HOUSEHOLD_CODE, this::getHouseholdCode);
    api.on(Action.DRAW_HOUSEHOLD_CODE, this::drawHouseholdCode);
    api.write(Action.ISSUE_HOUSEHOLD_CODE, this::issueHouseholdCode);
    api.write(Action.REPORT_CODE_LOST, this::reportCodeLost);
    api.write(Action.REPLACE_HOUSEHOLD_CODE, this::replaceHouseholdCode);
    api.write(Action.REVOKE_HOUSEHOLD_CODE, this::revokeHouseholdCode);
    api.write(Action.START_CODE_ISSUE, this::startCodeIssue);
    api.on(Action.GET_CODE_ISSUE_JOB, this::getCodeIssueJob);
    api.on(Action.LIST_VERIFICATION_KEYS, (caller, request) -> listVerificationKeys());
    api.on(Action.LIST_REVOCATIONS, this::listRevocations);
  }

  private Future<Reply> getMyHousehold(Caller caller, Request request) {
    Caller.Household own = Require.household(caller);
    return views
        .find(own.householdId())
        .compose(
            found ->
                catalogues
                    .at(found.catalogueVersion())
                    .map(catalogue -> found.view().forHousehold(catalogue)))
        .compose(
            body ->
                recorder
                    .record(granted(caller, request, own.householdId(), "own"))
                    .map(done -> Reply.json(200, body)));
  }

  private Future<Reply> createDynamicCode(Caller caller, Request request) {
    Caller.Household own = Require.household(caller);
    return dynamicCodes
        .create(own.householdId())
        .map(
            handle -> {
              Symbol symbol = Symbol.ofDynamic(keys.prefix(), handle);
              return Reply.created(
                  new JsonObject()
                      .put("url", CodeText.dynamicText(keys.prefix(), handle))
                      .put("svg", Svg.draw(symbol, "动态码"))
                      .put("shownSeconds", DynamicCodes.SHOWN.toSeconds()));
            });
  }

  private Future<Reply> takeDynamicCode(Caller caller, Request request) {
    String handle = request.path("handle");
    if (!CodeText.isHandle(handle)) {
      throw Problem.DYNAMIC_CODE_GONE.because("no handle's shape");
    }
    return resolver
        .admit(caller, request)
        .compose(ok -> dynamicCodes.take(handle))
        .compose(
            household ->
                household
                    .map(id -> resolver.resolveTaken(caller, request, id))
                    .orElseGet(
                        () ->
                            Future.failedFuture(
                                Problem.DYNAMIC_CODE_GONE.because("taken or expired"))));
  }

  private Future<Reply> getHouseholdCode(Caller caller, Request request) {
    long householdId = request.id("householdId");
    return inReach(caller, request, Action.GET_HOUSEHOLD_CODE, householdId)
        .compose(ok -> database.read(db -> store.history(db, householdId)))
        .compose(
            history ->
                views
                    .cardFacts(householdId)
                    .map(card -> card.put("householdId", householdId))
                    .map(
                        card ->
                            card.put("live", live(householdId, history))
                                .put("history", historyJson(history))))
        .compose(
            body ->
                recorder
                    .record(granted(caller, request, householdId, "code"))
                    .map(done -> Reply.ok(body)));
  }

  private @Nullable JsonObject live(long householdId, List<HouseholdCodeStore.Generation> history) {
    if (history.isEmpty() || !history.getFirst().life().state().equals("LIVE")) {
      return null;
    }
    HouseholdCodeStore.Generation newest = history.getFirst();
    return CodeJson.issued(
        keys, householdId, mint(newest), newest.life().generation(), newest.life().issuedOn());
  }

  private static JsonArray historyJson(List<HouseholdCodeStore.Generation> history) {
    JsonArray all = new JsonArray();
    history.forEach(generation -> all.add(CodeJson.state(generation.life())));
    return all;
  }

  private HouseholdCode mint(HouseholdCodeStore.Generation generation) {
    return keys.mint(
        generation.mintKeyId(), generation.mintedFor(), generation.life().generation());
  }

  private Future<Reply> drawHouseholdCode(Caller caller, Request request) {
    long householdId = request.id("householdId");
    return inReach(caller, request, Action.DRAW_HOUSEHOLD_CODE, householdId)
        .compose(ok -> database.read(db -> store.history(db, householdId)))
        .compose(
            history -> {
              if (history.isEmpty() || !history.getFirst().life().state().equals("LIVE")) {
                throw Problem.NO_LIVE_CODE.because("nothing to draw");
              }
              return recorder
                  .record(granted(caller, request, householdId, "picture"))
                  .map(done -> picture(request, history.getFirst()));
            });
  }

  private Reply picture(Request request, HouseholdCodeStore.Generation live) {
    HouseholdCode code = mint(live);
    boolean signed = request.query("shape").orElse("signed").equals("signed");
    Symbol symbol =
        signed
            ? Symbol.ofSigned(
                keys.prefix(), keys.sign(code, live.life().generation(), live.life().issuedOn()))
            : Symbol.ofShort(keys.prefix(), code);
    if (request.query("format").orElse("svg").equals("png")) {
      int scale = (int) request.query("scale", 8);
      return Reply.file("image/png", Buffer.buffer(Png.draw(symbol, scale)));
    }
    return Reply.file("image/svg+xml", Buffer.buffer(Svg.draw(symbol, "一户一码")));
  }

  private Future<Reply> issueHouseholdCode(Caller caller, Request request, SqlConnection db) {
    long householdId = request.id("householdId");
    return lock(caller, Action.ISSUE_HOUSEHOLD_CODE, db, householdId)
        .compose(locked -> store.history(db, householdId))
        .compose(history -> issueNext(caller, request, db, householdId, history))
        .map(Reply::created);
  }

  private Future<Reply> replaceHouseholdCode(Caller caller, Request request, SqlConnection db) {
    long householdId = request.id("householdId");
    return lock(caller, Action.REPLACE_HOUSEHOLD_CODE, db, householdId)
        .compose(
            locked ->
                store.kill(db, householdId, "REPLACED", ChinaTime.now(clock), caller.actor(), null))
        .compose(dead -> store.history(db, householdId))
        .compose(
            history -> {
              if (history.isEmpty()) {
                throw Problem.NO_LIVE_CODE.because("nothing to replace");
              }
              return issueNext(caller, request, db, householdId, history);
            })
        .map(Reply::created);
  }

  private Future<JsonObject> issueNext(
      Caller caller,
      Request request,
      SqlConnection db,
      long householdId,
      List<HouseholdCodeStore.Generation> history) {
    int generation = history.isEmpty() ? 1 : history.getFirst().life().generation() + 1;
    HouseholdCode code = keys.mint(keys.currentMintKeyId(), householdId, generation);
    LocalDate today = ChinaTime.today(clock);
    HouseholdCodeStore.NewCode row =
        new HouseholdCodeStore.NewCode(
            householdId,
            generation,
            keys.currentMintKeyId(),
            keys.signKeyId(),
            keys.lookupHash(code),
            keys.revocationHash(code),
            today,
            ChinaTime.now(clock),
            caller.actor());
    return store
        .insert(db, row)
        .compose(ok -> record.insert(db, List.of(granted(caller, request, householdId, "issued"))))
        .map(ok -> CodeJson.issued(keys, householdId, code, generation, today));
  }

  private Future<Reply> reportCodeLost(Caller caller, Request request, SqlConnection db) {
    long householdId = request.id("householdId");
    return lock(caller, Action.REPORT_CODE_LOST, db, householdId)
        .compose(locked -> kill(caller, request, db, householdId, "LOST", null));
  }

  private Future<Reply> revokeHouseholdCode(Caller caller, Request request, SqlConnection db) {
    long householdId = request.id("householdId");
    String reason = request.body().getString("reason");
    return lock(caller, Action.REVOKE_HOUSEHOLD_CODE, db, householdId)
        .compose(locked -> kill(caller, request, db, householdId, "REVOKED", reason));
  }

  private Future<Reply> kill(
      Caller caller,
      Request request,
      SqlConnection db,
      long householdId,
      String state,
      @Nullable String reason) {
    return store
        .kill(db, householdId, state, ChinaTime.now(clock), caller.actor(), reason)
        .map(life -> life.orElseThrow(() -> Problem.NO_LIVE_CODE.because("no live code")))
        .compose(
            life ->
                record
                    .insert(
                        db,
                        List.of(
                            granted(
                                caller,
                                request,
                                householdId,
                                state.toLowerCase(java.util.Locale.ROOT))))
                    .map(ok -> Reply.ok(CodeJson.state(life))));
  }

  private Future<Reply> startCodeIssue(Caller caller, Request request, SqlConnection db) {
    long organisationId = request.id("organisationId");
    return jobs.organisationPath(db, organisationId)
        .map(found -> found.openOrFail(caller, Action.START_CODE_ISSUE))
        .compose(
            path ->
                jobs.start(
                    db, organisationId, caller.actor(), ChinaTime.now(clock), Subtree.of(path)))
        .map(
            job -> {
              // The job is visible once this transaction has committed; the worker looks again by
              // itself.
              database.vertx().setTimer(50, id -> worker.work());
              return Reply.accepted(job);
            });
  }

  private Future<Reply> getCodeIssueJob(Caller caller, Request request) {
    long jobId = request.id("jobId");
    return database
        .read(db -> jobs.find(db, jobId))
        .map(found -> Reply.ok(found.openOrFail(caller, Action.GET_CODE_ISSUE_JOB).json()));
  }

  private Future<Reply> listVerificationKeys() {
    JsonArray all = new JsonArray();
    for (CodeKeys.PublishedKey key : keys.published()) {
      all.add(
          new JsonObject()
              .put("kid", key.verifier().keyId())
              .put("alg", key.verifier().algorithm())
              .put("publicKey", base64(key.verifier().publicKey()))
              .put("from", key.from().toString())
              .put("to", key.to() == null ? null : key.to().toString())
              .put("state", key.state()));
    }
    return Future.succeededFuture(Reply.ok(new JsonObject().put("keys", all)));
  }

  private Future<Reply> listRevocations(Caller caller, Request request) {
    long after = request.query("after", 0);
    int limit = (int) request.query("limit", 20);
    return database
        .read(db -> store.revokedSince(db, after, limit + 1))
        .map(
            dead -> {
              List<HouseholdCodeStore.Dead> page = dead.subList(0, Math.min(limit, dead.size()));
              JsonArray hashes = new JsonArray();
              page.forEach(
                  one ->
                      hashes.add(
                          new JsonObject()
                              .put("kid", one.signKeyId())
                              .put("hash", base64(one.hash()))));
              return Reply.ok(
                  new JsonObject()
                      .put("counter", page.isEmpty() ? after : page.getLast().counter())
                      .put("more", dead.size() > limit)
                      .put("hashes", hashes));
            });
  }

  /** Locks the household for whoever may do this to its code. */
  private Future<Concern> lock(Caller caller, Action action, SqlConnection db, long householdId) {
    return store.lockHousehold(db, householdId).map(found -> found.openOrFail(caller, action));
  }

  /** Whether the caller may read this household's code; a refusal is recorded. */
  private Future<Void> inReach(Caller caller, Request request, Action action, long householdId) {
    return database
        .read(db -> store.place(db, householdId))
        .compose(
            found ->
                switch (found.open(caller, action)) {
                  case Guarded.Granted<Concern> ignored -> Future.succeededFuture();
                  case Guarded.Refused<Concern> refused ->
                      recorder
                          .record(Look.refused(clock.instant(), caller, request, refused))
                          .compose(
                              done ->
                                  Future.failedFuture(refused.problem().because(refused.reason())));
                });
  }

  private Look granted(Caller caller, Request request, long householdId, String detail) {
    return Look.granted(clock.instant(), caller, request, householdId, detail);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
