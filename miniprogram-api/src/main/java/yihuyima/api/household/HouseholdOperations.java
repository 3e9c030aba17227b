package yihuyima.api.household;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
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
import yihuyima.api.limit.Limits;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Cursor;
import yihuyima.api.sql.Database;
import yihuyima.api.sql.Subtree;

/** Looking for households from the office. */
public final class HouseholdOperations implements Operations {
  private final Database database;
  private final LookRecorder looks;
  private final Limits limits;
  private final Clock clock;
  private final HouseholdSearchStore store;
  private final NameSearchStore names;

  public HouseholdOperations(
      Database database,
      FieldCipher cipher,
      BlindIndex index,
      LookRecorder looks,
      Limits limits,
      Clock clock) {
    this.database = database;
    this.looks = looks;
    this.limits = limits;
    this.clock = clock;
    this.store = new HouseholdSearchStore(cipher, index);
    this.names = new NameSearchStore(cipher, index);
  }

  @Override
  public void bind(Api api) {
    api.on(Action.SEARCH_HOUSEHOLDS, this::searchHouseholds);
  }

  /** Finds households of the caller's subtree; every household shown is a look at it. */
  private Future<Reply> searchHouseholds(Caller caller, Request request) {
    HouseholdSearch search = HouseholdSearch.of(request.body());
    if (search.isForPerson()) {
      limits.lookup(caller.actor());
    }
    Subtree subtree = Access.reach(caller);
    if (search.name() != null) {
      return database
          .read(db -> names.find(db, subtree, search, ChinaTime.today(clock)))
          .compose(
              page ->
                  recorded(caller, request, search, page.lines())
                      .map(
                          done ->
                              Reply.ok(
                                  HouseholdLine.page(
                                      page.lines(), page.next(), HouseholdLine::masked))));
    }
    Future<List<HouseholdLine>> found =
        database.read(db -> store.find(db, subtree, search, ChinaTime.today(clock)));
    Future<Optional<HouseholdSearchStore.Counts>> counts =
        search.isForPerson() || !search.isFirstPage()
            ? Future.succeededFuture(Optional.empty())
            : database.read(db -> store.count(db, subtree));
    return Future.all(found, counts)
        .compose(
            both ->
                recorded(caller, request, search, found.result())
                    .map(done -> Reply.ok(body(search, found.result(), counts.result()))));
  }

  private Future<Void> recorded(
      Caller caller, Request request, HouseholdSearch search, List<HouseholdLine> found) {
    if (found.isEmpty()) {
      return search.isForPerson()
          ? looks.record(
              Look.refused(clock.instant(), caller, request, null, "nobody found in reach"))
          : Future.succeededFuture();
    }
    String detail =
        search.name() != null ? "found by name" : search.isForPerson() ? "found by number" : "list";
    return looks.recordTogether(
        page(search, found).stream().map(line -> look(caller, request, line, detail)).toList());
  }

  private Look look(Caller caller, Request request, HouseholdLine line, String detail) {
    return Look.granted(clock.instant(), caller, request, line.householdId(), detail);
  }

  private static List<HouseholdLine> page(HouseholdSearch search, List<HouseholdLine> found) {
    return found.subList(0, Math.min(search.limit(), found.size()));
  }

  private static JsonObject body(
      HouseholdSearch search,
      List<HouseholdLine> found,
      Optional<HouseholdSearchStore.Counts> counts) {
    List<HouseholdLine> page = page(search, found);
    boolean more = found.size() > search.limit() && !search.isForPerson();
    HouseholdLine last = page.isEmpty() ? null : page.get(page.size() - 1);
    String next =
        more && last != null ? Cursor.of(last.organisationId(), last.householdId()) : null;
    JsonObject body = HouseholdLine.page(page, next, HouseholdLine::masked);
    counts.ifPresent(
        c ->
            body.put(
                "counts",
                new JsonObject()
                    .put("live", c.live())
                    .put("none", c.none())
                    .put("dead", c.dead())));
    return body;
  }
}
