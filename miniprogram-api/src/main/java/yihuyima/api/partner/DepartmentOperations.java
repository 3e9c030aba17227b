package yihuyima.api.partner;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Action;
import yihuyima.api.access.Matter;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Deed;
import yihuyima.api.identity.Require;
import yihuyima.api.partner.PartnerHistoryStore.Change;
import yihuyima.api.partner.PartnerHistoryStore.Kind;
import yihuyima.qr.CodePrefix;

/**
 * Decides about partner departments: by an administrator, each decision kept in the department's
 * history and in the record. All take effect with their commit, on every server.
 */
public final class DepartmentOperations implements Operations {
  /** What a statement of a key is for, after the public address. */
  static final String KEY_STATEMENT_PATH = "/v1/partners";

  private final String audience;
  private final DepartmentStore departments = new DepartmentStore();
  private final PartnerKeyStore keys = new PartnerKeyStore();
  private final AgreementStore agreements = new AgreementStore();
  private final PartnerHistoryStore history = new PartnerHistoryStore();
  private final AccessRecordStore record;
  private final Clock clock;

  public DepartmentOperations(CodePrefix prefix, AccessRecordStore record, Clock clock) {
    this.audience = prefix.publicUrl() + KEY_STATEMENT_PATH;
    this.record = record;
    this.clock = clock;
  }

  @Override
  public void bind(Api api) {
    api.write(Action.OPEN_PARTNER, this::openPartner);
    api.write(Action.CHANGE_PARTNER_LIMITS, this::changePartnerLimits);
    api.write(Action.CLOSE_PARTNER, this::closePartner);
    api.write(Action.REGISTER_PARTNER_KEY, this::registerPartnerKey);
    api.write(Action.REVOKE_PARTNER_KEY, this::revokePartnerKey);
    api.write(Action.PUT_PARTNER_AGREEMENT, this::putPartnerAgreement);
    api.write(Action.END_PARTNER_AGREEMENT, this::endPartnerAgreement);
  }

  private Future<Reply> openPartner(Caller caller, Request request, SqlConnection db) {
    JsonObject body = request.body();
    Department.Limits limits = limits(body);
    long organisationId = body.getLong("organisationId");
    return departments
        .place(db, organisationId)
        .compose(
            path -> {
              DepartmentDecision.requireReach(
                  caller,
                  Action.OPEN_PARTNER,
                  path.orElseThrow(() -> Problem.NOT_FOUND.because("no such organisation")));
              return departments.open(
                  db,
                  body.getString("code"),
                  body.getString("name").strip(),
                  organisationId,
                  limits);
            })
        .compose(
            id ->
                remembered(
                        db, caller, request, id, new Change(Kind.OPENED, null, limits.json(), null))
                    .compose(ok -> detail(db, id))
                    .map(opened -> Reply.created(opened).about(Matter.partner(id))));
  }

  private Future<Reply> changePartnerLimits(Caller caller, Request request, SqlConnection db) {
    JsonObject body = request.body();
    Department.Limits limits = limits(body);
    return forChange(db, caller, Action.CHANGE_PARTNER_LIMITS, request)
        .compose(
            department -> {
              DepartmentDecision.requireSeen(body.getInteger("version"), department.version());
              return departments.setLimits(
                  db, department.id(), body.getString("name").strip(), limits);
            })
        .compose(
            ok ->
                decided(
                    db,
                    caller,
                    request,
                    new Change(
                        Kind.LIMITS_CHANGED, null, limits.json(), body.getString("reason"))));
  }

  private Future<Reply> closePartner(Caller caller, Request request, SqlConnection db) {
    OffsetDateTime now = ChinaTime.now(clock);
    return forChange(db, caller, Action.CLOSE_PARTNER, request)
        .compose(
            department -> {
              DepartmentDecision.requireSeen(
                  request.body().getInteger("version"), department.version());
              return departments.close(db, department.id(), now);
            })
        .compose(ok -> keys.revokeAll(db, request.id("partnerId"), now))
        .compose(ok -> agreements.endAll(db, request.id("partnerId"), now))
        .compose(ok -> keys.endSessions(db, request.id("partnerId"), now, "partner closed"))
        .compose(
            ok ->
                decided(
                    db,
                    caller,
                    request,
                    new Change(Kind.CLOSED, null, null, request.body().getString("reason"))));
  }

  private Future<Reply> registerPartnerKey(Caller caller, Request request, SqlConnection db) {
    return forChange(db, caller, Action.REGISTER_PARTNER_KEY, request)
        .compose(
            department -> {
              PartnerKey key = proved(department, request.body().getString("statement"));
              return keys.register(
                      db, key, ChinaTime.now(clock), ChinaTime.now(clock).plus(Department.KEY_LIFE))
                  .compose(
                      ok ->
                          remembered(
                              db,
                              caller,
                              request,
                              department.id(),
                              new Change(Kind.KEY_REGISTERED, key.keyId(), null, null)))
                  .compose(ok -> detail(db, department.id()));
            })
        .map(Reply::created);
  }

  private PartnerKey proved(Department department, String statement) {
    return switch (KeyStatement.read(
        statement, department.id(), department.code(), audience, clock.instant())) {
      case KeyStatement.Outcome.Proved proved -> proved.statement().key();
      case KeyStatement.Outcome.Refused refused ->
          throw Problem.KEY_NOT_PROVED.because(refused.reason()).at("/statement", refused.words());
    };
  }

  private Future<Reply> revokePartnerKey(Caller caller, Request request, SqlConnection db) {
    String keyId = request.body().getString("keyId");
    return forChange(db, caller, Action.REVOKE_PARTNER_KEY, request)
        .compose(
            department ->
                keys.revoke(db, department.id(), keyId, ChinaTime.now(clock))
                    .compose(
                        revoked -> {
                          if (!revoked) {
                            throw Problem.STATE_CHANGED.because("no such key in force");
                          }
                          return keys.endSessions(
                              db, department.id(), ChinaTime.now(clock), "key revoked");
                        }))
        .compose(
            ok ->
                decided(
                    db,
                    caller,
                    request,
                    new Change(Kind.KEY_REVOKED, keyId, null, request.body().getString("reason"))));
  }

  private Future<Reply> putPartnerAgreement(Caller caller, Request request, SqlConnection db) {
    JsonObject body = request.body();
    Agreement wanted =
        new Agreement(
            request.path("purpose"),
            body.getString("title").strip(),
            body.getString("legalGround").strip(),
            texts(body.getJsonArray("fields")),
            LocalDate.parse(body.getString("untilOn")),
            body.getInteger("version"),
            false);
    return forChange(db, caller, Action.PUT_PARTNER_AGREEMENT, request)
        .compose(department -> agreements.list(db, department.id()))
        .compose(
            known ->
                agreements.put(
                    db,
                    request.id("partnerId"),
                    DepartmentDecision.agree(known, wanted, ChinaTime.today(clock))))
        .compose(
            ok ->
                decided(
                    db,
                    caller,
                    request,
                    new Change(
                        wanted.version() == 0 ? Kind.AGREED : Kind.AGREEMENT_CHANGED,
                        wanted.purpose(),
                        wanted.terms(),
                        body.getString("reason"))));
  }

  private Future<Reply> endPartnerAgreement(Caller caller, Request request, SqlConnection db) {
    String purpose = request.path("purpose");
    return forChange(db, caller, Action.END_PARTNER_AGREEMENT, request)
        .compose(department -> agreements.list(db, department.id()))
        .compose(
            known -> {
              Agreement ended =
                  known.stream()
                      .filter(each -> each.purpose().equals(purpose))
                      .findFirst()
                      .orElseThrow(() -> Problem.NOT_FOUND.because("no such agreement"));
              DepartmentDecision.requireSeen(request.body().getInteger("version"), ended.version());
              if (ended.ended()) {
                throw Problem.STATE_CHANGED.because("ended already");
              }
              return agreements.end(db, request.id("partnerId"), purpose, ChinaTime.now(clock));
            })
        .compose(
            ok ->
                decided(
                    db,
                    caller,
                    request,
                    new Change(
                        Kind.AGREEMENT_ENDED, purpose, null, request.body().getString("reason"))));
  }

  private Future<Department> forChange(
      SqlConnection db, Caller caller, Action action, Request request) {
    return departments
        .findForChange(db, request.id("partnerId"))
        .map(
            found ->
                DepartmentDecision.change(
                    caller,
                    action,
                    found.orElseThrow(() -> Problem.NOT_FOUND.because("no such department"))));
  }

  private Future<Reply> decided(SqlConnection db, Caller caller, Request request, Change change) {
    long id = request.id("partnerId");
    return remembered(db, caller, request, id, change).compose(ok -> detail(db, id)).map(Reply::ok);
  }

  private Future<Void> remembered(
      SqlConnection db, Caller caller, Request request, long id, Change change) {
    String deed = "partner " + id + " " + change.kind() + subject(change.subject());
    return record
        .insert(db, List.of(Deed.of(clock, caller, request, deed)))
        .compose(
            ok ->
                history.remember(
                    db, id, change, ChinaTime.now(clock), Require.staff(caller).staffId()));
  }

  private static String subject(@Nullable String subject) {
    return subject == null ? "" : " " + subject;
  }

  private Future<JsonObject> detail(SqlConnection db, long id) {
    return departments
        .find(db, id)
        .compose(
            found ->
                DepartmentViewOperations.detailed(
                    db,
                    found.orElseThrow(),
                    departments,
                    ChinaTime.now(clock),
                    ChinaTime.today(clock)));
  }

  private static Department.Limits limits(JsonObject body) {
    return new Department.Limits(
        DepartmentDecision.networks(texts(body.getJsonArray("networks"))),
        body.getInteger("callsMinute"),
        body.getInteger("callsDay"));
  }

  private static List<String> texts(JsonArray array) {
    return array.stream().map(String.class::cast).toList();
  }
}
