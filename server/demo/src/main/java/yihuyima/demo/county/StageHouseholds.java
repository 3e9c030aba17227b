package yihuyima.demo.county;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The facts of the two households on the stage, written down. */
final class StageHouseholds {
  private final LocalDate today;
  private final Ids ids;
  private final InventedNumbers numbers;

  StageHouseholds(LocalDate today, Ids ids, InventedNumbers numbers) {
    this.today = today;
    this.ids = ids;
    this.numbers = numbers;
  }

  /** The household of this id; it is one of the two. */
  SampleHousehold make(long id, Organisation union, UnionTree.County county) {
    return id == Cast.HOUSEHOLD ? withIllness(id, union, county) : withPupils(id, union, county);
  }

  private SampleHousehold withIllness(long id, Organisation union, UnionTree.County county) {
    int year = today.getYear();
    List<SamplePerson> people =
        List.of(
            person(
                "WORKER",
                "王示宁",
                false,
                LocalDate.of(year - 51, 5, 12),
                "HYPERTENSION",
                "EMPLOYEE",
                "LAID_OFF",
                98_000,
                null),
            person(
                "SPOUSE",
                "张示安",
                true,
                LocalDate.of(year - 54, 9, 3),
                "CANCER",
                "RESIDENT",
                "SICK_LEAVE",
                240_000,
                null),
            person(
                "CHILD",
                "张示和",
                false,
                LocalDate.of(year - 21, 3, 28),
                "GOOD",
                "RESIDENT",
                "STUDENT",
                0,
                "UNIVERSITY"));
    long medicalFen = 3_160_000;
    long expenseFen = medicalFen + FamilyMaker.schoolingYearFen(people.get(2));
    LocalDate openedOn = today.minusDays(460);
    return new SampleHousehold(
        id,
        union,
        county,
        openedOn,
        "DEEP",
        "SERIOUS_ILLNESS",
        List.of("CHILD_SCHOOLING", "LAID_OFF"),
        "OWN",
        "安和县城关镇云锦小区6号楼2单元401室",
        netYearFen(0.8, people.size()) + expenseFen,
        expenseFen,
        medicalFen,
        people,
        HouseholdMaker.file(id, county, "NATIONAL", openedOn, null));
  }

  private SampleHousehold withPupils(long id, Organisation union, UnionTree.County county) {
    int year = today.getYear();
    List<SamplePerson> people =
        List.of(
            person(
                "WORKER",
                "李示和",
                true,
                LocalDate.of(year - 45, 11, 2),
                "GOOD",
                "EMPLOYEE",
                "GIG",
                750_000,
                null),
            person(
                "SPOUSE",
                "陈示云",
                false,
                LocalDate.of(year - 43, 1, 17),
                "GOOD",
                "RESIDENT",
                "UNEMPLOYED",
                0,
                null),
            person(
                "CHILD",
                "李示明",
                true,
                LocalDate.of(year - 18, 8, 9),
                "GOOD",
                "RESIDENT",
                "STUDENT",
                0,
                "UNIVERSITY"),
            person(
                "CHILD",
                "李示晴",
                false,
                LocalDate.of(year - 16, 6, 21),
                "GOOD",
                "RESIDENT",
                "STUDENT",
                0,
                "SENIOR"));
    long expenseFen = people.stream().mapToLong(FamilyMaker::schoolingYearFen).sum();
    LocalDate openedOn = today.minusDays(820);
    return new SampleHousehold(
        id,
        union,
        county,
        openedOn,
        "RELATIVE",
        "CHILD_SCHOOLING",
        List.of("LOW_INCOME"),
        "RENTED",
        "安和县城关镇永盛小区3号楼1单元202室",
        netYearFen(1.3, people.size()) + expenseFen,
        expenseFen,
        null,
        people,
        HouseholdMaker.file(id, county, "PROVINCIAL", openedOn, null));
  }

  /** What is left a year when so many minimum standards are left a head and month. */
  private long netYearFen(double standards, int people) {
    long monthFen = Math.round(LivingStandard.monthFen(today.getYear()) * standards);
    return monthFen * 12 * people;
  }

  private SamplePerson person(
      String relation,
      String name,
      boolean male,
      LocalDate bornOn,
      String health,
      String insurance,
      String work,
      long monthIncomeFen,
      @Nullable String stage) {
    return new SamplePerson(
        ids.person(),
        relation,
        name,
        numbers.idNumber(bornOn, male),
        stage == null || stage.equals("UNIVERSITY") ? numbers.phone() : null,
        relation.equals("WORKER") ? numbers.card() : null,
        male,
        bornOn,
        health,
        insurance,
        work,
        monthIncomeFen,
        stage);
  }
}
