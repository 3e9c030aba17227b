package yihuyima.api.membership;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.http.Problem;
import yihuyima.api.register.FactVersion;

/**
 * Who is of a household after somebody joins, leaves, or stands otherwise to its worker. Pure: the
 * places that end and those that begin, or why not.
 */
public sealed interface MembershipDecision {
  /** The relation of the worker to the worker. */
  String WORKER = "WORKER";

  /** People of one household: nobody has more, and a list of them is read whole. */
  int MEMBERS_MAX = 30;

  /** Why somebody leaves. */
  enum Leaving {
    DEATH,
    DIVORCE,
    LEFT,
    FOUNDED,
    MERGED,
    MISTAKE;
  }

  /** A place that lasts. */
  record Place(long membershipId, long personId, String relation, LocalDate fromOn) {}

  /**
   * A place that ends.
   *
   * @param lastOn the last day; the day before the first where it never counted
   */
  record End(Place place, LocalDate lastOn, String reason) {}

  /** A place that begins. */
  record Begin(long personId, String relation, LocalDate fromOn) {}

  /** What is written; nothing when all stands so already. */
  record Plan(List<End> ends, List<Begin> begins) implements MembershipDecision {
    public Plan {
      ends = List.copyOf(ends);
      begins = List.copyOf(begins);
    }
  }

  /**
   * It may not be.
   *
   * @param pointer the field to mend; null where no field is wrong
   * @param mend how
   */
  record Refused(Problem problem, String reason, @Nullable String pointer, String mend)
      implements MembershipDecision {
    Refused(Problem problem, String reason) {
      this(problem, reason, null, "");
    }

    private static Refused day(String reason, String mend) {
      return new Refused(Problem.REQUEST_INVALID, reason, "/onDay", mend);
    }
  }

  /** Somebody who is not the worker joins. */
  static MembershipDecision join(
      List<Place> current, long personId, String relation, LocalDate day, LocalDate today) {
    if (day.isAfter(today)) {
      return Refused.day("a day to come", "还没到的日子不能登记");
    }
    if (place(current, personId).isPresent()) {
      return new Refused(Problem.ALREADY_MEMBER, "of this household already");
    }
    if (current.size() >= MEMBERS_MAX) {
      return new Refused(
          Problem.REQUEST_INVALID, "too many", "/relation", "一户最多登记" + MEMBERS_MAX + "人");
    }
    return new Plan(List.of(), List.of(new Begin(personId, relation, day)));
  }

  /**
   * Somebody leaves.
   *
   * @param day the first day they are not of the household; says nothing of a mistake
   * @param relations how those who stay stand to the worker from then on, where it changes
   */
  static MembershipDecision leave(
      List<Place> current,
      long personId,
      Leaving why,
      LocalDate day,
      Map<Long, String> relations,
      LocalDate today) {
    Optional<Place> leaver = place(current, personId);
    if (leaver.isEmpty()) {
      return new Refused(Problem.NOT_FOUND, "nobody of this household");
    }
    if (day.isAfter(today)) {
      return Refused.day("a day to come", "还没到的日子不能登记");
    }
    if (why != Leaving.MISTAKE && day.isBefore(leaver.get().fromOn())) {
      return Refused.day("before the place began", "那天还不是这户的成员");
    }
    List<Place> rest = current.stream().filter(place -> !place.equals(leaver.get())).toList();
    if (rest.isEmpty()) {
      return new Refused(Problem.LAST_MEMBER, "the last one");
    }
    LocalDate last = why == Leaving.MISTAKE ? leaver.get().fromOn().minusDays(1) : day.minusDays(1);
    return related(rest, relations, FactVersion.Kind.CHANGE, day)
        .with(new End(leaver.get(), last, why.name()));
  }

  /**
   * Those named stand otherwise to the worker, or somebody else becomes the worker.
   *
   * @param kind a correction was never otherwise: it is true from the day the place began
   */
  static MembershipDecision relate(
      List<Place> current,
      FactVersion.Kind kind,
      LocalDate day,
      Map<Long, String> relations,
      LocalDate today) {
    return day.isAfter(today)
        ? Refused.day("a day to come", "还没到的日子不能登记")
        : related(current, relations, kind, day);
  }

  /** The same with a place that ends besides. */
  default MembershipDecision with(End end) {
    return switch (this) {
      case Refused refused -> refused;
      case Plan plan -> {
        List<End> ends = new ArrayList<>(List.of(end));
        ends.addAll(plan.ends());
        yield new Plan(ends, plan.begins());
      }
    };
  }

  private static MembershipDecision related(
      List<Place> current, Map<Long, String> relations, FactVersion.Kind kind, LocalDate day) {
    Map<Long, String> after = new HashMap<>();
    current.forEach(place -> after.put(place.personId(), place.relation()));
    if (!after.keySet().containsAll(relations.keySet())) {
      return new Refused(Problem.NOT_FOUND, "nobody of this household");
    }
    after.putAll(relations);
    if (after.values().stream().filter(WORKER::equals).count() != 1) {
      return new Refused(Problem.WORKER_NEEDED, "not exactly one worker");
    }
    List<End> ends = new ArrayList<>();
    List<Begin> begins = new ArrayList<>();
    for (Place place : current) {
      String relation = after.get(place.personId());
      if (relation == null || relation.equals(place.relation())) {
        continue;
      }
      boolean correction = kind == FactVersion.Kind.CORRECTION;
      LocalDate from = correction || day.isBefore(place.fromOn()) ? place.fromOn() : day;
      ends.add(new End(place, from.minusDays(1), correction ? "MISTAKE" : "RELATION"));
      begins.add(new Begin(place.personId(), relation, from));
    }
    return new Plan(ends, begins);
  }

  private static Optional<Place> place(List<Place> current, long personId) {
    return current.stream().filter(place -> place.personId() == personId).findFirst();
  }
}
