package yihuyima.api.policy;

/** Whether a household may enjoy a policy. */
public enum Entitlement {
  ENTITLED,
  NOT_ENTITLED,
  /** Facts are missing. */
  UNKNOWN
}
