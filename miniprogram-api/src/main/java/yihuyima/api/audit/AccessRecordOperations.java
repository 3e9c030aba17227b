package yihuyima.api.audit;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import yihuyima.api.access.Action;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Require;
import yihuyima.api.sql.Database;

/**
 * A family sees who looked; what an auditor looks at in a leak investigation, once that has ended.
 */
public final class AccessRecordOperations implements Operations {
  private final Database database;
  private final HouseholdLooks looks = new HouseholdLooks();
  private final Clock clock;

  public AccessRecordOperations(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public void bind(Api api) {
    api.on(Action.LIST_MY_ACCESS_RECORDS, this::listMyAccessRecords);
  }

  private Future<Reply> listMyAccessRecords(Caller caller, Request request) {
    Caller.Household own = Require.household(caller);
    int limit = (int) request.query("limit", 20);
    long before = before(request);
    return database
        .read(db -> looks.newest(db, own, before, limit + 1, ChinaTime.now(clock)))
        .map(
            found -> {
              List<HouseholdLooks.Shown> page = found.subList(0, Math.min(limit, found.size()));
              JsonArray items = new JsonArray();
              page.forEach(look -> items.add(look.json()));
              String next = found.size() > limit ? Long.toString(page.getLast().id()) : null;
              return Reply.ok(new JsonObject().put("items", items).put("next", next));
            });
  }

  private static long before(Request request) {
    String cursor = request.query("cursor").orElse("");
    if (cursor.isEmpty()) {
      return Long.MAX_VALUE;
    }
    try {
      return Long.parseLong(cursor);
    } catch (NumberFormatException e) {
      throw Problem.REQUEST_INVALID.because("cursor").at("cursor", "翻页位置无效");
    }
  }
}
