/**
 * Policies look for people (政策找人): what every household may enjoy, found anew when facts, policies
 * or the day change; what came of it, the gaps between what may be and is enjoyed, the tasks of
 * cadres and the messages to households.
 *
 * <p>Owns {@code recomputation}, {@code recomputation_change}, {@code changed_household}, {@code
 * household_answer}, {@code answer_count}, {@code policy_task} and {@code household_message}.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.policy.recomputation;
