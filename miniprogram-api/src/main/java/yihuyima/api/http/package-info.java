/**
 * The edge: binds operations to the contract, reads requests, writes replies and problems. Owns no
 * table. {@code RoutingContext} stays in here.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.http;
