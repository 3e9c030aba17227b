package yihuyima.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import yihuyima.demo.county.Cast;
import yihuyima.demo.county.Partners;

/** The file written with {@code --json}: what a program needs to try everything. */
final class DemoFile {
  private DemoFile() {}

  /**
   * Where the demo can be reached.
   *
   * @param url the public address, which a partner's signature covers
   * @param localUrl the same server, on this machine
   */
  record Addresses(String url, String localUrl, String management, String signedUrl) {}

  /** Writes it, readable by its owner alone, never half of it. */
  static void write(
      Path file, Addresses addresses, Stage stage, DemoKeys keys, Map<String, String> bearer)
      throws SQLException, IOException {
    List<Stage.Household> households = stage.households();
    JsonObject json =
        new JsonObject()
            .put("url", addresses.url())
            .put("localUrl", addresses.localUrl())
            .put("management", addresses.management())
            .put("code", households.get(0).code())
            .put("signedUrl", addresses.signedUrl())
            .put("otherCode", households.get(1).code())
            .put("revokedCode", stage.printed(Cast.REVOKED_HOUSEHOLD))
            .put("householdId", Cast.HOUSEHOLD)
            .put("otherHouseholdId", Cast.OTHER_HOUSEHOLD)
            .put("partnerPurpose", Partners.PURPOSE_ON_STAGE)
            .put("partner", partner(keys))
            .put(
                "signIns",
                new JsonObject()
                    .put("password", keys.password())
                    .put("staff", DemoRoutes.staff(keys.password())))
            .put("households", DemoRoutes.households(households))
            .put("bearer", new JsonObject(new LinkedHashMap<>(bearer)));
    DataDirectory.writePrivately(file.toAbsolutePath(), json.encodePrettily() + "\n");
  }

  private static JsonObject partner(DemoKeys keys) {
    return new JsonObject()
        .put("code", Partners.ON_STAGE)
        .put("kid", Partners.keyId(Partners.ON_STAGE))
        .put(
            "seed",
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(keys.partnerSeed(Partners.ON_STAGE)))
        .put("purposes", new JsonArray(Partners.purposesOnStage(false)))
        .put("endedPurposes", new JsonArray(Partners.purposesOnStage(true)));
  }
}
