package yihuyima.api.wechat;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import yihuyima.api.outbound.Exchange;

/**
 * What WeChat or Enterprise WeChat said; both speak in errcodes. Pure: every rule about their
 * answers is here.
 */
sealed interface Answer {
  /**
   * It worked.
   *
   * @param json not part of {@link #toString()}
   */
  record Good(JsonObject json) implements Answer {
    /** A text that can become a key in a table; null when it is absent or cannot. */
    @Nullable String id(String name) {
      return json.getValue(name) instanceof String text && ID.matcher(text).matches() ? text : null;
    }

    @Override
    public String toString() {
      return "Good";
    }
  }

  /** The code is unknown, used, expired, or its owner is blocked. A new code is needed. */
  record CodeRefused(int errcode) implements Answer {}

  /** This person, or our application, asks too often. */
  record TooOften(int errcode) implements Answer {}

  /** The access token is not, or no longer, taken: with a new one the call may work. */
  record TokenRefused(int errcode) implements Answer {}

  /** Our own id, secret or rights are wrong: nobody can sign in until somebody mends it. */
  record Misconfigured(int errcode) implements Answer {}

  /** Worth another try at once; the code is most likely still good. */
  record Busy(String reason) implements Answer {}

  /** Not worth another try: no answer in time, or one that cannot be believed. */
  record Unusable(String reason) implements Answer {}

  /** Printable, without spaces: it becomes a key in a table and nothing else. */
  Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,128}");

  int HTTP_OK = 200;

  static Answer read(Exchange exchange) {
    return switch (exchange) {
      case Exchange.Answered answer when answer.status() == HTTP_OK -> read(answer.body());
      case Exchange.Answered answer -> new Unusable("HTTP status " + answer.status());
      case Exchange.Unreachable unreachable -> new Busy("unreachable, " + unreachable.why());
      // Asking twice is harmless: at worst the code counts as used, and the phone takes a new one.
      case Exchange.Cut cut -> new Busy("connection cut, " + cut.why());
      case Exchange.TooLate late -> new Unusable("no answer in time");
      case Exchange.TooLarge large -> new Unusable("answer too large");
    };
  }

  /** Reads a body; WeChat calls it text/plain, so the type of the answer is not looked at. */
  private static Answer read(String body) {
    try {
      JsonObject json = new JsonObject(body);
      int errcode = json.getValue("errcode") instanceof Integer code ? code : 0;
      if (json.containsKey("errcode") && !(json.getValue("errcode") instanceof Integer)) {
        return new Unusable("errcode is not a number");
      }
      return errcode == 0 ? new Good(json) : refused(errcode);
    } catch (DecodeException e) {
      // Without its cause, which quotes the body.
      return new Unusable("answer is not JSON");
    }
  }

  /** The tables of return codes of both; where they share a number they mean the same. */
  private static Answer refused(int errcode) {
    return switch (errcode) {
      case -1 -> new Busy("errcode -1");
      // Invalid, used, missing; 40226: the person is blocked as high-risk.
      case 40029, 40163, 41008, 40226 -> new CodeRefused(errcode);
      case 45009, 45011, 45033 -> new TooOften(errcode);
      // Invalid, malformed, expired, missing. Where a token is asked for, 40001 is the secret.
      case 40001, 40014, 42001, 41001 -> new TokenRefused(errcode);
      // Id invalid, secret invalid, id missing, secret missing; 48001, 60020, 301002: no right to
      // the call, not from this address, not of this application.
      case 40013, 40125, 41002, 41004, 48001, 60020, 301002 -> new Misconfigured(errcode);
      default -> new Unusable("errcode " + errcode);
    };
  }
}
