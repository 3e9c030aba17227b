/**
 * Memberships: who is of a household, since when, how they stand to its worker, and why they left.
 *
 * <p>A household has one worker at any time, and a person is of one household at a time; the
 * database holds both. Places are never written over: a change of relation ends one and begins
 * another, and what was never so ends as a mistake. What rests on a person (bindings, proxies,
 * guardians) ends with their place.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.membership;
