package yihuyima.demo.county;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import yihuyima.api.form.FieldReading;
import yihuyima.api.form.FormCheck;
import yihuyima.api.form.FormField;
import yihuyima.api.form.ValueList;

class SampleFactsTest {
  private static final int COUNT = 10_000;
  private static final SampleFacts FACTS = SampleFacts.of(COUNT, SampleCounty.SEED);

  @Test
  void tiersAndCausesComeInTheProportionsOfACity() {
    Map<String, Long> tiers =
        FACTS.households().stream()
            .filter(household -> household.tier() != null)
            .collect(groupingBy(SampleHousehold::tier, counting()));
    double filed = tiers.values().stream().mapToLong(count -> count).sum();
    assertThat(tiers.get("DEEP") / filed).isCloseTo(435 / 3195.0, within(0.005));
    assertThat(tiers.get("RELATIVE") / filed).isCloseTo(2461 / 3195.0, within(0.005));
    assertThat(tiers.get("ACCIDENT") / filed).isCloseTo(299 / 3195.0, within(0.005));
    Map<String, Long> causes =
        FACTS.households().stream().collect(groupingBy(SampleHousehold::mainCause, counting()));
    assertThat(causes.keySet())
        .containsExactlyInAnyOrder("SERIOUS_ILLNESS", "CHILD_SCHOOLING", "LOW_INCOME");
    assertThat(causes.get("SERIOUS_ILLNESS") / (double) COUNT)
        .isCloseTo(593 / 3195.0, within(0.005));
    assertThat(causes.get("CHILD_SCHOOLING") / (double) COUNT)
        .isCloseTo(1100 / 3195.0, within(0.005));
  }

  /** What the sample says of a person could be typed into the form as it is. */
  @Test
  void everyFactFitsTheForm() {
    for (SampleHousehold household : FACTS.households().subList(0, 2000)) {
      assertThat(ValueList.HOUSING.has(household.housing())).as(household.housing()).isTrue();
      for (SamplePerson person : household.people()) {
        Map<FormField, String> values = new EnumMap<>(FormField.class);
        values.put(FormField.NAME, person.name());
        values.put(FormField.ID_NUMBER, person.idNumber());
        values.put(FormField.SEX, person.sex());
        values.put(FormField.BORN_ON, person.bornOn().toString());
        values.put(FormField.HEALTH, person.health());
        values.put(FormField.INSURANCE, person.insurance());
        values.put(FormField.WORK_STATUS, person.workStatus());
        values.put(FormField.MONTH_INCOME, String.valueOf(person.monthIncomeFen()));
        putIfThere(values, FormField.PHONE, person.phone());
        putIfThere(values, FormField.CARD, person.card());
        putIfThere(values, FormField.SCHOOL_STAGE, person.schoolStage());
        values.forEach(
            (field, value) ->
                assertThat(field.accept(value, true))
                    .as("%s of person %d", field, person.id())
                    .isEqualTo(FieldReading.good(value)));
        assertThat(FormCheck.ofPerson(values, SampleFacts.TODAY)).isEmpty();
      }
    }
  }

  private static void putIfThere(
      Map<FormField, String> values, FormField field, @Nullable String value) {
    if (value != null) {
      values.put(field, value);
    }
  }

  @Test
  void mostFilesAreOpenSomeClosedAndAFewHouseholdsHaveNone() {
    long open = FACTS.households().stream().filter(SampleHousehold::hasOpenFile).count();
    long none = FACTS.households().stream().filter(one -> one.file() == null).count();
    assertThat(open / (double) COUNT).isBetween(0.95, 0.97);
    assertThat(none).isBetween(50L, 120L);
  }

  @Test
  void theTierIsWhatTheCalculationOverTheSameSumsGives() {
    long standard = LivingStandard.monthFen(SampleFacts.TODAY.getYear());
    for (SampleHousehold household : FACTS.households()) {
      double net =
          (household.yearIncomeFen() - household.yearExpenseFen())
              / 12.0
              / household.people().size();
      if (household.isDeep()) {
        assertThat(net).as("household %d", household.id()).isLessThan((double) standard);
      } else if (household.isRelative()) {
        assertThat(net)
            .as("household %d", household.id())
            .isBetween(standard * 1.0, 2.0 * standard);
      } else if (household.tier() != null) {
        assertThat(household.selfPaidMedicalFen())
            .as("household %d", household.id())
            .isGreaterThan(household.yearIncomeFen() * 8 / 10);
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameFactsAndAnotherSeedGivesOthers() {
    SampleFacts again = SampleFacts.of(COUNT, SampleCounty.SEED);
    assertThat(again.households()).isEqualTo(FACTS.households());
    assertThat(again.aid()).isEqualTo(FACTS.aid());
    assertThat(again.roster().all()).isEqualTo(FACTS.roster().all());
    SampleFacts other = SampleFacts.of(200, SampleCounty.SEED + 1);
    assertThat(other.households().subList(20, 60)).isNotEqualTo(again.households().subList(20, 60));
  }

  @Test
  void everyIdNumberIsWellFormedUniqueAndOfNoRegion() {
    List<SamplePerson> people = FACTS.people();
    for (SamplePerson person : people) {
      String number = person.idNumber();
      assertThat(number).matches("99[0-9]{15}[0-9X]");
      assertThat(number.charAt(17)).isEqualTo(checkOf(number));
      assertThat(LocalDate.parse(number.substring(6, 14), DateTimeFormatter.BASIC_ISO_DATE))
          .isEqualTo(person.bornOn());
      assertThat((number.charAt(16) - '0') % 2 == 1).isEqualTo(person.male());
    }
    assertThat(people.stream().map(SamplePerson::idNumber)).doesNotHaveDuplicates();
  }

  /** GB 11643 as the standard says it: the weighted sum of all eighteen is 1 modulo 11. */
  private static char checkOf(String number) {
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      int weight = 1;
      for (int power = 0; power < 17 - i; power++) {
        weight = weight * 2 % 11;
      }
      sum += (number.charAt(i) - '0') * weight;
    }
    int check = (12 - sum % 11) % 11;
    return check == 10 ? 'X' : (char) ('0' + check);
  }

  @Test
  void everyPhoneIsOfARangeThatNobodyHasAndUnique() {
    List<String> phones =
        Stream.concat(
                FACTS.people().stream().map(SamplePerson::phone).filter(phone -> phone != null),
                FACTS.roster().all().stream().map(Staff::phone))
            .toList();
    assertThat(phones).allMatch(phone -> phone.matches("100[01][0-9]{7}")).doesNotHaveDuplicates();
  }

  @Test
  void everyCardSatisfiesLuhnIsUniqueAndOfNoBank() {
    List<String> cards =
        FACTS.people().stream().map(SamplePerson::card).filter(card -> card != null).toList();
    assertThat(cards).hasSizeGreaterThanOrEqualTo(COUNT).doesNotHaveDuplicates();
    assertThat(cards).allMatch(card -> card.matches("99[0-9]{17}") && satisfiesLuhn(card));
  }

  private static boolean satisfiesLuhn(String card) {
    int sum = 0;
    for (int i = 0; i < card.length(); i++) {
      int digit = card.charAt(card.length() - 1 - i) - '0';
      sum += i % 2 == 0 ? digit : digit * 2 / 10 + digit * 2 % 10;
    }
    return sum % 10 == 0;
  }

  @Test
  void everybodysNameSaysThatItIsInvented() {
    Stream<String> names =
        Stream.concat(
            FACTS.people().stream().map(SamplePerson::name),
            FACTS.roster().all().stream().map(Staff::name));
    assertThat(names).allMatch(name -> name.matches(".示.+"));
  }

  @Test
  void noRegionIsReal() {
    assertThat(FACTS.tree().organisations())
        .extracting(Organisation::regionCode)
        .allMatch(region -> region.matches("99[0-9]{4}"));
  }

  @Test
  void familiesHaveTwoToFivePeopleTheWorkerFirst() {
    for (SampleHousehold household : FACTS.households()) {
      assertThat(household.people()).hasSizeBetween(2, 5);
      assertThat(household.worker().relation()).isEqualTo("WORKER");
      assertThat(household.people().stream().filter(one -> one.relation().equals("WORKER")))
          .hasSize(1);
      int worker = household.worker().ageOn(SampleFacts.TODAY);
      assertThat(household.people())
          .filteredOn(one -> one.relation().equals("CHILD"))
          .allMatch(child -> worker - child.ageOn(SampleFacts.TODAY) >= 18);
    }
  }

  @Test
  void everyStateOfMoneyAndApplicationsOccurs() {
    Set<String> payments =
        FACTS.aid().stream()
            .flatMap(aid -> aid.payments().stream())
            .map(Aid.Payment::state)
            .collect(Collectors.toSet());
    assertThat(payments)
        .containsExactlyInAnyOrder("APPROVED", "IN_BATCH", "SENT", "PAID", "RETURNED");
    Set<String> applications =
        FACTS.aid().stream()
            .flatMap(aid -> aid.applications().stream())
            .map(application -> application.last().state())
            .collect(Collectors.toSet());
    assertThat(applications)
        .containsExactlyInAnyOrder(
            "SUBMITTED", "RETURNED", "CHECKED", "APPROVED", "REFUSED", "WITHDRAWN");
  }

  @Test
  void nothingApprovedIsAboveItsCeilingAndNothingHappensInTheFuture() {
    LocalDate today = SampleFacts.TODAY;
    for (Aid aid : FACTS.aid()) {
      for (Aid.Application application : aid.applications()) {
        if (application.amountFen() != null) {
          assertThat(application.amountFen()).isLessThanOrEqualTo(application.ceilingFen());
        }
      }
      assertThat(aid.payments())
          .allMatch(payment -> !payment.approvedOn().isAfter(today))
          .allMatch(payment -> payment.sentOn() == null || !payment.sentOn().isAfter(today))
          .allMatch(payment -> payment.paidOn() == null || !payment.paidOn().isAfter(today));
    }
  }

  @Test
  void everyEntitlementSaysWhyAndAMissingFactIsNamed() {
    for (Aid aid : FACTS.aid()) {
      assertThat(aid.entitlements()).isNotEmpty();
      assertThat(aid.entitlements()).extracting(one -> one.policyCode()).doesNotHaveDuplicates();
      for (Entitlements.Entitlement one : aid.entitlements()) {
        assertThat(one.reason()).endsWith("。");
        assertThat(one.reason().startsWith("缺少：")).isEqualTo(one.state().equals("UNKNOWN"));
      }
    }
  }

  @Test
  void nineInTenHouseholdsHaveALiveCodeAndOneInTenHasNever() {
    List<List<Codes>> codes =
        FACTS.households().stream()
            .map(household -> Codes.of(SampleCounty.SEED, household, SampleFacts.TODAY))
            .toList();
    long live = codes.stream().filter(all -> all.stream().anyMatch(Codes::isLive)).count();
    long none = codes.stream().filter(List::isEmpty).count();
    assertThat(live / (double) COUNT).isBetween(0.87, 0.91);
    assertThat(none / (double) COUNT).isBetween(0.085, 0.105);
  }

  @Test
  void theHouseholdsOnTheStageHaveDifferentUnionsAndCadres() {
    SampleHousehold one = FACTS.households().get((int) Cast.HOUSEHOLD - 1);
    SampleHousehold other = FACTS.households().get((int) Cast.OTHER_HOUSEHOLD - 1);
    assertThat(one.union().id()).isNotEqualTo(other.union().id());
    assertThat(FACTS.roster().cadreOf(0, (int) Cast.HOUSEHOLD - 1))
        .isEqualTo(Roster.idOf("cadre"))
        .isNotEqualTo(FACTS.roster().cadreOf(0, (int) Cast.OTHER_HOUSEHOLD - 1));
    assertThat(FACTS.roster().byId(Roster.idOf("other-cadre")).union().path())
        .startsWith(FACTS.tree().neighbour().union().path());
  }

  @Test
  void whoeverIsOnTheStageIsThereInTheSmallestCountyAndAtEveryTimeOfTheYear() {
    for (int month = 1; month <= 12; month++) {
      LocalDate today = LocalDate.of(2026, month, 3);
      SampleFacts facts = SampleFacts.of(Cast.HOUSEHOLDS_MIN, SampleCounty.SEED, today);
      Aid aid = facts.aid().getFirst();
      assertThat(aid.payments())
          .as("month %d", month)
          .extracting(Aid.Payment::state)
          .contains("PAID", "APPROVED", "RETURNED");
      assertThat(aid.visits()).hasSize(3);
      assertThat(aid.applications()).isNotEmpty();
      assertThat(aid.payments())
          .allMatch(payment -> payment.paidOn() == null || !payment.paidOn().isAfter(today));
      Set<String> deliveries =
          aid.entitlements().stream()
              .map(one -> one.delivery().state())
              .collect(Collectors.toSet());
      assertThat(deliveries)
          .containsExactlyInAnyOrder("NONE", "REQUESTED", "CONFIRMED", "APPLIED", "ENDED");
    }
  }

  @Test
  void aMillionHouseholdsAreManyCountiesOfOneTree() {
    UnionTree tree = new UnionTree(1_000_000);
    long households = tree.counties().stream().mapToLong(UnionTree.County::households).sum();
    assertThat(households).isEqualTo(1_000_000);
    assertThat(tree.counties()).allMatch(county -> county.households() <= 10_000);
    assertThat(tree.organisations()).extracting(Organisation::path).doesNotHaveDuplicates();
    assertThat(tree.counties()).extracting(UnionTree.County::regionCode).doesNotHaveDuplicates();
  }
}
