/**
 * Calls to other people's services: one call becomes one value, whatever happens to it.
 *
 * <p>Such calls carry secrets, codes and phone numbers, some of them in the URL, and the exceptions
 * of an HTTP client quote URLs. So no exception leaves this package: what became of a call is an
 * {@link yihuyima.api.outbound.Exchange}, and the rules about it are pure functions elsewhere.
 */
@NullMarked
package yihuyima.api.outbound;

import org.jspecify.annotations.NullMarked;
