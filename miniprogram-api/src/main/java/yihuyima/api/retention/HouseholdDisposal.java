package yihuyima.api.retention;

import yihuyima.api.retention.Disposal.Step;

/**
 * What happens to a household whose time is over: all that is personal goes. The numbers that
 * payments, their approvals and dead codes stand on stay.
 */
final class HouseholdDisposal {
  /** Nothing may have happened since the cut-off: each of these begins the period anew. */
  private static final String DUE =
      """
      t.purged_at IS NULL AND t.created_at < $1
      AND (SELECT 1 FROM household_file AS f
                       WHERE f.household_id = t.id
                         AND (f.closed_on IS NULL OR (f.closed_on + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' > $1) LIMIT 1) IS NULL
      AND (SELECT 1 FROM household_version AS v WHERE v.household_id = t.id AND v.recorded_at >= $1 LIMIT 1) IS NULL
      AND (SELECT 1 FROM membership AS m WHERE m.household_id = t.id AND greatest(m.recorded_at, m.ended_at) >= $1 LIMIT 1) IS NULL
      AND (SELECT 1 FROM application AS a WHERE a.household_id = t.id AND a.submitted_at >= $1 LIMIT 1) IS NULL
      AND (SELECT 1 FROM application AS a JOIN application_event AS e ON e.application_id = a.id
                       WHERE a.household_id = t.id AND e.at >= $1 LIMIT 1) IS NULL
      AND (SELECT 1 FROM payment AS p
                       WHERE p.household_id = t.id
                         AND greatest(p.approved_on, p.sent_on, p.paid_on) >= ($1 AT TIME ZONE 'Asia/Shanghai')::date LIMIT 1) IS NULL
      AND (SELECT 1 FROM payment AS p JOIN payment_event AS e ON e.payment_id = p.id
                       WHERE p.household_id = t.id AND e.at >= $1 LIMIT 1) IS NULL
      AND (SELECT 1 FROM visit AS w WHERE w.household_id = t.id AND w.recorded_at >= $1 LIMIT 1) IS NULL
      AND (SELECT 1 FROM binding AS b WHERE b.household_id = t.id AND b.from_at >= $1 LIMIT 1) IS NULL
      AND (SELECT 1 FROM rights_request AS r WHERE r.household_id = t.id AND greatest(r.asked_at, r.answered_at) >= $1 LIMIT 1) IS NULL
      """;

  private static final String HOLD =
      """
      CASE WHEN (SELECT 1 FROM application AS a
                         WHERE a.household_id = t.id AND a.state IN ('SUBMITTED', 'RETURNED', 'CHECKED') LIMIT 1) IS NOT NULL THEN 'APPLICATION_OPEN'
           WHEN (SELECT 1 FROM payment AS p WHERE p.household_id = t.id AND p.state <> 'PAID' LIMIT 1) IS NOT NULL THEN 'PAYMENT_OPEN'
           WHEN (SELECT 1 FROM missing_report AS r WHERE r.household_id = t.id AND r.closed_at IS NULL LIMIT 1) IS NOT NULL THEN 'REPORT_OPEN'
      """;

  private static final String THESE = "= ANY ($1::text[]::bigint[])";

  /** Who lives on in another household keeps their own data there. */
  private static final String PEOPLE =
      """
      UPDATE person SET id_number_enc = NULL, id_number_bidx = NULL, id_number_bidx2 = NULL, died_on = NULL, purged_at = $2
       WHERE purged_at IS NULL
         AND id IN (SELECT m.person_id FROM membership AS m WHERE m.household_id %1$s)
         AND NOT EXISTS (SELECT 1 FROM membership AS n JOIN household AS h ON h.id = n.household_id
                          WHERE n.person_id = person.id AND h.purged_at IS NULL AND NOT n.household_id %1$s)
      """
          .formatted(THESE);

  private static final String VERSIONS_OF_PEOPLE =
      """
      DELETE FROM person_version
       WHERE person_id IN (SELECT m.person_id FROM membership AS m JOIN person AS p ON p.id = m.person_id AND p.purged_at IS NOT NULL
                            WHERE m.household_id %s)
      """
          .formatted(THESE);

  private static final String UNPAID_APPLICATIONS =
      """
      FROM application AS a
       WHERE a.household_id %s AND NOT EXISTS (SELECT 1 FROM payment AS p WHERE p.application_id = a.id)
      """
          .formatted(THESE);

  /**
   * The living codes die; after that none is found any more, and a scan is as of a code unknown.
   */
  private static final String CODES =
      """
      WITH dying AS (
          SELECT id, row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS many
            FROM household_code WHERE household_id %1$s AND state = 'LIVE'),
      counter AS (
          UPDATE revocation_counter SET value = value + (SELECT max(many) FROM dying)
           WHERE only_row AND EXISTS (SELECT 1 FROM dying)
          RETURNING value)
      UPDATE household_code AS c
         SET state = 'REVOKED', state_changed_at = $2, state_changed_by = 'SYSTEM', state_reason = NULL,
             death_counter = counter.value - dying.many + dying.n
        FROM dying, counter
       WHERE c.id = dying.id
      """
          .formatted(THESE);

  private HouseholdDisposal() {}

  /** All of it, given when a household is being investigated. */
  static Disposal of(String investigated) {
    return Disposal.of(
        "HOUSEHOLD_FILE",
        "household",
        "bigint",
        String.valueOf(Long.MIN_VALUE),
        100,
        DUE,
        HOLD + "WHEN " + investigated + " THEN 'INVESTIGATION' END",
        new Step("household_code", true, CODES),
        new Step(
            "household_code",
            false,
            """
            UPDATE household_code SET state_reason = NULL, lookup_hash = sha256(convert_to('purged ' || id, 'UTF8'))
             WHERE household_id %s
            """
                .formatted(THESE)),
        Disposal.delete("rights_request", "household_id"),
        Disposal.delete("proxy", "household_id"),
        Disposal.delete("binding", "household_id"),
        Disposal.delete("pairing", "household_id"),
        Disposal.delete("visit", "household_id"),
        Disposal.delete("entitlement", "household_id"),
        Disposal.delete("policy_task", "household_id"),
        Disposal.delete("household_message", "household_id"),
        Disposal.delete("household_answer", "household_id"),
        Disposal.delete("missing_report", "household_id"),
        Disposal.delete("material", "household_id"),
        new Step(
            "application_event",
            false,
            "DELETE FROM application_event WHERE application_id IN (SELECT a.id "
                + UNPAID_APPLICATIONS
                + ")"),
        new Step("application", false, "DELETE " + UNPAID_APPLICATIONS),
        new Step(
            "application_event",
            false,
            """
            UPDATE application_event SET reason_enc = NULL
             WHERE reason_enc IS NOT NULL AND application_id IN (SELECT a.id FROM application AS a WHERE a.household_id %s)
            """
                .formatted(THESE)),
        new Step(
            "application",
            false,
            "UPDATE application SET reason_enc = NULL, file_id = NULL WHERE household_id %s"
                .formatted(THESE)),
        new Step(
            "file_person",
            false,
            "DELETE FROM file_person WHERE file_id IN (SELECT f.id FROM household_file AS f WHERE f.household_id %s)"
                .formatted(THESE)),
        Disposal.delete("household_file", "household_id"),
        new Step("person", true, PEOPLE),
        new Step("person_version", false, VERSIONS_OF_PEOPLE),
        Disposal.delete("membership", "household_id"),
        Disposal.delete("household_version", "household_id"),
        new Step(
            "household_view",
            false,
            "UPDATE household_view SET body_enc = NULL, built_version = 0, built_on = NULL WHERE household_id %s AND body_enc IS NOT NULL"
                .formatted(THESE)),
        new Step(
            "household", true, "UPDATE household SET purged_at = $2 WHERE id %s".formatted(THESE)));
  }
}
