/**
 * Household codes in the world: issue, resolve, replace, revoke, draw; the dynamic code; the keys
 * to verify them.
 *
 * <p>Owns {@code household_code}, {@code revocation_counter} and {@code code_issue_job}; dynamic
 * codes live in Redis alone.
 *
 * <p>States of a code: LIVE, then once and for good LOST, REPLACED or REVOKED. A household has at
 * most one live code; each generation exists once. What a scan shows is decided in one pure
 * function, {@link yihuyima.api.code.Reading#decide}; everybody it does not name sees what anyone
 * sees. The code's text is never stored: it is minted again from the household, the generation and
 * the key.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.code;
