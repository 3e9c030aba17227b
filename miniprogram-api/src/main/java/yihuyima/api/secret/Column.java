package yihuyima.api.secret;

import java.nio.charset.StandardCharsets;

/**
 * Every encrypted column, here and nowhere else: what is not in this list is not sealed anew when
 * keys change, and a test holds the list against the database. The name goes into the associated
 * data, so a value moved to another column does not open.
 */
public enum Column {
  PERSON_ID_NUMBER(SealedTable.PERSON, "id_number_enc"),
  PERSON_NAME(SealedTable.PERSON_VERSION, "name_enc"),
  PERSON_PHONE(SealedTable.PERSON_VERSION, "phone_enc"),
  PERSON_CARD(SealedTable.PERSON_VERSION, "card_enc"),
  PERSON_OTHER_CONTACT(SealedTable.PERSON_VERSION, "other_contact_enc"),
  PERSON_VERSION_REASON(SealedTable.PERSON_VERSION, "reason_enc"),
  HOUSEHOLD_REMARK(SealedTable.HOUSEHOLD_VERSION, "remark_enc"),
  HOUSEHOLD_VERSION_REASON(SealedTable.HOUSEHOLD_VERSION, "reason_enc"),
  HOUSEHOLD_ADDRESS(SealedTable.HOUSEHOLD_VERSION, "address_enc"),
  HOUSEHOLD_VIEW(SealedTable.HOUSEHOLD_VIEW, "body_enc"),
  MEMBERSHIP_WORDS(SealedTable.MEMBERSHIP, "words_enc"),
  MEMBERSHIP_END_WORDS(SealedTable.MEMBERSHIP, "end_words_enc"),
  APPLICATION_REASON(SealedTable.APPLICATION, "reason_enc"),
  APPLICATION_EVENT_REASON(SealedTable.APPLICATION_EVENT, "reason_enc"),
  MATERIAL_CONTENT(SealedTable.MATERIAL, "content_enc"),
  VISIT_NOTE(SealedTable.VISIT, "note_enc"),
  STAFF_PHONE(SealedTable.STAFF, "phone_enc"),
  STAFF_TOTP(SealedTable.SECOND_FACTOR, "secret_enc"),
  /** Becomes the one above as it is, without being opened: so it is bound to the same word. */
  STAFF_TOTP_PENDING(SealedTable.SECOND_FACTOR, "pending_enc", "STAFF_TOTP"),
  ACCOUNT_OPENID(SealedTable.ACCOUNT, "openid_enc"),
  ACCOUNT_PHONE(SealedTable.ACCOUNT, "phone_enc"),
  PROXY_PHONE(SealedTable.PROXY, "phone_enc"),
  LEAK_INVESTIGATION_REASON(SealedTable.LEAK_INVESTIGATION, "reason_enc"),
  RIGHTS_REQUEST_OUGHT(SealedTable.RIGHTS_REQUEST, "ought_enc"),
  RIGHTS_REQUEST_WHY(SealedTable.RIGHTS_REQUEST, "why_enc"),
  RIGHTS_REQUEST_ANSWER(SealedTable.RIGHTS_REQUEST, "answer_enc"),
  IMPORT_SAID(SealedTable.IMPORT_JOB, "said_enc"),
  IMPORT_PART_CONTENT(SealedTable.IMPORT_PART, "content_enc"),
  IMPORT_HOUSEHOLD_BODY(SealedTable.IMPORT_HOUSEHOLD, "body_enc"),
  IDEMPOTENCY_ANSWER(SealedTable.IDEMPOTENCY, "answer_enc");

  private final SealedTable table;
  private final String column;

  @SuppressWarnings("ImmutableEnumChecker") // Only this package sees it, and nobody writes to it.
  private final byte[] word;

  Column(SealedTable table, String column) {
    this.table = table;
    this.column = column;
    this.word = name().getBytes(StandardCharsets.US_ASCII);
  }

  Column(SealedTable table, String column, String word) {
    this.table = table;
    this.column = column;
    this.word = word.getBytes(StandardCharsets.US_ASCII);
  }

  /** What stands for it in the associated data; not copied, for each value asks for it. */
  byte[] word() {
    return word;
  }

  /** Where it is. */
  public SealedTable table() {
    return table;
  }

  /** Its name in the database. */
  public String column() {
    return column;
  }
}
