package yihuyima.api.consent;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Purpose;

/** Notices and consents as the contract writes them. */
final class ConsentJson {
  private ConsentJson() {}

  /** The newest of each purpose, which come first, is the one in force. */
  static JsonObject notices(List<Notice> newestOfEachFirst) {
    JsonArray items = new JsonArray();
    @Nullable Purpose before = null;
    for (Notice notice : newestOfEachFirst) {
      items.add(
          new JsonObject()
              .put("purpose", notice.purpose().name())
              .put("version", notice.version())
              .put("validFrom", notice.validFrom().toString())
              .put("inForce", notice.purpose() != before)
              .put("title", notice.title())
              .put("paragraphs", new JsonArray(notice.text().lines().toList()))
              .put("stops", notice.stops()));
      before = notice.purpose();
    }
    return new JsonObject().put("items", items);
  }

  static JsonArray consents(List<Consent> consents) {
    return new JsonArray(consents.stream().map(ConsentJson::of).toList());
  }

  static JsonObject of(Consent consent) {
    return new JsonObject()
        .put("purpose", consent.purpose().name())
        .put("noticeVersion", consent.noticeVersion())
        .put("choice", consent.choice().name())
        .put("channel", consent.channel().name())
        .put("at", consent.at().toInstant().toString())
        .put("signedOn", consent.signedOn() == null ? null : consent.signedOn().toString());
  }
}
