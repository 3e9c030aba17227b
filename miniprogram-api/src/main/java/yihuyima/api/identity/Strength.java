package yihuyima.api.identity;

/** How well the holder of a session has proved who they are. */
public enum Strength {
  /** By a one-time password, which opens nothing but the door to a password of one's own. */
  PASSWORD_CHANGE_DUE,
  /** By a password, while the account has a second factor that was not shown yet. */
  SECOND_FACTOR_DUE,
  /** By one proof: a password, or what WeChat or a text message says. */
  PASSWORD,
  /** By a password and a code of the second factor. */
  SECOND_FACTOR
}
