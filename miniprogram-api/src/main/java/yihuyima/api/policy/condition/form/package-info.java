/**
 * Conditions as a form shows them, for those who do not write CEL: all or any of some lines, each
 * about one fact or about the members. Not every condition has a form; every form is a condition.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.policy.condition.form;
