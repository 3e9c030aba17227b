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

/** Moves and mergers of organisations, by an administrator above both. */
public final class OrganisationOperations implements Operations {
  private final OrganisationStore store = new OrganisationStore();
  private final AccessRecordStore record;
  private final Clock clock;

  public OrganisationOperations(AccessRecordStore record, Clock clock) {
    this.record = record;
    this.clock = clock;
  }

  @Override
  public void bind(Api api) {
    api.write(Action.MOVE_ORGANISATION, this::moveOrganisation);
    api.write(Action.MERGE_ORGANISATIONS, this::mergeOrganisations);
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
                              .remember(db, "MOVED", moved, parentId, change(by, request))
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
                              .merge(db, merged, into, ChinaTime.today(clock))
                              .map(paths -> new Touched(paths, sessions)))
                  .compose(
                      touched ->
                          store
                              .remember(db, "MERGED", merged, intoId, change(by, request))
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
