package yihuyima.api.register;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Guarded;
import yihuyima.api.audit.Look;
import yihuyima.api.audit.LookRecorder;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.form.FormField;
import yihuyima.api.form.ValueList;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Database;

/** Reading the register: a household's file, and where each fact of it comes from. */
public final class RegisterOperations implements Operations {
  private static final JsonObject FORM = form();

  private final Database database;
  private final LookRecorder looks;
  private final Clock clock;
  private final RegisterStore store;

  /** What it stands on; one for each event loop. */
  public RegisterOperations(
      Database database, FieldCipher cipher, BlindIndex index, LookRecorder looks, Clock clock) {
    this.database = database;
    this.looks = looks;
    this.clock = clock;
    this.store = new RegisterStore(cipher, index);
  }

  @Override
  public void bind(Api api) {
    api.on(Action.GET_FORM, (caller, request) -> Future.succeededFuture(Reply.ok(FORM)));
    api.on(Action.GET_HOUSEHOLD_FILE, this::getHouseholdFile);
    api.on(Action.LIST_FACT_HISTORY, this::listFactHistory);
  }

  private Future<Reply> getHouseholdFile(Caller caller, Request request) {
    LocalDate today = ChinaTime.today(clock);
    LocalDate day = day(request.query("on"), "on").orElse(today);
    OffsetDateTime known =
        day(request.query("knownOn"), "knownOn")
            .map(RegisterOperations::endOf)
            .orElse(ChinaTime.now(clock));
    boolean past = request.query("on").isPresent() || request.query("knownOn").isPresent();
    return shown(
        caller,
        request,
        Action.GET_HOUSEHOLD_FILE,
        past ? "file as of a day" : "file",
        (file, concern) ->
            file.json(day, known, today, Access.allows(caller, Action.RECORD_FACTS, concern)));
  }

  private Future<Reply> listFactHistory(Caller caller, Request request) {
    FormField field = FormField.valueOf(request.path("field"));
    long asked = request.query("personId", 0);
    Long personId = asked == 0 ? null : Long.valueOf(asked);
    if ((field.of() == FormField.Of.PERSON) != (personId != null)) {
      throw Problem.REQUEST_INVALID.because("personId").at("personId", "请说明是哪位家庭成员的情况");
    }
    LocalDate today = ChinaTime.today(clock);
    return shown(
        caller,
        request,
        Action.LIST_FACT_HISTORY,
        "history of " + field,
        (file, concern) -> {
          boolean known =
              personId == null
                  || file.members().stream().anyMatch(member -> member.personId() == personId);
          if (!known) {
            throw Problem.NOT_FOUND.because("nobody of this household");
          }
          return new JsonObject().put("items", file.history(field, personId, today));
        });
  }

  /** Makes an answer of a file. */
  private interface Answer {
    JsonObject of(HouseholdFile file, Concern concern);
  }

  private Future<Reply> shown(
      Caller caller, Request request, Action action, String detail, Answer answer) {
    long householdId = request.id("householdId");
    if (caller instanceof Caller.Household own && own.capacity() != Caller.Capacity.ADULT) {
      return refuse(
          Look.refused(clock.instant(), caller, request, own.householdId(), "no adult of it"),
          Problem.NOT_ALLOWED,
          own.capacity() + " does not read the whole file");
    }
    return database
        .read(
            db ->
                store
                    .find(db, caller, householdId)
                    .compose(found -> read(db, caller, found.open(caller, action))))
        .compose(
            read ->
                switch (read) {
                  case Read.Refused refused ->
                      refuse(
                          Look.refused(clock.instant(), caller, request, refused.by()),
                          refused.by().problem(),
                          refused.by().reason());
                  case Read.Shown shown -> {
                    JsonObject body = answer.of(shown.file(), shown.concern());
                    yield looks
                        .record(Look.granted(clock.instant(), caller, request, householdId, detail))
                        .map(done -> Reply.ok(body));
                  }
                });
  }

  /** What came of reading: kept until the connection is given back, for the record takes one. */
  private sealed interface Read {
    record Refused(Guarded.Refused<RegisterStore.Head> by) implements Read {}

    record Shown(HouseholdFile file, Concern concern) implements Read {}
  }

  private Future<Read> read(
      SqlClient db, Caller caller, Guarded.Opened<RegisterStore.Head> opened) {
    return switch (opened) {
      case Guarded.Refused<RegisterStore.Head> refused ->
          Future.succeededFuture(new Read.Refused(refused));
      case Guarded.Granted<RegisterStore.Head> granted ->
          file(db, caller, granted).map(file -> new Read.Shown(file, granted.concern()));
    };
  }

  private Future<HouseholdFile> file(
      SqlClient db, Caller caller, Guarded.Granted<RegisterStore.Head> granted) {
    long householdId = granted.concern().householdId();
    return store
        .ofHousehold(db, householdId)
        .compose(
            household ->
                store
                    .people(db, householdId)
                    .compose(
                        members ->
                            store
                                .ofPeople(db, members)
                                .map(
                                    people ->
                                        HouseholdFile.of(
                                            caller,
                                            granted.concern(),
                                            granted.value(),
                                            household,
                                            members,
                                            people))));
  }

  private <T> Future<T> refuse(Look look, Problem problem, String reason) {
    return looks.record(look).compose(done -> Future.failedFuture(problem.because(reason)));
  }

  private static Optional<LocalDate> day(Optional<String> text, String name) {
    try {
      return text.map(LocalDate::parse);
    } catch (DateTimeException e) {
      throw Problem.REQUEST_INVALID.because("not a day", e).at(name, "日期格式不正确");
    }
  }

  private static OffsetDateTime endOf(LocalDate day) {
    return day.plusDays(1).atStartOfDay(ChinaTime.ZONE).toOffsetDateTime().minusNanos(1000);
  }

  private static JsonObject form() {
    List<JsonObject> fields =
        Arrays.stream(FormField.values())
            .map(
                field ->
                    new JsonObject()
                        .put("field", field.name())
                        .put("of", field.of().name())
                        .put("kind", field.kind())
                        .put("required", field.isRequired())
                        .put("workerWord", field.workerWord().orElse(null))
                        .put("memberWord", field.memberWord().orElse(null))
                        .put("values", values(field)))
            .toList();
    return new JsonObject().put("fields", new JsonArray(fields));
  }

  private static @Nullable JsonArray values(FormField field) {
    return field
        .list()
        .map(list -> new JsonArray(list.entries().stream().map(RegisterOperations::json).toList()))
        .orElse(null);
  }

  private static JsonObject json(ValueList.Entry entry) {
    return new JsonObject().put("code", entry.code()).put("word", entry.word());
  }
}
