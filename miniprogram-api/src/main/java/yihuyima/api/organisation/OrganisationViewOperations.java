package yihuyima.api.organisation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.access.Concern;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.sql.Cursor;
import yihuyima.api.sql.Database;

/** Looks at the tree, by an administrator or an auditor, in their own part of it. */
public final class OrganisationViewOperations implements Operations {
  private final Database database;
  private final OrganisationViewStore store = new OrganisationViewStore();

  public OrganisationViewOperations(Database database) {
    this.database = database;
  }

  @Override
  public void bind(Api api) {
    api.on(Action.SEARCH_ORGANISATIONS, this::searchOrganisations);
    api.on(Action.GET_ORGANISATION, this::getOrganisation);
    api.on(Action.LIST_ORGANISATIONS_BELOW, this::listOrganisationsBelow);
    api.on(Action.LIST_ORGANISATION_HISTORY, this::listOrganisationHistory);
  }

  private Future<Reply> searchOrganisations(Caller caller, Request request) {
    String name = request.query("name").orElse("");
    int limit = (int) request.query("limit", 20);
    return database
        .read(db -> store.byName(db, Access.reach(caller), name, limit))
        .map(found -> Reply.ok(new JsonObject().put("items", new JsonArray(shown(found, caller)))));
  }

  private Future<Reply> getOrganisation(Caller caller, Request request) {
    return database.read(
        db ->
            reached(db, caller, Action.GET_ORGANISATION, request)
                .compose(found -> detailed(db, store, caller, found)));
  }

  /** With what belongs to it. */
  static Future<Reply> detailed(
      SqlClient db, OrganisationViewStore store, Caller caller, OrganisationView found) {
    return store
        .holdings(db, found.id(), found.path())
        .map(
            holdings ->
                Reply.ok(
                    new JsonObject()
                        .put("organisation", shown(found, caller))
                        .put("below", holdings.below())
                        .put("accounts", holdings.accounts())
                        .put("households", holdings.households())
                        .put("partners", holdings.partners())
                        .put("accountsBelow", holdings.accountsBelow())
                        .put("isOwn", isOwn(caller, found))));
  }

  private Future<Reply> listOrganisationsBelow(Caller caller, Request request) {
    long[] after = Cursor.parse(request.query("cursor"), 0);
    int limit = (int) request.query("limit", 20);
    return database.read(
        db ->
            reached(db, caller, Action.LIST_ORGANISATIONS_BELOW, request)
                .compose(found -> store.below(db, found.id(), after[0], limit + 1))
                .map(
                    found -> {
                      List<OrganisationView> page = found.subList(0, Math.min(limit, found.size()));
                      String next =
                          found.size() > limit ? Cursor.of(page.get(page.size() - 1).id()) : null;
                      return Reply.ok(
                          new JsonObject()
                              .put("items", new JsonArray(shown(page, caller)))
                              .put("next", next));
                    }));
  }

  private Future<Reply> listOrganisationHistory(Caller caller, Request request) {
    long[] before = Cursor.parse(request.query("cursor"), Long.MAX_VALUE);
    int limit = (int) request.query("limit", 20);
    return database.read(
        db ->
            reached(db, caller, Action.LIST_ORGANISATION_HISTORY, request)
                .compose(found -> store.history(db, found.id(), before[0], limit + 1))
                .map(
                    found -> {
                      List<OrganisationViewStore.Change> page =
                          found.subList(0, Math.min(limit, found.size()));
                      String next =
                          found.size() > limit ? Cursor.of(page.get(page.size() - 1).id()) : null;
                      return Reply.ok(
                          new JsonObject()
                              .put(
                                  "items",
                                  new JsonArray(
                                      page.stream()
                                          .map(OrganisationViewStore.Change::json)
                                          .toList()))
                              .put("next", next));
                    }));
  }

  /** Above and beside, nothing is known to be there. */
  private Future<OrganisationView> reached(
      SqlClient db, Caller caller, Action action, Request request) {
    return store
        .find(db, request.id("organisationId"))
        .map(
            found ->
                found
                    .filter(
                        each -> Access.allows(caller, action, Concern.ofOrganisation(each.path())))
                    .orElseThrow(() -> Problem.NOT_FOUND.because("no such organisation in reach")));
  }

  private static List<JsonObject> shown(List<OrganisationView> found, Caller caller) {
    return found.stream().map(each -> shown(each, caller)).toList();
  }

  private static JsonObject shown(OrganisationView found, Caller caller) {
    return found.json(!isOwn(caller, found));
  }

  private static boolean isOwn(Caller caller, OrganisationView found) {
    Long own = caller.organisation();
    return own != null && own == found.id();
  }
}
