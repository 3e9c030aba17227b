package yihuyima.api.spreadsheet;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.form.FormField;

/**
 * A household as its rows state it: canonical texts, nothing of what is blank.
 *
 * @param row of its worker, or its first
 * @param number of its file; null where the sheet leaves it to us
 * @param organisation by name or number; null for the one that the whole file goes to
 * @param level of its file; null where it is not stated
 * @param openedOn of its file; null where it is not stated
 * @param people the worker first
 */
record SheetHousehold(
    int row,
    @Nullable String number,
    @Nullable String organisation,
    @Nullable String level,
    @Nullable String openedOn,
    Map<FormField, String> facts,
    List<Person> people,
    List<Finding> findings) {
  SheetHousehold {
    facts = Map.copyOf(facts);
    people = List.copyOf(people);
    findings = List.copyOf(findings);
  }

  /** Somebody of it: {@code relation} is WORKER or a code of {@code ValueList.RELATION}. */
  record Person(int row, String relation, Map<FormField, String> facts) {
    Person {
      facts = Map.copyOf(facts);
    }

    boolean isWorker() {
      return relation.equals("WORKER");
    }

    Optional<String> idNumber() {
      return Optional.ofNullable(facts.get(FormField.ID_NUMBER));
    }

    @Override
    public String toString() {
      return "Person[row " + row + "]";
    }
  }

  boolean hasErrors() {
    return findings.stream().anyMatch(Finding::error);
  }

  Optional<Person> worker() {
    return people.stream().filter(Person::isWorker).findFirst();
  }

  JsonObject json() {
    JsonArray members = new JsonArray();
    people.forEach(
        person ->
            members.add(
                new JsonObject()
                    .put("row", person.row())
                    .put("relation", person.relation())
                    .put("facts", json(person.facts()))));
    JsonArray said = new JsonArray();
    findings.forEach(finding -> said.add(finding.json()));
    return new JsonObject()
        .put("row", row)
        .put("number", number)
        .put("organisation", organisation)
        .put("level", level)
        .put("openedOn", openedOn)
        .put("facts", json(facts))
        .put("people", members)
        .put("findings", said);
  }

  static SheetHousehold of(JsonObject json) {
    return new SheetHousehold(
        json.getInteger("row"),
        json.getString("number"),
        json.getString("organisation"),
        json.getString("level"),
        json.getString("openedOn"),
        facts(json.getJsonObject("facts")),
        json.getJsonArray("people").stream()
            .map(JsonObject.class::cast)
            .map(
                each ->
                    new Person(
                        each.getInteger("row"),
                        each.getString("relation"),
                        facts(each.getJsonObject("facts"))))
            .toList(),
        json.getJsonArray("findings").stream()
            .map(JsonObject.class::cast)
            .map(Finding::of)
            .toList());
  }

  private static JsonObject json(Map<FormField, String> facts) {
    JsonObject json = new JsonObject();
    facts.forEach((field, value) -> json.put(field.name(), value));
    return json;
  }

  private static Map<FormField, String> facts(JsonObject json) {
    Map<FormField, String> facts = new EnumMap<>(FormField.class);
    json.forEach(entry -> facts.put(FormField.valueOf(entry.getKey()), (String) entry.getValue()));
    return facts;
  }

  /** Says where, never what. */
  @Override
  public String toString() {
    return "SheetHousehold[row " + row + "]";
  }
}
