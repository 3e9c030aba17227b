/**
 * The database as the features see it: one place for reading, one for transactions, one that turns
 * SQL errors into problems, and the idempotency of writes.
 *
 * <p>Owns the table {@code idempotency}. Stores take the client or the connection; operations own
 * the transaction.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.sql;
