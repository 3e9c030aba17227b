package yihuyima.api.identity;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.household.Names;
import yihuyima.api.http.Problem;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Rows;
import yihuyima.api.sql.Sequences;

/** Accounts, bindings and staff in PostgreSQL: who somebody is, as far as a session needs it. */
final class PrincipalStore {
  static final String STAFF_BY_LOGIN =
      """
      SELECT s.id, s.password_hash, s.one_time_until, f.secret_enc IS NOT NULL AS enrolled
        FROM staff              AS s
        LEFT JOIN second_factor AS f ON f.staff_id = s.id
       WHERE s.login_name = $1 AND s.left_at IS NULL
      """;
  static final String STAFF_BY_WECOM =
      """
      SELECT s.id, s.password_hash, s.one_time_until, f.secret_enc IS NOT NULL AS enrolled
        FROM staff              AS s
        LEFT JOIN second_factor AS f ON f.staff_id = s.id
       WHERE s.wecom_user = $1 AND s.left_at IS NULL
      """;
  static final String LINK_WECOM =
      """
      UPDATE staff
         SET wecom_user = $2
       WHERE id = $1 AND left_at IS NULL
      """;
  static final String TAKE_PHONE =
      """
      UPDATE account
         SET phone_enc = $2, phone_bidx = $3, phone_bidx2 = $4
       WHERE id = $1 AND phone_bidx IS NULL AND phone_bidx2 IS NULL
      """;
  static final String STAFF =
      """
      SELECT s.id, s.name, s.roles, s.outside_tree, o.id AS organisation_id, o.name AS organisation, o.path, ss.strength
        FROM staff        AS s
        JOIN organisation AS o  ON o.id = s.organisation_id
        JOIN session      AS ss ON ss.id = $2
       WHERE s.id = $1 AND s.left_at IS NULL
      """;
  static final String ACCOUNT =
      """
      SELECT a.id, b.household_id, b.person_id, b.capacity, o.id AS organisation_id, o.name AS organisation,
             w.person_id AS head_id, pv.name_enc
        FROM account AS a
        LEFT JOIN binding        AS b  ON b.account_id = a.id AND b.to_at IS NULL AND (b.until_on IS NULL OR b.until_on >= $2)
        LEFT JOIN household      AS h  ON h.id = b.household_id
        LEFT JOIN organisation   AS o  ON o.id = h.organisation_id
        LEFT JOIN membership     AS w  ON w.household_id = h.id AND w.relation = 'WORKER' AND w.to_on IS NULL
        LEFT JOIN person_version AS pv ON pv.person_id = w.person_id AND pv.is_current
       WHERE a.id = $1
      """;
  static final String ACCOUNT_BY_OPENID =
      """
      SELECT id FROM account WHERE openid_bidx = $1 OR openid_bidx2 = $2
      """;
  static final String ACCOUNT_BY_PHONE =
      """
      SELECT id FROM account WHERE phone_bidx = $1 OR phone_bidx2 = $2
      """;
  static final String OPEN_BY_OPENID =
      """
      INSERT INTO account (id, openid_enc, openid_bidx, openid_bidx2, created_at)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT DO NOTHING
      """;
  static final String OPEN_BY_PHONE =
      """
      INSERT INTO account (id, phone_enc, phone_bidx, phone_bidx2, created_at)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT DO NOTHING
      """;

  /**
   * What a login name has to show.
   *
   * @param oneTimeUntil until when a password set by an administrator is good; null for one's own
   * @param enrolled whether a second factor is in force
   */
  record StaffLogin(
      long staffId, String passwordHash, @Nullable OffsetDateTime oneTimeUntil, boolean enrolled) {}

  /** A caller with what the answer says about them, and how well their session is proved. */
  record Principal(Caller caller, JsonObject json, Strength strength) {}

  private final FieldCipher cipher;
  private final BlindIndex index;
  private final Clock clock;

  PrincipalStore(FieldCipher cipher, BlindIndex index, Clock clock) {
    this.cipher = cipher;
    this.index = index;
    this.clock = clock;
  }

  Future<Optional<StaffLogin>> staffByLogin(SqlClient db, String loginName) {
    return login(db, STAFF_BY_LOGIN, loginName);
  }

  /** The open account linked to a member of the union's Enterprise WeChat; empty when none is. */
  Future<Optional<StaffLogin>> staffByWecom(SqlClient db, String user) {
    return login(db, STAFF_BY_WECOM, user);
  }

  /**
   * Links an account to a member of Enterprise WeChat; null ends the link. Fails with WECOM_TAKEN
   * when another open account is linked to that member.
   */
  Future<Void> linkWecom(SqlClient db, long staffId, @Nullable String user) {
    return db.preparedQuery(LINK_WECOM).execute(Tuple.of(staffId, user)).mapEmpty();
  }

  /**
   * Gives an account without a phone number this one.
   *
   * @return succeeds also when it has this number already; fails with PHONE_TAKEN when another
   *     account has it, or this one has another
   */
  Future<Void> takePhone(SqlClient db, long accountId, String phone) {
    BlindIndex.Slots bidx = index.slots(BlindIndex.Kind.PHONE, phone);
    return find(db, ACCOUNT_BY_PHONE, bidx)
        .compose(
            owner -> {
              if (owner.isPresent()) {
                return owner.get() == accountId
                    ? Future.succeededFuture()
                    : Future.failedFuture(Problem.PHONE_TAKEN.because("another account's"));
              }
              return db.preparedQuery(TAKE_PHONE)
                  .execute(
                      Tuple.of(
                          accountId,
                          Buffer.buffer(cipher.seal(Column.ACCOUNT_PHONE, accountId, phone)),
                          bidx.first(),
                          bidx.second()))
                  .map(
                      rows -> {
                        if (rows.rowCount() == 0) {
                          throw Problem.PHONE_TAKEN.because("the account has another");
                        }
                        return null;
                      });
            });
  }

  private static Future<Optional<StaffLogin>> login(SqlClient db, String sql, String name) {
    return db.preparedQuery(sql)
        .execute(Tuple.of(name))
        .map(
            rows ->
                Rows.first(
                    rows,
                    row ->
                        new StaffLogin(
                            row.getLong("id"),
                            row.getString("password_hash"),
                            row.getOffsetDateTime("one_time_until"),
                            row.getBoolean("enrolled"))));
  }

  /** A member of staff as a caller; empty when they have left. */
  Future<Optional<Principal>> staff(SqlClient db, long staffId, UUID session) {
    return db.preparedQuery(STAFF)
        .execute(Tuple.of(staffId, session))
        .map(rows -> Rows.first(rows, row -> staff(row, session)));
  }

  /** An account as a caller: bound to a household or not; empty when there is none. */
  Future<Optional<Principal>> account(SqlClient db, long accountId, UUID session) {
    return db.preparedQuery(ACCOUNT)
        .execute(Tuple.of(accountId, ChinaTime.today(clock)))
        .map(rows -> Rows.first(rows, row -> account(row, session)));
  }

  /** The account of an openid, opened when there is none. */
  Future<Long> accountByOpenid(SqlClient db, String openid, OffsetDateTime now) {
    BlindIndex.Slots bidx = index.slots(BlindIndex.Kind.OPENID, openid);
    return findOrOpen(
        db, ACCOUNT_BY_OPENID, OPEN_BY_OPENID, Column.ACCOUNT_OPENID, openid, bidx, now);
  }

  /** The account of a phone number, opened when there is none. */
  Future<Long> accountByPhone(SqlClient db, String phone, OffsetDateTime now) {
    BlindIndex.Slots bidx = index.slots(BlindIndex.Kind.PHONE, phone);
    return findOrOpen(db, ACCOUNT_BY_PHONE, OPEN_BY_PHONE, Column.ACCOUNT_PHONE, phone, bidx, now);
  }

  private Future<Long> findOrOpen(
      SqlClient db,
      String find,
      String open,
      Column column,
      String value,
      BlindIndex.Slots bidx,
      OffsetDateTime now) {
    return find(db, find, bidx)
        .compose(
            known ->
                known.isPresent()
                    ? Future.succeededFuture(known.get())
                    : Sequences.next(db, "account")
                        .compose(
                            id ->
                                db.preparedQuery(open)
                                    .execute(
                                        Tuple.of(
                                            id,
                                            Buffer.buffer(cipher.seal(column, id, value)),
                                            bidx.first(),
                                            bidx.second(),
                                            now)))
                        // Two first sign-ins at once: one row, and both find it.
                        .compose(done -> find(db, find, bidx))
                        .map(Optional::orElseThrow));
  }

  private static Future<Optional<Long>> find(SqlClient db, String sql, BlindIndex.Slots bidx) {
    return db.preparedQuery(sql)
        .execute(Tuple.of(bidx.first(), bidx.second()))
        .map(rows -> Rows.first(rows, row -> row.getLong("id")));
  }

  private static Principal staff(Row row, UUID session) {
    long id = row.getLong("id");
    long organisationId = row.getLong("organisation_id");
    String path = row.getString("path");
    Set<Role> roles =
        Arrays.stream(row.getArrayOfStrings("roles"))
            .map(Role::valueOf)
            .collect(Collectors.toSet());
    boolean outside = row.getBoolean("outside_tree");
    Caller caller =
        outside
            ? new Caller.Paired(id, session)
            : roles.equals(Set.of(Role.AUDITOR))
                ? new Caller.Auditor(id, organisationId, path, session)
                : new Caller.Staff(id, organisationId, path, roles, session);
    JsonObject json =
        new JsonObject()
            .put("kind", outside ? "PAIRED" : "STAFF")
            .put("name", row.getString("name"))
            .putNull("householdId")
            .put("organisationId", organisationId)
            .put("organisation", row.getString("organisation"))
            .put("roles", new JsonArray(roles.stream().map(Role::name).sorted().toList()));
    return new Principal(caller, json, Strength.valueOf(row.getString("strength")));
  }

  private Principal account(Row row, UUID session) {
    long id = row.getLong("id");
    Long householdId = row.getLong("household_id");
    if (householdId == null) {
      return new Principal(
          new Caller.SignedIn(id, session),
          principal("SIGNED_IN", "您好", null, null, null),
          Strength.PASSWORD);
    }
    String head =
        cipher.openText(
            Column.PERSON_NAME, row.getLong("head_id"), Rows.needBytes(row, "name_enc"));
    Caller caller =
        new Caller.Household(
            id,
            householdId,
            row.getLong("person_id"),
            Caller.Capacity.valueOf(row.getString("capacity")),
            session);
    return new Principal(
        caller,
        principal(
                "HOUSEHOLD",
                Names.masked(head) + "家",
                householdId,
                row.getLong("organisation_id"),
                row.getString("organisation"))
            .put("capacity", row.getString("capacity")),
        Strength.PASSWORD);
  }

  private static JsonObject principal(
      String kind,
      String name,
      @Nullable Long householdId,
      @Nullable Long organisationId,
      @Nullable String organisation) {
    return new JsonObject()
        .put("kind", kind)
        .put("name", name)
        .put("householdId", householdId)
        .put("organisationId", organisationId)
        .put("organisation", organisation)
        .put("roles", new JsonArray());
  }
}
