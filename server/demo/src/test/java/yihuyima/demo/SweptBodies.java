package yihuyima.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the sweep sends: bodies that the contract takes and, where it can be, the state refuses, so
 * that no cell changes what the next one finds.
 */
final class SweptBodies {
  private SweptBodies() {}

  /** The body of an operation done to things; null when it has none. */
  static byte @Nullable [] of(String operation, SweptThings things) {
    if (operation.equals("uploadMaterial") || operation.equals("sendImportPart")) {
      return "no picture".getBytes(StandardCharsets.UTF_8);
    }
    JsonObject json = json(operation, things);
    return json == null ? null : json.toBuffer().getBytes();
  }

  private static @Nullable JsonObject json(String operation, SweptThings things) {
    return switch (operation) {
      case "revokeHouseholdCode" -> new JsonObject().put("reason", "迁出");
      // Another version than anybody saw: nothing is recorded.
      case "recordFacts" ->
          new JsonObject()
              .put("kind", "CHANGE")
              .put("validFrom", "2026-01-01")
              .put("source", "VISIT")
              .put("reason", "样例")
              .put(
                  "household",
                  new JsonObject()
                      .put("version", 999)
                      .put(
                          "facts",
                          new JsonArray()
                              .add(
                                  new JsonObject()
                                      .put("field", "HOUSING")
                                      .put("value", "RENTED"))));
      case "startImport" -> new JsonObject().put("sizeBytes", 1);
      case "applyImport" -> new JsonObject().put("mode", "GOOD");
      // A day to come, and a household without its worker: nobody joins, leaves or changes.
      case "joinMember" ->
          deed("2099-01-01").put("relation", "CHILD").put("idNumber", "99012019800101001X");
      case "endMembership" -> deed("2026-01-01").put("endReason", "MISTAKE");
      case "changeRelations" ->
          deed("2026-01-01")
              .put("kind", "CHANGE")
              .put(
                  "relations",
                  new JsonArray()
                      .add(
                          new JsonObject()
                              .put("personId", things.id("personId"))
                              .put("relation", "CHILD")));
      case "unmaskHousehold" ->
          new JsonObject().put("fields", new JsonArray().add("NAME")).put("reason", "CONTACT");
      case "startPurge" -> new JsonObject();
      case "searchHouseholds" -> new JsonObject();
      case "submitApplication" ->
          new JsonObject().put("programmeCode", "NO_SUCH").put("reason", "家里有困难");
      case "supplementApplication" -> new JsonObject().put("reason", "补充一下");
      case "checkApplication" -> new JsonObject().put("decision", "PASS").put("version", 999);
      case "approveApplication" ->
          new JsonObject().put("decision", "APPROVE").put("version", 999).put("amountFen", 1);
      case "settlePayment" -> new JsonObject().put("paidOn", "2020-01-01");
      case "returnPayment" -> new JsonObject().put("reason", "OTHER");
      case "changePairing" ->
          new JsonObject()
              .put("fromStaffId", things.id("staffId"))
              .put("toStaffId", things.id("staffId"))
              .put("reason", "样例");
      case "handOverPairings" ->
          new JsonObject().put("toStaffId", things.id("staffId")).put("reason", "样例");
      case "startPolicySimulation" ->
          new JsonObject().put("policyCode", "NO_SUCH").put("version", 1);
      case "settlePolicyTask" -> new JsonObject().put("outcome", "TOLD");
      case "readMyMessages" -> new JsonObject().put("upTo", 1);
      case "logVisit" -> new JsonObject().put("note", "来过");
      case "findAuditedHousehold" -> new JsonObject().put("code", things.code());
      case "openLeakInvestigation" ->
          new JsonObject()
              .put("householdId", things.id("householdId"))
              .put("until", Instant.now().plus(1, ChronoUnit.DAYS).toString())
              .put("reason", "怀疑有人向外泄露该户资料");
      // Days that cannot be: nothing is started.
      case "startRecordCheck" -> new JsonObject().put("from", "2020-01-02").put("to", "2020-01-01");
      case "askForRight" -> new JsonObject().put("kind", "CORRECTION");
      case "answerRightsRequest" -> new JsonObject().put("decision", "REFUSE").put("words", "  ");
      case "computeHardship" ->
          new JsonObject()
              .put("regionCode", "970000")
              .put(
                  "facts",
                  new JsonObject()
                      .put(
                          "members", new JsonArray().add(new JsonObject().put("together", "YES"))));
      // Too far ahead: nothing is added.
      case "putHardshipStandard" ->
          new JsonObject().put("monthFen", 1).put("validFrom", "2099-01-01").put("source", "样例");
      case "publishNews" -> new JsonObject().put("title", "消息").put("body", "内容");
      case "inviteProxy" ->
          new JsonObject().put("phone", "10000000000").put("untilOn", "2020-01-01");
      case "bindAtDoor" -> new JsonObject().put("doorCode", "00000000").put("relation", "WORKER");
      // No level is below itself, a name that is there is none, and what is not empty stays.
      case "openOrganisation" ->
          new JsonObject().put("name", "样例").put("level", "COUNTRY").put("reason", "样例");
      case "renameOrganisation" ->
          new JsonObject().put("name", things.organisation()).put("reason", "样例");
      case "closeOrganisation" -> new JsonObject().put("reason", "样例");
      case "searchStaff" -> new JsonObject().put("name", "样");
      case "giveConsent" -> new JsonObject().put("purpose", "GENERAL").put("noticeVersion", 999);
      case "withdrawConsent" -> new JsonObject().put("purpose", "GENERAL");
      case "recordPaperConsent" ->
          new JsonObject()
              .put("purpose", "GENERAL")
              .put("noticeVersion", 999)
              .put("choice", "GIVEN")
              .put("signedOn", "2020-01-01");
      case "moveOrganisation" ->
          new JsonObject().put("parentId", things.id("organisationId")).put("reason", "样例");
      case "mergeOrganisations" ->
          new JsonObject().put("intoId", things.id("organisationId")).put("reason", "样例");
      case "bindHousehold" ->
          new JsonObject().put("code", things.code()).put("idLastSix", "000000");
      default -> ofAccounts(operation, things);
    };
  }

  private static @Nullable JsonObject ofAccounts(String operation, SweptThings things) {
    return switch (operation) {
      case "openStaffAccount" ->
          new JsonObject()
              .put("organisationId", things.id("organisationId"))
              .put("loginName", "staff" + things.id("staffId"))
              .put("name", "样示例")
              .put("roles", new JsonArray().add("CADRE"));
      case "changeStaffRoles" ->
          new JsonObject().put("roles", new JsonArray().add("CADRE")).put("version", 1);
      case "moveStaff" ->
          new JsonObject().put("organisationId", things.id("organisationId")).put("version", 1);
      case "closeStaffAccount" -> new JsonObject().put("version", 1);
      case "askStaffReset" -> new JsonObject().put("kind", "PASSWORD");
      // A code that is taken, versions that are gone, keys that are none: nothing changes.
      case "openPartner" ->
          partnerLimits()
              .put("organisationId", things.id("organisationId"))
              .put("code", "swept-" + things.id("partnerId"));
      case "changePartnerLimits" -> partnerLimits().put("version", 999).put("reason", "样例");
      case "closePartner" -> new JsonObject().put("version", 999).put("reason", "样例");
      case "registerPartnerKey" -> new JsonObject().put("statement", "x");
      case "revokePartnerKey" -> new JsonObject().put("keyId", "none").put("reason", "样例");
      case "putPartnerAgreement" ->
          new JsonObject()
              .put("version", 999)
              .put("title", "样例")
              .put("legalGround", "样例协议")
              .put("fields", new JsonArray().add("tier"))
              .put("untilOn", "2020-01-01");
      case "endPartnerAgreement" -> new JsonObject().put("version", 999).put("reason", "样例");
      case "startTotp" -> new JsonObject().put("password", "wrong");
      case "confirmTotp", "confirmSecondFactor" -> new JsonObject().put("code", "000000");
      case "changePassword" -> new JsonObject().put("current", "wrong").put("next", "wrong too");
      case "signInByWecom", "linkWecom" -> new JsonObject().put("jsCode", "x");
      case "setMyPhone" -> new JsonObject().put("phoneCode", "x");
      case "signInByWechat" -> new JsonObject().put("jsCode", "x");
      case "requestSmsCode" -> new JsonObject().put("phone", "0");
      case "signInBySms" -> new JsonObject().put("phone", "0").put("smsCode", "0");
      case "signInStaff" -> new JsonObject().put("loginName", "nobody").put("password", "x");
      case "signInPartner" -> new JsonObject().put("clientAssertion", "x");
      case "refreshSession" -> new JsonObject().put("refreshToken", "x");
      default -> null;
    };
  }

  private static JsonObject deed(String day) {
    return new JsonObject().put("onDay", day).put("source", "VISIT").put("reason", "样例");
  }

  private static JsonObject partnerLimits() {
    return new JsonObject()
        .put("name", "样例部门")
        .put("networks", new JsonArray().add("10.0.0.0/8"))
        .put("callsMinute", 1)
        .put("callsDay", 1);
  }
}
