package yihuyima.api.household;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.access.Guarded;
import yihuyima.api.access.PrivateField;
import yihuyima.api.audit.Look;
import yihuyima.api.audit.LookRecorder;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.limit.Limits;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Database;

/** Seeing private fields in full: an action of its own, with a reason that the family reads. */
public final class UnmaskingOperations implements Operations {
  private final Database database;
  private final FieldCipher cipher;
  private final LookRecorder looks;
  private final Limits limits;
  private final Clock clock;
  private final UnmaskingStore store = new UnmaskingStore();

  public UnmaskingOperations(
      Database database, FieldCipher cipher, LookRecorder looks, Limits limits, Clock clock) {
    this.database = database;
    this.cipher = cipher;
    this.looks = looks;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public void bind(Api api) {
    api.on(Action.UNMASK_HOUSEHOLD, this::unmaskHousehold);
  }

  private Future<Reply> unmaskHousehold(Caller caller, Request request) {
    limits.lookup(caller.actor());
    long householdId = request.id("householdId");
    return database
        .read(db -> store.find(db, caller, householdId))
        .compose(found -> shown(caller, request, found.open(caller, Action.UNMASK_HOUSEHOLD)));
  }

  private Future<Reply> shown(
      Caller caller, Request request, Guarded.Opened<UnmaskingStore.Sealed> opened) {
    Set<PrivateField> asked = EnumSet.noneOf(PrivateField.class);
    request
        .body()
        .getJsonArray("fields")
        .forEach(name -> asked.add(PrivateField.valueOf((String) name)));
    return switch (opened) {
      case Guarded.Refused<UnmaskingStore.Sealed> refused ->
          refuse(
              Look.refused(clock.instant(), caller, request, refused),
              refused.problem(),
              refused.reason());
      case Guarded.Granted<UnmaskingStore.Sealed> granted ->
          Access.unmaskable(caller, granted.concern()).containsAll(asked)
              ? show(caller, request, granted.value(), asked)
              : refuse(
                  Look.refused(
                      clock.instant(),
                      caller,
                      request,
                      granted.concern().householdId(),
                      "fields the role does not need"),
                  Problem.NOT_ALLOWED,
                  "fields the role does not need");
    };
  }

  private Future<Reply> refuse(Look look, Problem problem, String reason) {
    return looks.record(look).compose(done -> Future.failedFuture(problem.because(reason)));
  }

  private Future<Reply> show(
      Caller caller, Request request, UnmaskingStore.Sealed sealed, Set<PrivateField> asked) {
    long householdId = sealed.concern().householdId();
    Look look =
        Look.granted(clock.instant(), caller, request, householdId, "unmasked")
            .forPurpose(request.body().getString("reason"))
            .at(asked.stream().map(PrivateField::name).toList());
    return looks.record(look).map(done -> Reply.ok(body(householdId, sealed, asked)));
  }

  private JsonObject body(long householdId, UnmaskingStore.Sealed sealed, Set<PrivateField> asked) {
    JsonObject fields = new JsonObject();
    asked.forEach(field -> fields.put(field.name(), sealed.open(field, cipher)));
    return new JsonObject().put("householdId", householdId).put("fields", fields);
  }
}
