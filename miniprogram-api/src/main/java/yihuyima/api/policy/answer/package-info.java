/**
 * The answer of a household to each policy: entitled, not, or not to be told yet, clause by clause,
 * with the facts that each rests on and where those come from, on any day.
 *
 * <p>{@link yihuyima.api.policy.answer.FactStore} reads, {@link
 * yihuyima.api.policy.answer.HouseholdKnown} says what is known and since when, {@link
 * yihuyima.api.policy.answer.Answers} decides: pure, and the same whoever asks. What a family took
 * its consent back for is kept from whoever is not the family after that.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.policy.answer;
