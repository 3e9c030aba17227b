package yihuyima.demo;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yihuyima.api.code.CodeKeys;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Passwords;
import yihuyima.api.identity.Role;
import yihuyima.api.identity.Tokens;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.secret.KeyRings;
import yihuyima.qr.HouseholdCode;
import yihuyima.server.Foundations;
import yihuyima.server.ServerConfig;

/**
 * The vocabulary of tests: puts organisations, staff and households into a database over JDBC, past
 * the server, so that what the server does with them is the only thing under test.
 *
 * <p>Persons are invented: ID numbers begin with 99.
 */
final class Fixtures {
  /** The password of every member of staff; hashed once, for hashing is slow on purpose. */
  static final String PASSWORD = "a long test password";

  private static final String PASSWORD_HASH = Passwords.hash(PASSWORD);

  /** An organisation. */
  record Org(long id, String path) {}

  /** A member of staff with a token. */
  record StaffMember(long id, String loginName, String token, UUID session) {}

  /** A household with its code and somebody signed in for it. */
  record Family(
      long id, long workerId, String idNumber, String phone, HouseholdCode code, String token) {
    String printed() {
      return code.printed();
    }
  }

  private final String jdbcUrl;
  private final String user;
  private final String password;
  private final FieldCipher cipher;
  private final BlindIndex index;
  private final CodeKeys codeKeys;
  private final Tokens tokens;
  private final Clock clock;
  private @Nullable Connection held;

  private Fixtures(EmbeddedPostgres postgres, String database, ServerConfig config, Clock clock) {
    this.jdbcUrl = postgres.jdbcUrl(database);
    this.user = postgres.user();
    this.password = postgres.password();
    KeyRings keys = Foundations.openKeys(config);
    this.cipher = new FieldCipher(keys);
    this.index = new BlindIndex(keys);
    this.codeKeys = Foundations.codeKeys(config);
    this.tokens = Foundations.tokens(config, clock);
    this.clock = clock;
  }

  static Fixtures on(EmbeddedPostgres postgres, String database, ServerConfig config, Clock clock) {
    return new Fixtures(postgres, database, config, clock);
  }

  CodeKeys codeKeys() {
    return codeKeys;
  }

  FieldCipher cipher() {
    return cipher;
  }

  BlindIndex index() {
    return index;
  }

  /** Country, province, city: once for each database. */
  Org city() {
    Org country = organisation(null, "COUNTRY", "990000", "样例总工会");
    Org province = organisation(country, "PROVINCE", "990000", "样例省总工会");
    return organisation(province, "CITY", "990100", "云溪市总工会");
  }

  /** The topmost organisation: of the city's tree, or of one of its own. */
  Org topmost() {
    List<String> ids = texts("SELECT id::text FROM organisation WHERE parent_id IS NULL LIMIT 1");
    return ids.isEmpty()
        ? organisation(null, "CITY", "990100", "云溪市总工会")
        : new Org(Long.parseLong(ids.getFirst()), "." + ids.getFirst() + ".");
  }

  Org county(Org city, String name) {
    return organisation(city, "COUNTY", "990120", name);
  }

  Org station(Org county, String name) {
    return organisation(county, "GRASSROOTS", "990120", name);
  }

  Org organisation(@Nullable Org parent, String level, String region, String name) {
    long id = nextId("organisation");
    String path = (parent == null ? "." : parent.path()) + id + ".";
    run(
        "INSERT INTO organisation (id, parent_id, level, region_code, name, path, hotline) VALUES (?,?,?,?,?,?,?)",
        id,
        parent == null ? null : parent.id(),
        level,
        region,
        name,
        path,
        level.equals("COUNTY") ? "0990-7654321" : null);
    return new Org(id, path);
  }

  StaffMember staff(Org organisation, Role... roles) {
    return staff(organisation, false, roles);
  }

  /** Somebody from outside the tree. */
  StaffMember outsider(Org organisation) {
    return staff(organisation, true);
  }

  private StaffMember staff(Org organisation, boolean outside, Role... roles) {
    long id = nextId("staff");
    String login = "staff" + id;
    String[] names = java.util.Arrays.stream(roles).map(Role::name).toArray(String[]::new);
    run(
        "INSERT INTO staff (id, organisation_id, login_name, password_hash, name, unit, phone_enc, outside_tree, roles) VALUES (?,?,?,?,?,?,?,?,?)",
        id,
        organisation.id(),
        login,
        PASSWORD_HASH,
        "示例干部" + id,
        "样例单位",
        cipher.seal(Column.STAFF_PHONE, id, phone(id)),
        outside,
        names);
    UUID session = session("STAFF", null, id);
    Caller caller =
        outside
            ? new Caller.Paired(id, session)
            : Set.of(roles).equals(Set.of(Role.AUDITOR))
                ? new Caller.Auditor(id, organisation.id(), organisation.path(), session)
                : new Caller.Staff(
                    id, organisation.id(), organisation.path(), Set.of(roles), session);
    return new StaffMember(id, login, tokens.issue(caller, Duration.ofHours(2)), session);
  }

  /** A household with a live code, an open file, and its worker signed in. */
  Family household(Org station) {
    return household(station, "DEEP");
  }

  Family household(Org station, String tier) {
    long id = nextId("household");
    run(
        "INSERT INTO household (id, organisation_id, created_at) VALUES (?,?,?)",
        id,
        station.id(),
        now());
    run(
        """
        INSERT INTO household_version (household_id, version, valid_from, recorded_at, source, is_current, tier, main_cause,
               housing, address_enc, year_income_fen, year_expense_fen)
        VALUES (?,1,?,?,'SAMPLE',true,?,'SERIOUS_ILLNESS','OWN',?,1200000,600000)
        """,
        id,
        today().minusYears(1),
        now(),
        tier,
        cipher.seal(Column.HOUSEHOLD_ADDRESS, id, "云溪市样例路" + id + "号"));
    long worker = member(id, "WORKER", today().minusYears(45));
    long fileId = nextId("household_file");
    run(
        "INSERT INTO household_file (id, household_id, number, level, opened_on) VALUES (?,?,?,'CITY',?)",
        fileId,
        id,
        "F" + id,
        today().minusYears(1));
    run("INSERT INTO file_person (file_id, person_id, is_open) VALUES (?,?,true)", fileId, worker);
    HouseholdCode code = issueCode(id, 1, "LIVE");
    return new Family(
        id, worker, idNumber(worker), phone(worker), code, tokenOfHousehold(id, worker));
  }

  /** A further member of a household; gives the person's id. */
  long member(long householdId, String relation, LocalDate bornOn) {
    long id = nextId("person");
    String number = idNumber(id);
    run(
        "INSERT INTO person (id, id_number_enc, id_number_bidx) VALUES (?,?,?)",
        id,
        cipher.seal(Column.PERSON_ID_NUMBER, id, number),
        index.of(BlindIndex.Kind.ID_NUMBER, number));
    run(
        """
        INSERT INTO person_version (person_id, version, valid_from, recorded_at, source, is_current, name_enc, phone_enc, phone_bidx,
               card_ending, sex, born_on, health, insurance, work_status, month_income_fen)
        VALUES (?,1,?,?,'SAMPLE',true,?,?,?,'1234','F',?,'GOOD','EMPLOYEE','UNEMPLOYED',0)
        """,
        id,
        today().minusYears(1),
        now(),
        cipher.seal(Column.PERSON_NAME, id, "样示例"),
        cipher.seal(Column.PERSON_PHONE, id, phone(id)),
        index.of(BlindIndex.Kind.PHONE, phone(id)),
        bornOn);
    run(
        "INSERT INTO membership (household_id, person_id, relation, from_on) VALUES (?,?,?,?)",
        householdId,
        id,
        relation,
        today().minusYears(1));
    return id;
  }

  /** A code of a household in some state. */
  HouseholdCode issueCode(long householdId, int generation, String state) {
    HouseholdCode code = codeKeys.mint(codeKeys.currentMintKeyId(), householdId, generation);
    Long death = null;
    if (!state.equals("LIVE")) {
      death = scalar("UPDATE revocation_counter SET value = value + 1 RETURNING value");
    }
    run(
        """
        INSERT INTO household_code (household_id, generation, state, minted_for, mint_key_id, sign_key_id, lookup_hash, revocation_hash,
               issued_on, state_changed_at, state_changed_by, death_counter)
        VALUES (?,?,?,?,?,?,?,?,?,?,'SAMPLE',?)
        """,
        householdId,
        generation,
        state,
        householdId,
        codeKeys.currentMintKeyId(),
        codeKeys.signKeyId(),
        codeKeys.lookupHash(code),
        codeKeys.revocationHash(code),
        today(),
        now(),
        death);
    return code;
  }

  /** A household that never had a code. */
  long householdWithoutCode(Org station) {
    Family family = household(station);
    run("DELETE FROM household_code WHERE household_id = ?", family.id());
    return family.id();
  }

  void pair(Family family, StaffMember staff) {
    run(
        "INSERT INTO pairing (household_id, staff_id, from_on) VALUES (?,?,?)",
        family.id(),
        staff.id(),
        today().minusMonths(1));
  }

  /** A payment; gives its id. */
  long payment(Family family, String state, long amountFen) {
    long id = nextId("payment");
    run(
        """
        INSERT INTO payment (id, household_id, person_id, programme, payer, amount_fen, state, approved_on, expected_on, sent_on, paid_on,
               card_ending, return_reason)
        VALUES (?,?,?,'生活救助','安和县总工会',?,?,?,?,?,?,'1234',?)
        """,
        id,
        family.id(),
        family.workerId(),
        amountFen,
        state,
        today().minusDays(10),
        today().plusDays(5),
        state.equals("APPROVED") ? null : today().minusDays(5),
        state.equals("PAID") ? today().minusDays(3) : null,
        state.equals("RETURNED") ? "ACCOUNT_WRONG" : null);
    return id;
  }

  /** A policy that everybody may enjoy, a programme that pays it, and the minimum standard. */
  void livingAid(Org county) {
    policyTakenOver(
        """
        INSERT INTO policy (code, version, name, department, region_code, kind, gives, source, sort_order, valid_from,
               status, origin, approved_at, condition)
        VALUES ('LIVING_AID', 1, '生活救助', '工会', '990120', 'MONEY', '每年最高12个月低保标准', '样例', 1, DATE '2024-01-01',
               'APPROVED', 'TAKEN_OVER', TIMESTAMPTZ '2024-01-01', 'members.exists(m, m.isWorker)')
        """);
    run(
        """
        INSERT INTO programme (code, policy_code, organisation_id, name, gives, ceiling_standards_deep, ceiling_standards_relative,
               needs_file, check_working_days, approve_working_days, pay_working_days, valid_from)
        VALUES (?, 'LIVING_AID', ?, '生活救助', '每年最高12个月低保标准', 12, 10, true, 5, 5, 10, DATE '2024-01-01')
        """,
        "LIVING_AID_" + county.id(),
        county.id());
    run(
        "INSERT INTO living_standard (region_code, valid_from, month_fen, source) SELECT DISTINCT region_code, DATE '2024-01-01', 106200, '样例' FROM organisation ON CONFLICT DO NOTHING");
  }

  /** A policy that is decided by somebody's health, and a programme that pays it. */
  void medicalAid(Org county) {
    policyTakenOver(
        """
        INSERT INTO policy (code, version, name, department, region_code, kind, gives, source, sort_order, valid_from, rests_on,
               status, origin, approved_at, condition)
        VALUES ('MEDICAL_AID', 1, '医疗救助', '工会', '990120', 'MONEY', '帮付自己出的医药费', '样例', 2, DATE '2024-01-01', 'HEALTH',
               'APPROVED', 'TAKEN_OVER', TIMESTAMPTZ '2024-01-01', 'selfPaidMedicalFen > 0')
        """);
    run(
        """
        INSERT INTO programme (code, policy_code, organisation_id, name, gives, ceiling_fen, needs_file, check_working_days,
               approve_working_days, pay_working_days, valid_from)
        VALUES (?, 'MEDICAL_AID', ?, '医疗救助', '帮付自己出的医药费', 2000000, true, 5, 5, 10, DATE '2024-01-01')
        """,
        "MEDICAL_AID_" + county.id(),
        county.id());
  }

  /** As policies stand that were in force before versions were approved by two. */
  void policyTakenOver(String insert) {
    run("ALTER TABLE policy DISABLE TRIGGER policy_guarded, DISABLE TRIGGER policy_keeps_steps");
    run(insert);
    run("ALTER TABLE policy ENABLE TRIGGER policy_guarded, ENABLE TRIGGER policy_keeps_steps");
  }

  void entitle(Family family, String policyCode, String state) {
    run(
        """
        INSERT INTO entitlement (household_id, policy_code, policy_version, state, reason, decided_at)
        VALUES (?,?,1,?,'困难类别为深度困难',?)
        """,
        family.id(),
        policyCode,
        state,
        now());
  }

  /** Somebody signed in and bound to the household. */
  String tokenOfHousehold(long householdId, long personId) {
    return tokenOf(householdId, personId, Caller.Capacity.ADULT);
  }

  /** The same, in another capacity. */
  String tokenOf(long householdId, long personId, Caller.Capacity capacity) {
    long account = account();
    run(
        "INSERT INTO binding (account_id, household_id, person_id, capacity, from_at) VALUES (?,?,?,?,?)",
        account,
        householdId,
        personId,
        capacity.name(),
        now());
    UUID session = session("ACCOUNT", account, null);
    return tokens.issue(
        new Caller.Household(account, householdId, personId, capacity, session),
        Duration.ofHours(2));
  }

  /** A session of a member of staff who is in the database already, as a cadre. */
  String tokenOfStaff(long staffId) {
    return tokenOfStaff(staffId, Role.CADRE);
  }

  /** The same, in another role. */
  String tokenOfStaff(long staffId, Role role) {
    long organisation = scalar("SELECT organisation_id FROM staff WHERE id = ?", staffId);
    String path = texts("SELECT path FROM organisation WHERE id = ?", organisation).getFirst();
    UUID session = session("STAFF", null, staffId);
    return tokens.issue(
        new Caller.Staff(staffId, organisation, path, Set.of(role), session), Duration.ofHours(2));
  }

  /** Somebody signed in and bound to nothing. */
  String tokenOfUnbound() {
    long account = account();
    return tokens.issue(
        new Caller.SignedIn(account, session("ACCOUNT", account, null)), Duration.ofHours(2));
  }

  private long account() {
    long id = nextId("account");
    run(
        "INSERT INTO account (id, openid_enc, openid_bidx, created_at) VALUES (?,?,?,?)",
        id,
        cipher.seal(Column.ACCOUNT_OPENID, id, "openid-" + id),
        index.of(BlindIndex.Kind.OPENID, "openid-" + id),
        now());
    return id;
  }

  private UUID session(String kind, @Nullable Long accountId, @Nullable Long staffId) {
    UUID id = UUID.randomUUID();
    run(
        "INSERT INTO session (id, kind, account_id, staff_id, started_at, expires_at, refreshed_at) VALUES (?,?,?,?,?,?,?)",
        id,
        kind,
        accountId,
        staffId,
        now(),
        now().plusDays(1),
        now());
    return id;
  }

  /** An invented ID number, 99…, valid date and check digit, with the person's id as serial. */
  static String idNumber(long personId) {
    String head = "990120" + "1980" + "0101" + String.format("%03d", personId % 1000);
    String weighted =
        head.substring(0, 6)
            + String.format("%04d", 1950 + personId / 1000 % 50)
            + head.substring(10);
    int sum = 0;
    int[] weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    for (int i = 0; i < 17; i++) {
      sum += (weighted.charAt(i) - '0') * weights[i];
    }
    return weighted + "10X98765432".charAt(sum % 11);
  }

  static String phone(long id) {
    return "1000" + String.format("%07d", id);
  }

  long nextId(String table) {
    return scalar("SELECT nextval(pg_get_serial_sequence('" + table + "', 'id'))");
  }

  /** Runs a statement; gives how many rows it touched. */
  synchronized int run(String sql, @Nullable Object... values) {
    try (PreparedStatement statement = prepare(open(), sql, values)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One number. */
  synchronized long scalar(String sql, @Nullable Object... values) {
    try (PreparedStatement statement = prepare(open(), sql, values);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One column of texts. */
  synchronized List<String> texts(String sql, @Nullable Object... values) {
    try (PreparedStatement statement = prepare(open(), sql, values);
        ResultSet rows = statement.executeQuery()) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        all.add(rows.getString(1));
      }
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Keeps everybody from a table until the connection is closed or rolled back. */
  Connection locked(String table) throws SQLException {
    Connection connection = DriverManager.getConnection(jdbcUrl, user, password);
    connection.setAutoCommit(false);
    try (PreparedStatement lock =
        connection.prepareStatement("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE")) {
      lock.execute();
    }
    return connection;
  }

  /** One connection for all that is put in place; a new one when the database was restarted. */
  private Connection open() throws SQLException {
    if (held == null || !held.isValid(5)) {
      held = DriverManager.getConnection(jdbcUrl, user, password);
    }
    return held;
  }

  private static PreparedStatement prepare(
      Connection connection, String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value instanceof String[] texts) {
        statement.setArray(i + 1, connection.createArrayOf("text", texts));
      } else {
        statement.setObject(i + 1, value);
      }
    }
    return statement;
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), java.time.ZoneId.of("Asia/Shanghai"));
  }
}
