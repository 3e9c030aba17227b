package yihuyima.demo.county;

import java.sql.SQLException;
import java.util.List;
import org.postgresql.copy.CopyManager;

/** The rows of a few thousand households on their way into the tables that households fill. */
final class CountyTables {
  final CopyRows person =
      new CopyRows("person", "id", "id_number_enc", "id_number_bidx", "id_number_bidx2");
  final CopyRows personVersion =
      new CopyRows(
          "person_version",
          "person_id",
          "version",
          "valid_from",
          "recorded_at",
          "source",
          "is_current",
          "name_enc",
          "phone_enc",
          "phone_bidx",
          "phone_bidx2",
          "card_enc",
          "card_bidx",
          "card_bidx2",
          "card_ending",
          "sex",
          "born_on",
          "health",
          "insurance",
          "work_status",
          "month_income_fen",
          "school_stage",
          "name_tokens",
          "name_key");
  final CopyRows household = new CopyRows("household", "id", "organisation_id", "created_at");
  final CopyRows householdVersion =
      new CopyRows(
          "household_version",
          "household_id",
          "version",
          "valid_from",
          "recorded_at",
          "source",
          "is_current",
          "tier",
          "main_cause",
          "other_causes",
          "housing",
          "address_enc",
          "year_income_fen",
          "year_expense_fen",
          "self_paid_medical_fen");
  final CopyRows membership =
      new CopyRows(
          "membership", "id", "household_id", "person_id", "relation", "from_on", "recorded_at");
  final CopyRows file =
      new CopyRows(
          "household_file", "id", "household_id", "number", "level", "opened_on", "closed_on");
  final CopyRows filePerson = new CopyRows("file_person", "file_id", "person_id", "is_open");
  final CopyRows code =
      new CopyRows(
          "household_code",
          "id",
          "household_id",
          "generation",
          "state",
          "minted_for",
          "mint_key_id",
          "sign_key_id",
          "lookup_hash",
          "revocation_hash",
          "issued_on",
          "state_changed_at",
          "state_changed_by",
          "state_reason",
          "death_counter");
  final CopyRows account =
      new CopyRows(
          "account",
          "id",
          "openid_enc",
          "openid_bidx",
          "openid_bidx2",
          "phone_enc",
          "phone_bidx",
          "phone_bidx2",
          "created_at");
  final CopyRows binding =
      new CopyRows("binding", "account_id", "household_id", "person_id", "capacity", "from_at");
  final CopyRows entitlement =
      new CopyRows(
          "entitlement",
          "household_id",
          "policy_code",
          "policy_version",
          "state",
          "reason",
          "next_action",
          "delivery",
          "applied_from",
          "until_on",
          "decided_at");
  final CopyRows application =
      new CopyRows(
          "application",
          "id",
          "household_id",
          "person_id",
          "file_id",
          "programme_id",
          "state",
          "version",
          "reason_enc",
          "ceiling_fen",
          "amount_fen",
          "submitted_at",
          "submitted_by",
          "checked_by",
          "decided_by",
          "due_on");
  final CopyRows applicationEvent =
      new CopyRows(
          "application_event",
          "id",
          "application_id",
          "version",
          "state",
          "at",
          "actor",
          "actor_words",
          "reason_enc");
  final CopyRows payment =
      new CopyRows(
          "payment",
          "id",
          "household_id",
          "person_id",
          "application_id",
          "programme",
          "payer",
          "amount_fen",
          "state",
          "version",
          "approved_on",
          "expected_on",
          "sent_on",
          "paid_on",
          "card_ending",
          "return_reason");
  final CopyRows paymentEvent =
      new CopyRows("payment_event", "payment_id", "version", "state", "at", "actor");
  final CopyRows visit =
      new CopyRows(
          "visit", "id", "household_id", "staff_id", "visited_at", "recorded_at", "note_enc");
  final CopyRows pairing = new CopyRows("pairing", "household_id", "staff_id", "from_on");

  /** In an order in which what is referred to comes first. */
  private final List<CopyRows> inOrder =
      List.of(
          person,
          personVersion,
          household,
          householdVersion,
          membership,
          file,
          filePerson,
          code,
          account,
          binding,
          entitlement,
          application,
          applicationEvent,
          payment,
          paymentEvent,
          visit,
          pairing);

  /** Sends everything that has gathered; the buffers are empty afterwards and kept. */
  void send(CopyManager copy) throws SQLException {
    for (CopyRows rows : inOrder) {
      rows.send(copy);
    }
  }
}
