package yihuyima.api.register;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yihuyima.api.form.FormField;

/**
 * One version of the facts of a household or person.
 *
 * @param version counts from 1
 * @param validFrom since when they were true
 * @param recordedAt since when they are known
 * @param source SELF, VISIT, PARTNER, IMPORT or SAMPLE
 * @param recordedBy the member of staff; null for an import or sample
 * @param states the fields that it states itself; null when it states them all
 * @param values all facts as they stand with it, canonical texts; what is unknown is not in it
 */
public record FactVersion(
    int version,
    LocalDate validFrom,
    OffsetDateTime recordedAt,
    String source,
    @Nullable Long recordedBy,
    Kind kind,
    @Nullable Set<FormField> states,
    Map<FormField, String> values) {
  public FactVersion {
    states = states == null ? null : Set.copyOf(states);
    values = Map.copyOf(values);
  }

  /** Whether something became different, or was never as it stood. */
  public enum Kind {
    CHANGE,
    CORRECTION
  }

  boolean states(FormField field) {
    return states == null || states.contains(field);
  }

  /** Says which, never what. */
  @Override
  public String toString() {
    return "FactVersion[" + version + " from " + validFrom + "]";
  }
}
