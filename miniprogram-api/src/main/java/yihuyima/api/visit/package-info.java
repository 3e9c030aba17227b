/**
 * Visits (走访): that a cadre was there, when, and what was found.
 *
 * <p>Owns {@code visit}. Only who is in charge of a household logs a visit to it; the note is
 * sealed. A visit lies in the past, and at most a year back: phones come out of places without a
 * network late, but not later.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.visit;
