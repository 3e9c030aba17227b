package yihuyima.api.policy.condition;

import java.util.List;
import java.util.TreeSet;

/**
 * A condition, as lowered from CEL: what is met, is not, or cannot be told. Facts of a member stand
 * only inside {@link Members} and {@link Count}, which do not stand inside each other.
 */
public sealed interface Clause {
  /** Met by everybody or nobody; only as a whole condition. */
  record Always(boolean value) implements Clause {}

  /** All of them; two or more, none of which is {@code All}. */
  record All(List<Clause> parts) implements Clause {
    public All {
      parts = List.copyOf(parts);
    }
  }

  /** At least one of them; two or more, none of which is {@code Any}. */
  record Any(List<Clause> parts) implements Clause {
    public Any {
      parts = List.copyOf(parts);
    }
  }

  /** The contrary of something that is not {@code Not} itself. */
  record Not(Clause part) implements Clause {}

  /** One of two, as a third says; met when both are, whatever that says. */
  record Choice(Clause when, Clause then, Clause otherwise) implements Clause {}

  /** A flag. */
  record Holds(Fact fact) implements Clause {}

  /**
   * A code is one of some.
   *
   * @param places of the codes in the fact's values, in order, each once, not all
   */
  record OneOf(Fact fact, List<Integer> places) implements Clause {
    public OneOf {
      places = List.copyOf(new TreeSet<>(places));
    }
  }

  /** A set of codes has one. */
  record Contains(Fact fact, int place) implements Clause {}

  /**
   * A region is this one or lies in it.
   *
   * @param region six digits; pairs of zeros at the end stand for all below
   */
  record Within(Fact fact, int region) implements Clause {
    /** The last region that lies in it. */
    public int last() {
      return region % 10_000 == 0 ? region + 9_999 : region % 100 == 0 ? region + 99 : region;
    }
  }

  /** Two numbers. */
  record Compare(Amount left, Order order, Amount right) implements Clause {}

  /** Two days. */
  record CompareDays(Moment left, Order order, Moment right) implements Clause {}

  /** How many members something is asked of. */
  enum Quantity {
    SOME,
    EVERY,
    EXACTLY_ONE
  }

  /** So many members fulfil something. */
  record Members(Quantity quantity, Clause each) implements Clause {}

  /** The number of members that fulfil something, compared with a number. */
  record Count(Clause each, Order order, long number) implements Clause {}
}
