package yihuyima.demo;

/**
 * Where a thing lies, seen from the family's county. Every thing of the sweep exists once in each.
 */
enum SweptRelation {
  /** The family's: its household, what it applied for, its payment, its county. */
  OURS,
  /** A family of the same station whose file is closed and whose code is revoked. */
  CLOSED_FILE,
  /** Another family of the same station. */
  OWN_STATION,
  /** A family of another county of the same city. */
  OTHER_COUNTY,
  /** A family of another province: nobody who asks has any power there. */
  OTHER_PROVINCE,
  /** Nowhere. */
  ABSENT
}
