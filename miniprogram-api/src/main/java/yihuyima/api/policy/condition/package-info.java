/**
 * The language in which a policy says for whom it is: conditions over the facts of a household and
 * of its members, written in CEL (Common Expression Language).
 *
 * <p>Pure: no database, no clock, no network. Text is read and type-checked by CEL's own compiler,
 * lowered into {@link yihuyima.api.policy.condition.Clause}s, and decided here and nowhere else, in
 * three values: what is not known is a value of its own, and a comparison with it is not decided.
 * Knowing more never turns yes into no or no into yes.
 *
 * <p>Every expression is bounded when it is written ({@link yihuyima.api.policy.condition.Limits}):
 * its cost is linear in the members of a household, and its arithmetic cannot overflow, because
 * every fact has a range and ranges are followed through.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.policy.condition;
