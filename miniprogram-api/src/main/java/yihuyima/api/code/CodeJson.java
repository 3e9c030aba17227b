package yihuyima.api.code;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import yihuyima.qr.CodeText;
import yihuyima.qr.HouseholdCode;

/** Codes as the contract writes them. */
final class CodeJson {
  private CodeJson() {}

  static JsonObject state(HouseholdCodeStore.CodeLife life) {
    return new JsonObject()
        .put("state", life.state())
        .put("generation", life.generation())
        .put("issuedOn", life.issuedOn().toString())
        .put("changedAt", life.changedAt().toInstant().toString());
  }

  static JsonObject issued(
      CodeKeys keys, long householdId, HouseholdCode code, int generation, LocalDate issuedOn) {
    return new JsonObject()
        .put("householdId", householdId)
        .put("code", code.printed())
        .put("generation", generation)
        .put("issuedOn", issuedOn.toString())
        .put("shortUrl", CodeText.shortText(keys.prefix(), code))
        .put("signedUrl", keys.sign(code, generation, issuedOn).text(keys.prefix()));
  }
}
