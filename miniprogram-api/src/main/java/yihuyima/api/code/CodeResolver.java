package yihuyima.api.code;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Purpose;
import yihuyima.api.access.Reading;
import yihuyima.api.audit.Look;
import yihuyima.api.audit.LookRecorder;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.household.HouseholdView;
import yihuyima.api.household.HouseholdViews;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.limit.Limits;
import yihuyima.api.policy.Catalogues;
import yihuyima.api.sql.Database;
import yihuyima.api.sql.GroupedReads;
import yihuyima.qr.HouseholdCode;
import yihuyima.qr.ScannedText;

/**
 * The main job: a code and a caller in, what this caller may see out, and a line in the record
 * before the answer leaves.
 */
final class CodeResolver {
  static final String PURPOSE_HEADER = "Yihuyima-Purpose";

  private final Database database;
  private final HouseholdCodeStore store;
  private final CodeKeys keys;
  private final HouseholdViews views;
  private final Catalogues catalogues;
  private final LookRecorder recorder;
  private final Limits limits;
  private final Clock clock;
  private final Buffer neutral;
  private final GroupedReads<HouseholdCodeStore.Asked, HouseholdCodeStore.Found> lookups;
  private final GroupedReads<HouseholdCodeStore.Asked, HouseholdCodeStore.Found> lookupsInTree;

  CodeResolver(
      Database database,
      HouseholdCodeStore store,
      CodeKeys keys,
      HouseholdViews views,
      Catalogues catalogues,
      LookRecorder recorder,
      Limits limits,
      Clock clock,
      Issuer issuer) {
    this.database = database;
    this.store = store;
    this.keys = keys;
    this.views = views;
    this.catalogues = catalogues;
    this.recorder = recorder;
    this.limits = limits;
    this.clock = clock;
    // The moment that sessions are held against is the group's: no earlier than any scan of it.
    this.lookups =
        new GroupedReads<>(
            database.vertx(),
            asked -> database.read(db -> store.find(db, asked, ChinaTime.now(clock))));
    this.lookupsInTree =
        new GroupedReads<>(
            database.vertx(),
            asked -> database.read(db -> store.findInTree(db, asked, ChinaTime.now(clock))));
    this.neutral =
        new JsonObject()
            .put("viewer", "anyone")
            .put("issuer", issuer.name())
            .put("hotline", issuer.hotline())
            .toBuffer();
  }

  /** Shows a scanned household to a caller, as far as that caller may see it. */
  Future<Reply> resolve(Caller caller, Request request) {
    HouseholdCode code = readCode(request.path("code"));
    String purpose = request.header(PURPOSE_HEADER).orElse(null);
    return admit(caller, request)
        .compose(ok -> find(caller, code, purpose))
        .compose(found -> answer(caller, request, found, purpose, code.hint()));
  }

  /** Shows a household to a caller who has taken its dynamic code. */
  Future<Reply> resolveTaken(Caller caller, Request request, long householdId) {
    String purpose = request.header(PURPOSE_HEADER).orElse(null);
    Long staffId = Concern.viewerId(caller);
    return database
        .read(
            db ->
                store.findHousehold(
                    db,
                    householdId,
                    staffId,
                    caller.organisation(),
                    partnerId(caller),
                    purpose,
                    ChinaTime.now(clock)))
        .compose(
            found ->
                answer(
                    caller,
                    request,
                    found.orElseThrow(() -> Problem.DYNAMIC_CODE_GONE.because("no household")),
                    purpose,
                    null));
  }

  /**
   * Shows a household to a caller who has its number and not its card; no card, no neutral answer.
   */
  Future<Reply> getHousehold(Caller caller, Request request) {
    limits.lookup(caller.actor());
    return database
        .read(
            db ->
                store.findHousehold(
                    db,
                    request.id("householdId"),
                    Concern.viewerId(caller),
                    caller.organisation(),
                    null,
                    null,
                    ChinaTime.now(clock)))
        .compose(
            found -> {
              Reading reading =
                  Reading.decide(
                      caller,
                      found.flatMap(HouseholdCodeStore.Found::holder),
                      Optional.empty(),
                      ChinaTime.today(clock));
              if (reading instanceof Reading.Neutral refused) {
                return recorder
                    .record(
                        Look.refused(
                            clock.instant(),
                            caller,
                            request,
                            found
                                .flatMap(HouseholdCodeStore.Found::holder)
                                .map(Reading.Holder::householdId)
                                .orElse(null),
                            refused.reason()))
                    .compose(
                        done -> Future.failedFuture(Problem.NOT_FOUND.because(refused.reason())));
              }
              return answer(caller, request, found.orElseThrow(), null, null);
            });
  }

  /**
   * The limit comes before the lookup and is the same for every code. A partner department was
   * counted when it was let in.
   */
  Future<Void> admit(Caller caller, Request request) {
    if (caller instanceof Caller.Anyone) {
      return limits.lookupByAnyone(request.address());
    }
    if (!(caller instanceof Caller.Partner)) {
      limits.lookup(caller.actor());
    }
    return Future.succeededFuture();
  }

  private HouseholdCode readCode(String typed) {
    return switch (ScannedText.parse(typed, keys.prefix())) {
      case ScannedText.Short found -> found.code();
      // A signature that is not ours counts as a code that is not ours: the code it is hung on
      // alone decides.
      case ScannedText.Signed found -> found.code().code();
      case ScannedText.Mistyped ignored -> throw Problem.CODE_MISTYPED.because("check characters");
      case ScannedText.Dynamic ignored -> throw Problem.CODE_MISTYPED.because("a dynamic code");
      case ScannedText.Foreign ignored -> throw Problem.CODE_MISTYPED.because("another address");
      case ScannedText.Malformed ignored -> throw Problem.CODE_MISTYPED.because("no code's shape");
    };
  }

  private Future<HouseholdCodeStore.Found> find(
      Caller caller, HouseholdCode code, @Nullable String purpose) {
    byte[] hash = keys.lookupHash(code);
    return switch (caller) {
      case Caller.Anyone ignored -> lookups.ask(new HouseholdCodeStore.Asked(hash, null));
      case Caller.SignedIn c -> lookups.ask(new HouseholdCodeStore.Asked(hash, c.session()));
      case Caller.Household c -> lookups.ask(new HouseholdCodeStore.Asked(hash, c.session()));
      default ->
          lookupsInTree.ask(
              new HouseholdCodeStore.Asked(
                  hash,
                  caller.sessionId(),
                  Concern.viewerId(caller),
                  caller.organisation(),
                  partnerId(caller),
                  purpose));
    };
  }

  private Future<Reply> answer(
      Caller caller,
      Request request,
      HouseholdCodeStore.Found found,
      @Nullable String purpose,
      @Nullable String hint) {
    if (caller.sessionId() != null && !Boolean.TRUE.equals(found.sessionStands())) {
      return Future.failedFuture(Problem.SIGN_IN_REQUIRED.because("the session has ended"));
    }
    Reading reading =
        Reading.decide(caller, found.holder(), found.agreement(), ChinaTime.today(clock));
    Look look =
        look(caller, request, found, reading).forPurpose(purpose).byCode(hint).in(place(found));
    Future<Void> recorded = recorder.record(look);
    return body(reading, found).compose(body -> recorded.map(done -> Reply.json(200, body)));
  }

  /** Where the household stands; null when that was not asked for. */
  private static @Nullable String place(HouseholdCodeStore.Found found) {
    return found
        .holder()
        .map(Reading.Holder::organisationPath)
        .filter(path -> !path.isEmpty())
        .orElse(null);
  }

  private Look look(
      Caller caller, Request request, HouseholdCodeStore.Found found, Reading reading) {
    Long householdId = found.holder().map(Reading.Holder::householdId).orElse(null);
    if (reading instanceof Reading.Neutral refused) {
      return Look.refused(clock.instant(), caller, request, householdId, refused.reason());
    }
    Look granted =
        Look.granted(
            clock.instant(),
            caller,
            request,
            householdId == null ? 0 : householdId,
            reading.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT));
    return reading instanceof Reading.Department d ? granted.at(d.fields()) : granted;
  }

  private Future<Buffer> body(Reading reading, HouseholdCodeStore.Found found) {
    if (reading instanceof Reading.Neutral) {
      return Future.succeededFuture(neutral);
    }
    Optional<HouseholdViews.Kept> kept = found.kept();
    return views
        .view(kept.orElseThrow())
        .compose(
            view ->
                catalogues
                    .at(found.catalogueVersion())
                    .map(
                        catalogue ->
                            switch (reading) {
                              case Reading.Own ignored -> view.forHousehold(catalogue);
                              case Reading.InCharge r ->
                                  view.forCadre(catalogue, withdrawn(found), r.withheld());
                              case Reading.Office r -> office(view, found, r.withheld());
                              case Reading.Department d ->
                                  view.forDepartment(
                                      catalogue, d.purpose(), d.fields(), d.withheld());
                              case Reading.Neutral ignored -> neutral;
                            }));
  }

  private static Buffer office(
      HouseholdView view, HouseholdCodeStore.Found found, Set<Purpose> withheld) {
    HouseholdCodeStore.CodeLife life = found.life();
    return view.forOffice(life == null ? null : CodeJson.state(life), withdrawn(found), withheld);
  }

  private static Set<Purpose> withdrawn(HouseholdCodeStore.Found found) {
    return found.holder().map(Reading.Holder::withdrawn).orElse(Set.of());
  }

  private static @Nullable Long partnerId(Caller caller) {
    return caller instanceof Caller.Partner c ? c.partnerId() : null;
  }
}
