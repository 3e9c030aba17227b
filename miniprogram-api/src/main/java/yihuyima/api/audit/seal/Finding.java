package yihuyima.api.audit.seal;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is not as it was sealed, and where.
 *
 * @param seal the seal that shows it
 * @param record the record's id; null when a seal itself is concerned
 * @param says in words
 */
public record Finding(Kind kind, long seal, @Nullable Long record, String says) {
  /** What was done, as far as it can be told. */
  public enum Kind {
    /** A record's content is another than the sealed one. */
    RECORD_EDITED,
    /** A sealed record is not there, or not in its place. */
    RECORD_DELETED,
    /** A record stands among sealed ones and was not sealed. */
    RECORD_INSERTED,
    /** A seal's content, digest or signature is another than what was signed. */
    SEAL_CHANGED,
    /** A seal between others is gone. */
    SEAL_MISSING,
    /** A seal is genuine, but does not follow the one before it, or is not the one in the head. */
    CHAIN_FORKED,
    /** The head knows seals that the database has not. */
    TAIL_CUT,
    /** A line of the head is not what was written. */
    HEAD_CHANGED
  }

  /** One line. */
  @Override
  public String toString() {
    return record == null
        ? "%s seal %d: %s".formatted(kind, seal, says)
        : "%s record %d seal %d: %s".formatted(kind, record, seal, says);
  }
}
