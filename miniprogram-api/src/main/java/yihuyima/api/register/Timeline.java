package yihuyima.api.register;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yihuyima.api.form.FormField;

/**
 * What was true on a day, as it was known at a moment. Pure.
 *
 * <p>A field's value on a day is what the newest version states of it among those that are true by
 * that day: the latest first day counts, then the later version. So a change of March that is
 * recorded in August is true from March until whatever a version of June says of the same field;
 * and a correction stands in the place of what it corrects.
 */
public final class Timeline {
  private static final Comparator<FactVersion> IN_ORDER =
      Comparator.comparing(FactVersion::validFrom).thenComparing(FactVersion::version);

  private final List<FactVersion> versions;

  /** Of all versions of one household or person, in any order. */
  public Timeline(List<FactVersion> versions) {
    this.versions = versions.stream().sorted(IN_ORDER).toList();
  }

  /** The same, as it was known at a moment. */
  public Timeline knownAt(OffsetDateTime moment) {
    return new Timeline(versions.stream().filter(v -> !v.recordedAt().isAfter(moment)).toList());
  }

  /** The version that is whole and true on a day; empty before the first. */
  public Optional<FactVersion> on(LocalDate day) {
    return versions.reversed().stream().filter(v -> !v.validFrom().isAfter(day)).findFirst();
  }

  /** Which version states what a field holds on a day; empty when none does. */
  public Optional<FactVersion> origin(FormField field, LocalDate day) {
    return versions.reversed().stream()
        .filter(v -> !v.validFrom().isAfter(day) && v.states(field))
        .findFirst();
  }

  /** Every version that states a field, newest first. */
  public List<FactVersion> of(FormField field) {
    return versions.reversed().stream().filter(v -> v.states(field)).toList();
  }

  /** The number of the newest version; 0 when there is none. */
  public int newest() {
    return versions.stream().mapToInt(FactVersion::version).max().orElse(0);
  }

  /**
   * A version to be written.
   *
   * @param states the fields that it states; empty when it carries on what an earlier one states
   */
  public record Draft(LocalDate validFrom, Set<FormField> states, Map<FormField, String> values) {
    public Draft {
      states = Set.copyOf(states);
      values = Map.copyOf(values);
    }

    /** Says when, never what. */
    @Override
    public String toString() {
      return "Draft[from " + validFrom + "]";
    }
  }

  /**
   * The versions that record facts: one that states them, and one for each later day whose row
   * would otherwise not hold them. Nothing when all of them stand so already.
   *
   * @param stated what is true from then on; an empty text is a fact that is taken away
   * @param kind a correction is true from the first day of what it corrects
   */
  public List<Draft> record(
      LocalDate day, FactVersion.Kind kind, Map<FormField, @Nullable String> stated) {
    Map<LocalDate, Set<FormField>> fieldsByDay = new java.util.TreeMap<>();
    stated.forEach(
        (field, value) -> {
          if (!Objects.equals(valueOn(field, day), emptyToNull(value))) {
            LocalDate from =
                kind == FactVersion.Kind.CORRECTION
                    ? origin(field, day).map(FactVersion::validFrom).orElse(day)
                    : day;
            fieldsByDay.computeIfAbsent(from, any -> EnumSet.noneOf(FormField.class)).add(field);
          }
        });
    List<Draft> drafts = new ArrayList<>();
    if (fieldsByDay.isEmpty()) {
      return drafts;
    }
    Timeline then = this;
    for (Map.Entry<LocalDate, Set<FormField>> entry : fieldsByDay.entrySet()) {
      for (Draft draft : then.state(entry.getKey(), entry.getValue(), stated)) {
        drafts.add(draft);
        then = then.with(draft);
      }
    }
    return drafts;
  }

  private List<Draft> state(
      LocalDate from, Set<FormField> fields, Map<FormField, @Nullable String> stated) {
    List<Draft> drafts = new ArrayList<>();
    Map<FormField, String> first = valuesOn(from);
    fields.forEach(field -> put(first, field, stated.get(field)));
    drafts.add(new Draft(from, fields, first));
    Timeline then = with(drafts.getFirst());
    for (LocalDate later : versions.stream().map(FactVersion::validFrom).distinct().toList()) {
      if (!later.isAfter(from)) {
        continue;
      }
      Map<FormField, String> whole = then.valuesOn(later);
      Map<FormField, String> carried = new EnumMap<>(FormField.class);
      for (FormField field : FormField.values()) {
        put(carried, field, then.valueOn(field, later));
      }
      if (!carried.equals(whole)) {
        Draft draft = new Draft(later, Set.of(), carried);
        drafts.add(draft);
        then = then.with(draft);
      }
    }
    return drafts;
  }

  private Timeline with(Draft draft) {
    List<FactVersion> more = new ArrayList<>(versions);
    more.add(
        new FactVersion(
            newest() + 1,
            draft.validFrom(),
            OffsetDateTime.MAX,
            "",
            null,
            FactVersion.Kind.CHANGE,
            draft.states(),
            draft.values()));
    return new Timeline(more);
  }

  /** What a field holds on a day by the versions that state it. */
  @Nullable String valueOn(FormField field, LocalDate day) {
    return origin(field, day).map(v -> v.values().get(field)).orElse(null);
  }

  /** What the row of a day holds. */
  private Map<FormField, String> valuesOn(LocalDate day) {
    Map<FormField, String> values = new EnumMap<>(FormField.class);
    on(day).ifPresent(v -> values.putAll(v.values()));
    return values;
  }

  private static void put(Map<FormField, String> values, FormField field, @Nullable String value) {
    String kept = emptyToNull(value);
    if (kept == null) {
      values.remove(field);
    } else {
      values.put(field, kept);
    }
  }

  private static @Nullable String emptyToNull(@Nullable String value) {
    return value == null || value.isEmpty() ? null : value;
  }
}
