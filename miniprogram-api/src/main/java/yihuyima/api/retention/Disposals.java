package yihuyima.api.retention;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import yihuyima.api.retention.Disposal.Step;

/** The disposals of all rules that are carried out. */
final class Disposals {
  /** Why a row is kept although its time is over. */
  enum Hold {
    APPLICATION_OPEN,
    PAYMENT_OPEN,
    REPORT_OPEN,
    INVESTIGATION
  }

  private static final String INVESTIGATED =
      """
      (SELECT 1 FROM leak_investigation AS i
               WHERE i.household_id = %s AND i.ended_at IS NULL AND i.until_at > $2::timestamptz LIMIT 1) IS NOT NULL
      """;

  /** Up to 131,072 waiting households go with each. */
  private static final int IMPORT_ROWS = 4;

  /** Photos of up to 8 MiB go with it. */
  private static final int APPLICATION_ROWS = 50;

  /**
   * In the order in which they are carried out: what one deletes makes nothing due by one after it,
   * so that a dry run says what will happen. It is due the next night.
   */
  static final List<Disposal> ALL =
      List.of(
          Disposal.of(
              "SESSION_OVER",
              "session",
              "uuid",
              "00000000-0000-0000-0000-000000000000",
              500,
              "least(t.ended_at, t.expires_at) < $1",
              "NULL",
              Disposal.delete("session", "id", "uuid")),
          Disposal.of(
              "ACCOUNT_UNUSED",
              "account",
              """
              t.created_at < $1
              AND (SELECT 1 FROM binding AS b WHERE b.account_id = t.id LIMIT 1) IS NULL
              AND (SELECT 1 FROM proxy AS x WHERE x.invited_by = t.id LIMIT 1) IS NULL
              AND (SELECT 1 FROM session AS s
                               WHERE s.account_id = t.id AND least(s.ended_at, s.expires_at) >= $1 LIMIT 1) IS NULL
              """,
              "NULL",
              Disposal.delete("session", "account_id"),
              Disposal.delete("account", "id")),
          Disposal.of(
              "BINDING_ENDED",
              "binding",
              """
              coalesce(t.to_at, (t.until_on + 1)::timestamp AT TIME ZONE 'Asia/Shanghai') < $1
              AND (SELECT 1 FROM proxy AS x WHERE x.binding_id = t.id LIMIT 1) IS NULL
              """,
              "NULL",
              Disposal.delete("binding", "id")),
          Disposal.of(
              "PROXY_OVER",
              "proxy",
              """
              coalesce(t.ended_at,
                       CASE WHEN t.binding_id IS NULL THEN t.answer_by
                            ELSE (t.until_on + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' END) < $1
              """,
              "NULL",
              Disposal.delete("proxy", "id")),
          Disposal.of(
              "MATERIAL_LOOSE",
              "material",
              "t.application_id IS NULL AND t.uploaded_at < $1",
              "NULL",
              Disposal.delete("material", "id")),
          // What the job that imports has not come to; it deletes by the same period itself.
          Disposal.of(
              "IMPORT_WAITING",
              "import_job",
              "bigint",
              String.valueOf(Long.MIN_VALUE),
              IMPORT_ROWS,
              """
              t.started_at < $1 AND t.state <> 'APPLYING' AND (t.emptied_at IS NULL OR t.said_enc IS NOT NULL)
              """,
              "NULL",
              Disposal.delete("import_household", "job_id"),
              Disposal.delete("import_part", "job_id"),
              new Step(
                  "import_job",
                  false,
                  "UPDATE import_job SET emptied_at = coalesce(emptied_at, now()), said_enc = NULL, run = run + 1, state = CASE WHEN state IN ('UPLOADING', 'CHECKING', 'CHECKED') THEN 'CANCELLED' ELSE state END WHERE id = ANY ($1::text[]::bigint[])")),
          Disposal.of(
              "APPLICATION_OVER",
              "application",
              "bigint",
              String.valueOf(Long.MIN_VALUE),
              APPLICATION_ROWS,
              """
              t.state IN ('REFUSED', 'WITHDRAWN') AND t.submitted_at < $1
              AND (SELECT 1 FROM application_event AS e WHERE e.application_id = t.id AND e.at >= $1 LIMIT 1) IS NULL
              AND (SELECT 1 FROM payment AS p WHERE p.application_id = t.id LIMIT 1) IS NULL
              """,
              "CASE WHEN " + INVESTIGATED.formatted("t.household_id") + " THEN 'INVESTIGATION' END",
              Disposal.delete("material", "application_id"),
              Disposal.delete("application_event", "application_id"),
              Disposal.delete("application", "id")),
          HouseholdDisposal.of(INVESTIGATED.formatted("t.id")),
          Disposal.of(
              "STAFF_LEFT",
              "staff",
              """
              t.left_at < $1
              AND (t.phone_enc IS NOT NULL OR t.wecom_user IS NOT NULL OR t.password_hash <> '!'
                   OR (SELECT 1 FROM second_factor AS f WHERE f.staff_id = t.id LIMIT 1) IS NOT NULL
                   OR (SELECT 1 FROM recovery_code AS c WHERE c.staff_id = t.id LIMIT 1) IS NOT NULL)
              """,
              "NULL",
              Disposal.delete("recovery_code", "staff_id"),
              Disposal.delete("second_factor", "staff_id"),
              // No password has this for its hash.
              new Step(
                  "staff",
                  false,
                  "UPDATE staff SET phone_enc = NULL, wecom_user = NULL, password_hash = '!' WHERE id = ANY ($1::text[]::bigint[])")),
          Disposal.of(
              "LEAK_INVESTIGATION",
              "leak_investigation",
              "least(t.ended_at, t.until_at) < $1",
              "NULL",
              Disposal.delete("leak_investigation", "id")),
          Disposal.ofTwoKeys(
              "ANSWERED_WRITE", "idempotency", "caller", "text", "key", "t.created_at < $1"),
          Disposal.ofTwoKeys(
              "PARTNER_MESSAGE",
              "partner_message",
              "partner_id",
              "bigint",
              "message_id",
              "t.seen_at < $1"));

  private static final Map<String, Disposal> BY_RULE =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Disposal::rule, Function.identity()));

  private Disposals() {}

  /** A rule's place in the order. */
  static int place(String rule) {
    return ALL.indexOf(of(rule));
  }

  /** The disposal of a rule that is on. */
  static Disposal of(String rule) {
    Disposal found = BY_RULE.get(rule);
    if (found == null) {
      throw new IllegalStateException("nothing says how to carry out " + rule);
    }
    return found;
  }
}
