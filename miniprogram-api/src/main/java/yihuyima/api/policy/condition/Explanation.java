package yihuyima.api.policy.condition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a household meets a condition, does not, or it cannot be told.
 *
 * @param missing what can still change it: empty exactly when it can be told
 */
public record Explanation(Truth truth, Part whole, List<Missing> missing) {
  /** How parts make up a whole. */
  public enum Joint {
    ALL,
    ANY,
    /** It has no parts. */
    SINGLE
  }

  /**
   * The condition or one part of it.
   *
   * @param text in Chinese
   * @param used the facts that it was decided by, or could not be; of a part that has parts, none
   */
  public record Part(String text, Joint joint, Truth truth, List<Part> parts, List<Used> used) {
    public Part {
      parts = List.copyOf(parts);
      used = List.copyOf(used);
    }
  }

  /**
   * A fact with the value that was used.
   *
   * @param member whose; null for the household
   * @param value in Chinese; null when not known
   */
  public record Used(Fact fact, @Nullable Integer member, @Nullable String value) {
    /** Leaves the value out: it is about people. */
    @Override
    public String toString() {
      return fact.name() + (member == null ? "" : "[" + member + "]");
    }
  }

  public Explanation {
    missing = List.copyOf(missing);
  }
}
