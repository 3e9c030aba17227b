package yihuyima.api.policy.recomputation;

import java.util.Set;
import yihuyima.api.access.Purpose;
import yihuyima.api.policy.condition.Condition;

/**
 * A policy as it decides on a day.
 *
 * @param number its number in answers
 * @param condition for whom it is, where included
 * @param restsOn the sensitive data that it is decided by
 * @param excludes codes of policies that cannot be had beside it; it is enough that one of two says
 *     so
 */
record Rule(
    short number, String code, Condition condition, Set<Purpose> restsOn, Set<String> excludes) {}
