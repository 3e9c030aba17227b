package yihuyima.demo.county;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes up the people of one household: two to five, the worker first. */
final class FamilyMaker {
  private static final int WORKER_AGE_MIN = 30;
  private static final int RETIRING_AGE = 60;
  private static final List<String> SURPLUS_HEALTH =
      List.of("GOOD", "GOOD", "GOOD", "GOOD", "GOOD", "HYPERTENSION", "DIABETES", "COMMON_ILLNESS");
  private static final List<String> LOW_INCOME_WORK =
      List.of(
          "EMPLOYED", "EMPLOYED", "LAID_OFF", "UNEMPLOYED", "MIGRANT", "GIG", "INTERNALLY_RETIRED");

  private final LocalDate today;
  private final Ids ids;
  private final InventedNumbers numbers;
  private final Draw draw;

  FamilyMaker(LocalDate today, Ids ids, InventedNumbers numbers, Draw draw) {
    this.today = today;
    this.ids = ids;
    this.numbers = numbers;
    this.draw = draw;
  }

  List<SamplePerson> people(String cause) {
    int lot = draw.below(100);
    int size = lot < 22 ? 2 : lot < 64 ? 3 : lot < 89 ? 4 : 5;
    boolean schooling = cause.equals("CHILD_SCHOOLING");
    boolean male = draw.percent(56);
    String surname = InventedNames.surname(draw);
    String partnerSurname = InventedNames.surname(draw);
    int age = schooling ? draw.between(40, 54) : draw.between(WORKER_AGE_MIN, 59);
    List<SamplePerson> people = new ArrayList<>();
    people.add(worker(surname, male, age, cause));
    boolean alone = size == 2 && draw.percent(60);
    if (!alone) {
      people.add(spouse(partnerSurname, !male, age + draw.between(-4, 4)));
    }
    boolean elder = people.size() < size && !schooling && draw.percent(35);
    int children = size - people.size() - (elder ? 1 : 0);
    for (int i = 0; i < children; i++) {
      people.add(child(male ? surname : partnerSurname, age, schooling && i == 0, i));
    }
    if (elder) {
      people.add(parent(surname, age));
    }
    return people;
  }

  private SamplePerson worker(String surname, boolean male, int age, String cause) {
    String work = cause.equals("LOW_INCOME") ? draw.of(LOW_INCOME_WORK) : "EMPLOYED";
    String insurance =
        work.equals("EMPLOYED") || work.equals("INTERNALLY_RETIRED") ? "EMPLOYEE" : "RESIDENT";
    return adult("WORKER", surname, male, age, work, insurance, numbers.card());
  }

  private SamplePerson spouse(String surname, boolean male, int age) {
    String work =
        age >= RETIRING_AGE
            ? "RETIRED"
            : draw.of(List.of("EMPLOYED", "GIG", "UNEMPLOYED", "LAID_OFF", "HOMEMAKER"));
    String insurance = work.equals("EMPLOYED") ? "EMPLOYEE" : "RESIDENT";
    return adult("SPOUSE", surname, male, Math.max(24, age), work, insurance, null);
  }

  private SamplePerson parent(String surname, int workerAge) {
    boolean male = draw.percent(45);
    int age = Math.min(88, workerAge + draw.between(22, 30));
    return adult("PARENT", surname, male, age, "RETIRED", "RESIDENT", null);
  }

  private SamplePerson adult(
      String relation,
      String surname,
      boolean male,
      int age,
      String work,
      String insurance,
      @Nullable String card) {
    LocalDate bornOn = bornOn(age);
    return new SamplePerson(
        ids.person(),
        relation,
        InventedNames.full(surname, male, draw),
        numbers.idNumber(bornOn, male),
        age < 76 || relation.equals("WORKER") ? numbers.phone() : null,
        card,
        male,
        bornOn,
        draw.of(SURPLUS_HEALTH),
        insurance,
        work,
        0,
        null);
  }

  private SamplePerson child(String surname, int workerAge, boolean old, int number) {
    boolean male = draw.percent(51);
    int most = Math.min(23, workerAge - 22);
    int age =
        old
            ? draw.between(15, Math.max(15, most))
            : draw.between(1, Math.max(1, most - number * 2));
    LocalDate bornOn = bornOn(age);
    String stage = stage(age, old);
    String work =
        stage != null
            ? "STUDENT"
            : age < 18 ? "CHILD" : draw.percent(30) ? "UNEMPLOYED" : "EMPLOYED";
    return new SamplePerson(
        ids.person(),
        "CHILD",
        InventedNames.full(surname, male, draw),
        numbers.idNumber(bornOn, male),
        age >= 18 ? numbers.phone() : null,
        null,
        male,
        bornOn,
        "GOOD",
        "RESIDENT",
        work,
        0,
        stage);
  }

  private @Nullable String stage(int age, boolean atSchool) {
    if (age < 3) {
      return null;
    }
    if (age < 6) {
      return "KINDERGARTEN";
    }
    if (age < 12) {
      return "PRIMARY";
    }
    if (age < 15) {
      return "JUNIOR";
    }
    if (age < 18) {
      return draw.percent(35) ? "VOCATIONAL" : "SENIOR";
    }
    return atSchool || draw.percent(55) ? "UNIVERSITY" : null;
  }

  private LocalDate bornOn(int age) {
    return today.minusYears(age).minusDays(draw.below(365));
  }

  /** What a school year costs the family. */
  static long schoolingYearFen(SamplePerson person) {
    if (person.schoolStage() == null) {
      return 0;
    }
    return switch (person.schoolStage()) {
      case "UNIVERSITY" -> 1_500_000;
      case "SENIOR", "VOCATIONAL" -> 560_000;
      case "KINDERGARTEN" -> 480_000;
      default -> 180_000;
    };
  }

  /** Shares the family's income out over those who earn, the worker most of it. */
  void giveIncomes(List<SamplePerson> people, long yearIncomeFen) {
    List<Integer> earners = new ArrayList<>();
    for (int i = 0; i < people.size(); i++) {
      if (earns(people.get(i))) {
        earners.add(i);
      }
    }
    if (earners.isEmpty()) {
      // What supports a family without work is paid to the worker.
      earners.add(0);
    }
    long month = yearIncomeFen / 12;
    long shares = earners.size() + 1L;
    for (int i = 0; i < earners.size(); i++) {
      int who = earners.get(i);
      long share = month * (i == 0 ? 2 : 1) / shares;
      people.set(who, withIncome(people.get(who), share / 100 * 100));
    }
  }

  private static boolean earns(SamplePerson person) {
    return switch (person.workStatus()) {
      case "EMPLOYED", "GIG", "MIGRANT", "RETIRED", "INTERNALLY_RETIRED", "SICK_LEAVE" -> true;
      default -> false;
    };
  }

  static SamplePerson withHealth(SamplePerson p, String health, @Nullable String workStatus) {
    return new SamplePerson(
        p.id(),
        p.relation(),
        p.name(),
        p.idNumber(),
        p.phone(),
        p.card(),
        p.male(),
        p.bornOn(),
        health,
        p.insurance(),
        workStatus == null ? p.workStatus() : workStatus,
        p.monthIncomeFen(),
        p.schoolStage());
  }

  private static SamplePerson withIncome(SamplePerson p, long monthIncomeFen) {
    return new SamplePerson(
        p.id(),
        p.relation(),
        p.name(),
        p.idNumber(),
        p.phone(),
        p.card(),
        p.male(),
        p.bornOn(),
        p.health(),
        p.insurance(),
        p.workStatus(),
        monthIncomeFen,
        p.schoolStage());
  }
}
