package yihuyima.api.policy.answer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import yihuyima.api.policy.BenefitRule;
import yihuyima.api.policy.Entitlement;
import yihuyima.api.policy.PolicyRule;
import yihuyima.api.policy.PolicyRules;
import yihuyima.api.policy.condition.Explanation;
import yihuyima.api.policy.condition.Truth;

/**
 * Answers a household by all policies of its region at once. Pure, and in the order of the
 * catalogue: of two that cannot be had together the first is given, and a ceiling is used up by
 * those that come first.
 */
final class Answers {
  private final HouseholdKnown household;
  private final List<PolicyAnswer> given = new ArrayList<>();
  private final Map<String, Long> usedFen = new HashMap<>();

  private Answers(HouseholdKnown household) {
    this.household = household;
  }

  static List<PolicyAnswer> of(PolicyRules rules, HouseholdKnown household) {
    Answers answers = new Answers(household);
    return rules.of(household.region()).stream().map(answers::answer).toList();
  }

  private PolicyAnswer answer(PolicyRule rule) {
    Explanation explanation = rule.condition().explain(household.known());
    Entitlement state =
        switch (explanation.truth()) {
          case TRUE -> Entitlement.ENTITLED;
          case FALSE -> Entitlement.NOT_ENTITLED;
          case UNKNOWN -> Entitlement.UNKNOWN;
        };
    PolicyRule excludedBy =
        explanation.truth() == Truth.TRUE ? first(rule, Entitlement.ENTITLED) : null;
    if (excludedBy != null) {
      state = Entitlement.NOT_ENTITLED;
    }
    BenefitRule.Amount amount =
        explanation.truth() == Truth.FALSE ? null : rule.benefit().of(household.known());
    PolicyAnswer answer =
        new PolicyAnswer(
            rule,
            state,
            explanation,
            amount,
            excludedBy,
            state == Entitlement.ENTITLED ? before(rule, Entitlement.UNKNOWN) : List.of(),
            state == Entitlement.ENTITLED ? ceiling(rule, amount) : null);
    given.add(answer);
    return answer;
  }

  private @Nullable PolicyRule first(PolicyRule rule, Entitlement state) {
    List<PolicyRule> found = before(rule, state);
    return found.isEmpty() ? null : found.getFirst();
  }

  /** Those before it, in this state, that it cannot be had together with. */
  private List<PolicyRule> before(PolicyRule rule, Entitlement state) {
    return given.stream()
        .filter(one -> one.state() == state && excludes(one.rule(), rule))
        .map(PolicyAnswer::rule)
        .toList();
  }

  /** It is enough that one of them says so. */
  private static boolean excludes(PolicyRule one, PolicyRule other) {
    return one.version().excludes().contains(other.code())
        || other.version().excludes().contains(one.code());
  }

  private PolicyAnswer.@Nullable Ceiling ceiling(
      PolicyRule rule, BenefitRule.@Nullable Amount amount) {
    String code = rule.version().ceilingCode();
    if (code == null || amount == null) {
      return null;
    }
    long ceilingFen = Objects.requireNonNull(rule.version().ceilingFen());
    long before = usedFen.getOrDefault(code, 0L);
    long wanted = amount.yearFen(rule.benefit().benefit().every());
    long left = Math.max(0, Math.min(wanted, ceilingFen - before));
    usedFen.put(code, before + left);
    return new PolicyAnswer.Ceiling(ceilingFen, before, left);
  }
}
