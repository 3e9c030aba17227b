/**
 * The register: the facts of a household and its people in versions (model.md 5), and what is done
 * to them by name.
 *
 * <p>A version is wide and states some fields; later versions carry on what an earlier one states
 * afterwards, so that the newest row by (valid from, version) is always whole. {@link
 * yihuyima.api.register.Timeline} is the rule, pure.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.register;
