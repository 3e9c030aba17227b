package yihuyima.api.audit.check;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import yihuyima.api.audit.seal.HeadFile;
import yihuyima.qr.CodeVerifier;

/**
 * Where the record is read from, and what it is compared with.
 *
 * @param connections a blocking connection that only reads, the checker's own
 * @param keys the public keys that sealed, by their id
 * @param heads the seals kept outside the database; null where there are none
 */
public record RecordSource(
    Connections connections, Map<Integer, CodeVerifier> keys, @Nullable HeadFile heads) {
  public RecordSource {
    keys = Map.copyOf(keys);
  }

  /** Gives connections. */
  @FunctionalInterface
  public interface Connections {
    /** A new one. */
    Connection open() throws SQLException;
  }
}
