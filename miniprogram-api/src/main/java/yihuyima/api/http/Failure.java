package yihuyima.api.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expected failure: a {@link Problem} for the client and a reason for the log.
 *
 * <p>The reason never leaves the process, and never holds personal data or a code's text.
 */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * One field that is wrong.
   *
   * @param pointer JSON pointer into the request body, or the parameter's name
   * @param reason in Chinese, says how to mend it
   */
  public record FieldError(String pointer, String reason) {}

  private final Problem problem;
  private final transient List<FieldError> errors;

  Failure(Problem problem, String reason, List<FieldError> errors, @Nullable Throwable cause) {
    // No stack trace: an expected failure is a value that travels as an exception.
    super(problem.code() + ": " + reason, cause, false, false);
    this.problem = problem;
    this.errors = List.copyOf(errors);
  }

  /** The same failure, naming the fields that are wrong. */
  public Failure at(List<FieldError> fields) {
    return new Failure(problem, getMessage(), fields, getCause());
  }

  /** The same failure, naming one field that is wrong. */
  public Failure at(String pointer, String reason) {
    return at(List.of(new FieldError(pointer, reason)));
  }

  public Problem problem() {
    return problem;
  }

  public List<FieldError> errors() {
    return errors;
  }
}
