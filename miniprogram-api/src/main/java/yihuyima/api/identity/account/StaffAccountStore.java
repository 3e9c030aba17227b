package yihuyima.api.identity.account;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yihuyima.api.identity.Role;
import yihuyima.api.sql.Rows;
import yihuyima.api.sql.Subtree;

/** Accounts of staff in PostgreSQL. */
final class StaffAccountStore {
  private static final String COLUMNS =
      """
      s.id, s.name, s.login_name, s.unit, s.organisation_id, o.name AS organisation, o.path, s.roles, s.outside_tree,
             s.left_at IS NULL AS open, s.one_time_until IS NOT NULL AS one_time, s.version,
             EXISTS (SELECT 1 FROM second_factor AS f WHERE f.staff_id = s.id AND f.secret_enc IS NOT NULL) AS second_factor,
             (SELECT r.roles FROM account_request AS r WHERE r.staff_id = s.id AND r.kind = 'POWERS' AND r.ended_at IS NULL AND r.expires_at > now()) AS waiting
      """;

  static final String LIST =
      """
      SELECT %s
        FROM staff        AS s
        JOIN organisation AS o ON o.id = s.organisation_id
       WHERE o.path >= $1 AND o.path < $2 AND (s.organisation_id, s.id) > ($3, $4)
       ORDER BY s.organisation_id, s.id
       LIMIT $5
      """
          .formatted(COLUMNS);

  /** Names are looked through within the subtree: staff are few beside households. */
  static final String SEARCH =
      """
      SELECT %s
        FROM staff        AS s
        JOIN organisation AS o ON o.id = s.organisation_id
       WHERE o.path >= $1 AND o.path < $2 AND (s.organisation_id, s.id) > ($3, $4)
         AND ($6::text IS NULL OR strpos(s.name, $6) > 0 OR strpos(s.login_name, lower($6)) > 0)
         AND ($7::bigint IS NULL OR s.organisation_id = $7)
         AND ($8::text IS NULL OR $8 = ANY (s.roles))
         AND ($9::boolean IS NULL OR (s.left_at IS NULL) = $9)
       ORDER BY s.organisation_id, s.id
       LIMIT $5
      """
          .formatted(COLUMNS);

  static final String FIND =
      """
      SELECT %s
        FROM staff        AS s
        JOIN organisation AS o ON o.id = s.organisation_id
       WHERE s.id = $1
      """
          .formatted(COLUMNS);

  /** Locks the organisation too: of its last two administrators, one closes the other. */
  static final String FIND_FOR_CHANGE =
      """
      SELECT %s
        FROM staff        AS s
        JOIN organisation AS o ON o.id = s.organisation_id
       WHERE s.id = $1
         FOR NO KEY UPDATE OF s, o
      """
          .formatted(COLUMNS);

  static final String ORGANISATION =
      """
      SELECT name, path
        FROM organisation
       WHERE id = $1 AND closed_on IS NULL
         FOR KEY SHARE
      """;

  static final String CONFLICTS =
      """
      SELECT role_a, role_b, reason
        FROM role_conflict
       ORDER BY role_a, role_b
       LIMIT 200
      """;

  static final String OTHERS_ADMINISTRATE =
      """
      SELECT EXISTS (SELECT 1
                       FROM staff
                      WHERE organisation_id = $1 AND id <> $2 AND left_at IS NULL AND 'ADMINISTRATOR' = ANY (roles)) AS others
      """;

  static final String OPEN =
      """
      INSERT INTO staff (organisation_id, login_name, password_hash, one_time_until, name, unit, roles)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      RETURNING id
      """;

  static final String GIVE_ROLES =
      """
      UPDATE staff
         SET roles = $2, version = version + 1
       WHERE id = $1
      """;

  static final String MOVE =
      """
      UPDATE staff
         SET organisation_id = $2, version = version + 1
       WHERE id = $1
      """;

  static final String CLOSE =
      """
      UPDATE staff
         SET left_at = $2, version = version + 1
       WHERE id = $1
      """;

  static final String RESET_PASSWORD =
      """
      UPDATE staff
         SET password_hash = $2, one_time_until = $3
       WHERE id = $1
      """;

  /** An organisation that is not closed. */
  record Place(String name, String path) {}

  Future<List<StaffAccount>> list(
      SqlClient db, Subtree subtree, long afterOrganisation, long afterStaff, int limit) {
    return db.preparedQuery(LIST)
        .execute(Tuple.of(subtree.from(), subtree.to(), afterOrganisation, afterStaff, limit))
        .map(rows -> Rows.all(rows, StaffAccountStore::account));
  }

  Future<List<StaffAccount>> search(
      SqlClient db, Subtree subtree, long[] after, int limit, StaffSearch wanted) {
    Tuple values =
        Tuple.of(subtree.from(), subtree.to(), after[0], after[1], limit, wanted.name())
            .addValue(wanted.organisationId())
            .addValue(wanted.role())
            .addValue(wanted.open());
    return db.preparedQuery(SEARCH)
        .execute(values)
        .map(rows -> Rows.all(rows, StaffAccountStore::account));
  }

  Future<Optional<StaffAccount>> find(SqlClient db, long staffId) {
    return db.preparedQuery(FIND)
        .execute(Tuple.of(staffId))
        .map(rows -> Rows.first(rows, StaffAccountStore::account));
  }

  Future<Optional<StaffAccount>> findForChange(SqlConnection db, long staffId) {
    return db.preparedQuery(FIND_FOR_CHANGE)
        .execute(Tuple.of(staffId))
        .map(rows -> Rows.first(rows, StaffAccountStore::account));
  }

  Future<Optional<Place>> place(SqlConnection db, long organisationId) {
    return db.preparedQuery(ORGANISATION)
        .execute(Tuple.of(organisationId))
        .map(
            rows ->
                Rows.first(rows, row -> new Place(row.getString("name"), row.getString("path"))));
  }

  Future<List<RoleConflict>> conflicts(SqlClient db) {
    return db.preparedQuery(CONFLICTS)
        .execute()
        .map(
            rows ->
                Rows.all(
                    rows,
                    row ->
                        new RoleConflict(
                            Role.valueOf(row.getString("role_a")),
                            Role.valueOf(row.getString("role_b")),
                            row.getString("reason"))));
  }

  Future<Boolean> othersAdministrate(SqlConnection db, StaffAccount but) {
    return db.preparedQuery(OTHERS_ADMINISTRATE)
        .execute(Tuple.of(but.organisationId(), but.staffId()))
        .map(rows -> rows.iterator().next().getBoolean("others"));
  }

  /** Fails with LOGIN_NAME_TAKEN. */
  Future<Long> open(
      SqlConnection db, NewAccount account, String passwordHash, OffsetDateTime oneTimeUntil) {
    Tuple values =
        Tuple.of(
            account.organisationId(),
            account.loginName(),
            passwordHash,
            oneTimeUntil,
            account.name(),
            account.unit());
    return db.preparedQuery(OPEN)
        .execute(values.addValue(names(account.roles())))
        .map(rows -> rows.iterator().next().getLong("id"));
  }

  Future<Void> giveRoles(SqlConnection db, long staffId, Set<Role> roles) {
    return db.preparedQuery(GIVE_ROLES)
        .execute(Tuple.of(staffId, (Object) names(roles)))
        .mapEmpty();
  }

  Future<Void> move(SqlConnection db, long staffId, long organisationId) {
    return db.preparedQuery(MOVE).execute(Tuple.of(staffId, organisationId)).mapEmpty();
  }

  Future<Void> close(SqlConnection db, long staffId, OffsetDateTime now) {
    return db.preparedQuery(CLOSE).execute(Tuple.of(staffId, now)).mapEmpty();
  }

  Future<Void> resetPassword(SqlConnection db, long staffId, String hash, OffsetDateTime until) {
    return db.preparedQuery(RESET_PASSWORD).execute(Tuple.of(staffId, hash, until)).mapEmpty();
  }

  static String[] names(Set<Role> roles) {
    return roles.stream().map(Role::name).sorted().toArray(String[]::new);
  }

  private static StaffAccount account(Row row) {
    return new StaffAccount(
        row.getLong("id"),
        row.getString("name"),
        row.getString("login_name"),
        row.getString("unit"),
        row.getLong("organisation_id"),
        row.getString("organisation"),
        row.getString("path"),
        roles(row.getArrayOfStrings("roles")),
        roles(row.getArrayOfStrings("waiting")),
        row.getBoolean("outside_tree"),
        row.getBoolean("open"),
        row.getBoolean("second_factor"),
        row.getBoolean("one_time"),
        row.getInteger("version"));
  }

  static Set<Role> roles(String @Nullable [] names) {
    return names == null
        ? Set.of()
        : Arrays.stream(names).map(Role::valueOf).collect(Collectors.toSet());
  }
}
