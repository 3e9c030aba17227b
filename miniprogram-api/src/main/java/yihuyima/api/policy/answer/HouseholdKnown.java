package yihuyima.api.policy.answer;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.form.FormField;
import yihuyima.api.policy.condition.Fact;
import yihuyima.api.policy.condition.Fact.Scope;
import yihuyima.api.policy.condition.Facts;
import yihuyima.api.policy.condition.Known;
import yihuyima.api.policy.condition.RegisterFacts;
import yihuyima.api.register.FactVersion;
import yihuyima.api.register.Timeline;

/**
 * What is known of one household on a day, as it was known at a moment, with where each fact comes
 * from. Pure.
 *
 * <p>A little follows from what the form leaves blank: a tier that nobody decided is none; whoever
 * works or is retired is not at school; whoever is in good health has no disability; other causes
 * that nobody named are none. Everything else that is not stated is not known.
 *
 * @param origins by fact and member; null as a member stands for the household
 */
record HouseholdKnown(
    Known known, String region, List<Person> people, Map<Place, FactOrigin> origins) {
  /** A fact of the household or of the member at an index. */
  record Place(String fact, @Nullable Integer member) {}

  /**
   * A member, in the order in which conditions see them.
   *
   * @param name as it is known on that day; null when it is not
   */
  record Person(long personId, String relation, @Nullable String name, @Nullable LocalDate bornOn) {
    @Override
    public String toString() {
      return "Person[" + personId + "]";
    }
  }

  /** The household's union. */
  record Union(String region, String level) {}

  /** A file of the household. */
  record File(String level, LocalDate openedOn, @Nullable LocalDate closedOn) {}

  /** The minimum standard that holds for it. */
  record Standard(long monthFen, LocalDate validFrom, String source) {}

  /** A member with every version of their facts. */
  record Member(long personId, String relation, Timeline timeline) {}

  /** Everything that is read of it. */
  record Read(
      Union union,
      List<File> files,
      Optional<Standard> standard,
      Timeline household,
      List<Member> members) {}

  static final Facts FACTS = RegisterFacts.ALL;

  private static final List<FactOrigin.Field> OF_HOUSEHOLD =
      List.of(
          new FactOrigin.Field("tier", FormField.TIER),
          new FactOrigin.Field("mainCause", FormField.MAIN_CAUSE),
          new FactOrigin.Field("otherCauses", FormField.OTHER_CAUSES),
          new FactOrigin.Field("housing", FormField.HOUSING),
          new FactOrigin.Field("singleParent", FormField.SINGLE_PARENT),
          new FactOrigin.Field("zeroEmployment", FormField.ZERO_EMPLOYMENT),
          new FactOrigin.Field("selfHelp", FormField.SELF_HELP),
          new FactOrigin.Field("yearIncomeFen", FormField.YEAR_INCOME),
          new FactOrigin.Field("yearExpenseFen", FormField.YEAR_EXPENSE),
          new FactOrigin.Field("selfPaidMedicalFen", FormField.SELF_PAID_MEDICAL),
          new FactOrigin.Field("recipientClass", FormField.RECIPIENT));

  private static final List<FactOrigin.Field> OF_MEMBER =
      List.of(
          new FactOrigin.Field("sex", FormField.SEX),
          new FactOrigin.Field("bornOn", FormField.BORN_ON),
          new FactOrigin.Field("health", FormField.HEALTH),
          new FactOrigin.Field("disability", FormField.DISABILITY),
          new FactOrigin.Field("insurance", FormField.INSURANCE),
          new FactOrigin.Field("marriage", FormField.MARITAL),
          new FactOrigin.Field("residence", FormField.HUKOU),
          new FactOrigin.Field("workStatus", FormField.WORK_STATUS),
          new FactOrigin.Field("schoolStage", FormField.SCHOOL_STAGE),
          new FactOrigin.Field("enrolledYear", FormField.ENTERED_YEAR),
          new FactOrigin.Field("schoolYears", FormField.SCHOOL_YEARS),
          new FactOrigin.Field("monthIncomeFen", FormField.MONTH_INCOME),
          new FactOrigin.Field("modelWorker", FormField.MODEL_WORKER),
          new FactOrigin.Field("workingSince", FormField.WORK_SINCE));

  private static final int MONTHS = 12;

  /** The fields of the form that facts are read from. */
  static List<FormField> fields(FormField.Of of) {
    return (of == FormField.Of.HOUSEHOLD ? OF_HOUSEHOLD : OF_MEMBER)
        .stream().map(FactOrigin.Field::field).toList();
  }

  static HouseholdKnown of(Read read, LocalDate day, OffsetDateTime knownAt) {
    return new Collector(day, knownAt).collect(read);
  }

  /** Where a fact comes from; empty when it is not known. */
  Optional<FactOrigin> origin(Fact fact, @Nullable Integer member) {
    return Optional.ofNullable(origins.get(new Place(fact.name(), member)));
  }

  /** Says nothing: these are facts about people. */
  @Override
  public String toString() {
    return "HouseholdKnown";
  }

  /** Puts it together. */
  private static final class Collector {
    private final LocalDate day;
    private final OffsetDateTime knownAt;
    private final Known.Builder builder;
    private final Map<Place, FactOrigin> origins = new HashMap<>();

    Collector(LocalDate day, OffsetDateTime knownAt) {
      this.day = day;
      this.knownAt = knownAt;
      this.builder = Known.builder(FACTS, day);
    }

    HouseholdKnown collect(Read read) {
      put("region", region(read.union().region()), union(null));
      put("organisationLevel", code("organisationLevel", read.union().level()), union(null));
      files(read.files());
      read.standard()
          .ifPresent(
              standard ->
                  put(
                      "minimumStandardFen",
                      standard.monthFen(),
                      new FactOrigin(
                          FactOrigin.Source.STANDARD,
                          standard.validFrom(),
                          null,
                          standard.source())));
      Timeline household = read.household().knownAt(knownAt);
      OF_HOUSEHOLD.forEach(one -> field(one, household, null));
      List<Person> people = new ArrayList<>();
      for (Member member : read.members()) {
        builder.member();
        int at = people.size();
        put("relation", at, code(Scope.MEMBER, "relation", member.relation()), union(null));
        Timeline timeline = member.timeline().knownAt(knownAt);
        OF_MEMBER.forEach(one -> field(one, timeline, at));
        String born = value(timeline, FormField.BORN_ON);
        people.add(
            new Person(
                member.personId(),
                member.relation(),
                value(timeline, FormField.NAME),
                born == null ? null : LocalDate.parse(born)));
      }
      // A household that the register has nobody of is not one of nobody.
      if (people.isEmpty()) {
        builder.membersIncomplete();
      }
      Known known = builder.build();
      for (int i = 0; i < known.members(); i++) {
        derive(known, i);
      }
      net(known);
      return new HouseholdKnown(
          builder.build(), read.union().region(), List.copyOf(people), Map.copyOf(origins));
    }

    private @Nullable String value(Timeline timeline, FormField field) {
      return timeline.origin(field, day).map(v -> v.values().get(field)).orElse(null);
    }

    private void files(List<File> files) {
      LocalDate last =
          knownAt.atZoneSameInstant(yihuyima.api.calendar.ChinaTime.ZONE).toLocalDate();
      LocalDate until = day.isBefore(last) ? day : last;
      File file =
          files.reversed().stream()
              .filter(one -> !one.openedOn().isAfter(until))
              .findFirst()
              .orElse(null);
      if (file == null) {
        put("fileState", code("fileState", "NONE"), union(null));
        put("fileLevel", code("fileLevel", "NONE"), union(null));
        return;
      }
      boolean closed = file.closedOn() != null && !file.closedOn().isAfter(until);
      LocalDate since = closed ? file.closedOn() : file.openedOn();
      put("fileState", code("fileState", closed ? "CLOSED" : "OPEN"), union(since));
      put("fileLevel", code("fileLevel", file.level()), union(file.openedOn()));
      put("fileOpenedOn", file.openedOn().toEpochDay(), union(file.openedOn()));
      if (closed && file.closedOn() != null) {
        put("fileClosedOn", file.closedOn().toEpochDay(), union(file.closedOn()));
      }
    }

    private void field(FactOrigin.Field one, Timeline timeline, @Nullable Integer member) {
      Optional<FactVersion> origin = timeline.origin(one.field(), day);
      if (origin.isEmpty()) {
        return;
      }
      Fact fact = FACTS.get(member == null ? Scope.HOUSEHOLD : Scope.MEMBER, one.fact());
      String text = origin.get().values().get(one.field());
      long value = text == null ? blank(one.field(), fact) : value(fact, one.field(), text);
      put(
          fact,
          member,
          value,
          new FactOrigin(
              FactOrigin.Source.valueOf(origin.get().source()),
              origin.get().validFrom(),
              origin.get().recordedAt(),
              null));
    }

    /** What a field says that was stated as blank. */
    private static long blank(FormField field, Fact fact) {
      return switch (field) {
        case TIER -> fact.place("NONE").orElseThrow();
        case OTHER_CAUSES -> 0;
        default -> Fact.UNKNOWN;
      };
    }

    private static long value(Fact fact, FormField field, String text) {
      return switch (fact.kind()) {
        case FLAG ->
            field == FormField.MODEL_WORKER
                ? text.equals("NONE") ? 0 : 1
                : Boolean.parseBoolean(text) ? 1 : 0;
        case CODE -> fact.place(text).map(Integer::longValue).orElse(Fact.UNKNOWN);
        case CODES -> {
          long bits = 0;
          for (String code : text.split(",", -1)) {
            Optional<Integer> place = fact.place(code);
            if (place.isEmpty()) {
              yield Fact.UNKNOWN;
            }
            bits |= 1L << place.get();
          }
          yield bits;
        }
        case NUMBER -> Long.parseLong(text);
        case DAY -> LocalDate.parse(text).toEpochDay();
        case REGION -> region(text);
      };
    }

    /** What follows for a member from what is known of them. */
    private void derive(Known known, int member) {
      Fact stage = FACTS.get(Scope.MEMBER, "schoolStage");
      Fact work = FACTS.get(Scope.MEMBER, "workStatus");
      long status = known.value(work, member);
      if (known.value(stage, member) == Fact.UNKNOWN && status != Fact.UNKNOWN) {
        String code = work.values().get((int) status).code();
        if (!code.equals("STUDENT") && !code.equals("CHILD")) {
          derived(stage, member, stage.place("NONE").orElseThrow(), work);
        }
      }
      Fact disability = FACTS.get(Scope.MEMBER, "disability");
      Fact health = FACTS.get(Scope.MEMBER, "health");
      long how = known.value(health, member);
      if (known.value(disability, member) == Fact.UNKNOWN
          && how != Fact.UNKNOWN
          && health.values().get((int) how).code().equals("GOOD")) {
        derived(disability, member, disability.place("NONE").orElseThrow(), health);
      }
    }

    private void derived(Fact fact, int member, long value, Fact from) {
      FactOrigin origin = origins.get(new Place(from.name(), member));
      put(
          fact,
          member,
          value,
          new FactOrigin(
              FactOrigin.Source.COMPUTED,
              origin == null ? null : origin.since(),
              origin == null ? null : origin.recordedAt(),
              from.word()));
    }

    /** As the computation of hardship has it: income less expense, a month and head. */
    private void net(Known known) {
      long income = known.value(FACTS.get(Scope.HOUSEHOLD, "yearIncomeFen"), 0);
      long expense = known.value(FACTS.get(Scope.HOUSEHOLD, "yearExpenseFen"), 0);
      if (income == Fact.UNKNOWN || expense == Fact.UNKNOWN || !known.membersComplete()) {
        return;
      }
      FactOrigin from = origins.get(new Place("yearIncomeFen", null));
      put(
          "netMonthPerHeadFen",
          Math.floorDiv(income - expense, (long) MONTHS * known.members()),
          new FactOrigin(
              FactOrigin.Source.COMPUTED,
              from == null ? null : from.since(),
              from == null ? null : from.recordedAt(),
              "家庭年度总收入、年度刚性支出和家庭人口"));
    }

    private static long region(String text) {
      return text.matches("[0-9]{6}") ? Long.parseLong(text) : Fact.UNKNOWN;
    }

    private static long code(String fact, String code) {
      return code(Scope.HOUSEHOLD, fact, code);
    }

    private static long code(Scope scope, String fact, String code) {
      return FACTS.get(scope, fact).place(code).map(Integer::longValue).orElse(Fact.UNKNOWN);
    }

    private static FactOrigin union(@Nullable LocalDate since) {
      return new FactOrigin(FactOrigin.Source.UNION, since, null, null);
    }

    private void put(String fact, long value, FactOrigin origin) {
      put(FACTS.get(Scope.HOUSEHOLD, fact), null, value, origin);
    }

    private void put(String fact, int member, long value, FactOrigin origin) {
      put(FACTS.get(Scope.MEMBER, fact), member, value, origin);
    }

    private void put(Fact fact, @Nullable Integer member, long value, FactOrigin origin) {
      if (fact.believed(value) == Fact.UNKNOWN) {
        return;
      }
      if (member == null) {
        builder.set(fact, value);
      } else if (member < yihuyima.api.policy.condition.Limits.MEMBERS_MAX) {
        builder.set(member, fact, value);
      }
      origins.put(new Place(fact.name(), member), origin);
    }
  }
}
