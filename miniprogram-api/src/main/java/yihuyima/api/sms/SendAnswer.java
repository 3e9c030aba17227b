package yihuyima.api.sms;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import yihuyima.api.outbound.Exchange;

/** What Tencent Cloud said about one message. Pure: every rule about its answers is here. */
sealed interface SendAnswer {
  record Taken() implements SendAnswer {}

  /** This number cannot receive messages: not a number, or its owner has refused them. */
  record NumberRefused(String code) implements SendAnswer {}

  /** This number has been sent too many messages. */
  record TooOften(String code) implements SendAnswer {}

  /** Our keys, signature, template or balance: no message goes out until somebody mends it. */
  record OurFault(String code) implements SendAnswer {}

  /** Certainly not sent, and worth another try. */
  record NotSent(String reason) implements SendAnswer {}

  /** Perhaps sent. */
  record Unknown(String reason) implements SendAnswer {}

  /** Codes go to logs: names with dots, nothing that could carry a number. */
  Pattern CODE = Pattern.compile("[A-Za-z]+(\\.[A-Za-z0-9]+)*");

  int HTTP_OK = 200;

  List<String> NUMBER_REFUSED =
      List.of(
          "InvalidParameterValue.IncorrectPhoneNumber", "FailedOperation.PhoneNumberInBlacklist");

  List<String> TOO_OFTEN =
      List.of("LimitExceeded.PhoneNumber", "LimitExceeded.DeliveryFrequencyLimit");

  /**
   * What remains under these heads after the two lists above: limits of the account, and our own.
   */
  List<String> OUR_FAULT =
      List.of(
          "LimitExceeded",
          "AuthFailure",
          "UnauthorizedOperation",
          "InvalidParameter",
          "MissingParameter",
          "UnknownParameter",
          "UnsupportedOperation",
          "UnsupportedRegion",
          "InvalidAction",
          "NoSuchVersion",
          "FailedOperation.InsufficientBalance",
          "FailedOperation.Signature",
          "FailedOperation.Template",
          "FailedOperation.Missing",
          "FailedOperation.NotEnterprise",
          "FailedOperation.ContainSensitiveWord");

  static SendAnswer read(Exchange exchange) {
    return switch (exchange) {
      case Exchange.Answered answer when answer.status() == HTTP_OK -> read(answer.body());
      case Exchange.Answered answer -> new Unknown("HTTP status " + answer.status());
      case Exchange.Unreachable unreachable -> new NotSent("unreachable, " + unreachable.why());
      case Exchange.Cut cut -> new Unknown("connection cut, " + cut.why());
      case Exchange.TooLate late -> new Unknown("no answer in time");
      case Exchange.TooLarge large -> new Unknown("answer too large");
    };
  }

  /** One number was sent to, so there is either an error or exactly one status. */
  private static SendAnswer read(String body) {
    try {
      if (!(new JsonObject(body).getValue("Response") instanceof JsonObject response)) {
        return new Unknown("answer without Response");
      }
      if (response.getValue("Error") instanceof JsonObject error) {
        return ofCode(error);
      }
      return response.getValue("SendStatusSet") instanceof JsonArray statuses
              && statuses.size() == 1
              && statuses.getValue(0) instanceof JsonObject status
          ? ofCode(status)
          : new Unknown("answer without one status");
    } catch (DecodeException e) {
      // Without its cause, which quotes the body.
      return new Unknown("answer is not JSON");
    }
  }

  private static SendAnswer ofCode(JsonObject holder) {
    if (!(holder.getValue("Code") instanceof String code) || !CODE.matcher(code).matches()) {
      return new Unknown("status without a code");
    }
    if (code.equals("Ok")) {
      return new Taken();
    }
    if (startsWithOneOf(code, NUMBER_REFUSED)) {
      return new NumberRefused(code);
    }
    if (startsWithOneOf(code, TOO_OFTEN)) {
      return new TooOften(code);
    }
    if (startsWithOneOf(code, OUR_FAULT)) {
      return new OurFault(code);
    }
    // Refused at the door, before anything was done.
    return code.startsWith("RequestLimitExceeded") ? new NotSent(code) : new Unknown(code);
  }

  private static boolean startsWithOneOf(String code, List<String> heads) {
    return heads.stream().anyMatch(code::startsWith);
  }
}
