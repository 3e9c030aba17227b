/**
 * Who is calling: the kinds of caller, their sessions and tokens, sign-in and binding.
 *
 * <p>Owns {@code staff}, {@code account}, {@code binding} and {@code session}. What a token says is
 * believed only while its session stands in the database, so a revoked session ends at once on
 * every server, and nothing that happens to Redis revives it.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.identity;
