package yihuyima.api.register;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import yihuyima.api.access.Purpose;
import yihuyima.api.form.FieldReading;
import yihuyima.api.form.FormField;
import yihuyima.api.http.Failure;

/** Facts as a request states them: field and canonical text, each read by the form. */
public final class StatedFacts {
  private StatedFacts() {}

  /**
   * Reads them; an empty text stands for a fact that is taken away.
   *
   * @param pointer where the list stands in the request
   * @param inventedToo whether numbers of invented people are taken, as in the demo
   * @param errors gets what cannot be read
   */
  public static Map<FormField, String> read(
      JsonArray facts, String pointer, boolean inventedToo, List<Failure.FieldError> errors) {
    Map<FormField, String> values = new EnumMap<>(FormField.class);
    for (int i = 0; i < facts.size(); i++) {
      JsonObject fact = facts.getJsonObject(i);
      FormField field = FormField.valueOf(fact.getString("field"));
      String at = pointer + "/" + i + "/value";
      switch (field.accept(fact.getString("value"), inventedToo)) {
        case FieldReading.Bad bad -> errors.add(new Failure.FieldError(at, bad.mend()));
        case FieldReading.Good good -> {
          String value = good.value() == null ? "" : good.value();
          if (value.isEmpty() && field.isRequired()) {
            errors.add(new Failure.FieldError(at, "不能空着"));
          }
          if (values.put(field, value) != null) {
            errors.add(new Failure.FieldError(at, "同一项写了两遍"));
          }
        }
      }
    }
    return values;
  }

  /** Whether some of them tell of what the family took its consent back for. */
  public static boolean tellOf(Set<FormField> fields, Set<Purpose> withheld) {
    return fields.stream().anyMatch(field -> HouseholdFile.isKept(field, withheld));
  }
}
