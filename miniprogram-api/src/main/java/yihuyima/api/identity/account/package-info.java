/**
 * Accounts of staff, as an administrator keeps them within their own subtree: opened, given roles,
 * moved, closed, reset.
 *
 * <p>Owns {@code role_conflict}, {@code staff_history} and {@code reset_request}. Whatever changes
 * what somebody may do ends their sessions in the same transaction: tokens carry roles and place,
 * and a token is worth nothing without its session. Nobody changes their own account; an
 * organisation that has an administrator keeps one. What an account with powers over money,
 * accounts or keys is proved by is taken away by two administrators: one asks, another confirms
 * within a day.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.identity.account;
