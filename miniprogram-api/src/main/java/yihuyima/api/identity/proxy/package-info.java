/**
 * Who acts for a household besides its adults: proxies (代办人), named by an adult for a year at most,
 * and the end of one's own binding.
 *
 * <p>Owns {@code proxy}. An invitation is taken on by whoever has signed in with the phone number
 * it was sent for; either side ends it by hand, and what it opened closes at once.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.identity.proxy;
