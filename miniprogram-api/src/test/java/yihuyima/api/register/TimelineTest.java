package yihuyima.api.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import yihuyima.api.form.FormField;

class TimelineTest {
  private static final LocalDate START = LocalDate.of(2026, 1, 1);
  private static final OffsetDateTime EPOCH =
      OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  /** What somebody recorded: fields A and B are two texts of the form. */
  record Event(int day, boolean correction, Map<FormField, String> stated) {}

  @Property(tries = 2000)
  void everyDayReadsAsWhatWasStatedLastForIt(@ForAll("histories") List<Event> events) {
    List<FactVersion> versions = new ArrayList<>(List.of(first()));
    List<Stated> model = new ArrayList<>(List.of(new Stated(0, Map.of())));
    for (Event event : events) {
      Timeline before = new Timeline(versions);
      Map<FormField, @Nullable String> stated = new HashMap<>(event.stated());
      List<Timeline.Draft> drafts =
          before.record(
              START.plusDays(event.day()),
              event.correction() ? FactVersion.Kind.CORRECTION : FactVersion.Kind.CHANGE,
              stated);
      event
          .stated()
          .forEach(
              (field, value) -> {
                if (!value.equals(valueOf(model, field, event.day()))) {
                  int from = event.correction() ? dayOf(model, field, event.day()) : event.day();
                  model.add(new Stated(from, Map.of(field, value)));
                }
              });
      for (Timeline.Draft draft : drafts) {
        versions.add(version(versions.size() + 1, draft));
      }
    }
    Timeline timeline = new Timeline(versions);
    for (int day = 0; day <= 12; day++) {
      LocalDate on = START.plusDays(day);
      Map<FormField, String> whole = timeline.on(on).orElseThrow().values();
      for (FormField field : List.of(FormField.UNIT, FormField.BANK)) {
        String expected = valueOf(model, field, day);
        // By what is stated, and by the row alone, as SQL reads it.
        assertThat(timeline.valueOn(field, on)).isEqualTo(expected.isEmpty() ? null : expected);
        assertThat(whole.get(field)).isEqualTo(expected.isEmpty() ? null : expected);
      }
    }
  }

  @Test
  void whatWasKnownThenIsReadAsItWasKnown() {
    List<FactVersion> versions = new ArrayList<>(List.of(first()));
    record(versions, 5, false, Map.of(FormField.UNIT, "甲"));
    record(versions, 2, true, Map.of(FormField.UNIT, "乙"));
    Timeline timeline = new Timeline(versions);

    assertThat(timeline.on(START.plusDays(3)).orElseThrow().values())
        .containsEntry(FormField.UNIT, "乙");
    assertThat(timeline.knownAt(EPOCH.plusHours(2)).on(START.plusDays(3)).orElseThrow().values())
        .doesNotContainKey(FormField.UNIT);
    assertThat(timeline.on(START.plusDays(5)).orElseThrow().values())
        .containsEntry(FormField.UNIT, "甲");
    assertThat(timeline.on(START.minusDays(1))).isEmpty();
  }

  @Test
  void aChangeOfMarchRecordedInAugustStaysUntilWhatJuneSays() {
    List<FactVersion> versions = new ArrayList<>(List.of(first()));
    record(versions, 6, false, Map.of(FormField.UNIT, "六月"));
    record(versions, 3, false, Map.of(FormField.UNIT, "三月", FormField.BANK, "样例银行"));

    Timeline timeline = new Timeline(versions);
    FactVersion now = timeline.on(START.plusDays(9)).orElseThrow();
    assertThat(now.values())
        .containsEntry(FormField.UNIT, "六月")
        .containsEntry(FormField.BANK, "样例银行");
    assertThat(now.states()).isEmpty();
    assertThat(timeline.origin(FormField.BANK, START.plusDays(9)).orElseThrow().validFrom())
        .isEqualTo(START.plusDays(3));
    assertThat(timeline.of(FormField.UNIT)).hasSize(3);
  }

  @Test
  void whatStandsSoAlreadyIsNotWrittenAgain() {
    List<FactVersion> versions = new ArrayList<>(List.of(first()));
    record(versions, 3, false, Map.of(FormField.UNIT, "甲"));
    assertThat(
            new Timeline(versions)
                .record(START.plusDays(4), FactVersion.Kind.CHANGE, Map.of(FormField.UNIT, "甲")))
        .isEmpty();
  }

  private static void record(
      List<FactVersion> versions, int day, boolean correction, Map<FormField, String> stated) {
    new Timeline(versions)
        .record(
            START.plusDays(day),
            correction ? FactVersion.Kind.CORRECTION : FactVersion.Kind.CHANGE,
            new HashMap<>(stated))
        .forEach(draft -> versions.add(version(versions.size() + 1, draft)));
  }

  private static FactVersion first() {
    return new FactVersion(
        1, START, EPOCH.plusHours(1), "SAMPLE", null, FactVersion.Kind.CHANGE, null, Map.of());
  }

  private static FactVersion version(int number, Timeline.Draft draft) {
    return new FactVersion(
        number,
        draft.validFrom(),
        EPOCH.plusHours(number),
        "VISIT",
        7L,
        FactVersion.Kind.CHANGE,
        draft.states(),
        draft.values());
  }

  /** The plain model: a list of statements, the latest day counts, then the later one. */
  private record Stated(int from, Map<FormField, String> values) {}

  private static int indexOf(List<Stated> model, FormField field, int day) {
    int found = -1;
    for (int i = 0; i < model.size(); i++) {
      Stated stated = model.get(i);
      boolean states = i == 0 || stated.values().containsKey(field);
      if (states
          && stated.from() <= day
          && (found < 0 || stated.from() >= model.get(found).from())) {
        found = i;
      }
    }
    return found;
  }

  private static String valueOf(List<Stated> model, FormField field, int day) {
    return model.get(indexOf(model, field, day)).values().getOrDefault(field, "");
  }

  private static int dayOf(List<Stated> model, FormField field, int day) {
    return model.get(indexOf(model, field, day)).from();
  }

  @Provide
  Arbitrary<List<Event>> histories() {
    Arbitrary<Map<FormField, String>> stated =
        Arbitraries.maps(
                Arbitraries.of(FormField.UNIT, FormField.BANK), Arbitraries.of("", "甲", "乙", "丙"))
            .ofMinSize(1)
            .ofMaxSize(2)
            .map(EnumMap::new);
    return Combinators.combine(
            Arbitraries.integers().between(0, 10), Arbitraries.of(true, false), stated)
        .as(Event::new)
        .list()
        .ofMaxSize(7);
  }
}
