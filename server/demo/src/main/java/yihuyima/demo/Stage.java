package yihuyima.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import yihuyima.api.code.CodeKeys;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.demo.county.Cast;
import yihuyima.qr.HouseholdCode;
import yihuyima.qr.SignedCode;

/**
 * The households on the stage as the database has them now: whoever tries the demo may have
 * replaced their codes since.
 */
final class Stage {
  /** The newest code, the live one first. */
  private static final String NEWEST_CODE =
      """
      SELECT generation, minted_for, mint_key_id, issued_on
        FROM household_code
       WHERE household_id = ?
       ORDER BY (state = 'LIVE') DESC, generation DESC
       LIMIT 1
      """;

  private static final String WORKER =
      """
      SELECT p.id, p.id_number_enc, v.phone_enc
        FROM membership     AS m
        JOIN person         AS p ON p.id = m.person_id
        JOIN person_version AS v ON v.person_id = p.id AND v.is_current
       WHERE m.household_id = ? AND m.relation = 'WORKER' AND m.to_on IS NULL
      """;

  private static final int ID_CHARACTERS_ASKED = 6;

  /** A household that somebody may sign in as. */
  record Household(String phone, String code, String idLastSix, String what) {}

  private final DataSource database;
  private final CodeKeys codes;
  private final Supplier<FieldCipher> ciphers;

  /**
   * The stage of a database.
   *
   * @param ciphers gives one with the keys as they are at that moment: they may be changed while
   *     the demo runs; may block
   */
  Stage(DataSource database, CodeKeys codes, Supplier<FieldCipher> ciphers) {
    this.database = database;
    this.codes = codes;
    this.ciphers = ciphers;
  }

  /** In the order in which they are offered. */
  List<Household> households() throws SQLException {
    FieldCipher cipher = ciphers.get();
    List<Household> all = new ArrayList<>();
    try (Connection connection = database.getConnection()) {
      all.add(household(connection, cipher, Cast.HOUSEHOLD, "王家：看病又上学，有到账、在途和被退回的钱"));
      all.add(household(connection, cipher, Cast.OTHER_HOUSEHOLD, "李家：两个孩子上学，有一份申请要补材料"));
      all.add(household(connection, cipher, Cast.UNBOUND_HOUSEHOLD, "还没有绑定的一家：登录后扫码、输证件后六位"));
    }
    return all;
  }

  private Household household(Connection connection, FieldCipher cipher, long id, String what)
      throws SQLException {
    String printed = code(connection, id).map(HouseholdCode::printed).orElse("");
    try (PreparedStatement statement = connection.prepareStatement(WORKER)) {
      statement.setLong(1, id);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw new IllegalStateException("household " + id + " of the stage is gone");
        }
        long person = row.getLong("id");
        String idNumber =
            cipher.openText(Column.PERSON_ID_NUMBER, person, row.getBytes("id_number_enc"));
        String phone =
            cipher.openTextOrNull(Column.PERSON_PHONE, person, row.getBytes("phone_enc"));
        return new Household(
            phone == null ? "" : phone,
            printed,
            idNumber.substring(idNumber.length() - ID_CHARACTERS_ASKED),
            what);
      }
    }
  }

  /** The code of a household as printed; empty when it has none. */
  String printed(long householdId) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return code(connection, householdId).map(HouseholdCode::printed).orElse("");
    }
  }

  /** The signed code of the card on the wall; empty when the household has none. */
  Optional<SignedCode> signed(long householdId) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(NEWEST_CODE)) {
      statement.setLong(1, householdId);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(
                codes.sign(
                    minted(row),
                    row.getInt("generation"),
                    row.getObject("issued_on", LocalDate.class)))
            : Optional.empty();
      }
    }
  }

  private Optional<HouseholdCode> code(Connection connection, long householdId)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NEWEST_CODE)) {
      statement.setLong(1, householdId);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(minted(row)) : Optional.empty();
      }
    }
  }

  private HouseholdCode minted(ResultSet row) throws SQLException {
    return codes.mint(
        row.getInt("mint_key_id"), row.getLong("minted_for"), row.getInt("generation"));
  }
}
