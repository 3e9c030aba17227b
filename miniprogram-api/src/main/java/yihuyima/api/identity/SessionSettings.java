package yihuyima.api.identity;

import java.time.Duration;

/**
 * How long sessions last.
 *
 * @param accessToken life of a token; a new one comes by refresh
 * @param householdSession life of a household's session, from sign-in
 * @param staffSession life of a staff session, from sign-in
 * @param secureCookies whether cookies travel over TLS alone; false only for a demo without TLS
 * @param secondFactorRequired whether powers over money, accounts and keys need a second factor
 */
public record SessionSettings(
    Duration accessToken,
    Duration householdSession,
    Duration staffSession,
    boolean secureCookies,
    boolean secondFactorRequired) {}
