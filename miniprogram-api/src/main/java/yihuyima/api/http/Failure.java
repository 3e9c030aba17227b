package yihuyima.api.http;

import io.vertx.core.http.Cookie;
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
  private final String reason;
  private final transient List<FieldError> errors;
  private final transient List<Cookie> cookies;
  private final @Nullable Long householdId;

  Failure(Problem problem, String reason, List<FieldError> errors, @Nullable Throwable cause) {
    this(problem, reason, errors, List.of(), null, cause);
  }

  private Failure(
      Problem problem,
      String reason,
      List<FieldError> errors,
      List<Cookie> cookies,
      @Nullable Long householdId,
      @Nullable Throwable cause) {
    // No stack trace: an expected failure is a value that travels as an exception.
    super(problem.code() + ": " + reason, cause, false, false);
    this.problem = problem;
    this.reason = reason;
    this.errors = List.copyOf(errors);
    this.cookies = List.copyOf(cookies);
    this.householdId = householdId;
  }

  /** The same failure, naming the fields that are wrong. */
  public Failure at(List<FieldError> fields) {
    return new Failure(problem, reason, fields, cookies, householdId, getCause());
  }

  /** The same failure, naming one field that is wrong. */
  public Failure at(String pointer, String reason) {
    return at(List.of(new FieldError(pointer, reason)));
  }

  /** The same failure, whose answer sets or clears cookies. */
  public Failure with(List<Cookie> more) {
    return new Failure(problem, reason, errors, more, householdId, getCause());
  }

  /**
   * The same failure, of something that is this household's: for the record, which the family
   * reads. It never leaves the process.
   */
  public Failure about(@Nullable Long household) {
    return new Failure(problem, reason, errors, cookies, household, getCause());
  }

  public Problem problem() {
    return problem;
  }

  public List<FieldError> errors() {
    return errors;
  }

  /** Whose it would have been; null when none was found. */
  public @Nullable Long householdId() {
    return householdId;
  }

  public List<Cookie> cookies() {
    return cookies;
  }
}
