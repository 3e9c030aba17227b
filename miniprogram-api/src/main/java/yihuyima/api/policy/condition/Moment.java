package yihuyima.api.policy.condition;

/** A day in a condition. */
public sealed interface Moment {
  /** The day that is asked for. */
  record Today() implements Moment {}

  /** A day of the calendar, counted from 1970. */
  record On(long epochDay) implements Moment {}

  /** A day that is known of a household or a member. */
  record Of(Fact fact) implements Moment {}
}
