package yihuyima.api.consent;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Purpose;

/**
 * One giving or taking back.
 *
 * @param signedOn the day a paper was signed; null for what was done on a phone
 */
record Consent(
    Purpose purpose,
    int noticeVersion,
    Choice choice,
    Channel channel,
    OffsetDateTime at,
    @Nullable LocalDate signedOn) {
  /** What was said. */
  enum Choice {
    GIVEN,
    WITHDRAWN
  }

  /** How it was said. */
  enum Channel {
    OWN_PHONE,
    PROXY,
    PAPER_AT_DOOR
  }
}
