package yihuyima.api.access;

/** Whether private fields are shown as they are, or hidden but for what tells one from another. */
public enum Masking {
  OPEN,
  MASKED
}
