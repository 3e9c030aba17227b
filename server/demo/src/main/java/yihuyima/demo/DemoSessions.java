package yihuyima.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Role;
import yihuyima.api.identity.Tokens;
import yihuyima.demo.county.Cast;
import yihuyima.demo.county.Roster;

/**
 * Opens sessions for those on the stage, as signing in would, so that a program can try the API at
 * once. The rows are real: ending one ends its token.
 */
final class DemoSessions {
  /** Long enough for a day's work with one file. */
  static final Duration LIFE = Duration.ofHours(12);

  private static final String START =
      """
      INSERT INTO session (id, kind, account_id, staff_id, started_at, expires_at, refreshed_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String STAFF =
      """
      SELECT s.outside_tree, s.roles, o.id, o.path
        FROM staff AS s JOIN organisation AS o ON o.id = s.organisation_id
       WHERE s.id = ?
      """;
  private static final String BOUND =
      """
      SELECT household_id, person_id, capacity
        FROM binding
       WHERE account_id = ? AND to_at IS NULL
      """;

  private final DataSource database;
  private final Tokens tokens;
  private final Clock clock;

  DemoSessions(DataSource database, Tokens tokens, Clock clock) {
    this.database = database;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Tokens by the keys of the file written with {@code --json}. */
  Map<String, String> open() throws SQLException {
    Map<String, String> bearer = new LinkedHashMap<>();
    try (Connection connection = database.getConnection()) {
      bearer.put("household", account(connection, Cast.ACCOUNT));
      bearer.put("otherHousehold", account(connection, Cast.OTHER_ACCOUNT));
      for (Roster.SignIn signIn : Roster.SIGN_INS) {
        bearer.put(signIn.key(), staff(connection, Roster.idOf(signIn.loginName())));
      }
    }
    return bearer;
  }

  private String account(Connection connection, long accountId) throws SQLException {
    UUID session = UUID.randomUUID();
    start(connection, session, accountId, null);
    try (PreparedStatement statement = connection.prepareStatement(BOUND)) {
      statement.setLong(1, accountId);
      try (ResultSet row = statement.executeQuery()) {
        Caller caller =
            row.next()
                ? new Caller.Household(
                    accountId,
                    row.getLong("household_id"),
                    row.getLong("person_id"),
                    Caller.Capacity.valueOf(row.getString("capacity")),
                    session)
                : new Caller.SignedIn(accountId, session);
        return tokens.issue(caller, LIFE);
      }
    }
  }

  private String staff(Connection connection, long staffId) throws SQLException {
    UUID session = UUID.randomUUID();
    start(connection, session, null, staffId);
    try (PreparedStatement statement = connection.prepareStatement(STAFF)) {
      statement.setLong(1, staffId);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw new IllegalStateException("staff " + staffId + " of the stage is gone");
        }
        return tokens.issue(caller(row, staffId, session), LIFE);
      }
    }
  }

  /** As signing in by password finds it. */
  private static Caller caller(ResultSet row, long staffId, UUID session) throws SQLException {
    Set<Role> roles =
        Arrays.stream((String[]) row.getArray("roles").getArray())
            .map(Role::valueOf)
            .collect(Collectors.toSet());
    if (row.getBoolean("outside_tree")) {
      return new Caller.Paired(staffId, session);
    }
    return roles.equals(Set.of(Role.AUDITOR))
        ? new Caller.Auditor(staffId, row.getLong("id"), row.getString("path"), session)
        : new Caller.Staff(staffId, row.getLong("id"), row.getString("path"), roles, session);
  }

  private void start(
      Connection connection,
      UUID session,
      @org.jspecify.annotations.Nullable Long accountId,
      @org.jspecify.annotations.Nullable Long staffId)
      throws SQLException {
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    try (PreparedStatement statement = connection.prepareStatement(START)) {
      statement.setObject(1, session);
      statement.setString(2, accountId == null ? "STAFF" : "ACCOUNT");
      statement.setObject(3, accountId);
      statement.setObject(4, staffId);
      statement.setObject(5, now);
      statement.setObject(6, now.plus(LIFE));
      statement.setObject(7, now);
      statement.executeUpdate();
    }
  }
}
