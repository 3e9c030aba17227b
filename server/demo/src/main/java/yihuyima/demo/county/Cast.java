package yihuyima.demo.county;

/**
 * Who stands on the stage of the demo: the households and sign-ins that are told to its user.
 * Everybody else in the county is crowd.
 */
public final class Cast {
  /** The county holds at least so many households: the ones below are in it. */
  public static final int HOUSEHOLDS_MIN = 100;

  /** A household to look at: every kind of payment and benefit, an application, three visits. */
  public static final long HOUSEHOLD = 1;

  /** Another one, of another grassroots union and another cadre. */
  public static final long OTHER_HOUSEHOLD = 61;

  /** A household that nobody has bound yet. */
  public static final long UNBOUND_HOUSEHOLD = 12;

  /** A household whose only code is revoked. */
  public static final long REVOKED_HOUSEHOLD = 27;

  /** The accounts bound to the first two. */
  public static final long ACCOUNT = 1;

  public static final long OTHER_ACCOUNT = 2;

  /** WeChat knows the first household's worker by this. */
  public static final String OPENID = "wangshining";

  /** And somebody who is new here by this. */
  public static final String NEW_OPENID = "newcomer";

  private Cast() {}

  /** Whether a household has its part written down. */
  static boolean isOnStage(long householdId) {
    return householdId == HOUSEHOLD
        || householdId == OTHER_HOUSEHOLD
        || householdId == UNBOUND_HOUSEHOLD
        || householdId == REVOKED_HOUSEHOLD;
  }
}
