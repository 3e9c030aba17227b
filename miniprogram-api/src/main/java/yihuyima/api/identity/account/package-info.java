/**
 * Accounts of staff, as an administrator keeps them within their own subtree: opened, given roles,
 * moved, closed, reset.
 *
 * <p>Owns {@code role_conflict}, {@code staff_history} and {@code account_request}. Whatever
 * changes what somebody may do ends their sessions in the same transaction: tokens carry roles and
 * place, and a token is worth nothing without its session. Nobody changes their own account; an
 * organisation that has an administrator keeps one.
 *
 * <p>Powers over money, accounts or keys take two administrators: one gives them, and they wait
 * without acting until another within reach has confirmed them, once the holder has a password and
 * a second factor of their own. Moved out of their reach they wait again. What such an account is
 * proved by is taken away by two as well. Taking powers away needs nobody.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.identity.account;
