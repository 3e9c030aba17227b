package yihuyima.api.membership;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Access;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Purpose;
import yihuyima.api.form.FieldReading;
import yihuyima.api.form.FormCheck;
import yihuyima.api.form.FormField;
import yihuyima.api.http.Failure;
import yihuyima.api.http.Problem;
import yihuyima.api.identity.Caller;
import yihuyima.api.register.FactVersion;
import yihuyima.api.register.RegisterStore;
import yihuyima.api.register.StatedFacts;
import yihuyima.api.register.Timeline;

/**
 * People who come into a household: known by their ID number already, or new. Of a new person the
 * form's required fields are stated; of a known one what is stated is recorded as a change.
 */
public final class Newcomers {
  private final RegisterStore register;
  private final MembershipStore store;
  private final boolean inventedToo;

  public Newcomers(RegisterStore register, MembershipStore store, boolean inventedToo) {
    this.register = register;
    this.store = store;
    this.inventedToo = inventedToo;
  }

  /** As a request states somebody. */
  public record Newcomer(String idNumber, Map<FormField, String> facts, String pointer) {
    @Override
    public String toString() {
      return "Newcomer";
    }
  }

  /** Who it is. */
  public record Person(long personId, boolean known, Set<String> fields) {}

  /**
   * Reads somebody from a request.
   *
   * @param concern whose consents count
   * @param pointer where they stand in the request
   * @throws Failure REQUEST_INVALID, or CONSENT_WITHDRAWN when the family took back its consent to
   *     what is stated
   */
  public Newcomer read(
      Caller caller,
      Concern concern,
      JsonObject body,
      String pointer,
      LocalDate day,
      LocalDate today) {
    List<Failure.FieldError> errors = new ArrayList<>();
    String idNumber = idNumber(body.getString("idNumber"), pointer, errors);
    Map<FormField, String> stated =
        StatedFacts.read(
            body.getJsonArray("facts", new JsonArray()), pointer + "/facts", inventedToo, errors);
    stated.values().removeIf(String::isEmpty);
    if (day.isAfter(today)) {
      errors.add(new Failure.FieldError("/onDay", "还没到的日子不能登记"));
    }
    if (!errors.isEmpty() || idNumber == null) {
      throw Problem.REQUEST_INVALID.because("somebody who cannot be read").at(errors);
    }
    Map<FormField, String> facts = new EnumMap<>(FormField.class);
    facts.putAll(stated);
    requireConsent(caller, concern, facts, idNumber, today);
    return new Newcomer(idNumber, facts, pointer);
  }

  private @Nullable String idNumber(String typed, String pointer, List<Failure.FieldError> errors) {
    return switch (FormField.ID_NUMBER.read(typed, inventedToo)) {
      case FieldReading.Good good when good.value() != null -> good.value();
      case FieldReading.Good ignored -> {
        errors.add(new Failure.FieldError(pointer + "/idNumber", "不能空着"));
        yield null;
      }
      case FieldReading.Bad bad -> {
        errors.add(new Failure.FieldError(pointer + "/idNumber", bad.mend()));
        yield null;
      }
    };
  }

  private static void requireConsent(
      Caller caller,
      Concern concern,
      Map<FormField, String> facts,
      String idNumber,
      LocalDate today) {
    Set<Purpose> withheld = Access.withheld(caller, concern.withdrawn(), false);
    LocalDate born =
        LocalDate.parse(completed(facts, idNumber).getOrDefault(FormField.BORN_ON, "1900-01-01"));
    boolean minor =
        withheld.contains(Purpose.MINORS) && born.isAfter(Purpose.minorsAreBornAfter(today));
    if (minor || StatedFacts.tellOf(facts.keySet(), withheld)) {
      throw Problem.CONSENT_WITHDRAWN
          .because("the family took its consent back")
          .about(concern.householdId());
    }
  }

  private static Map<FormField, String> completed(Map<FormField, String> facts, String idNumber) {
    Map<FormField, String> whole = new EnumMap<>(FormField.class);
    whole.putAll(facts);
    whole.put(FormField.ID_NUMBER, idNumber);
    return FormCheck.completed(whole);
  }

  /**
   * Finds or adds the person, with the facts stated.
   *
   * @param into the household they come into; 0 for one that is not there yet
   * @return who it is; fails with PERSON_ELSEWHERE or PERSON_DIED
   */
  public Future<Person> person(
      SqlConnection db,
      Newcomer newcomer,
      long into,
      LocalDate day,
      LocalDate today,
      MembershipStore.Deeds deeds) {
    return store
        .person(db, newcomer.idNumber())
        .compose(
            found ->
                found.isPresent()
                    ? known(db, found.get(), newcomer, into, day, today, deeds)
                    : added(db, newcomer, day, today, deeds));
  }

  private Future<Person> known(
      SqlConnection db,
      MembershipStore.Known known,
      Newcomer newcomer,
      long into,
      LocalDate day,
      LocalDate today,
      MembershipStore.Deeds deeds) {
    if (known.diedOn() != null) {
      throw Problem.PERSON_DIED.because("died");
    }
    Long there = known.householdId();
    if (there != null && there != into) {
      throw Problem.PERSON_ELSEWHERE.because("of another household").about(there);
    }
    long id = known.personId();
    return register
        .versionsOf(db, List.of(id))
        .compose(
            all -> {
              Timeline timeline =
                  new Timeline(
                      all.getOrDefault(id, List.of()).stream()
                          .map(RegisterStore.Recorded::version)
                          .toList());
              if (timeline.newest() == 0) {
                return write(db, id, newcomer, day, today, deeds);
              }
              LocalDate from = timeline.on(day).isPresent() ? day : today;
              List<Timeline.Draft> drafts =
                  timeline.record(from, FactVersion.Kind.CHANGE, Map.copyOf(newcomer.facts()));
              for (Timeline.Draft draft : drafts) {
                requireSound(newcomer, draft.values(), newcomer.facts().keySet(), today);
              }
              return drafts.isEmpty()
                  ? Future.succeededFuture()
                  : register.addToPerson(db, id, timeline, drafts, facts(deeds)).mapEmpty();
            })
        .map(ok -> new Person(id, true, names(newcomer)));
  }

  private Future<Person> added(
      SqlConnection db,
      Newcomer newcomer,
      LocalDate day,
      LocalDate today,
      MembershipStore.Deeds deeds) {
    return store
        .addPerson(db, newcomer.idNumber())
        .compose(
            id ->
                write(db, id, newcomer, day, today, deeds)
                    .map(ok -> new Person(id, false, names(newcomer))));
  }

  private Future<Void> write(
      SqlConnection db,
      long id,
      Newcomer newcomer,
      LocalDate day,
      LocalDate today,
      MembershipStore.Deeds deeds) {
    Map<FormField, String> whole = completed(newcomer.facts(), newcomer.idNumber());
    requireSound(newcomer, whole, EnumSet.allOf(FormField.class), today);
    whole.remove(FormField.ID_NUMBER);
    Timeline.Draft first = new Timeline.Draft(day, whole.keySet(), whole);
    return register
        .addToPerson(db, id, new Timeline(List.of()), List.of(first), facts(deeds))
        .mapEmpty();
  }

  private static void requireSound(
      Newcomer newcomer, Map<FormField, String> values, Set<FormField> stated, LocalDate today) {
    Map<FormField, String> whole = new EnumMap<>(FormField.class);
    whole.putAll(values);
    whole.put(FormField.ID_NUMBER, newcomer.idNumber());
    List<Failure.FieldError> errors =
        FormCheck.ofPerson(whole, today).stream()
            .filter(fault -> stated.contains(fault.field()))
            .map(
                fault ->
                    new Failure.FieldError(
                        newcomer.pointer() + "/facts",
                        fault.field().memberWord().or(() -> fault.field().workerWord()).orElse("")
                            + "："
                            + fault.mend()))
            .toList();
    if (!errors.isEmpty()) {
      throw Problem.REQUEST_INVALID.because("a person whose facts do not hold").at(errors);
    }
  }

  private static RegisterStore.Deeds facts(MembershipStore.Deeds deeds) {
    return new RegisterStore.Deeds(
        deeds.at(), deeds.source(), deeds.staffId(), FactVersion.Kind.CHANGE, deeds.words());
  }

  private static Set<String> names(Newcomer newcomer) {
    Set<String> names = new TreeSet<>();
    newcomer.facts().keySet().forEach(field -> names.add(field.name()));
    return names;
  }
}
