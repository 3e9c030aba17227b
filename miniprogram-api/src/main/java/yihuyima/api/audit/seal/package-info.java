/**
 * The seals of the record of looks: a chain of signed digests, written after the commit by one
 * elected sealer among all servers, and the verifier that finds and locates what was changed since.
 *
 * <p>Owns {@code access_seal}. A seal covers the rows from one place to another in the order of
 * their transactions; only rows below the oldest transaction under way are taken, for nothing can
 * join them any more. What is promised, and what is not, stands in {@code docs/record.md}.
 *
 * <p>All of it is blocking JDBC on threads of its own, never on an event loop: sealing is a batch
 * job, and the verifier runs without a server.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.audit.seal;
