package yihuyima.api.household;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Guarded;
import yihuyima.api.access.PrivateField;
import yihuyima.api.identity.Caller;
import yihuyima.api.pairing.ConcernRows;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Rows;

/** The private fields of a household's worker in PostgreSQL, still sealed. */
final class UnmaskingStore {
  static final String FIND =
      """
      SELECT w.person_id, pe.id_number_enc, pv.name_enc, pv.phone_enc, pv.card_enc, hv.address_enc, %s
        FROM household         AS h
        JOIN organisation      AS o  ON o.id = h.organisation_id
        JOIN membership        AS w  ON w.household_id = h.id AND w.relation = 'WORKER' AND w.to_on IS NULL
        JOIN person            AS pe ON pe.id = w.person_id
        JOIN person_version    AS pv ON pv.person_id = w.person_id AND pv.is_current
        LEFT JOIN household_version AS hv ON hv.household_id = h.id AND hv.is_current
       WHERE h.id = $1
      """
          .formatted(ConcernRows.COLUMNS_FOR_STAFF_2);

  /** The worker of a household, every field sealed until it is asked for. */
  record Sealed(Concern concern, long personId, Row row) {
    @Nullable String open(PrivateField field, FieldCipher cipher) {
      return switch (field) {
        case NAME -> cipher.openText(Column.PERSON_NAME, personId, Rows.needBytes(row, "name_enc"));
        case ID_NUMBER ->
            cipher.openText(
                Column.PERSON_ID_NUMBER, personId, Rows.needBytes(row, "id_number_enc"));
        case PHONE ->
            cipher.openTextOrNull(Column.PERSON_PHONE, personId, Rows.bytes(row, "phone_enc"));
        case CARD ->
            cipher.openTextOrNull(Column.PERSON_CARD, personId, Rows.bytes(row, "card_enc"));
        case ADDRESS ->
            cipher.openTextOrNull(
                Column.HOUSEHOLD_ADDRESS, concern.householdId(), Rows.bytes(row, "address_enc"));
      };
    }
  }

  /** The worker of a household; fails when the database does. */
  Future<Guarded<Sealed>> find(SqlClient db, Caller caller, long householdId) {
    return db.preparedQuery(FIND)
        .execute(Tuple.of(householdId, Concern.staffId(caller)))
        .map(
            rows ->
                Guarded.of(
                    Rows.first(
                        rows,
                        row -> new Sealed(ConcernRows.of(row), row.getLong("person_id"), row)),
                    Sealed::concern));
  }
}
