package yihuyima.demo;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayDeque;
import java.util.List;
import yihuyima.demo.county.Cast;
import yihuyima.demo.county.Roster;

/** What the demo's own pages ask for: whom to sign in as, and which text messages were sent. */
final class DemoRoutes {
  /** The newest text messages that are shown. */
  private static final int MESSAGES_SHOWN_MAX = 50;

  private static final String COUNTRY_CODE = "+86";

  private final Stage stage;
  private final SmsStandIn sms;
  private final String password;

  DemoRoutes(Stage stage, SmsStandIn sms, String password) {
    this.stage = stage;
    this.sms = sms;
    this.password = password;
  }

  /** Once for each event loop. */
  void mount(Router router) {
    router.get("/demo/sign-ins").handler(this::signIns);
    router.get("/demo/sms").handler(this::messages);
  }

  private void signIns(RoutingContext context) {
    // Codes may have been replaced since the start; the database is asked off the event loop.
    Future<List<Stage.Household>> asked = context.vertx().executeBlocking(stage::households, false);
    asked
        .onSuccess(households -> answer(context, signIns(households).encode()))
        .onFailure(context::fail);
  }

  private JsonObject signIns(List<Stage.Household> households) {
    return new JsonObject()
        .put("staff", staff(password))
        .put("households", households(households))
        .put(
            "wechat",
            new JsonArray()
                .add(wechat(Cast.OPENID, "王家的微信（已绑定）"))
                .add(wechat(Cast.NEW_OPENID, "第一次来的微信（未绑定）")))
        .put("wecom", wecom());
  }

  static JsonArray staff(String password) {
    JsonArray staff = new JsonArray();
    for (Roster.SignIn signIn : Roster.SIGN_INS) {
      staff.add(
          new JsonObject()
              .put("loginName", signIn.loginName())
              .put("password", password)
              .put("what", signIn.what()));
    }
    return staff;
  }

  static JsonArray households(List<Stage.Household> households) {
    JsonArray array = new JsonArray();
    for (Stage.Household household : households) {
      array.add(
          new JsonObject()
              .put("phone", household.phone())
              .put("what", household.what())
              .put("code", household.code())
              .put("idLastSix", household.idLastSix()));
    }
    return array;
  }

  /** One is enough to try it; the others sign in by password. */
  private static JsonArray wecom() {
    Roster.SignIn cadre = Roster.SIGN_INS.getFirst();
    return new JsonArray().add(wechat(cadre.loginName(), cadre.what()));
  }

  private static JsonObject wechat(String openid, String what) {
    return new JsonObject().put("jsCode", "demo-" + openid).put("what", what);
  }

  private void messages(RoutingContext context) {
    ArrayDeque<SmsStandIn.Message> newestFirst = new ArrayDeque<>();
    sms.messages().forEach(newestFirst::addFirst);
    JsonArray shown = new JsonArray();
    newestFirst.stream()
        .limit(MESSAGES_SHOWN_MAX)
        .forEach(
            message ->
                shown.add(
                    new JsonObject()
                        .put("phone", plain(message.phone()))
                        .put("text", text(message))
                        .put("at", message.at().toString())));
    answer(context, shown.encode());
  }

  /** Without the country code, as people write it. */
  static String plain(String phone) {
    return phone.startsWith(COUNTRY_CODE) ? phone.substring(COUNTRY_CODE.length()) : phone;
  }

  /** What the approved template would say. */
  static String text(SmsStandIn.Message message) {
    return "【演示工会】验证码 %s，5分钟内有效，请勿告诉他人。".formatted(message.code());
  }

  private static void answer(RoutingContext context, String json) {
    context
        .response()
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(json);
  }
}
