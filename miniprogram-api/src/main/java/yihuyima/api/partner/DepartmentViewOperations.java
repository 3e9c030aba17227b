package yihuyima.api.partner;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.sql.Cursor;
import yihuyima.api.sql.Database;

/** Looks at partner departments, by an administrator, in their own part of the tree. */
public final class DepartmentViewOperations implements Operations {
  private final Database database;
  private final DepartmentStore departments = new DepartmentStore();
  private final PartnerHistoryStore history = new PartnerHistoryStore();
  private final Clock clock;

  public DepartmentViewOperations(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public void bind(Api api) {
    api.on(Action.LIST_PARTNERS, this::listPartners);
    api.on(Action.GET_PARTNER, this::getPartner);
    api.on(Action.LIST_PARTNER_HISTORY, this::listPartnerHistory);
  }

  private Future<Reply> listPartners(Caller caller, Request request) {
    long[] after = Cursor.parse(request.query("cursor"), 0);
    int limit = (int) request.query("limit", 20);
    return database
        .read(
            db ->
                departments.list(
                    db,
                    Access.reach(caller),
                    after[0],
                    limit + 1,
                    ChinaTime.now(clock),
                    ChinaTime.today(clock)))
        .map(
            found -> {
              List<DepartmentStore.Line> page = found.subList(0, Math.min(limit, found.size()));
              return page(
                  page.stream().map(DepartmentStore.Line::json).toList(),
                  found.size() > limit ? Cursor.of(page.get(page.size() - 1).id()) : null);
            });
  }

  private Future<Reply> getPartner(Caller caller, Request request) {
    return database.read(
        db ->
            reached(db, caller, Action.GET_PARTNER, request)
                .compose(found -> detailed(db, found))
                .map(Reply::ok));
  }

  private Future<Reply> listPartnerHistory(Caller caller, Request request) {
    long[] before = Cursor.parse(request.query("cursor"), Long.MAX_VALUE);
    int limit = (int) request.query("limit", 20);
    return database.read(
        db ->
            reached(db, caller, Action.LIST_PARTNER_HISTORY, request)
                .compose(found -> history.list(db, found.id(), before[0], limit + 1))
                .map(
                    found -> {
                      List<PartnerHistoryStore.Line> page =
                          found.subList(0, Math.min(limit, found.size()));
                      return page(
                          page.stream().map(PartnerHistoryStore.Line::json).toList(),
                          found.size() > limit ? Cursor.of(page.get(page.size() - 1).id()) : null);
                    }));
  }

  private Future<Department> reached(SqlClient db, Caller caller, Action action, Request request) {
    return departments
        .find(db, request.id("partnerId"))
        .map(
            found -> {
              Department department =
                  found.orElseThrow(() -> Problem.NOT_FOUND.because("no such department"));
              DepartmentDecision.requireReach(caller, action, department.organisationPath());
              return department;
            });
  }

  /** With its keys, what was agreed, and how much it asked. */
  private Future<JsonObject> detailed(SqlClient db, Department department) {
    return detailed(db, department, departments, ChinaTime.now(clock), ChinaTime.today(clock));
  }

  static Future<JsonObject> detailed(
      SqlClient db,
      Department department,
      DepartmentStore departments,
      OffsetDateTime now,
      LocalDate today) {
    JsonObject body = new JsonObject().put("partner", department.json());
    return new PartnerKeyStore()
        .list(db, department.id(), now)
        .compose(
            keys -> {
              body.put("keys", new JsonArray(keys));
              return new AgreementStore().list(db, department.id());
            })
        .compose(
            agreements -> {
              body.put(
                  "agreements",
                  new JsonArray(agreements.stream().map(each -> each.json(today)).toList()));
              return departments.usage(db, department.id(), today);
            })
        .map(usage -> body.put("today", today.toString()).put("usage", new JsonArray(usage)));
  }

  private static Reply page(List<JsonObject> items, @Nullable String next) {
    return Reply.ok(new JsonObject().put("items", new JsonArray(items)).put("next", next));
  }
}
