package yihuyima.qr;

import java.util.Objects;

/** What a typed text turned out to be. Only a {@link Valid} one carries a code. */
public sealed interface CodeReading {

  /** A code whose check characters hold. It may still never have been issued. */
  record Valid(HouseholdCode code) implements CodeReading {
    public Valid {
      Objects.requireNonNull(code, "code");
    }
  }

  /**
   * Sixteen characters of the alphabet whose check characters do not hold: a slip of the finger.
   */
  record Mistyped() implements CodeReading {}

  /** Not the shape of a code at all. */
  record Malformed(Reason reason) implements CodeReading {
    public Malformed {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** Why a text has not the shape of a code. Says nothing about codes that were issued. */
  enum Reason {
    /** Null, or nothing but spaces and hyphens. */
    EMPTY,
    /** Longer than {@link HouseholdCode#TYPED_CHARS_MAX} before anything is dropped. */
    TOO_LONG,
    /** Not sixteen characters after spaces and hyphens are dropped. */
    WRONG_LENGTH,
    /** A character outside the alphabet; U is one of them. */
    NOT_IN_ALPHABET,
    /**
     * The check characters hold, but the first character names a kind this release does not know.
     */
    UNKNOWN_KIND
  }
}
