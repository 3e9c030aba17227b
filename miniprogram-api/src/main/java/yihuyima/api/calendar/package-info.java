/**
 * Working days by the Chinese holiday calendar, which is data. Owns the table {@code calendar_day}.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.calendar;
