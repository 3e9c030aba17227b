/**
 * Conditions for many households at once: facts in columns, a condition compiled once into nodes
 * that work on 64 households at a time, one byte out for each household.
 *
 * <p>What comes out is what {@link yihuyima.api.policy.condition.Condition#decide} says of each; a
 * property test compares them. A truth is two bits, "met" and "not met", of which neither is set
 * where it cannot be told.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.policy.condition.batch;
