package yihuyima.api.sms;

import io.vertx.core.Future;

/** Sends text messages. */
public interface SmsGateway {
  /**
   * Sends a sign-in code.
   *
   * @param phone a mainland mobile number, 11 digits beginning with 1, with or without {@code +86}
   * @param code 4 to 8 digits
   * @return succeeds when the gateway has taken the message, which is not yet its arrival; fails
   *     with {@code REQUEST_INVALID} when the number cannot receive messages, {@code
   *     TOO_MANY_REQUESTS} when it has been sent too many, or {@code SMS_UNAVAILABLE} otherwise:
   *     then the message may have gone out all the same, and a code once sent must stay good
   */
  Future<Void> sendSignInCode(String phone, String code);
}
