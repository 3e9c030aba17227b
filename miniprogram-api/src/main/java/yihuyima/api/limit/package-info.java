/**
 * Limits on what callers may do how often: per address, per account and in all. Owns no table.
 *
 * <p>Shared by all servers through Redis where a stranger could guess; without Redis each server
 * goes on with far smaller limits of its own, so that its loss opens nothing.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.limit;
