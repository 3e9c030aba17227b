package yihuyima.api.news;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.util.List;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.access.Matter;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.audit.Look;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Require;
import yihuyima.api.sql.Cursor;
import yihuyima.api.sql.Database;

/** Reading and publishing news of aid. */
public final class NewsOperations implements Operations {
  private final Database database;
  private final AccessRecordStore records;
  private final Clock clock;
  private final NewsStore store = new NewsStore();

  public NewsOperations(Database database, AccessRecordStore records, Clock clock) {
    this.database = database;
    this.records = records;
    this.clock = clock;
  }

  @Override
  public void bind(Api api) {
    api.on(Action.LIST_NEWS, this::listNews);
    api.write(Action.PUBLISH_NEWS, this::publishNews);
  }

  /** One page of news, newest first; no household's data, so nothing is recorded. */
  private Future<Reply> listNews(Caller caller, Request request) {
    long before = Cursor.parse(request.query("cursor"), Long.MAX_VALUE)[0];
    int limit = (int) request.query("limit", 20);
    return database
        .read(db -> readable(db, caller, before, limit + 1))
        .map(found -> Reply.ok(page(found, limit)));
  }

  private Future<List<NewsStore.News>> readable(
      SqlClient db, Caller caller, long before, int limit) {
    return switch (caller) {
      case Caller.Household own -> store.forHousehold(db, before, limit, own.householdId());
      case Caller.Staff staff ->
          store.forOrganisation(db, before, limit, Access.reach(staff).from());
      case Caller.Auditor auditor ->
          store.forOrganisation(db, before, limit, Access.reach(auditor).from());
      case Caller.Anyone ignored -> store.forAnyone(db, before, limit);
      case Caller.SignedIn ignored -> store.forAnyone(db, before, limit);
      case Caller.Paired ignored -> store.forAnyone(db, before, limit);
      case Caller.Partner ignored -> store.forAnyone(db, before, limit);
      case Caller.SystemJob ignored -> store.forAnyone(db, before, limit);
    };
  }

  private static JsonObject page(List<NewsStore.News> found, int limit) {
    List<NewsStore.News> page = found.subList(0, Math.min(limit, found.size()));
    JsonArray items = new JsonArray();
    page.forEach(news -> items.add(news.toJson()));
    return new JsonObject()
        .put("items", items)
        .put("next", found.size() > limit ? Cursor.of(page.get(page.size() - 1).newsId()) : null);
  }

  /** Publishes for the caller's own organisation. */
  private Future<Reply> publishNews(Caller caller, Request request, SqlConnection db) {
    Caller.Staff staff = Require.staff(caller);
    String title = plain(request.body().getString("title"), "/title", 2);
    String body = plain(request.body().getString("body"), "/body", 2);
    return store
        .insert(db, staff.organisationId(), title, body, ChinaTime.now(clock), staff.staffId())
        .compose(
            news ->
                records
                    .insert(db, List.of(look(caller, request, news)))
                    .map(
                        Reply.created(news.toJson())
                            .about(Matter.organisation(staff.organisationId()))));
  }

  /** Plain text: no control characters but line breaks, and not blank once trimmed. */
  static String plain(String text, String pointer, int lengthMin) {
    String plain = text.replace("\r\n", "\n").replaceAll("[\\p{Cntrl}&&[^\n]]", "").strip();
    if (plain.length() < lengthMin) {
      throw Problem.REQUEST_INVALID.because("blank text").at(pointer, "请填写文字内容");
    }
    return plain;
  }

  private Look look(Caller caller, Request request, NewsStore.News news) {
    return Look.granted(clock.instant(), caller, request, null, "news " + news.newsId());
  }
}
