package yihuyima.api.policy.condition;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A fact that is not known and can still matter.
 *
 * @param fact null for the list of members itself, of which it is not known whether it is complete
 * @param member whose, from 0 in the order in which they were given; null for a fact of the
 *     household
 */
public record Missing(@Nullable Fact fact, @Nullable Integer member) {
  /** Facts of the household first, then by member, in the order of the dictionary. */
  static final Comparator<Missing> ORDER =
      Comparator.comparingInt((Missing one) -> one.member == null ? -1 : one.member)
          .thenComparingInt(one -> one.fact == null ? Integer.MAX_VALUE : one.fact.index());

  /** What is missing, in Chinese; whose it is says the caller, who knows the names. */
  public String word() {
    return fact == null ? "家庭成员是否登记齐全" : fact.word();
  }
}
