package yihuyima.api.membership;

import java.time.DateTimeException;
import java.time.LocalDate;
import yihuyima.api.http.Failure;
import yihuyima.api.http.Problem;

/** Days as requests name them, and refusals as they answer. */
public final class Days {
  private Days() {}

  /**
   * A day of a request.
   *
   * @throws Failure REQUEST_INVALID when it is none
   */
  public static LocalDate read(String text, String pointer) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw Problem.REQUEST_INVALID.because("not a day", e).at(pointer, "日期格式不正确");
    }
  }

  /** A refusal as a failure. */
  public static Failure failure(MembershipDecision.Refused refused) {
    Failure failure = refused.problem().because(refused.reason());
    return refused.pointer() == null ? failure : failure.at(refused.pointer(), refused.mend());
  }
}
