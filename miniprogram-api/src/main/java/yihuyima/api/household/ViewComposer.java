package yihuyima.api.household;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yihuyima.api.calendar.ChinaTime;

/** Composes a household's view from its facts. Pure. */
final class ViewComposer {
  private ViewComposer() {}

  static HouseholdBody compose(HouseholdFacts facts, String issuerHotline) {
    return new HouseholdBody(
        facts.organisationPath(),
        bytes(own(facts, issuerHotline)),
        bytes(file(facts)),
        bytes(summary(facts, Names.masked(facts.headName()))),
        bytes(department(facts)),
        bytes(facts.payments()),
        bytes(applications(facts)),
        bytes(facts.visits()),
        benefits(facts));
  }

  private static JsonObject summary(HouseholdFacts facts, String headName) {
    return new JsonObject()
        .put("headName", headName)
        .put("organisation", facts.organisation())
        .put("fileState", facts.fileState())
        .put("fileNumber", facts.fileNumber())
        .put("openedOn", day(facts.fileOpenedOn()))
        .put("tier", facts.tier())
        .put("mainCause", facts.mainCause())
        .put("peopleCount", facts.peopleCount());
  }

  private static JsonObject own(HouseholdFacts facts, String issuerHotline) {
    return summary(facts, Names.masked(facts.headName()))
        .put("hotline", facts.hotline() == null ? issuerHotline : facts.hotline())
        .put("pairedCadre", pairedCadre(facts));
  }

  /** The first of those paired with the household; null when there is none. */
  static @Nullable JsonObject pairedCadre(HouseholdFacts facts) {
    if (facts.pairings().isEmpty()) {
      return null;
    }
    JsonObject first = facts.pairings().getJsonObject(0);
    return new JsonObject()
        .put("name", first.getString("name"))
        .put("unit", first.getString("unit"))
        .put("phone", first.getString("phone"));
  }

  private static JsonObject file(HouseholdFacts facts) {
    JsonObject summary =
        summary(facts, facts.headName())
            .put("phone", facts.headPhone())
            .put("address", facts.address());
    if (facts.visits().isEmpty()) {
      return summary.putNull("lastVisitOn");
    }
    String last = facts.visits().getJsonObject(0).getString("visitedAt");
    return summary.put(
        "lastVisitOn", ChinaTime.dayOf(OffsetDateTime.parse(last).toInstant()).toString());
  }

  private static JsonObject department(HouseholdFacts facts) {
    JsonArray entitled = new JsonArray();
    JsonArray deliveries = new JsonArray();
    for (Object item : facts.entitlements()) {
      JsonObject entitlement = (JsonObject) item;
      if (entitlement.getString("entitlement").equals("ENTITLED")) {
        entitled.add(entitlement.getString("policyCode"));
        deliveries.add(
            new JsonObject()
                .put("policyCode", entitlement.getString("policyCode"))
                .put("state", entitlement.getString("delivery"))
                .put("appliedFrom", entitlement.getString("appliedFrom")));
      }
    }
    JsonObject fields =
        new JsonObject()
            .put("fileState", facts.fileState())
            .put("organisation", facts.organisation())
            .put("regionCode", facts.regionCode())
            .put("peopleCount", facts.peopleCount())
            .put("headName", facts.headName())
            .put("entitledPolicies", entitled)
            .put("deliveries", deliveries)
            .put("paidThisYearFen", facts.paidThisYearFen());
    if (facts.tier() != null) {
      fields.put("tier", facts.tier());
    }
    if (facts.mainCause() != null) {
      fields.put("mainCause", facts.mainCause());
    }
    return fields;
  }

  private static JsonArray applications(HouseholdFacts facts) {
    facts
        .applications()
        .forEach(
            item -> {
              JsonObject application = (JsonObject) item;
              application.put("holder", holder(application.getString("state")));
            });
    return facts.applications();
  }

  /** Who has an application now, in words for the household; null when nobody has to act. */
  static @Nullable String holder(String applicationState) {
    return switch (applicationState) {
      case "SUBMITTED" -> "帮扶干部";
      case "CHECKED" -> "县总工会";
      case "RETURNED" -> "您家";
      default -> null;
    };
  }

  private static List<HouseholdBody.Benefit> benefits(HouseholdFacts facts) {
    List<HouseholdBody.Benefit> benefits = new ArrayList<>();
    for (Object item : facts.entitlements()) {
      JsonObject entitlement = (JsonObject) item;
      String code = (String) entitlement.remove("policyCode");
      boolean mayApply = !entitlement.getString("entitlement").equals("NOT_ENTITLED");
      String members = entitlement.encode();
      benefits.add(
          new HouseholdBody.Benefit(
              code,
              mayApply,
              ("," + members.substring(1, members.length() - 1)).getBytes(StandardCharsets.UTF_8)));
    }
    return benefits;
  }

  private static @Nullable String day(java.time.@Nullable LocalDate day) {
    return day == null ? null : day.toString();
  }

  private static byte[] bytes(JsonObject json) {
    return json.encode().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(JsonArray json) {
    return json.encode().getBytes(StandardCharsets.UTF_8);
  }
}
