/**
 * The catalogue: policies (who may enjoy what, whoever gives it) and the programmes that pay some
 * of them; what each household is entitled to.
 *
 * <p>Owns {@code policy}, {@code programme}, {@code entitlement}, {@code living_standard} (whose
 * versions are written by the computation of hardship), {@code policy_step} and {@code
 * catalogue_version}. A change of the catalogue counts its version up; every answer is given from a
 * copy of exactly the version the database had at that moment.
 *
 * <p>A version of a policy goes DRAFT → SUBMITTED → APPROVED (or RETURNED, to be edited again) →
 * WITHDRAWN; what was approved is never edited, and is approved by somebody who did not write it:
 * the database refuses both. Of a code, the newest version that has begun counts, until it ends.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.policy;
