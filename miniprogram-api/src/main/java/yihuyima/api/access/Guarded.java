package yihuyima.api.access;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import yihuyima.api.http.Problem;
import yihuyima.api.identity.Caller;

/**
 * Something a store found, or did not, that opens only by a decision: the compiler keeps an
 * operation from showing what nobody has been asked about. What is absent and what is not the
 * caller's concern are refused alike.
 */
public final class Guarded<T> {
  /** What came of asking. */
  public sealed interface Opened<T> {}

  /** The caller may: here it is. */
  public record Granted<T>(T value, Concern concern) implements Opened<T> {}

  /**
   * The caller may not.
   *
   * @param householdId whose it would have been, for the record; null when there is none
   */
  public record Refused<T>(Problem problem, String reason, @Nullable Long householdId)
      implements Opened<T> {}

  private final @Nullable T value;
  private final @Nullable Concern concern;

  private Guarded(@Nullable T value, @Nullable Concern concern) {
    this.value = value;
    this.concern = concern;
  }

  /** Guards what was found by how it stands to the caller; what was not found stays absent. */
  public static <T> Guarded<T> of(Optional<T> found, Function<T, Concern> concern) {
    return found
        .map(value -> new Guarded<>(value, concern.apply(value)))
        .orElseGet(() -> new Guarded<>(null, null));
  }

  /** Opens it for what the caller wants to do. */
  public Opened<T> open(Caller caller, Action action) {
    return open(caller, thing -> action);
  }

  /** As {@link #open(Caller, Action)}, where the action hangs on what was found. */
  public Opened<T> open(Caller caller, Function<T, Action> action) {
    T found = value;
    Concern standing = concern;
    if (found == null || standing == null) {
      return new Refused<>(Problem.NOT_FOUND, "not there", null);
    }
    Access access = Access.decide(caller, action.apply(found), standing);
    if (access instanceof Access.Refused refused) {
      Long household = standing.householdId() == 0 ? null : standing.householdId();
      return new Refused<>(refused.problem(), refused.reason(), household);
    }
    return new Granted<>(found, standing);
  }

  /**
   * As {@link #open(Caller, Action)}, for a write: its transaction is undone by the failure and the
   * router records the refusal.
   *
   * @throws yihuyima.api.http.Failure NOT_FOUND or NOT_ALLOWED
   */
  public T openOrFail(Caller caller, Action action) {
    return openOrFail(caller, thing -> action);
  }

  /** As {@link #openOrFail(Caller, Action)}, where the action hangs on what was found. */
  public T openOrFail(Caller caller, Function<T, Action> action) {
    return switch (open(caller, action)) {
      case Granted<T> granted -> granted.value();
      case Refused<T> refused ->
          throw refused.problem().because(refused.reason()).about(refused.householdId());
    };
  }

  /** Says whether there is something, never what. */
  @Override
  public String toString() {
    return value == null ? "Guarded[absent]" : "Guarded[present]";
  }
}
