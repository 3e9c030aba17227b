/**
 * The computation (算): whether a family is in hardship, by the rules of its region on a day.
 *
 * <p>Owns {@code hardship_rule}, {@code hardship_item}, {@code hardship_condition}, and writes new
 * versions into {@code living_standard}. Rules are data: a change is a new version with the day it
 * holds from, and none is ever edited. A region without a rule or a standard of its own has that of
 * the nearest region above it, by the digits of GB/T 2260.
 *
 * <p>One calculator serves the family, the cadre and the reviewer. It is pure: facts and a rule in,
 * a result with every line of the sum out. What is not known is a value of its own; the answer is
 * "cannot tell" exactly when what is not known could change it.
 *
 * <p>Rounding. All amounts are whole fen. What counts in part is rounded to the fen in the family's
 * favour: income down, expenses up, the limits of the tiers up. Nothing is divided to decide: the
 * sum of a year is compared with twelve limits for each person. The amount a head that is shown is
 * rounded down, so that it compares with the limit as the exact number does.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.hardship;
