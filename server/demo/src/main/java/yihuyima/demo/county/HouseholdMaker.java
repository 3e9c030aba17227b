package yihuyima.demo.county;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes up households one after the other, in the proportions of a city's 3,195 filed households:
 * 435 in deep hardship, 2,461 in relative hardship, 299 by accident; 593 through illness, 1,100
 * through schooling, 1,502 through low income.
 */
final class HouseholdMaker {
  /** Stepping by a number without common divisor visits every slot once, evenly spread. */
  private static final int SLOTS = 3195;

  private static final int TIER_STEP = 1973;
  private static final int CAUSE_STEP = 1322;
  private static final int DEEP_SLOTS = 435;
  private static final int RELATIVE_SLOTS = 2461;
  private static final int ILLNESS_SLOTS = 593;
  private static final int SCHOOLING_SLOTS = 1100;

  /** Of a thousand households: no file yet, file closed again, the others open. */
  private static final int WITHOUT_FILE = 8;

  private static final int WITH_CLOSED_FILE = 32;

  private static final List<String> SERIOUS =
      List.of("CANCER", "HEART_DISEASE", "STROKE", "KIDNEY_FAILURE", "MENTAL_ILLNESS");
  private static final List<String> HOUSING =
      List.of(
          "OWN", "OWN", "OWN", "SELF_BUILT", "RENTED", "RENTED", "PUBLIC_RENTAL", "UNIT_HOUSING");

  private final long seed;
  private final LocalDate today;
  private final Ids ids;
  private final InventedNumbers numbers;

  HouseholdMaker(long seed, LocalDate today, Ids ids, InventedNumbers numbers) {
    this.seed = seed;
    this.today = today;
    this.ids = ids;
    this.numbers = numbers;
  }

  /** What a household is to be like before its people are known. */
  private record Outline(
      @Nullable String tier, String cause, SampleHousehold.@Nullable File file) {}

  /**
   * One household of a county; called in the order of ids.
   *
   * @param inCounty counted from 0
   */
  SampleHousehold make(UnionTree.County county, int inCounty) {
    long id = county.firstHouseholdId() + inCounty;
    Organisation union = county.unionOf(inCounty);
    if (id == Cast.HOUSEHOLD || id == Cast.OTHER_HOUSEHOLD) {
      return new StageHouseholds(today, ids, numbers).make(id, union, county);
    }
    Draw draw = Draw.of(seed, id);
    LocalDate since = today.minusDays(draw.between(200, 2400));
    Outline outline = outline(id, county, since, draw);
    FamilyMaker family = new FamilyMaker(today, ids, numbers, draw);
    List<SamplePerson> people = new ArrayList<>(family.people(outline.cause()));
    if (outline.cause().equals("SERIOUS_ILLNESS")) {
      fallIll(people, draw);
    }
    Budget budget = budget(outline, people, LivingStandard.monthFen(today.getYear()), draw);
    family.giveIncomes(people, budget.incomeFen());
    return new SampleHousehold(
        id,
        union,
        county,
        since,
        outline.tier(),
        outline.cause(),
        otherCauses(outline, draw),
        draw.of(HOUSING),
        address(county, union, draw),
        budget.incomeFen(),
        budget.expenseFen(),
        budget.selfPaidFen(),
        List.copyOf(people),
        outline.file());
  }

  private static Outline outline(long id, UnionTree.County county, LocalDate since, Draw draw) {
    int tierSlot = (int) (id * TIER_STEP % SLOTS);
    int causeSlot = (int) ((id * CAUSE_STEP + 700) % SLOTS);
    String cause =
        causeSlot < ILLNESS_SLOTS
            ? "SERIOUS_ILLNESS"
            : causeSlot < ILLNESS_SLOTS + SCHOOLING_SLOTS ? "CHILD_SCHOOLING" : "LOW_INCOME";
    int lot = Cast.isOnStage(id) ? 999 : draw.below(1000);
    if (lot < WITHOUT_FILE) {
      return new Outline(null, cause, null);
    }
    String tier =
        tierSlot < DEEP_SLOTS
            ? "DEEP"
            : tierSlot < DEEP_SLOTS + RELATIVE_SLOTS ? "RELATIVE" : "ACCIDENT";
    LocalDate closedOn =
        lot < WITHOUT_FILE + WITH_CLOSED_FILE ? since.plusDays(draw.between(60, 190)) : null;
    int levelLot = draw.below(10);
    String level = levelLot < 6 ? "NATIONAL" : levelLot < 9 ? "PROVINCIAL" : "CITY";
    return new Outline(tier, cause, file(id, county, level, since, closedOn));
  }

  static SampleHousehold.File file(
      long id,
      UnionTree.County county,
      String level,
      LocalDate openedOn,
      @Nullable LocalDate closedOn) {
    String number = "%s-%d-%07d".formatted(county.regionCode(), openedOn.getYear(), id);
    return new SampleHousehold.File(number, level, openedOn, closedOn);
  }

  private static void fallIll(List<SamplePerson> people, Draw draw) {
    int who = draw.percent(45) ? 0 : draw.below(people.size());
    SamplePerson patient = people.get(who);
    String work = who == 0 && patient.workStatus().equals("EMPLOYED") ? "SICK_LEAVE" : null;
    people.set(who, FamilyMaker.withHealth(patient, draw.of(SERIOUS), work));
  }

  /**
   * Money of a year.
   *
   * @param selfPaidFen null when nobody has brought the bills
   */
  private record Budget(long incomeFen, long expenseFen, @Nullable Long selfPaidFen) {}

  /** So that the tier is what the calculation over these very sums gives. */
  private static Budget budget(
      Outline outline, List<SamplePerson> people, long standardFen, Draw draw) {
    String tier = outline.tier() == null ? "RELATIVE" : outline.tier();
    double standards =
        switch (tier) {
          case "DEEP" -> draw.between(0.35, 0.97);
          case "RELATIVE" -> draw.between(1.02, 1.97);
          default -> draw.between(0.4, 1.4);
        };
    long netYearFen = yuan(standards * standardFen * 12 * people.size());
    long schoolingFen = people.stream().mapToLong(FamilyMaker::schoolingYearFen).sum();
    boolean ill = people.stream().anyMatch(SamplePerson::isSeriouslyIll);
    boolean accident = tier.equals("ACCIDENT");
    long medicalFen = ill ? yuan(draw.between(6_000, 48_000) * 100) : 0;
    if (accident) {
      // Above 80 % of the year's income; income = net + schooling + costs, so above four times
      // them.
      medicalFen = Math.max(medicalFen, yuan((netYearFen + schoolingFen) * draw.between(4.2, 5.5)));
    }
    long incomeFen = netYearFen + medicalFen + schoolingFen;
    boolean unknown = ill && !accident && draw.percent(14);
    return new Budget(incomeFen, medicalFen + schoolingFen, unknown ? null : (Long) medicalFen);
  }

  private static List<String> otherCauses(Outline outline, Draw draw) {
    List<String> causes = new ArrayList<>();
    if ("ACCIDENT".equals(outline.tier())) {
      causes.add("ACCIDENT");
    }
    if (!outline.cause().equals("LOW_INCOME") && draw.percent(40)) {
      causes.add("LOW_INCOME");
    }
    if (draw.percent(12)) {
      causes.add("LAID_OFF");
    }
    return causes;
  }

  private static String address(UnionTree.County county, Organisation union, Draw draw) {
    String place = county.union().name().replace("总工会", "");
    String estate = union.name().substring(0, 2);
    return "%s%s小区%d号楼%d单元%d%02d室"
        .formatted(
            place,
            estate,
            draw.between(1, 18),
            draw.between(1, 4),
            draw.between(1, 6),
            draw.between(1, 3));
  }

  /** Whole yuan, in fen. */
  private static long yuan(double fen) {
    return Math.round(fen / 100) * 100;
  }
}
