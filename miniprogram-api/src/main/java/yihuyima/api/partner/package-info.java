/**
 * Partner departments (协同部门): how they sign in, and how each of their requests is proved to be
 * theirs, unchanged, fresh and sent once.
 *
 * <p>Owns {@code partner}, {@code partner_key}, {@code partner_purpose}, {@code partner_message},
 * {@code partner_usage} and {@code partner_history}; starts sessions of the kind PARTNER. What a
 * department may read for a purpose it states is no question of this package: {@code code} decides
 * it with the agreement in {@code partner_purpose}.
 *
 * <p>Invariants: a key counts only while the database says so, asked in the statement that takes
 * the message id; a message id is taken at most once, and only by a request whose signature was
 * right, so that nobody can use up another's ids. A department has two keys in force at most, which
 * the database sees to; quotas are counted by it too, in the statement that takes the message id.
 *
 * <p>Signing in follows RFC 7523 (client assertion) over RFC 7515 and RFC 8037; requests follow RFC
 * 9421 (HTTP message signatures) and RFC 9530 (content digest), each cut down to the one profile in
 * the contract.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.partner;
