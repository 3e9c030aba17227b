package yihuyima.api.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import yihuyima.api.access.Purpose;
import yihuyima.api.policy.condition.Known;
import yihuyima.api.policy.condition.RegisterFacts;
import yihuyima.api.policy.condition.Truth;

class PolicyRulesTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 1);

  static PolicyVersion version(
      String code, String region, String condition, @Nullable String parent, boolean narrows) {
    return version(code, region, condition, parent, narrows, Benefit.unstated());
  }

  static PolicyVersion version(
      String code,
      String region,
      @Nullable String condition,
      @Nullable String parent,
      boolean narrows,
      Benefit benefit) {
    return new PolicyVersion(
        code,
        1,
        code,
        "样例",
        Sector.UNION,
        region,
        "MONEY",
        "样例",
        parent,
        narrows,
        condition,
        null,
        benefit,
        List.of(),
        null,
        null,
        List.of(),
        List.of(),
        null,
        null,
        null,
        "样例",
        null,
        null,
        true,
        10,
        LocalDate.of(2024, 1, 1),
        null);
  }

  private static Known.Builder deepAndRented() {
    return Known.builder(RegisterFacts.ALL, DAY).put("tier", "DEEP").put("housing", "RENTED");
  }

  private static PolicyRule only(PolicyRules rules, String code) {
    return rules.rules().stream()
        .filter(rule -> rule.code().equals(code))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whoNarrowsTakesThePlaceOfTheOtherInItsRegionAndAsksForBoth() {
    PolicyRules rules =
        PolicyRules.of(
            List.of(
                version("HOUSE", "990000", "tier == \"DEEP\"", null, false),
                version("HOUSE_COUNTY", "990123", "housing == \"RENTED\"", "HOUSE", true)));
    assertThat(rules.of("990124")).extracting(PolicyRule::code).containsExactly("HOUSE");
    assertThat(rules.of("990123")).extracting(PolicyRule::code).containsExactly("HOUSE_COUNTY");
    assertThat(only(rules, "HOUSE").exceptRegions()).containsExactly("990123");
    PolicyRule narrow = only(rules, "HOUSE_COUNTY");
    assertThat(narrow.condition().decide(deepAndRented().build())).isEqualTo(Truth.TRUE);
    assertThat(narrow.condition().decide(deepAndRented().put("tier", "RELATIVE").build()))
        .isEqualTo(Truth.FALSE);
    assertThat(narrow.condition().decide(deepAndRented().put("housing", "OWN").build()))
        .isEqualTo(Truth.FALSE);
    assertThat(narrow.parts())
        .extracting(PolicyRule.Part::code)
        .containsExactly("HOUSE", "HOUSE_COUNTY");
  }

  @Test
  void whatAddsStandsBesideTheOther() {
    PolicyRules rules =
        PolicyRules.of(
            List.of(
                version("HOUSE", "990000", "tier == \"DEEP\"", null, false),
                version("HOUSE_MORE", "990123", "true", "HOUSE", false)));
    assertThat(rules.of("990123"))
        .extracting(PolicyRule::code)
        .containsExactly("HOUSE", "HOUSE_MORE");
    assertThat(only(rules, "HOUSE_MORE").condition().text()).isEqualTo("tier == \"DEEP\"");
    assertThat(rules.of("980000")).isEmpty();
  }

  @Test
  void withoutThePolicyItStandsOnNobodyIsAnswered() {
    PolicyRules rules =
        PolicyRules.of(
            List.of(
                version("ALONE", "990123", "true", "GONE", true),
                version("ABOVE", "990000", "true", "BELOW", true),
                version("BELOW", "990123", "true", null, false),
                version("BROKEN", "990123", "tier == \"DEPP\"", null, false),
                version("SILENT", "990123", null, null, false, Benefit.unstated())));
    assertThat(rules.rules()).extracting(PolicyRule::code).containsExactly("BELOW");
    assertThat(rules.unreadable()).containsExactly("ABOVE", "ALONE", "BROKEN", "SILENT");
  }

  @Test
  void whatItRestsOnFollowsFromItsFacts() {
    PolicyRules rules =
        PolicyRules.of(
            List.of(
                version("ILL", "990000", "members.exists(m, m.health == \"CANCER\")", null, false),
                version("CAUSE", "990000", "mainCause == \"LOW_INCOME\"", null, false),
                version("PLAIN", "990000", "fileOpen", null, false),
                version("ILL_TOO", "990123", "fileOpen", "ILL", false)));
    assertThat(only(rules, "ILL").restsOn()).containsExactly(Purpose.HEALTH);
    assertThat(only(rules, "ILL_TOO").restsOn()).containsExactly(Purpose.HEALTH);
    assertThat(only(rules, "CAUSE").restsOn())
        .containsExactlyInAnyOrder(Purpose.HEALTH, Purpose.MINORS);
    assertThat(only(rules, "PLAIN").restsOn()).isEmpty();
  }

  private static BenefitRule.@Nullable Amount amount(Benefit benefit, Known known) {
    return java.util.Objects.requireNonNull(PolicyRules.benefit(benefit)).of(known);
  }

  private static Benefit benefit(
      Benefit.Form form,
      Benefit.Unit unit,
      @Nullable String each,
      @Nullable String of,
      @Nullable Long capFen) {
    boolean standards = form == Benefit.Form.STANDARDS;
    return new Benefit(
        form,
        unit,
        Benefit.Every.YEAR,
        each,
        form == Benefit.Form.FIXED ? (Long) 50_000L : null,
        standards ? (Integer) 12 : null,
        standards ? (Integer) 10 : null,
        standards ? (Integer) 8 : null,
        form == Benefit.Form.SHARE ? (Integer) 50 : null,
        of,
        capFen);
  }

  @Test
  void amountsAreComputedWhereTheFactsAreKnown() {
    Known known =
        deepAndRented()
            .put("minimumStandardFen", 106_200)
            .put("selfPaidMedicalFen", 6_000_000)
            .put("netMonthPerHeadFen", 80_000)
            .member()
            .with("schoolStage", "UNIVERSITY")
            .member()
            .with("schoolStage", "SENIOR")
            .build();
    Benefit.Unit household = Benefit.Unit.HOUSEHOLD;
    assertThat(amount(benefit(Benefit.Form.STANDARDS, household, null, null, null), known))
        .isEqualTo(new BenefitRule.Amount(12 * 106_200, 1, 12 * 106_200, false));
    assertThat(
            amount(
                benefit(Benefit.Form.SHARE, household, null, "selfPaidMedicalFen", 2_000_000L),
                known))
        .isEqualTo(new BenefitRule.Amount(2_000_000, 1, 2_000_000, true));
    assertThat(
            amount(
                benefit(
                    Benefit.Form.FORMULA,
                    household,
                    null,
                    "(minimumStandardFen - netMonthPerHeadFen) * memberCount",
                    null),
                known))
        .isEqualTo(new BenefitRule.Amount(52_400, 1, 52_400, false));
    assertThat(
            amount(
                benefit(
                    Benefit.Form.FIXED,
                    Benefit.Unit.PERSON,
                    "m.schoolStage == \"UNIVERSITY\"",
                    null,
                    null),
                known))
        .isEqualTo(new BenefitRule.Amount(50_000, 1, 50_000, false));
    assertThat(amount(benefit(Benefit.Form.FIXED, Benefit.Unit.PERSON, null, null, null), known))
        .isEqualTo(new BenefitRule.Amount(100_000, 2, 50_000, false));
    Known less = Known.builder(RegisterFacts.ALL, DAY).put("tier", "DEEP").build();
    assertThat(amount(benefit(Benefit.Form.STANDARDS, household, null, null, null), less)).isNull();
    assertThat(amount(Benefit.unstated(), known)).isNull();
  }

  @Test
  void aMistakeInWhatIsAskedOfAMemberHasItsOwnPlace() {
    assertThat(PolicyRules.reader().readEach("m.agee < 18"))
        .isInstanceOfSatisfying(
            yihuyima.api.policy.condition.Reading.Refused.class,
            refused -> assertThat(refused.mistakes().getFirst().column()).isLessThanOrEqualTo(3));
    assertThat(PolicyRules.reader().readEach("m.age < 18) || members.exists(m, m.age > 60"))
        .isInstanceOf(yihuyima.api.policy.condition.Reading.Refused.class);
  }
}
