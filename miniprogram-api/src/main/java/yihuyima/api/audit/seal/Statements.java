package yihuyima.api.audit.seal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JDBC for statements written with PostgreSQL's own {@code $1}, as everywhere else in the product:
 * so they are PREPAREd and explained by the same tests. Each parameter stands once, in order.
 */
final class Statements {
  private static final Pattern PARAMETER = Pattern.compile("\\$[0-9]+");

  private Statements() {}

  /** A statement with its values. */
  static PreparedStatement prepare(Connection db, String sql, @Nullable Object... values)
      throws SQLException {
    PreparedStatement statement = db.prepareStatement(PARAMETER.matcher(sql).replaceAll("?"));
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }
}
