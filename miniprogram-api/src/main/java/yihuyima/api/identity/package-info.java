/**
 * Who is calling: the kinds of caller, their sessions and tokens, sign-in and binding.
 *
 * <p>Owns {@code staff}, {@code account}, {@code binding} and {@code session}. What a token says is
 * believed only while its session stands in the database, so a revoked session ends at once on
 * every server, and nothing that happens to Redis revives it.
 *
 * <p>A session has a strength ({@link yihuyima.api.identity.Strength}), and one gate says what it
 * is good for ({@link yihuyima.api.identity.SessionGate}). Passwords, second factors, accounts and
 * proxies each have a package of their own below this one.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.identity;
