package yihuyima.api.policy.answer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import yihuyima.api.policy.BenefitRule;
import yihuyima.api.policy.Entitlement;
import yihuyima.api.policy.PolicyRule;
import yihuyima.api.policy.condition.Explanation;

/**
 * What a household is told of one policy.
 *
 * @param state after what cannot be had together was taken out
 * @param amount each time, before the ceiling; null when it is not in figures or cannot be told
 * @param excludedBy the policy that is given in its place; null when none is
 * @param mayBeExcludedBy policies that would be given in its place, of which it cannot be told yet
 * @param ceiling what its ceiling leaves; null when it has none, or gives no sum
 */
record PolicyAnswer(
    PolicyRule rule,
    Entitlement state,
    Explanation explanation,
    BenefitRule.@Nullable Amount amount,
    @Nullable PolicyRule excludedBy,
    List<PolicyRule> mayBeExcludedBy,
    @Nullable Ceiling ceiling) {
  /**
   * What a ceiling leaves of a sum.
   *
   * @param ceilingFen what the policies of one ceiling give together in a year, at most
   * @param before what those that come first give
   * @param leftFen what is left for this one, within a year
   */
  record Ceiling(long ceilingFen, long before, long leftFen) {}

  PolicyAnswer {
    mayBeExcludedBy = List.copyOf(mayBeExcludedBy);
  }
}
