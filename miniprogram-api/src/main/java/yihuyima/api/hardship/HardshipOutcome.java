package yihuyima.api.hardship;

/**
 * What the computation says, from the most hardship to the least: more income never leads to an
 * earlier one. A family that several tiers fit is in the first of them.
 */
public enum HardshipOutcome {
  /** 深度困难. */
  DEEP,
  /** 相对困难. */
  RELATIVE,
  /** 意外致困. */
  ACCIDENT,
  /** In no tier: the figures are above the limits, or a condition stands against it. */
  NONE,
  /** Cannot tell yet. */
  UNKNOWN
}
