package yihuyima.api.http;

import io.vertx.core.Future;
import java.util.UUID;

/** Whether a session still stands, asked of the database with each request. */
@FunctionalInterface
public interface SessionCheck {
  /** Whether it stands; fails when the database does. */
  Future<Boolean> stands(UUID session);
}
