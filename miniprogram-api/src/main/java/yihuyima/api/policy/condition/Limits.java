package yihuyima.api.policy.condition;

/** How much a condition may be, so that one that was accepted is always decided quickly. */
public final class Limits {
  /** Characters of an expression: about forty comparisons; longer ones nobody can check by eye. */
  public static final int TEXT_CHARS_MAX = 2_000;

  /** Nodes of the lowered tree: each costs a pass over the members of a household at most. */
  public static final int NODES_MAX = 200;

  /** Brackets and operators within each other, for the parser. */
  public static final int DEPTH_MAX = 32;

  /** Member macros within each other: a second level would cost the square of the members. */
  public static final int MACROS_NESTED_MAX = 1;

  /**
   * Members of a household: more do not live in one flat, and their answers fit a machine word. Of
   * a longer list the rest is left out, and the list counts as not complete.
   */
  public static final int MEMBERS_MAX = 30;

  /** The largest number that can come up in a calculation: any two may still be subtracted. */
  public static final long NUMBER_MAX = 1L << 61;

  /** Mistakes told at once. */
  public static final int MISTAKES_MAX = 10;

  /**
   * Combinations of answers tried to find out which missing facts can still matter; with more, the
   * list of them may name some that cannot.
   */
  public static final int ANSWERS_TRIED_MAX = 4_096;

  private Limits() {}
}
