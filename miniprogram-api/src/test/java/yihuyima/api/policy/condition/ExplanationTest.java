package yihuyima.api.policy.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import yihuyima.api.policy.condition.Explanation.Joint;
import yihuyima.api.policy.condition.batch.Batch;
import yihuyima.api.policy.condition.batch.BatchCondition;

/** How an explanation reads. */
class ExplanationTest {
  private static final LocalDate DAY = LocalDate.of(2026, 9, 1);

  private static Condition condition(String text) {
    return ((Reading.Accepted) new ConditionReader(RegisterFacts.ALL).read(text)).condition();
  }

  private static Known.Builder family() {
    return Known.builder(RegisterFacts.ALL, DAY);
  }

  @Test
  void eachPartSaysWhatItWasDecidedBy() {
    Condition condition =
        condition(
            "fileOpen && selfPaidMedicalFen >= 300000"
                + " && members.exists(m, m.health in [\"CANCER\", \"STROKE\"])");
    Known known =
        family()
            .put("fileState", "OPEN")
            .put("selfPaidMedicalFen", 1_234_56L)
            .member()
            .with("health", "GOOD")
            .member()
            .build();

    Explanation explanation = condition.explain(known);

    assertThat(explanation.truth()).isEqualTo(Truth.FALSE);
    assertThat(explanation.missing()).isEmpty();
    assertThat(explanation.whole().joint()).isEqualTo(Joint.ALL);
    List<Explanation.Part> parts = explanation.whole().parts();
    assertThat(parts.stream().map(Explanation.Part::truth))
        .containsExactly(Truth.TRUE, Truth.FALSE, Truth.UNKNOWN);
    assertThat(parts.get(1).text()).isEqualTo("一年自付医疗费不低于3,000元");
    assertThat(parts.get(1).used().get(0).value()).isEqualTo("1,234.56元");
    assertThat(parts.get(2).used().stream().map(Explanation.Used::value))
        .containsExactly("良好", null);
    assertThat(parts.get(2).used().get(1).member()).isEqualTo(1);
  }

  @Test
  void onlyWhatCanStillMatterIsMissing() {
    Condition condition =
        condition(
            "tier == \"DEEP\" && (selfPaidMedicalFen > 300000 || housing == \"RENTED\")"
                + " || members.exists(m, m.age >= 60 && m.workStatus == \"UNEMPLOYED\")");
    Known known =
        family()
            .put("housing", "RENTED")
            .member()
            .with("bornOn", LocalDate.of(1990, 1, 1))
            .member()
            .with("bornOn", LocalDate.of(1966, 9, 1))
            .build();

    Explanation explanation = condition.explain(known);

    assertThat(explanation.truth()).isEqualTo(Truth.UNKNOWN);
    assertThat(explanation.missing())
        .containsExactly(
            new Missing(RegisterFacts.ALL.get(Fact.Scope.HOUSEHOLD, "tier"), null),
            new Missing(RegisterFacts.ALL.get(Fact.Scope.MEMBER, "workStatus"), 1));
    assertThat(explanation.missing().get(0).word()).isEqualTo("困难类别");
  }

  @Test
  void whoeverNeverHadAFileIsNotAskedWhenItEnded() {
    Condition condition =
        condition("fileOpen || fileState == \"CLOSED\" && monthsSince(fileClosedOn) < 12");

    assertThat(condition.decide(family().put("fileState", "NONE").build())).isEqualTo(Truth.FALSE);
    assertThat(
            condition.decide(
                family()
                    .put("fileState", "CLOSED")
                    .put("fileClosedOn", LocalDate.of(2025, 9, 2))
                    .build()))
        .isEqualTo(Truth.TRUE);
    assertThat(condition.explain(family().put("fileState", "CLOSED").build()).missing()).hasSize(1);
  }

  @Test
  void anIncompleteListOfMembersIsMissingItself() {
    Condition condition = condition("members.all(m, m.sex == \"F\")");

    Explanation explanation =
        condition.explain(family().member().with("sex", "F").membersIncomplete().build());

    assertThat(explanation.missing()).containsExactly(new Missing(null, null));
    assertThat(explanation.missing().get(0).word()).isEqualTo("家庭成员是否登记齐全");
    assertThat(condition.decide(family().member().with("sex", "M").membersIncomplete().build()))
        .isEqualTo(Truth.FALSE);
  }

  /** The answers to try are found among thousands of millions of amounts. */
  @Test
  void aFactThatOnlySeemsToMatterIsNotAskedFor() {
    Condition condition =
        condition(
            "(yearIncomeFen < 1000 && yearIncomeFen > 4000)"
                + " || tier == \"DEEP\" || tier != \"DEEP\"");

    Explanation explanation = condition.explain(family().build());

    // No income meets the first part, so only the tier can settle it.
    assertThat(explanation.truth()).isEqualTo(Truth.UNKNOWN);
    assertThat(explanation.missing().stream().map(Missing::word)).containsExactly("困难类别");
  }

  @Test
  void valuesThatCannotBeBelievedAreNotKnown() {
    Known known =
        family().put("tier", "HOPELESS").put("yearIncomeFen", -5).put("region", "37").build();

    for (String text :
        List.of("tier == \"DEEP\"", "yearIncomeFen < 100", "within(region, \"370000\")")) {
      assertThat(condition(text).decide(known)).isEqualTo(Truth.UNKNOWN);
    }
  }

  @Test
  void membersBeyondTheLimitMakeTheListIncomplete() {
    Fact sex = RegisterFacts.ALL.get(Fact.Scope.MEMBER, "sex");
    Condition women = condition("members.all(m, m.sex == \"F\")");
    Known.Builder many = family();
    Batch.Builder batch = Batch.builder(List.of(sex), 1).household(true);
    for (int i = 0; i < Limits.MEMBERS_MAX; i++) {
      many.member().with("sex", "F");
      batch.member().set(sex, 1);
    }
    assertThat(women.decide(many.build())).isEqualTo(Truth.TRUE);

    many.member().with("sex", "M");
    batch.member().set(sex, 0);

    byte[] out = new byte[1];
    BatchCondition.of(women).decide(batch.build(), DAY, out);
    assertThat(women.decide(many.build())).isEqualTo(Truth.UNKNOWN);
    assertThat((int) out[0]).isEqualTo(1);
  }

  @Test
  void aBirthdayOnTheLeapDayIsOverOnTheFirstOfMarch() {
    Condition grown = condition("members.exists(m, m.age >= 18)");
    Known.Builder born = Known.builder(RegisterFacts.ALL, LocalDate.of(2022, 2, 28));
    born.member().with("bornOn", LocalDate.of(2004, 2, 29));
    Known.Builder next = Known.builder(RegisterFacts.ALL, LocalDate.of(2022, 3, 1));
    next.member().with("bornOn", LocalDate.of(2004, 2, 29));

    assertThat(grown.decide(born.build())).isEqualTo(Truth.FALSE);
    assertThat(grown.decide(next.build())).isEqualTo(Truth.TRUE);
  }
}
