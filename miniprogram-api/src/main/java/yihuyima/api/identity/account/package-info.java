/**
 * Accounts of staff, as an administrator keeps them within their own subtree: opened, given roles,
 * moved, closed, reset.
 *
 * <p>Owns {@code role_conflict}. Whatever changes what somebody may do ends their sessions in the
 * same transaction: tokens carry roles and place, and a token is worth nothing without its session.
 * Nobody changes their own account; an organisation that has an administrator keeps one.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.identity.account;
