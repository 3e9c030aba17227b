package yihuyima.demo;

/** What a scan goes through that a bare answer would not. */
enum StackLayer {
  /** The token is read, and whether its session stands is asked in the scan's own statement. */
  SESSIONS,
  /** One call is taken from the caller's limit. */
  LIMITS,
  /** The kept view is sealed, and opened for the answer. */
  ENCRYPTION,
  /** Who may see what is decided. */
  DECISION,
  /** A line in the record is committed before the answer leaves; it is sealed afterwards. */
  RECORD
}
