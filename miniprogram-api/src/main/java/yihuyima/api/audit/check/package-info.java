/**
 * Checks of the record of looks that an auditor starts from a page: days of it are compared with
 * their seals by a server, in the background, with progress and a result that stays.
 *
 * <p>The server that checks holds the key that seals. Whoever wants to trust no server runs {@code
 * verify-log} with the public key alone; both use {@link yihuyima.api.audit.seal.RecordVerifier}.
 */
@NullMarked
package yihuyima.api.audit.check;

import org.jspecify.annotations.NullMarked;
