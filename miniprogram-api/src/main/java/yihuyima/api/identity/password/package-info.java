/**
 * Passwords of staff: which are taken, changing one's own.
 *
 * <p>Ten characters and no rules of composition; what guessers try first is refused with words that
 * say why. A password set by an administrator is good for {@link
 * yihuyima.api.identity.password.OneTimePassword#LIFE} and for nothing but setting one's own.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.identity.password;
