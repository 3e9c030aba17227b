package yihuyima.api.microaid;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.audit.Look;
import yihuyima.api.audit.LookRecorder;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Cursor;
import yihuyima.api.sql.Database;

/** What waits for a member of staff. */
final class InboxOperations implements Operations {
  private final Database database;
  private final LookRecorder looks;
  private final Clock clock;
  private final InboxStore inbox;

  InboxOperations(Database database, FieldCipher cipher, LookRecorder looks, Clock clock) {
    this.database = database;
    this.looks = looks;
    this.clock = clock;
    this.inbox = new InboxStore(cipher);
  }

  @Override
  public void bind(Api api) {
    api.on(Action.LIST_INBOX, this::listInbox);
  }

  /** What waits for this member of staff; each item is a look at its household. */
  private Future<Reply> listInbox(Caller caller, Request request) {
    Access.Waiting waiting = Access.waiting(caller);
    long[] after = Cursor.parse(request.query("cursor"), 0, 0);
    int limit = (int) request.query("limit", 20);
    LocalDate afterDue = Cursor.day(after[0]);
    return database
        .read(db -> inbox.find(db, waiting, afterDue, after[1], limit + 1))
        .compose(found -> recorded(caller, request, found, limit));
  }

  private Future<Reply> recorded(
      Caller caller, Request request, List<InboxStore.Item> found, int limit) {
    List<InboxStore.Item> page = found.subList(0, Math.min(limit, found.size()));
    LocalDate today = ChinaTime.today(clock);
    JsonArray items = new JsonArray();
    page.forEach(item -> items.add(item.toJson(caller, today)));
    InboxStore.Item last = page.isEmpty() ? null : page.get(page.size() - 1);
    String next =
        found.size() > limit && last != null
            ? Cursor.of(last.due().toEpochDay(), last.summary().applicationId())
            : null;
    JsonObject body = new JsonObject().put("items", items).put("next", next);
    return looks
        .recordTogether(
            page.stream()
                .map(item -> item.concern().householdId())
                .distinct()
                .map(id -> Look.granted(clock.instant(), caller, request, id, "inbox"))
                .toList())
        .map(done -> Reply.ok(body));
  }
}
