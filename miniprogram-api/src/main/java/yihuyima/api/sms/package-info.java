/**
 * Sends sign-in codes by text message.
 *
 * <p>{@link yihuyima.api.sms.SmsGateway} is all that the rest knows; behind it is Tencent Cloud. A
 * message costs money and cannot be taken back, so a call whose fate is unknown is not repeated.
 * Phone numbers and codes are in no log, failure or {@code toString}.
 */
@NullMarked
package yihuyima.api.sms;

import org.jspecify.annotations.NullMarked;
