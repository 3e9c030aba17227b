package yihuyima.api.register;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Access;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Masking;
import yihuyima.api.access.PrivateField;
import yihuyima.api.access.Purpose;
import yihuyima.api.form.FormField;
import yihuyima.api.household.Names;
import yihuyima.api.identity.Caller;

/**
 * A household's file as a caller may see it, on a day and as it was known.
 *
 * @param withheld for what the family took its consent back, where the caller is kept from it
 */
record HouseholdFile(
    RegisterStore.Head head,
    List<RegisterStore.Recorded> household,
    List<RegisterStore.Member> members,
    Map<Long, List<RegisterStore.Recorded>> people,
    Set<Purpose> withheld,
    Masking masking) {

  static HouseholdFile of(
      Caller caller,
      Concern concern,
      RegisterStore.Head head,
      List<RegisterStore.Recorded> household,
      List<RegisterStore.Member> members,
      Map<Long, List<RegisterStore.Recorded>> people) {
    return new HouseholdFile(
        head,
        household,
        members,
        people,
        Access.withheld(caller, concern.withdrawn(), false),
        Access.masking(caller, concern));
  }

  /**
   * As it was.
   *
   * @param today children who are minors today are kept from whom they are withheld
   */
  JsonObject json(LocalDate day, OffsetDateTime known, LocalDate today, boolean mayRecord) {
    Timeline facts = timeline(household);
    Map<Long, RegisterStore.Member> then = places(day, known, today);
    JsonArray shown = new JsonArray();
    then.values().stream()
        .sorted(Comparator.comparing(member -> !member.relation().equals("WORKER")))
        .forEach(member -> shown.add(json(member, day, known)));
    return new JsonObject()
        .put("householdId", head.concern().householdId())
        .put("organisation", head.organisation())
        .put("on", day.toString())
        .put("fileNumber", head.fileNumber())
        .put("fileLevel", head.fileLevel())
        .put("openedOn", text(head.openedOn()))
        .put("closedOn", text(head.closedOn()))
        .put("version", facts.newest())
        .put("facts", facts(facts, FormField.Of.HOUSEHOLD, day, known, null))
        .put("people", shown)
        .put("former", former(then.keySet(), day, known, today))
        .put("withheld", new JsonArray(withheld.stream().map(Purpose::name).sorted().toList()))
        .put("mayRecord", mayRecord);
  }

  /** Who was of the household, each in the place they held; whose relation changed had two. */
  private Map<Long, RegisterStore.Member> places(
      LocalDate day, OffsetDateTime known, LocalDate today) {
    Map<Long, RegisterStore.Member> then = new LinkedHashMap<>();
    members.stream()
        .filter(member -> member.was(day, known) && !isKept(member, today))
        .forEach(
            member ->
                then.merge(
                    member.personId(),
                    member,
                    (one, other) -> other.fromOn().isBefore(one.fromOn()) ? one : other));
    return then;
  }

  /** Who had left by then, with why; never who was there by mistake alone. */
  private JsonArray former(
      Set<Long> present, LocalDate day, OffsetDateTime known, LocalDate today) {
    Map<Long, RegisterStore.Member> gone = new LinkedHashMap<>();
    members.stream()
        .filter(member -> member.hadLeft(day, known) && !present.contains(member.personId()))
        .filter(member -> !isKept(member, today))
        .forEach(
            member ->
                gone.merge(
                    member.personId(),
                    member,
                    (one, other) -> other.fromOn().isBefore(one.fromOn()) ? one : other));
    JsonArray shown = new JsonArray();
    gone.values()
        .forEach(
            member -> {
              JsonArray facts =
                  facts(
                      timeline(versions(member.personId())),
                      FormField.Of.PERSON,
                      day,
                      known,
                      member.idNumber());
              shown.add(
                  new JsonObject()
                      .put("personId", member.personId())
                      .put("name", named(facts))
                      .put("relation", member.relation())
                      .put("fromOn", member.fromOn().toString())
                      .put("toOn", text(member.toOn()))
                      .put("endReason", member.endReason()));
            });
    return shown;
  }

  private static @Nullable JsonObject named(JsonArray facts) {
    return facts.stream()
        .map(JsonObject.class::cast)
        .filter(fact -> fact.getString("field").equals(FormField.NAME.name()))
        .findFirst()
        .orElse(null);
  }

  private JsonObject json(RegisterStore.Member member, LocalDate day, OffsetDateTime known) {
    Timeline facts = timeline(versions(member.personId()));
    return new JsonObject()
        .put("personId", member.personId())
        .put("relation", member.relation())
        .put("fromOn", member.fromOn().toString())
        .put("toOn", text(member.toOn()))
        .put("endReason", member.endReason())
        .put("version", facts.newest())
        .put("facts", facts(facts, FormField.Of.PERSON, day, known, member.idNumber()));
  }

  private JsonArray facts(
      Timeline all, FormField.Of of, LocalDate day, OffsetDateTime known, @Nullable String number) {
    Timeline timeline = all.knownAt(known);
    JsonArray facts = new JsonArray();
    for (FormField field : FormField.of(of)) {
      if (isKept(field)) {
        continue;
      }
      Optional<FactVersion> origin = timeline.origin(field, day);
      String value =
          field == FormField.ID_NUMBER
              ? number
              : origin.map(v -> v.values().get(field)).orElse(null);
      if (value != null && origin.isPresent()) {
        facts.add(
            shown(field, value)
                .put("field", field.name())
                .put("since", origin.get().validFrom().toString())
                .put("recordedAt", origin.get().recordedAt().toInstant().toString())
                .put("source", origin.get().source()));
      }
    }
    return facts;
  }

  /** Every version that states a field, newest first; fails to nothing where it is kept. */
  JsonArray history(FormField field, @Nullable Long personId, LocalDate today) {
    JsonArray items = new JsonArray();
    boolean kept =
        isKept(field)
            || members.stream()
                .anyMatch(m -> Long.valueOf(m.personId()).equals(personId) && isKept(m, today));
    List<RegisterStore.Recorded> all = personId == null ? household : versions(personId);
    if (!kept) {
      timeline(all).of(field).stream()
          .limit(HISTORY_MAX)
          .forEach(version -> items.add(json(field, version, recordOf(all, version))));
    }
    return items;
  }

  /** Versions of one field that are shown. */
  static final int HISTORY_MAX = 200;

  private JsonObject json(FormField field, FactVersion version, RegisterStore.Recorded recorded) {
    String value = version.values().get(field);
    JsonObject shown =
        value == null
            ? new JsonObject().put("value", null).put("hidden", false)
            : shown(field, value);
    return shown
        .put("validFrom", version.validFrom().toString())
        .put("recordedAt", version.recordedAt().toInstant().toString())
        .put("source", version.source())
        .put("kind", version.kind().name())
        .put("by", recorded.by())
        .put("reason", masking == Masking.OPEN ? recorded.reason() : null);
  }

  private static RegisterStore.Recorded recordOf(
      List<RegisterStore.Recorded> all, FactVersion version) {
    return all.stream().filter(each -> each.version().equals(version)).findFirst().orElseThrow();
  }

  /** ID numbers and cards are never shown in full here: seeing one is an action of its own. */
  private JsonObject shown(FormField field, String value) {
    Optional<PrivateField> hidden = field.hidden();
    boolean number =
        hidden.filter(p -> p == PrivateField.ID_NUMBER || p == PrivateField.CARD).isPresent();
    if (hidden.isEmpty() || (masking == Masking.OPEN && !number)) {
      return new JsonObject().put("value", value).put("hidden", false);
    }
    String seen =
        hidden.get() == PrivateField.NAME
            ? Names.masked(value)
            : masking == Masking.OPEN ? value.substring(value.length() - 4) : null;
    return new JsonObject().put("value", seen).put("hidden", true);
  }

  private boolean isKept(FormField field) {
    return isKept(field, withheld);
  }

  /** Whether a field tells of what is withheld: it is neither shown nor added to. */
  static boolean isKept(FormField field, Set<Purpose> withheld) {
    boolean cause = field == FormField.MAIN_CAUSE || field == FormField.OTHER_CAUSES;
    return (cause && Purpose.keepsCause(withheld))
        || field.restsOn().filter(withheld::contains).isPresent();
  }

  private boolean isKept(RegisterStore.Member member, LocalDate today) {
    if (!withheld.contains(Purpose.MINORS)) {
      return false;
    }
    LocalDate born = born(member, today);
    return born == null || born.isAfter(Purpose.minorsAreBornAfter(today));
  }

  private @Nullable LocalDate born(RegisterStore.Member member, LocalDate today) {
    String born = timeline(versions(member.personId())).valueOn(FormField.BORN_ON, today);
    return born == null ? null : LocalDate.parse(born);
  }

  private List<RegisterStore.Recorded> versions(long personId) {
    return people.getOrDefault(personId, List.of());
  }

  private static Timeline timeline(List<RegisterStore.Recorded> versions) {
    return new Timeline(versions.stream().map(RegisterStore.Recorded::version).toList());
  }

  private static @Nullable String text(@Nullable LocalDate day) {
    return day == null ? null : day.toString();
  }

  /** Says whose, never what. */
  @Override
  public String toString() {
    return "HouseholdFile[" + head.concern().householdId() + "]";
  }
}
