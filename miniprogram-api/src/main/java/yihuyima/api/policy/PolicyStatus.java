package yihuyima.api.policy;

/** How far a version of a policy has come. */
public enum PolicyStatus {
  DRAFT,
  SUBMITTED,
  /** Sent back to its writers with a reason. */
  RETURNED,
  /** In force from its first day to its last, until a later version takes its place. */
  APPROVED,
  /** Was in force until the day it was withdrawn. */
  WITHDRAWN
}
