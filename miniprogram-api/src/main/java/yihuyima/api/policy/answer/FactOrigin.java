package yihuyima.api.policy.answer;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import yihuyima.api.form.FormField;

/**
 * Where a fact comes from.
 *
 * @param since the first day it is true from; null when nobody says
 * @param recordedAt since when it is known; null when it is not recorded by itself
 * @param words the document, or what it was computed from; null for what the register holds
 */
public record FactOrigin(
    Source source,
    @Nullable LocalDate since,
    @Nullable OffsetDateTime recordedAt,
    @Nullable String words) {
  /** By whom, or by what. */
  public enum Source {
    SELF,
    VISIT,
    PARTNER,
    IMPORT,
    SAMPLE,
    /** The union's own records: the file, the organisation. */
    UNION,
    /** The local minimum standard. */
    STANDARD,
    /** It follows from other facts. */
    COMPUTED
  }

  /** A field of the form that a fact is read from. */
  record Field(String fact, FormField field) {}
}
