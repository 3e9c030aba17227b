package yihuyima.api.register;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.access.Purpose;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.form.FormCheck;
import yihuyima.api.form.FormField;
import yihuyima.api.http.Api;
import yihuyima.api.http.Failure;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Deed;
import yihuyima.api.identity.Require;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.FieldCipher;

/** Facts as a cadre or checker records them: changes and corrections, never over what was. */
public final class FactsOperations implements Operations {
  private final RegisterStore store;
  private final AccessRecordStore record;
  private final Clock clock;
  private final boolean inventedToo;

  /**
   * What it stands on; one for each event loop.
   *
   * @param inventedToo whether numbers of invented people are taken, as in the demo
   */
  public FactsOperations(
      FieldCipher cipher,
      BlindIndex index,
      AccessRecordStore record,
      Clock clock,
      boolean inventedToo) {
    this.store = new RegisterStore(cipher, index);
    this.record = record;
    this.clock = clock;
    this.inventedToo = inventedToo;
  }

  @Override
  public void bind(Api api) {
    api.write(Action.RECORD_FACTS, this::recordFacts);
  }

  /** What is stated of the household, or of one person; null stands for the household. */
  private record Stated(
      @Nullable Long personId, int seen, String pointer, Map<FormField, String> values) {}

  private Future<Reply> recordFacts(Caller caller, Request request, SqlConnection db) {
    long householdId = request.id("householdId");
    JsonObject body = request.body();
    LocalDate today = ChinaTime.today(clock);
    LocalDate day = day(body.getString("validFrom"), today);
    List<Stated> stated = stated(body);
    if (stated.isEmpty()) {
      throw Problem.REQUEST_INVALID.because("nothing stated").at("/household", "没有要登记的内容");
    }
    RegisterStore.Deeds deeds =
        new RegisterStore.Deeds(
            ChinaTime.now(clock),
            body.getString("source"),
            Require.staffId(caller),
            FactVersion.Kind.valueOf(body.getString("kind")),
            body.getString("reason").strip());
    return store
        .findForChange(db, caller, householdId)
        .compose(
            found -> {
              RegisterStore.Head head = found.openOrFail(caller, Action.RECORD_FACTS);
              requireNotWithheld(caller, head, stated);
              return store
                  .people(db, householdId)
                  .compose(members -> write(db, householdId, members, day, today, stated, deeds));
            })
        .compose(
            written ->
                record
                    .insert(
                        db,
                        List.of(
                            Deed.of(
                                    clock,
                                    caller,
                                    request,
                                    householdId,
                                    deeds.kind() == FactVersion.Kind.CHANGE
                                        ? "recorded facts"
                                        : "corrected facts")
                                .at(fields(stated))))
                    .map(Reply.ok(written)));
  }

  private static Set<String> fields(List<Stated> stated) {
    Set<String> names = new TreeSet<>();
    stated.forEach(each -> each.values().keySet().forEach(field -> names.add(field.name())));
    return names;
  }

  private LocalDate day(String text, LocalDate today) {
    LocalDate day;
    try {
      day = LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw Problem.REQUEST_INVALID.because("not a day", e).at("/validFrom", "日期格式不正确");
    }
    if (day.isAfter(today)) {
      throw Problem.REQUEST_INVALID.because("a day to come").at("/validFrom", "还没到的日子不能登记");
    }
    return day;
  }

  private List<Stated> stated(JsonObject body) {
    List<Failure.FieldError> errors = new ArrayList<>();
    List<Stated> all = new ArrayList<>();
    JsonObject household = body.getJsonObject("household");
    if (household != null) {
      all.add(stated(null, household, "/household", errors));
    }
    JsonArray people = body.getJsonArray("people", new JsonArray());
    for (int i = 0; i < people.size(); i++) {
      JsonObject person = people.getJsonObject(i);
      all.add(stated(person.getLong("personId"), person, "/people/" + i, errors));
    }
    if (all.stream().map(Stated::personId).distinct().count() < all.size()) {
      errors.add(new Failure.FieldError("/people", "同一个人写了两遍"));
    }
    if (!errors.isEmpty()) {
      throw Problem.REQUEST_INVALID.because("facts that cannot be read").at(errors);
    }
    return all;
  }

  private Stated stated(
      @Nullable Long personId, JsonObject part, String pointer, List<Failure.FieldError> errors) {
    Map<FormField, String> values =
        StatedFacts.read(part.getJsonArray("facts"), pointer + "/facts", inventedToo, errors);
    return new Stated(personId, part.getInteger("version"), pointer, values);
  }

  /** What a family took its consent back for is not added to. */
  private static void requireNotWithheld(
      Caller caller, RegisterStore.Head head, List<Stated> stated) {
    Set<Purpose> withheld = Access.withheld(caller, head.concern().withdrawn(), false);
    boolean kept =
        stated.stream()
            .flatMap(each -> each.values().keySet().stream())
            .anyMatch(field -> HouseholdFile.isKept(field, withheld));
    if (kept) {
      throw Problem.CONSENT_WITHDRAWN
          .because("the family took its consent back")
          .about(head.concern().householdId());
    }
  }

  private Future<JsonObject> write(
      SqlConnection db,
      long householdId,
      List<RegisterStore.Member> members,
      LocalDate day,
      LocalDate today,
      List<Stated> stated,
      RegisterStore.Deeds deeds) {
    List<RegisterStore.Member> concerned =
        members.stream()
            .filter(
                m ->
                    m.was(today, deeds.at())
                        && stated.stream()
                            .anyMatch(s -> Long.valueOf(m.personId()).equals(s.personId())))
            .toList();
    if (concerned.size() < stated.stream().filter(s -> s.personId() != null).count()) {
      throw Problem.NOT_FOUND.because("nobody of this household").about(householdId);
    }
    return store
        .ofHousehold(db, householdId)
        .compose(
            household ->
                store
                    .ofPeople(db, concerned)
                    .compose(
                        people -> {
                          Written written = new Written(newest(household));
                          Future<Void> all = Future.succeededFuture();
                          for (Stated each : stated) {
                            all =
                                all.compose(
                                    ok ->
                                        write(
                                            db,
                                            householdId,
                                            household,
                                            concerned,
                                            people,
                                            day,
                                            today,
                                            each,
                                            deeds,
                                            written));
                          }
                          return all.map(ok -> written.json());
                        }));
  }

  private static int newest(List<RegisterStore.Recorded> versions) {
    return timeline(versions).newest();
  }

  private Future<Void> write(
      SqlConnection db,
      long householdId,
      List<RegisterStore.Recorded> household,
      List<RegisterStore.Member> members,
      Map<Long, List<RegisterStore.Recorded>> people,
      LocalDate day,
      LocalDate today,
      Stated stated,
      RegisterStore.Deeds deeds,
      Written written) {
    Long personId = stated.personId();
    Timeline timeline =
        timeline(personId == null ? household : people.getOrDefault(personId, List.of()));
    if (timeline.newest() != stated.seen()) {
      throw Problem.STATE_CHANGED.because("another version").about(householdId);
    }
    if (timeline.on(day).isEmpty()) {
      throw Problem.REQUEST_INVALID
          .because("before the first version")
          .at("/validFrom", "档案里最早的情况在这一天以后，请改日期");
    }
    List<Timeline.Draft> drafts = timeline.record(day, deeds.kind(), stated.values());
    String idNumber =
        members.stream()
            .filter(m -> Long.valueOf(m.personId()).equals(personId))
            .map(RegisterStore.Member::idNumber)
            .findFirst()
            .orElse(null);
    requireSound(stated, drafts, idNumber, today);
    Future<Integer> added =
        drafts.isEmpty()
            ? Future.succeededFuture(timeline.newest())
            : personId == null
                ? store.addToHousehold(db, householdId, timeline, drafts, deeds)
                : store.addToPerson(db, personId, timeline, drafts, deeds);
    return added.map(
        newest -> {
          written.add(personId, newest, drafts.size());
          return null;
        });
  }

  /** Only what is stated now is held against the rest: older faults wait for whoever mends them. */
  private static void requireSound(
      Stated stated, List<Timeline.Draft> drafts, @Nullable String idNumber, LocalDate today) {
    List<Failure.FieldError> errors = new ArrayList<>();
    for (Timeline.Draft draft : drafts) {
      Map<FormField, String> whole = new EnumMap<>(FormField.class);
      whole.putAll(draft.values());
      if (idNumber != null) {
        whole.put(FormField.ID_NUMBER, idNumber);
      }
      List<FormCheck.Fault> faults =
          stated.personId() == null
              ? FormCheck.ofHousehold(whole)
              : FormCheck.ofPerson(whole, today);
      faults.stream()
          .filter(fault -> stated.values().containsKey(fault.field()))
          .map(fault -> new Failure.FieldError(stated.pointer() + "/facts", fault.mend()))
          .filter(error -> !errors.contains(error))
          .forEach(errors::add);
    }
    if (!errors.isEmpty()) {
      throw Problem.REQUEST_INVALID.because("facts that contradict each other").at(errors);
    }
  }

  private static Timeline timeline(List<RegisterStore.Recorded> versions) {
    return new Timeline(versions.stream().map(RegisterStore.Recorded::version).toList());
  }

  /** What is answered: how many versions were written, and the newest of each. */
  private static final class Written {
    private int count;
    private int household;
    private final JsonArray people = new JsonArray();

    Written(int household) {
      this.household = household;
    }

    void add(@Nullable Long personId, int newest, int drafts) {
      count += drafts;
      if (personId == null) {
        household = newest;
      } else {
        people.add(new JsonObject().put("personId", personId).put("version", newest));
      }
    }

    JsonObject json() {
      return new JsonObject().put("written", count).put("version", household).put("people", people);
    }
  }
}
