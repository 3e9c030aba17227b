package yihuyima.api.wechat;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import yihuyima.api.outbound.Exchange;

/** What WeChat said about a login code. Pure: every rule about WeChat's answers is here. */
sealed interface CodeAnswer {
  record SignedIn(WechatSession session) implements CodeAnswer {}

  /**
   * The code is unknown, used, expired, or its owner is blocked. A new {@code wx.login} is needed.
   */
  record CodeRefused(int errcode) implements CodeAnswer {}

  /** This person, or our application, asks too often. */
  record TooOften(int errcode) implements CodeAnswer {}

  /** Our own app id or secret is wrong: nobody can sign in until somebody mends it. */
  record Misconfigured(int errcode) implements CodeAnswer {}

  /** Worth another try at once; the code is most likely still good. */
  record Busy(String reason) implements CodeAnswer {}

  /** Not worth another try: no answer in time, or one that cannot be believed. */
  record Unusable(String reason) implements CodeAnswer {}

  /** Printable, without spaces: it becomes a key in a table and nothing else. */
  Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,128}");

  int HTTP_OK = 200;

  static CodeAnswer read(Exchange exchange) {
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
  private static CodeAnswer read(String body) {
    try {
      JsonObject json = new JsonObject(body);
      int errcode = json.getValue("errcode") instanceof Integer code ? code : 0;
      if (json.containsKey("errcode") && !(json.getValue("errcode") instanceof Integer)) {
        return new Unusable("errcode is not a number");
      }
      return errcode == 0 ? signedIn(json) : refused(errcode);
    } catch (DecodeException e) {
      // Without its cause, which quotes the body.
      return new Unusable("answer is not JSON");
    }
  }

  private static CodeAnswer signedIn(JsonObject json) {
    String openid = id(json, "openid");
    if (openid == null) {
      return new Unusable("answer without openid");
    }
    return new SignedIn(new WechatSession(openid, id(json, "unionid")));
  }

  private static @Nullable String id(JsonObject json, String name) {
    return json.getValue(name) instanceof String text && ID.matcher(text).matches() ? text : null;
  }

  /** WeChat's table of return codes for jscode2session. */
  private static CodeAnswer refused(int errcode) {
    return switch (errcode) {
      case -1 -> new Busy("errcode -1");
      // Invalid, used, missing; 40226: the person is blocked as high-risk.
      case 40029, 40163, 41008, 40226 -> new CodeRefused(errcode);
      case 45011 -> new TooOften(errcode);
      // App id invalid, secret invalid, app id missing, secret missing.
      case 40013, 40125, 41002, 41004 -> new Misconfigured(errcode);
      default -> new Unusable("errcode " + errcode);
    };
  }
}
