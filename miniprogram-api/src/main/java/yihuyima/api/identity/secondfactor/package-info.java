/**
 * The second factor of staff: one-time codes of an app on their phone (TOTP, RFC 6238), and ten
 * recovery codes on paper for the day the phone is gone.
 *
 * <p>Owns {@code second_factor} and {@code recovery_code}. A secret is in force once a code of it
 * was typed; a step's code is taken once, on whichever server; an administrator of the organisation
 * takes a lost factor away, never one's own.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.identity.secondfactor;
