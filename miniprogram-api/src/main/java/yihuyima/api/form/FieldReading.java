package yihuyima.api.form;

import org.jspecify.annotations.Nullable;

/** What came of reading what somebody typed. */
public sealed interface FieldReading {
  /**
   * It can be used.
   *
   * @param value canonical text; null for an empty field
   * @param note what was done to it on the way, for a person to see; null when nothing was
   */
  record Good(@Nullable String value, @Nullable String note) implements FieldReading {}

  /**
   * It cannot.
   *
   * @param mend what is wrong and how to mend it, without repeating what was typed
   */
  record Bad(String mend) implements FieldReading {}

  /** As it was typed. */
  static FieldReading good(@Nullable String value) {
    return new Good(value, null);
  }
}
