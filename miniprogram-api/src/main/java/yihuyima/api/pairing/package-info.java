/**
 * Pairing (结对帮扶): who is responsible for a household, and what follows from it.
 *
 * <p>Owns {@code pairing}. Whether a caller is in charge of a household is decided in one place,
 * {@link yihuyima.api.access.Concern}: a cadre who is paired with it, or whose station shares its
 * pairings; or the person from outside the tree who is paired with it.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.pairing;
