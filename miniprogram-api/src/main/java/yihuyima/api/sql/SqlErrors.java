package yihuyima.api.sql;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import yihuyima.api.http.Failure;
import yihuyima.api.http.Problem;

/** Turns what the database says into problems: by SQLSTATE and constraint name, never by text. */
public final class SqlErrors {
  /** Constraints that carry the domain, and the problem that breaking one is. */
  private static final Map<String, Problem> CONSTRAINTS =
      Map.ofEntries(
          Map.entry("household_code_one_live", Problem.LIVE_CODE_EXISTS),
          Map.entry("household_code_generation_once", Problem.STATE_CHANGED),
          Map.entry("code_issue_job_one_running", Problem.JOB_RUNNING),
          Map.entry("membership_one_household", Problem.PERSON_ELSEWHERE),
          Map.entry("file_person_one_open_file", Problem.PERSON_ELSEWHERE),
          Map.entry("person_id_number_unique", Problem.STATE_CHANGED),
          Map.entry("person_id_number_unique2", Problem.STATE_CHANGED),
          Map.entry("application_one_open", Problem.ALREADY_OPEN),
          Map.entry("application_four_eyes", Problem.OWN_ENTRY),
          Map.entry("application_amount_within_ceiling", Problem.AMOUNT_OVER_CEILING),
          Map.entry("rights_request_one_stop", Problem.STOP_ASKED),
          Map.entry("binding_one_household", Problem.ALREADY_BOUND),
          Map.entry("account_phone_unique", Problem.PHONE_TAKEN),
          Map.entry("account_phone_unique2", Problem.PHONE_TAKEN),
          Map.entry("staff_wecom_user", Problem.WECOM_TAKEN),
          Map.entry("staff_login_name_unique", Problem.LOGIN_NAME_TAKEN),
          Map.entry("proxy_asked_once", Problem.PROXY_EXISTS),
          Map.entry("proxy_asked_once2", Problem.PROXY_EXISTS),
          Map.entry("application_event_once", Problem.STATE_CHANGED),
          Map.entry("payment_event_once", Problem.STATE_CHANGED),
          Map.entry("living_standard_pkey", Problem.STATE_CHANGED),
          Map.entry("partner_code_unique", Problem.PARTNER_CODE_TAKEN),
          Map.entry("partner_key_two_at_a_time", Problem.KEY_PLACES_TAKEN),
          Map.entry("partner_key_once", Problem.KEY_KNOWN),
          Map.entry("partner_key_pkey", Problem.KEY_KNOWN),
          Map.entry("partner_message_once", Problem.SIGNATURE_INVALID));

  private SqlErrors() {}

  /** The failure that this error is; the error itself when it is a bug. */
  public static Throwable toFailure(Throwable error) {
    if (error instanceof Failure) {
      return error;
    }
    if (error instanceof PgException pg) {
      return fromState(pg);
    }
    if (isConnectionLost(error)) {
      return Problem.STORE_UNAVAILABLE.because("the database cannot be reached", error);
    }
    if (error instanceof TimeoutException || isPoolFull(error)) {
      return Problem.BUSY.because("no database connection in time", error);
    }
    return error;
  }

  private static Throwable fromState(PgException pg) {
    String state = String.valueOf(pg.getSqlState());
    Problem known = constraintProblem(pg.getConstraint());
    if (known != null && state.startsWith("23")) {
      return known.because("constraint " + pg.getConstraint(), null);
    }
    return switch (state) {
      // Serialisation failure, deadlock, lock not available, statement cancelled by its timeout.
      case "40001", "40P01", "55P03", "57014" -> Problem.BUSY.because("SQLSTATE " + state);
      // Shutting down, crashed, starting up; too many connections; disk full; out of memory.
      case "57P01", "57P02", "57P03", "53300", "53100", "53200", "25006" ->
          Problem.STORE_UNAVAILABLE.because("SQLSTATE " + state);
      default -> pg;
    };
  }

  private static @Nullable Problem constraintProblem(@Nullable String constraint) {
    return constraint == null ? null : CONSTRAINTS.get(constraint);
  }

  /** Whether a read may be tried again: the connection was lost or the server is coming up. */
  static boolean isTransient(Throwable error) {
    if (error instanceof PgException pg) {
      String state = String.valueOf(pg.getSqlState());
      return state.equals("57P01") || state.equals("57P02") || state.equals("57P03");
    }
    return isConnectionLost(error);
  }

  private static boolean isConnectionLost(Throwable error) {
    return error instanceof IOException
        || error.getClass().getSimpleName().equals("ClosedConnectionException")
        || (error instanceof VertxException
            && String.valueOf(error.getMessage()).contains("closed"));
  }

  private static boolean isPoolFull(Throwable error) {
    return error.getClass().getSimpleName().equals("ConnectionPoolTooBusyException")
        || (error instanceof VertxException
            && String.valueOf(error.getMessage()).startsWith("Timeout"));
  }
}
