package yihuyima.api.access;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the answer of a write is about. It is kept beside the answer, because whose affair it is may
 * change before the answer is asked for again.
 *
 * @param id of the thing; 0 for what concerns nobody but the caller
 * @param personId the member of the household whom it is about; null for the household as such
 */
public record Matter(Kind kind, long id, @Nullable Long personId) {
  /** What things are: each is asked for by its own id. */
  public enum Kind {
    HOUSEHOLD,
    ORGANISATION,
    STAFF,
    PARTNER,
    INVESTIGATION,
    /** Nothing that anybody's reach ends at: what the door decides is all there is to decide. */
    NOTHING
  }

  /** A household, or what belongs to it. */
  public static Matter household(long id) {
    return new Matter(Kind.HOUSEHOLD, id, null);
  }

  /** An organisation. */
  public static Matter organisation(long id) {
    return new Matter(Kind.ORGANISATION, id, null);
  }

  /** An account of staff. */
  public static Matter staff(long id) {
    return new Matter(Kind.STAFF, id, null);
  }

  /** A partner department. */
  public static Matter partner(long id) {
    return new Matter(Kind.PARTNER, id, null);
  }

  /** A leak investigation. */
  public static Matter investigation(long id) {
    return new Matter(Kind.INVESTIGATION, id, null);
  }

  /** What concerns nobody but the caller, or is for everybody to read. */
  public static Matter nothing() {
    return new Matter(Kind.NOTHING, 0, null);
  }

  /** The same, about one member of the household. */
  public Matter of(@Nullable Long person) {
    return new Matter(kind, id, person);
  }

  /** As it is kept: {@code HOUSEHOLD:12}, {@code HOUSEHOLD:12/45}. */
  public String text() {
    return kind.name() + ":" + id + (personId == null ? "" : "/" + personId);
  }

  /** From what was kept; empty for what an older release kept without one. */
  public static Optional<Matter> parse(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    int colon = text.indexOf(':');
    int slash = text.indexOf('/');
    return Optional.of(
        new Matter(
            Kind.valueOf(text.substring(0, colon)),
            Long.parseLong(text.substring(colon + 1, slash < 0 ? text.length() : slash)),
            slash < 0 ? null : Long.valueOf(text.substring(slash + 1))));
  }
}
