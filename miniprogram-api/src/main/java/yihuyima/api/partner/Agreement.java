package yihuyima.api.partner;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;

/**
 * What a department may ask for, for one purpose.
 *
 * @param title what for, in words for a family
 * @param legalGround the law or the agreement it rests on
 * @param fields names of the contract's PartnerView, 1 and more
 * @param untilOn the last day, in China
 * @param version raised with every change; 0 before it was agreed
 * @param ended whether it was ended before its last day
 */
record Agreement(
    String purpose,
    String title,
    String legalGround,
    List<String> fields,
    LocalDate untilOn,
    int version,
    boolean ended) {
  Agreement {
    fields = List.copyOf(fields);
  }

  /** As the history keeps it. */
  JsonObject terms() {
    return new JsonObject()
        .put("title", title)
        .put("legalGround", legalGround)
        .put("fields", new JsonArray(fields))
        .put("untilOn", untilOn.toString());
  }

  JsonObject json(LocalDate today) {
    String state = ended ? "ENDED" : untilOn.isBefore(today) ? "EXPIRED" : "IN_FORCE";
    return terms().put("purpose", purpose).put("version", version).put("state", state);
  }
}
