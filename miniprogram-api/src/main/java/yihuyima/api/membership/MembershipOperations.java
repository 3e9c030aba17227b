package yihuyima.api.membership;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import yihuyima.api.access.Action;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Deed;
import yihuyima.api.identity.Require;
import yihuyima.api.identity.Sessions;
import yihuyima.api.register.FactVersion;
import yihuyima.api.register.RegisterStore;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.FieldCipher;

/** People join a household, leave it, and stand otherwise to its worker. */
public final class MembershipOperations implements Operations {
  private final Sessions sessions;
  private final AccessRecordStore record;
  private final Clock clock;
  private final RegisterStore register;
  private final MembershipStore store;
  private final Newcomers newcomers;

  /**
   * What it stands on; one for each event loop.
   *
   * @param inventedToo whether numbers of invented people are taken, as in the demo
   */
  public MembershipOperations(
      Sessions sessions,
      FieldCipher cipher,
      BlindIndex index,
      AccessRecordStore record,
      Clock clock,
      boolean inventedToo) {
    this.sessions = sessions;
    this.record = record;
    this.clock = clock;
    this.register = new RegisterStore(cipher, index);
    this.store = new MembershipStore(cipher, index);
    this.newcomers = new Newcomers(register, store, inventedToo);
  }

  @Override
  public void bind(Api api) {
    api.write(Action.JOIN_MEMBER, this::joinMember);
    api.write(Action.END_MEMBERSHIP, this::endMembership);
    api.write(Action.CHANGE_RELATIONS, this::changeRelations);
  }

  private Future<Reply> joinMember(Caller caller, Request request, SqlConnection db) {
    long householdId = request.id("householdId");
    JsonObject body = request.body();
    LocalDate today = ChinaTime.today(clock);
    MembershipStore.Deeds deeds = deeds(caller, body);
    return register
        .findForChange(db, caller, householdId)
        .map(found -> found.openOrFail(caller, Action.JOIN_MEMBER))
        .compose(
            head -> {
              LocalDate day = Days.read(body.getString("onDay"), "/onDay");
              Newcomers.Newcomer newcomer =
                  newcomers.read(caller, head.concern(), body, "", day, today);
              return store
                  .current(db, householdId)
                  .compose(
                      current ->
                          newcomers
                              .person(db, newcomer, householdId, day, today, deeds)
                              .compose(
                                  person -> {
                                    MembershipDecision.Plan plan =
                                        planned(
                                            householdId,
                                            MembershipDecision.join(
                                                current,
                                                person.personId(),
                                                body.getString("relation"),
                                                day,
                                                today));
                                    return store.write(db, householdId, plan, deeds).map(person);
                                  }));
            })
        .compose(
            person ->
                record
                    .insert(
                        db,
                        List.of(
                            Deed.of(clock, caller, request, householdId, "a member joined")
                                .at(person.fields())))
                    .map(
                        ok ->
                            Reply.created(
                                new JsonObject()
                                    .put("personId", person.personId())
                                    .put("known", person.known()))));
  }

  private Future<Reply> endMembership(Caller caller, Request request, SqlConnection db) {
    long householdId = request.id("householdId");
    long personId = request.id("personId");
    JsonObject body = request.body();
    MembershipDecision.Leaving why =
        MembershipDecision.Leaving.valueOf(body.getString("endReason"));
    MembershipStore.Deeds deeds = deeds(caller, body);
    return register
        .findForChange(db, caller, householdId)
        .map(found -> found.openOrFail(caller, Action.END_MEMBERSHIP))
        .compose(ok -> store.current(db, householdId))
        .compose(
            current -> {
              LocalDate day = Days.read(body.getString("onDay"), "/onDay");
              MembershipDecision.Plan plan =
                  planned(
                      householdId,
                      MembershipDecision.leave(
                          current, personId, why, day, relations(body), ChinaTime.today(clock)));
              return store
                  .write(db, householdId, plan, deeds)
                  .compose(
                      ok ->
                          why == MembershipDecision.Leaving.DEATH
                              ? store.died(db, personId, day)
                              : Future.succeededFuture());
            })
        .compose(ok -> store.unbind(db, householdId, personId, deeds.at()))
        .compose(
            accounts ->
                sessions.endOfAccounts(db, accounts, "left the household").map(accounts.size()))
        .compose(
            ended ->
                record
                    .insert(
                        db,
                        List.of(
                            Deed.of(clock, caller, request, householdId, "a member left: " + why)))
                    .map(ok -> Reply.ok(new JsonObject().put("bindingsEnded", ended))));
  }

  private Future<Reply> changeRelations(Caller caller, Request request, SqlConnection db) {
    long householdId = request.id("householdId");
    JsonObject body = request.body();
    FactVersion.Kind kind = FactVersion.Kind.valueOf(body.getString("kind"));
    MembershipStore.Deeds deeds = deeds(caller, body);
    return register
        .findForChange(db, caller, householdId)
        .map(found -> found.openOrFail(caller, Action.CHANGE_RELATIONS))
        .compose(ok -> store.current(db, householdId))
        .compose(
            current -> {
              MembershipDecision.Plan plan =
                  planned(
                      householdId,
                      MembershipDecision.relate(
                          current,
                          kind,
                          Days.read(body.getString("onDay"), "/onDay"),
                          relations(body),
                          ChinaTime.today(clock)));
              return store.write(db, householdId, plan, deeds).map(plan.begins().size());
            })
        .compose(
            written ->
                record
                    .insert(
                        db,
                        List.of(
                            Deed.of(
                                clock,
                                caller,
                                request,
                                householdId,
                                kind == FactVersion.Kind.CHANGE
                                    ? "changed relations"
                                    : "corrected relations")))
                    .map(ok -> Reply.ok(new JsonObject().put("written", written))));
  }

  private MembershipStore.Deeds deeds(Caller caller, JsonObject body) {
    return new MembershipStore.Deeds(
        ChinaTime.now(clock),
        Require.staffId(caller),
        body.getString("source"),
        body.getString("reason").strip());
  }

  private static Map<Long, String> relations(JsonObject body) {
    Map<Long, String> relations = new HashMap<>();
    JsonArray stated = body.getJsonArray("relations", new JsonArray());
    for (int i = 0; i < stated.size(); i++) {
      JsonObject one = stated.getJsonObject(i);
      relations.put(one.getLong("personId"), one.getString("relation"));
    }
    return relations;
  }

  private static MembershipDecision.Plan planned(long householdId, MembershipDecision decision) {
    return switch (decision) {
      case MembershipDecision.Plan plan -> plan;
      case MembershipDecision.Refused refused -> throw Days.failure(refused).about(householdId);
    };
  }
}
