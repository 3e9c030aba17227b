package yihuyima.api.organisation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import yihuyima.api.access.Action;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Deed;
import yihuyima.api.identity.Require;

/**
 * Changes of the tree: openings, names, closings; moves and mergers by an administrator above both.
 */
public final class OrganisationOperations implements Operations {
  private final OrganisationStore store = new OrganisationStore();
  private final OrganisationViewStore views = new OrganisationViewStore();
  private final AccessRecordStore record;
  private final Clock clock;

  public OrganisationOperations(AccessRecordStore record, Clock clock) {
    this.record = record;
    this.clock = clock;
  }

  @Override
  public void bind(Api api) {
    api.write(Action.OPEN_ORGANISATION, this::openOrganisation);
    api.write(Action.RENAME_ORGANISATION, this::renameOrganisation);
    api.write(Action.CLOSE_ORGANISATION, this::closeOrganisation);
    api.write(Action.MOVE_ORGANISATION, this::moveOrganisation);
    api.write(Action.MERGE_ORGANISATIONS, this::mergeOrganisations);
  }

  private Future<Reply> openOrganisation(Caller caller, Request request, SqlConnection db) {
    Caller.Staff by = Require.staff(caller);
    long parentId = request.id("organisationId");
    JsonObject body = request.body();
    Organisation.Level level = Organisation.Level.valueOf(body.getString("level"));
    return store
        .lock(db, parentId, parentId)
        .compose(
            found -> {
              refuse(TreeDecision.open(by, need(found, parentId), level));
              return store.open(
                  db,
                  parentId,
                  level,
                  body.getString("name").strip(),
                  body.getString("regionCode"),
                  body.getString("hotline"));
            })
        .compose(
            opened ->
                store
                    .remember(db, "OPENED", opened, null, null, change(by, request))
                    .map(opened.id()))
        .compose(id -> recorded(db, caller, request, "opened organisation " + id).map(id))
        .compose(id -> shown(db, caller, id))
        .map(reply -> Reply.created(new JsonObject(reply.body())));
  }

  private Future<Reply> renameOrganisation(Caller caller, Request request, SqlConnection db) {
    Caller.Staff by = Require.staff(caller);
    long id = request.id("organisationId");
    String name = request.body().getString("name").strip();
    return store
        .lock(db, id, id)
        .compose(
            found -> {
              Organisation renamed = need(found, id);
              refuse(TreeDecision.rename(by, renamed, name));
              return store
                  .rename(db, id, name)
                  .compose(
                      ok ->
                          store.remember(db, "RENAMED", renamed, null, name, change(by, request)));
            })
        .compose(ok -> recorded(db, caller, request, "renamed organisation " + id))
        .compose(ok -> shown(db, caller, id));
  }

  private Future<Reply> closeOrganisation(Caller caller, Request request, SqlConnection db) {
    Caller.Staff by = Require.staff(caller);
    long id = request.id("organisationId");
    return store
        .lock(db, id, id)
        .compose(
            found -> {
              Organisation closed = need(found, id);
              return views
                  .holdings(db, id, closed.path())
                  .compose(
                      holdings -> {
                        refuse(TreeDecision.close(by, closed, holdings));
                        return store.close(db, id, ChinaTime.today(clock));
                      })
                  .compose(
                      ok -> store.remember(db, "CLOSED", closed, null, null, change(by, request)));
            })
        .compose(ok -> recorded(db, caller, request, "closed organisation " + id))
        .compose(ok -> shown(db, caller, id));
  }

  private Future<Reply> shown(SqlConnection db, Caller caller, long id) {
    return views
        .find(db, id)
        .compose(
            found -> OrganisationViewOperations.detailed(db, views, caller, found.orElseThrow()));
  }

  private Future<Void> recorded(SqlConnection db, Caller caller, Request request, String deed) {
    return record.insert(db, List.of(Deed.of(clock, caller, request, deed)));
  }

  /** What a change touched. */
  private record Touched(int organisations, int sessions) {}

  private Future<Reply> moveOrganisation(Caller caller, Request request, SqlConnection db) {
    Caller.Staff by = Require.staff(caller);
    long id = request.id("organisationId");
    long parentId = request.body().getLong("parentId");
    return store
        .lock(db, id, parentId)
        .compose(
            found -> {
              Organisation moved = need(found, id);
              Organisation parent = need(found, parentId);
              refuse(TreeDecision.move(by, moved, parent));
              return store
                  .endSessions(db, moved, ChinaTime.now(clock))
                  .compose(
                      sessions ->
                          store.move(db, moved, parent).map(paths -> new Touched(paths, sessions)))
                  .compose(
                      touched ->
                          store
                              .remember(db, "MOVED", moved, parentId, null, change(by, request))
                              .map(touched));
            })
        .compose(touched -> answered(db, caller, request, "moved below " + parentId, touched));
  }

  private Future<Reply> mergeOrganisations(Caller caller, Request request, SqlConnection db) {
    Caller.Staff by = Require.staff(caller);
    long id = request.id("organisationId");
    long intoId = request.body().getLong("intoId");
    return store
        .lock(db, id, intoId)
        .compose(
            found -> {
              Organisation merged = need(found, id);
              Organisation into = need(found, intoId);
              refuse(TreeDecision.merge(by, merged, into));
              return store
                  .endSessions(db, merged, ChinaTime.now(clock))
                  .compose(
                      sessions ->
                          store
                              .merge(
                                  db,
                                  merged,
                                  into,
                                  by.staffId(),
                                  ChinaTime.now(clock),
                                  ChinaTime.today(clock))
                              .map(paths -> new Touched(paths, sessions)))
                  .compose(
                      touched ->
                          store
                              .remember(db, "MERGED", merged, intoId, null, change(by, request))
                              .map(touched));
            })
        .compose(touched -> answered(db, caller, request, "merged into " + intoId, touched));
  }

  private OrganisationStore.Change change(Caller.Staff by, Request request) {
    return new OrganisationStore.Change(
        ChinaTime.now(clock), by.staffId(), request.body().getString("reason"));
  }

  private Future<Reply> answered(
      SqlConnection db, Caller caller, Request request, String deed, Touched touched) {
    long id = request.id("organisationId");
    return record
        .insert(db, List.of(Deed.of(clock, caller, request, "organisation " + id + " " + deed)))
        .map(
            recorded ->
                Reply.ok(
                    new JsonObject()
                        .put("organisationId", id)
                        .put("organisationsRewritten", touched.organisations())
                        .put("sessionsEnded", touched.sessions())));
  }

  private static Organisation need(List<Organisation> found, long id) {
    return found.stream()
        .filter(each -> each.id() == id)
        .findFirst()
        .orElseThrow(() -> Problem.NOT_FOUND.because("no such organisation"));
  }

  private static void refuse(Optional<TreeDecision.Refusal> refusal) {
    if (refusal.isPresent()) {
      throw refusal.get().problem().because(refusal.get().reason());
    }
  }
}
