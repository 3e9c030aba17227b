package yihuyima.api.microaid;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Guarded;
import yihuyima.api.access.Matter;
import yihuyima.api.access.Purpose;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.audit.Look;
import yihuyima.api.audit.LookRecorder;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.calendar.WorkingDays;
import yihuyima.api.consent.ConsentStore;
import yihuyima.api.http.Api;
import yihuyima.api.http.Failure;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Require;
import yihuyima.api.microaid.material.MaterialOperations;
import yihuyima.api.microaid.material.MaterialStore;
import yihuyima.api.payment.PaymentStore;
import yihuyima.api.policy.Catalogue;
import yihuyima.api.policy.Catalogues;
import yihuyima.api.policy.Programme;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Database;

/**
 * Applying for micro-aid, and the steps of an application; the inbox and the photos are bound along
 * with it.
 */
public final class MicroAidOperations implements Operations {
  private final Database database;
  private final Catalogues catalogues;
  private final LookRecorder looks;
  private final AccessRecordStore records;
  private final Clock clock;
  private final ApplicantStore applicants = new ApplicantStore();
  private final ApplicationStore applications;
  private final InboxOperations inbox;
  private final MaterialStore materials = new MaterialStore();
  private final MaterialOperations materialOperations;
  private final PaymentStore payments;
  private final ConsentStore consents = new ConsentStore();

  public MicroAidOperations(
      Database database,
      FieldCipher cipher,
      Catalogues catalogues,
      LookRecorder looks,
      AccessRecordStore records,
      Clock clock) {
    this.database = database;
    this.catalogues = catalogues;
    this.looks = looks;
    this.records = records;
    this.clock = clock;
    this.applications = new ApplicationStore(cipher);
    this.inbox = new InboxOperations(database, cipher, looks, clock);
    this.materialOperations = new MaterialOperations(database, cipher, looks, records, clock);
    this.payments = new PaymentStore(cipher);
  }

  @Override
  public void bind(Api api) {
    api.on(Action.LIST_MY_PROGRAMMES, this::listMyProgrammes);
    api.on(Action.LIST_MY_APPLICATIONS, this::listMyApplications);
    api.write(Action.SUBMIT_APPLICATION, this::submitApplication);
    api.on(Action.GET_APPLICATION, this::getApplication);
    api.write(Action.SUPPLEMENT_APPLICATION, this::supplementApplication);
    api.write(Action.WITHDRAW_APPLICATION, this::withdrawApplication);
    api.write(Action.CHECK_APPLICATION, this::checkApplication);
    api.write(Action.APPROVE_APPLICATION, this::approveApplication);
    inbox.bind(api);
    materialOperations.bind(api);
  }

  /** What the household may apply for, and if not, why. */
  private Future<Reply> listMyProgrammes(Caller caller, Request request) {
    Caller.Household own = Require.household(caller);
    return database
        .read(db -> applicants.find(db, own.householdId(), ChinaTime.today(clock)))
        .compose(
            found -> {
              Offer.Applicant applicant = known(found);
              return catalogues
                  .at(applicant.catalogueVersion())
                  .map(catalogue -> Reply.ok(programmes(catalogue, applicant)));
            });
  }

  private static JsonObject programmes(Catalogue catalogue, Offer.Applicant applicant) {
    JsonArray items = new JsonArray();
    for (Programme programme : catalogue.programmesFor(applicant.organisationPath())) {
      Offer offer = Offer.decide(programme, applicant);
      items.add(
          new JsonObject()
              .put("programmeCode", programme.code())
              .put("name", programme.name())
              .put("gives", programme.gives())
              .put("material", new JsonArray(programme.material()))
              .put("ceilingFen", offer.ceilingFen())
              .put(
                  "answerWithinWorkingDays",
                  programme.checkWorkingDays() + programme.approveWorkingDays())
              .put("open", offer instanceof Offer.Open)
              .put("reason", offer instanceof Offer.Closed closed ? closed.words() : null));
    }
    return new JsonObject().put("items", items);
  }

  /** The household's own applications. */
  private Future<Reply> listMyApplications(Caller caller, Request request) {
    Caller.Household own = Require.household(caller);
    return database
        .read(db -> applications.ofHousehold(db, own.householdId(), Access.childOf(own)))
        .map(
            found -> {
              JsonArray items = new JsonArray();
              found.forEach(application -> items.add(application.toJson()));
              return Reply.ok(new JsonObject().put("items", items));
            });
  }

  /** Sends an application: decided again under the household's lock, whatever the list said. */
  private Future<Reply> submitApplication(Caller caller, Request request, SqlConnection db) {
    Caller.Household own = Require.household(caller);
    LocalDate today = ChinaTime.today(clock);
    return applicants
        .lockHousehold(db, own.householdId())
        .compose(locked -> consents.requireNotWithdrawn(db, own.householdId(), Purpose.GENERAL))
        .compose(agreed -> applicants.find(db, own.householdId(), today))
        .compose(
            found -> {
              Offer.Applicant applicant = known(found);
              return catalogues
                  .at(applicant.catalogueVersion())
                  .compose(catalogue -> submit(caller, request, db, applicant, catalogue, today));
            });
  }

  private Future<Reply> submit(
      Caller caller,
      Request request,
      SqlConnection db,
      Offer.Applicant applicant,
      Catalogue catalogue,
      LocalDate today) {
    JsonObject body = request.body();
    Programme programme =
        catalogue
            .programme(body.getString("programmeCode"), applicant.organisationPath())
            .orElseThrow(() -> Problem.NOT_OPEN_TO_APPLY.because("no such programme offered"));
    Offer offer = Offer.decide(programme, applicant);
    if (offer instanceof Offer.Closed closed) {
      throw closed.problem().because("not open").at("/programmeCode", closed.words());
    }
    long ceilingFen = offer.ceilingFen();
    String reason = written(body);
    OffsetDateTime at = ChinaTime.now(clock);
    return WorkingDays.load(db, today)
        .map(days -> days.after(today, programme.checkWorkingDays()))
        .map(
            dueOn ->
                new ApplicationStore.Draft(applicant, programme.id(), reason, ceilingFen, dueOn))
        .compose(draft -> applications.insert(db, draft, at, caller))
        .compose(
            id ->
                materials
                    .attach(db, id, applicant.householdId(), materialIds(body), at)
                    .compose(done -> answer(caller, request, db, id, "application sent")))
        .map(sent -> Reply.created(sent.json()).about(sent.matter()));
  }

  /** An application with its history, for those who handle it and for the household. */
  private Future<Reply> getApplication(Caller caller, Request request) {
    long id = request.id("applicationId");
    return database
        .read(db -> applications.find(db, caller, id))
        .compose(found -> shown(caller, request, found.open(caller, Action.GET_APPLICATION)));
  }

  private Future<Reply> shown(
      Caller caller, Request request, Guarded.Opened<ApplicationDetail> opened) {
    return switch (opened) {
      case Guarded.Refused<ApplicationDetail> refused ->
          looks
              .record(Look.refused(clock.instant(), caller, request, refused))
              .compose(done -> Future.failedFuture(refused.problem().because(refused.reason())));
      case Guarded.Granted<ApplicationDetail> granted ->
          looks
              .record(
                  Look.granted(
                      clock.instant(),
                      caller,
                      request,
                      granted.concern().householdId(),
                      "application"))
              .map(done -> Reply.ok(granted.value().toJson(caller)));
    };
  }

  /** Back to the cadre, with what was asked for. */
  private Future<Reply> supplementApplication(Caller caller, Request request, SqlConnection db) {
    String reason = written(request.body());
    List<Long> ids = materialIds(request.body());
    Decision.Proposal proposal = new Decision.Proposal(Step.SUPPLEMENT, null, null, reason);
    return take(
        caller,
        request,
        db,
        Action.SUPPLEMENT_APPLICATION,
        state -> proposal,
        (id, locked) ->
            materials.attach(
                db, id, locked.standing().concern().householdId(), ids, ChinaTime.now(clock)));
  }

  /** The household takes its application back. */
  private Future<Reply> withdrawApplication(Caller caller, Request request, SqlConnection db) {
    return take(
        caller,
        request,
        db,
        Action.WITHDRAW_APPLICATION,
        state ->
            new Decision.Proposal(
                state == ApplicationState.RETURNED ? Step.WITHDRAW_RETURNED : Step.WITHDRAW,
                null,
                null,
                null),
        (id, locked) -> Future.succeededFuture());
  }

  /** The check: passes it on, or returns it with a reason. */
  private Future<Reply> checkApplication(Caller caller, Request request, SqlConnection db) {
    JsonObject body = request.body();
    Step step = body.getString("decision").equals("PASS") ? Step.PASS : Step.RETURN;
    Decision.Proposal proposal =
        new Decision.Proposal(step, body.getInteger("version"), null, body.getString("reason"));
    return take(
        caller,
        request,
        db,
        Action.CHECK_APPLICATION,
        state -> proposal,
        (id, locked) -> Future.succeededFuture());
  }

  /** The approval: an amount, whose payment is opened in the same transaction, or a refusal. */
  private Future<Reply> approveApplication(Caller caller, Request request, SqlConnection db) {
    JsonObject body = request.body();
    boolean approve = body.getString("decision").equals("APPROVE");
    Decision.Proposal proposal =
        new Decision.Proposal(
            approve ? Step.APPROVE : Step.REFUSE,
            body.getInteger("version"),
            approve ? body.getLong("amountFen") : null,
            body.getString("reason"));
    return take(
        caller,
        request,
        db,
        Action.APPROVE_APPLICATION,
        state -> proposal,
        (id, locked) ->
            approve
                ? pay(db, caller, id, locked, body.getLong("amountFen"))
                : Future.succeededFuture());
  }

  /** What a caller proposes, given how the application stands. */
  @FunctionalInterface
  private interface Proposing {
    Decision.Proposal given(ApplicationState state);
  }

  /** What belongs to a step besides the step itself, in the same transaction. */
  @FunctionalInterface
  private interface Consequence {
    Future<Void> of(long applicationId, ApplicationStore.Locked locked);
  }

  /** Load, decide, save: every step goes through here. */
  private Future<Reply> take(
      Caller caller,
      Request request,
      SqlConnection db,
      Action action,
      Proposing proposing,
      Consequence consequence) {
    long id = request.id("applicationId");
    return applications
        .lock(db, caller, id)
        .map(found -> found.openOrFail(caller, action))
        .compose(
            locked -> {
              Decision.Proposal proposal = proposing.given(locked.standing().state());
              return switch (Decision.decide(caller, locked.standing(), proposal)) {
                case Decision.Refused refused -> Future.failedFuture(failure(refused));
                case Decision.Taken taken ->
                    save(caller, db, id, locked, proposal)
                        .compose(done -> consequence.of(id, locked))
                        .compose(
                            done ->
                                answer(
                                    caller,
                                    request,
                                    db,
                                    id,
                                    "application " + taken.step().to().name()))
                        .map(moved -> Reply.ok(moved.json()).about(moved.matter()));
              };
            });
  }

  private Future<Void> save(
      Caller caller,
      SqlConnection db,
      long id,
      ApplicationStore.Locked locked,
      Decision.Proposal proposal) {
    Step step = proposal.step();
    String words =
        ActorWords.of(
            caller, locked.standing().concern(), step, locked.staff(), locked.staffOrganisation());
    return dueOn(db, locked, step)
        .map(
            due ->
                new ApplicationStore.Written(
                    step.to(),
                    due.orElse(null),
                    proposal.amountFen(),
                    Concern.staffId(caller),
                    caller.actor(),
                    words,
                    proposal.hasReason() ? proposal.reason() : null))
        .compose(written -> applications.step(db, id, locked, written, ChinaTime.now(clock)));
  }

  /** The last day of the step that begins now; none where nobody of ours has to act. */
  private Future<Optional<LocalDate>> dueOn(
      SqlConnection db, ApplicationStore.Locked locked, Step step) {
    int workingDays =
        switch (step.to()) {
          case SUBMITTED -> locked.checkWorkingDays();
          case CHECKED -> locked.approveWorkingDays();
          case RETURNED, APPROVED, REFUSED, WITHDRAWN -> 0;
        };
    if (workingDays == 0) {
      return Future.succeededFuture(Optional.empty());
    }
    LocalDate today = ChinaTime.today(clock);
    return WorkingDays.load(db, today).map(days -> Optional.of(days.after(today, workingDays)));
  }

  private Future<Void> pay(
      SqlConnection db,
      Caller caller,
      long applicationId,
      ApplicationStore.Locked locked,
      long amountFen) {
    LocalDate today = ChinaTime.today(clock);
    String payer = locked.payer();
    if (payer == null) {
      throw new IllegalStateException("no organisation pays application " + applicationId);
    }
    return WorkingDays.load(db, today)
        .map(
            days ->
                new PaymentStore.Approved(
                    locked.standing().concern().householdId(),
                    locked.personId(),
                    applicationId,
                    locked.programme(),
                    payer,
                    amountFen,
                    today,
                    days.after(today, locked.payWorkingDays())))
        .compose(approved -> payments.open(db, approved, ChinaTime.now(clock), caller.actor()))
        .mapEmpty();
  }

  /** An application as its caller may see it, and whose it is. */
  private record Answer(JsonObject json, Matter matter) {}

  /** Records the write and gives the application as it stands now. */
  private Future<Answer> answer(
      Caller caller, Request request, SqlConnection db, long id, String detail) {
    return applications
        .find(db, caller, id)
        .map(found -> found.openOrFail(caller, Action.GET_APPLICATION))
        .compose(
            application -> {
              long household = application.standing().concern().householdId();
              Look look = Look.granted(clock.instant(), caller, request, household, detail);
              return records
                  .insert(db, List.of(look))
                  .map(
                      new Answer(
                          application.toJson(caller),
                          Matter.household(household)
                              .of(application.standing().concern().personId())));
            });
  }

  private static Offer.Applicant known(Optional<Offer.Applicant> found) {
    return found.orElseThrow(() -> Problem.NOT_FOUND.because("no such household, or no worker"));
  }

  private static Failure failure(Decision.Refused refused) {
    Failure failure = refused.problem().because(refused.reason());
    return refused.problem() == Problem.REQUEST_INVALID
        ? failure.at("/amountFen", "请填写金额")
        : failure;
  }

  /** The contract asks for four letters; four spaces are not four letters. */
  private static String written(JsonObject body) {
    String reason = body.getString("reason").strip();
    if (reason.length() < 4) {
      throw Problem.REQUEST_INVALID.because("blank reason").at("/reason", "请写明情况，至少四个字");
    }
    return reason;
  }

  private static List<Long> materialIds(JsonObject body) {
    return body.getJsonArray("materialIds", new JsonArray()).stream()
        .map(id -> ((Number) id).longValue())
        .distinct()
        .toList();
  }
}
