package yihuyima.demo.county;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import yihuyima.api.access.Purpose;
import yihuyima.api.policy.BenefitWords;
import yihuyima.api.policy.PolicyRule;
import yihuyima.api.policy.PolicyRules;
import yihuyima.api.policy.PolicyVersion;
import yihuyima.api.policy.Sector;
import yihuyima.api.policy.SensitiveFacts;

/** The sample catalogue can answer, all of it, and is what it says it is. */
class SampleCatalogueTest {
  @Test
  void everyPolicyPassesTheChecker() {
    assertThat(SampleCatalogue.read().mistakes()).isEmpty();
  }

  @Test
  void coversTheUnionAndSevenDepartmentsOnThreeLevels() {
    assertThat(SampleCatalogue.ALL.stream().map(PolicyVersion::code).distinct().count())
        .isGreaterThanOrEqualTo(60);
    assertThat(SampleCatalogue.ALL.stream().map(PolicyVersion::sector).distinct())
        .containsExactlyInAnyOrder(Sector.values());
    assertThat(SampleCatalogue.ALL.stream().map(PolicyVersion::regionCode).distinct())
        .containsExactlyInAnyOrder("990000", "990100", "990123");
    assertThat(SampleCatalogue.ALL)
        .allMatch(PolicyVersion::isSample)
        .allMatch(policy -> policy.source().contains("示例"));
  }

  @Test
  void everyPolicyInForceAnswersInTheCountyAndIsSaidInChinese() {
    Map<String, PolicyVersion> newest =
        SampleCatalogue.ALL.stream()
            .collect(
                Collectors.toMap(
                    PolicyVersion::code,
                    policy -> policy,
                    (one, other) -> one.version() > other.version() ? one : other,
                    TreeMap::new));
    PolicyRules rules = PolicyRules.of(newest.values().stream().toList());
    assertThat(rules.unreadable()).isEmpty();
    // One stands in the place of the province's.
    assertThat(rules.of("990123")).hasSize(newest.size() - 1);
    for (PolicyRule rule : rules.rules()) {
      assertThat(rule.condition().chinese()).as(rule.code()).matches(".*[\\u4e00-\\u9fff].*");
      String words = BenefitWords.of(rule.benefit());
      assertThat(
              words == null || words.contains("元") || words.contains("低保标准") || words.contains("%"))
          .as("%s: %s", rule.code(), words)
          .isTrue();
      assertThat(rule.version().validFrom()).isBefore(LocalDate.of(2026, 1, 1));
    }
  }

  /** Programmes and the household's view go by what is written. */
  @Test
  void whatSpeaksOfHealthIsWrittenToRestOnIt() {
    for (PolicyRule rule : PolicyRules.of(SampleCatalogue.ALL).rules()) {
      if (SensitiveFacts.restOn(rule.condition().uses()).contains(Purpose.HEALTH)) {
        assertThat(rule.version().restsOn()).as(rule.code()).isEqualTo(Purpose.HEALTH);
      }
    }
  }
}
