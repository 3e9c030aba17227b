package yihuyima.api.sms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import yihuyima.api.outbound.Exchange;

class SendAnswerTest {
  private static SendAnswer read(String body) {
    return SendAnswer.read(new Exchange.Answered(200, body));
  }

  @ParameterizedTest
  @CsvSource({
    "Ok, Taken",
    "InvalidParameterValue.IncorrectPhoneNumber, NumberRefused",
    "FailedOperation.PhoneNumberInBlacklist, NumberRefused",
    "LimitExceeded.PhoneNumberDailyLimit, TooOften",
    "LimitExceeded.PhoneNumberThirtySecondLimit, TooOften",
    "LimitExceeded.PhoneNumberOneHourLimit, TooOften",
    "LimitExceeded.PhoneNumberSameContentDailyLimit, TooOften",
    "LimitExceeded.DeliveryFrequencyLimit, TooOften",
    "LimitExceeded.AppMainlandChinaDailyLimit, OurFault",
    "AuthFailure.SignatureFailure, OurFault",
    "AuthFailure.SignatureExpire, OurFault",
    "UnauthorizedOperation.SmsSdkAppIdVerifyFail, OurFault",
    "FailedOperation.InsufficientBalanceInSmsPackage, OurFault",
    "FailedOperation.SignatureIncorrectOrUnapproved, OurFault",
    "FailedOperation.TemplateIncorrectOrUnapproved, OurFault",
    "InvalidParameterValue.SdkAppIdNotExist, OurFault",
    "MissingParameter, OurFault",
    "RequestLimitExceeded, NotSent",
    "InternalError.Timeout, Unknown",
    "FailedOperation.FailResolvePacket, Unknown",
    "SomethingNew, Unknown"
  })
  void everyCodeHasItsMeaningAsAnErrorAndAsAStatus(String code, String meaning) {
    SendAnswer status =
        read(
            "{\"Response\":{\"SendStatusSet\":[{\"Code\":\"" + code + "\"}],\"RequestId\":\"r\"}}");
    SendAnswer error =
        read("{\"Response\":{\"Error\":{\"Code\":\"" + code + "\"},\"RequestId\":\"r\"}}");
    assertThat(status.getClass().getSimpleName()).isEqualTo(meaning);
    if (!code.equals("Ok")) {
      assertThat(error).isEqualTo(status);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "<html>",
        "{\"Response\":null}",
        "{\"Response\":{}}",
        "{\"Response\":{\"SendStatusSet\":[]}}",
        "{\"Response\":{\"SendStatusSet\":[{\"Code\":\"Ok\"},{\"Code\":\"Ok\"}]}}",
        "{\"Response\":{\"SendStatusSet\":[\"Ok\"]}}",
        "{\"Response\":{\"SendStatusSet\":[{\"Code\":1}]}}",
        "{\"Response\":{\"SendStatusSet\":[{\"Code\":\"+8613800138000\"}]}}"
      })
  void whatCannotBeBelievedIsUnknown(String body) {
    assertThat(read(body)).isInstanceOf(SendAnswer.Unknown.class);
  }

  @Test
  void onlyWhatNeverLeftIsNotSent() {
    assertThat(SendAnswer.read(new Exchange.Unreachable("x")))
        .isInstanceOf(SendAnswer.NotSent.class);
    assertThat(SendAnswer.read(new Exchange.Cut("x"))).isInstanceOf(SendAnswer.Unknown.class);
    assertThat(SendAnswer.read(new Exchange.TooLate())).isInstanceOf(SendAnswer.Unknown.class);
    assertThat(SendAnswer.read(new Exchange.TooLarge())).isInstanceOf(SendAnswer.Unknown.class);
    assertThat(SendAnswer.read(new Exchange.Answered(502, "")))
        .isEqualTo(new SendAnswer.Unknown("HTTP status 502"));
  }
}
