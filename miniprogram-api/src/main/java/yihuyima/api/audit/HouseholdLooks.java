package yihuyima.api.audit;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.UnmaskingReason;
import yihuyima.api.identity.Caller;
import yihuyima.api.sql.Rows;

/** Looks at a household in words for the family. */
public final class HouseholdLooks {
  static final String OF_HOUSEHOLD =
      """
      SELECT r.id, r.at, r.operation, r.actor, r.granted, r.detail, r.purpose, r.together, pp.title AS purpose_title, s.name AS staff, s.unit, p.name AS partner
        FROM access_record AS r
        LEFT JOIN staff   AS s ON s.id = CASE WHEN r.actor ~ '^(STAFF|PAIRED|AUDITOR):[0-9]{1,18}$' THEN split_part(r.actor, ':', 2)::bigint END
        LEFT JOIN partner AS p ON p.id = CASE WHEN r.actor ~ '^PARTNER:[0-9]{1,18}$' THEN split_part(r.actor, ':', 2)::bigint END
        LEFT JOIN partner_purpose AS pp ON pp.partner_id = p.id AND pp.purpose = r.purpose
        LEFT JOIN leak_investigation AS i ON i.id = r.investigation_id
       WHERE r.household_id = $1 AND r.id < $2
         AND (r.investigation_id IS NULL OR coalesce(i.ended_at, i.until_at, timestamptz '-infinity') <= $4)
       ORDER BY r.id DESC
       LIMIT $3
      """;

  /**
   * A look as the contract writes it.
   *
   * @param id where the next page begins
   */
  public record Shown(long id, JsonObject json) {}

  /**
   * Looks at the caller's household before one of them, the newest first.
   *
   * @return at most {@code limit}; fails when the database does
   */
  public Future<List<Shown>> newest(
      SqlClient db, Caller.Household own, long before, int limit, OffsetDateTime now) {
    return db.preparedQuery(OF_HOUSEHOLD)
        .execute(Tuple.of(own.householdId(), before, limit, now))
        .map(rows -> Rows.all(rows, row -> new Shown(row.getLong("id"), item(own, row))));
  }

  private static JsonObject item(Caller.Household own, Row row) {
    return new JsonObject()
        .put("at", row.getOffsetDateTime("at").toInstant().toString())
        .put("by", by(own, row))
        .put("action", action(row.getString("operation"), row.getString("detail")))
        .put("outcome", row.getBoolean("granted") ? "GRANTED" : "REFUSED")
        .put("together", row.getInteger("together"))
        .put("purpose", row.getString("purpose"))
        .put("purposeTitle", purposeTitle(row));
  }

  /** A department's purpose has its own title; a reason of ours is in our own words. */
  private static @Nullable String purposeTitle(Row row) {
    String title = row.getString("purpose_title");
    String purpose = row.getString("purpose");
    return title != null || purpose == null || !row.getString("operation").equals("unmaskHousehold")
        ? title
        : UnmaskingReason.named(purpose).map(UnmaskingReason::words).orElse(null);
  }

  private static String by(Caller.Household own, Row row) {
    String actor = row.getString("actor");
    String kind = actor.contains(":") ? actor.substring(0, actor.indexOf(':')) : actor;
    return switch (kind) {
      case "ANYONE" -> "未登录的扫码人";
      case "ACCOUNT" -> "已登录但未绑定的人";
      case "HOUSEHOLD" ->
          actor.startsWith("HOUSEHOLD:" + own.householdId() + "/") ? "本人家庭" : "其他家庭";
      case "STAFF", "PAIRED" -> words(row.getString("unit"), row.getString("staff"), "工作人员");
      case "AUDITOR" -> words(row.getString("unit"), null, "审计人员");
      case "PARTNER" -> words(row.getString("partner"), null, "协同部门");
      default -> "系统";
    };
  }

  private static String words(@Nullable String unit, @Nullable String name, String otherwise) {
    if (unit == null) {
      return otherwise;
    }
    return name == null ? unit : unit + " " + name;
  }

  /** A write sent again did nothing; who sent it has seen its answer once more. */
  private static String action(String operation, String detail) {
    return action(operation) + (detail.equals(Look.AGAIN) ? "（再看结果）" : "");
  }

  /** What was done, in words for the household. */
  static String action(String operation) {
    return switch (operation) {
      case "resolveHouseholdCode" -> "扫码查看";
      case "takeDynamicCode" -> "扫动态码查看";
      case "getMyHousehold" -> "查看我家";
      case "getHouseholdCode", "drawHouseholdCode" -> "查看编码";
      case "issueHouseholdCode", "replaceHouseholdCode" -> "制作新码";
      case "reportCodeLost" -> "挂失";
      case "revokeHouseholdCode" -> "作废编码";
      case "bindHousehold" -> "绑定家庭";
      case "searchHouseholds", "listPairedHouseholds" -> "在名单中查看";
      case "listPolicyTasks", "listPolicyGaps" -> "查看可享而未享的政策";
      case "settlePolicyTask" -> "办理可享的政策";
      case "getHousehold" -> "查看家庭情况";
      case "getHouseholdFile", "listFactHistory" -> "查看家庭档案";
      case "getHouseholdPolicies" -> "查看可享受的政策";
      case "recordFacts" -> "登记或更正情况";
      case "checkImport" -> "与上报的表格核对";
      case "applyImport" -> "按上报的表格登记情况";
      case "joinMember", "endMembership", "changeRelations" -> "登记家庭成员变动";
      case "unmaskHousehold" -> "查看完整信息";
      case "getApplication", "listInbox", "readMaterial" -> "查看申请";
      case "submitApplication", "supplementApplication", "withdrawApplication" -> "办理申请";
      case "checkApplication" -> "初审申请";
      case "approveApplication" -> "审批申请";
      case "listPayments", "sendPayment", "settlePayment", "returnPayment" -> "办理发放";
      case "reportMissingPayment" -> "反映款项未到";
      case "listAccessRecords", "findAuditedHousehold" -> "审计查阅记录";
      case "openLeakInvestigation",
          "listLeakInvestigations",
          "getLeakInvestigation",
          "endLeakInvestigation" ->
          "泄露调查";
      case "askForRight", "withdrawRightsRequest", "resumeProcessing" -> "提出资料请求";
      case "listRightsRequests", "answerRightsRequest" -> "办理资料请求";
      case "logVisit" -> "记录走访";
      case "giveConsent", "withdrawConsent" -> "办理知情同意";
      case "listConsentWithdrawals" -> "看撤回了同意的家庭";
      case "recordPaperConsent" -> "登记纸质同意书";
      case "exportMyFile" -> "导出我家资料";
      case "listPairings" -> "查看结对情况";
      case "changePairing", "handOverPairings", "moveStaff", "closeStaffAccount" -> "更换结对责任人";
      case "bindAtDoor" -> "上门绑定";
      case "endHouseholdSessions" -> "让手机退出登录";
      case "inviteProxy", "acceptInvitation", "refuseInvitation", "endProxy" -> "办理代办人";
      case "unbindHousehold" -> "解除绑定";
      default -> "查看资料";
    };
  }
}
