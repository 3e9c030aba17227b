package yihuyima.api.identity;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Action;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.sql.Database;

/** Where one is signed in: seeing it and ending it, for households as for staff. */
public final class DeviceOperations implements Operations {
  private final Database database;
  private final Sessions sessions;
  private final SessionStore store = new SessionStore();
  private final Clock clock;

  /** Whose sessions: of a person's account or of a member of staff; one of the two. */
  private record Owner(@Nullable Long accountId, @Nullable Long staffId) {
    static Owner of(Caller caller) {
      return switch (caller) {
        case Caller.SignedIn c -> new Owner(c.accountId(), null);
        case Caller.Household c -> new Owner(c.accountId(), null);
        case Caller.Staff c -> new Owner(null, c.staffId());
        case Caller.Paired c -> new Owner(null, c.staffId());
        case Caller.Auditor c -> new Owner(null, c.staffId());
        default -> throw Problem.NOT_ALLOWED.because(caller.actor() + " has no devices");
      };
    }
  }

  /** What it stands on; one for each event loop. */
  public DeviceOperations(Database database, Sessions sessions, Clock clock) {
    this.database = database;
    this.sessions = sessions;
    this.clock = clock;
  }

  @Override
  public void bind(Api api) {
    api.on(Action.LIST_MY_SESSIONS, this::listMySessions);
    api.on(Action.END_MY_SESSION, this::endMySession);
    api.on(Action.END_MY_OTHER_SESSIONS, this::endMyOtherSessions);
  }

  private Future<Reply> listMySessions(Caller caller, Request request) {
    Owner owner = Owner.of(caller);
    return database
        .read(db -> store.list(db, owner.accountId(), owner.staffId(), ChinaTime.now(clock)))
        .map(found -> Reply.ok(json(found, caller)));
  }

  private static JsonObject json(List<SessionStore.Own> found, Caller caller) {
    JsonArray items = new JsonArray();
    for (SessionStore.Own own : found) {
      items.add(
          new JsonObject()
              .put("sessionId", own.id().toString())
              .put("device", Optional.ofNullable(own.device()).orElse("未知设备"))
              .put("since", own.startedAt().toInstant().toString())
              .put("lastSeenOn", ChinaTime.dayOf(own.refreshedAt().toInstant()).toString())
              .put("isThisOne", own.id().equals(caller.sessionId())));
    }
    return new JsonObject().put("items", items);
  }

  /** Another's session, and one that is over, answer the same as one's own: it is not open now. */
  private Future<Reply> endMySession(Caller caller, Request request) {
    Owner owner = Owner.of(caller);
    UUID id = UUID.fromString(request.path("sessionId"));
    return database
        .write(db -> store.endOwn(db, id, owner.accountId(), owner.staffId(), ChinaTime.now(clock)))
        .map(ended -> Reply.none());
  }

  private Future<Reply> endMyOtherSessions(Caller caller, Request request) {
    return database
        .write(db -> sessions.endOthers(db, caller, "ended from another device"))
        .map(ended -> Reply.none());
  }
}
