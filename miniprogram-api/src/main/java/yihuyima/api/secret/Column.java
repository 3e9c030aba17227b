package yihuyima.api.secret;

/**
 * Every encrypted column. The name goes into the associated data, so a value moved to another
 * column does not open.
 */
public enum Column {
  PERSON_ID_NUMBER,
  PERSON_NAME,
  PERSON_PHONE,
  PERSON_CARD,
  HOUSEHOLD_ADDRESS,
  HOUSEHOLD_VIEW,
  APPLICATION_REASON,
  APPLICATION_EVENT_REASON,
  MATERIAL_CONTENT,
  VISIT_NOTE,
  STAFF_PHONE,
  STAFF_TOTP,
  ACCOUNT_OPENID,
  ACCOUNT_PHONE,
  IDEMPOTENCY_ANSWER
}
