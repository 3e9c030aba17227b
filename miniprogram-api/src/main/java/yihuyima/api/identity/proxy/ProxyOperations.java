package yihuyima.api.identity.proxy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
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
import yihuyima.api.identity.BindingStore;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Deed;
import yihuyima.api.identity.Require;
import yihuyima.api.identity.Sessions;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Database;
import yihuyima.api.sql.Sequences;

/** Naming proxies, becoming one, and ending a binding. */
public final class ProxyOperations implements Operations {
  /** How long an invitation waits for its answer. */
  static final Duration ANSWER_WITHIN = Duration.ofDays(7);

  /** Proxies of one household, asked and accepted together. */
  static final int PROXIES_MAX = 3;

  private static final int PHONE_DIGITS_SHOWN = 4;

  private final Database database;
  private final Sessions sessions;
  private final ProxyStore store = new ProxyStore();
  private final BindingStore bindings = new BindingStore();
  private final FieldCipher cipher;
  private final BlindIndex index;
  private final AccessRecordStore record;
  private final Clock clock;

  /** What it stands on; one for each event loop. */
  public ProxyOperations(
      Database database,
      Sessions sessions,
      FieldCipher cipher,
      BlindIndex index,
      AccessRecordStore record,
      Clock clock) {
    this.database = database;
    this.sessions = sessions;
    this.cipher = cipher;
    this.index = index;
    this.record = record;
    this.clock = clock;
  }

  @Override
  public void bind(Api api) {
    api.write(Action.INVITE_PROXY, this::inviteProxy);
    api.on(Action.LIST_MY_PROXIES, this::listMyProxies);
    api.write(Action.END_PROXY, this::endProxy);
    api.on(Action.LIST_MY_INVITATIONS, this::listMyInvitations);
    api.write(Action.ACCEPT_INVITATION, this::acceptInvitation);
    api.write(Action.REFUSE_INVITATION, this::refuseInvitation);
    api.on(Action.UNBIND_HOUSEHOLD, this::unbindHousehold);
  }

  /** Proxies name no proxies: who speaks for a family is the family's to say. */
  private static Caller.Household adult(Caller caller) {
    Caller.Household household = Require.household(caller);
    if (household.capacity() != Caller.Capacity.ADULT) {
      throw Problem.NOT_ALLOWED.because(household.capacity() + " is no adult of the household");
    }
    return household;
  }

  private Future<Reply> inviteProxy(Caller caller, Request request, SqlConnection db) {
    Caller.Household by = adult(caller);
    String phone = request.body().getString("phone");
    LocalDate today = ChinaTime.today(clock);
    LocalDate until = LocalDate.parse(request.body().getString("untilOn"));
    if (until.isBefore(today) || until.isAfter(today.plusYears(1))) {
      throw Problem.UNTIL_NOT_ACCEPTED.because("over a year, or over already");
    }
    OffsetDateTime now = ChinaTime.now(clock);
    return Sequences.next(db, "proxy")
        .compose(id -> invite(db, caller, request, invitation(id, by, phone, now, today, until)));
  }

  private ProxyStore.Invitation invitation(
      long id,
      Caller.Household by,
      String phone,
      OffsetDateTime now,
      LocalDate today,
      LocalDate until) {
    return new ProxyStore.Invitation(
        id,
        by.householdId(),
        by.personId(),
        by.accountId(),
        cipher.seal(Column.PROXY_PHONE, id, phone),
        index.slots(BlindIndex.Kind.PHONE, phone),
        phone.substring(phone.length() - PHONE_DIGITS_SHOWN),
        now,
        now.plus(ANSWER_WITHIN),
        today,
        until);
  }

  private Future<Reply> invite(
      SqlConnection db, Caller caller, Request request, ProxyStore.Invitation invitation) {
    return store
        .invite(db, invitation, PROXIES_MAX)
        .map(id -> id.orElseThrow(() -> Problem.PROXY_EXISTS.because("as many as there may be")))
        .compose(
            id ->
                recorded(db, caller, request, invitation.householdId(), "invited a proxy")
                    .map(
                        ok ->
                            Reply.created(
                                json(
                                    new ProxyStore.Named(
                                        id,
                                        invitation.phoneEnding(),
                                        invitation.untilOn(),
                                        invitation.answerBy(),
                                        false)))));
  }

  private Future<Reply> listMyProxies(Caller caller, Request request) {
    Caller.Household household = Require.household(caller);
    return database
        .read(
            db ->
                store.list(
                    db, household.householdId(), ChinaTime.today(clock), ChinaTime.now(clock)))
        .map(
            found ->
                Reply.ok(
                    new JsonObject()
                        .put(
                            "items",
                            new JsonArray(found.stream().map(ProxyOperations::json).toList()))));
  }

  private Future<Reply> endProxy(Caller caller, Request request, SqlConnection db) {
    Caller.Household by = adult(caller);
    return store
        .end(db, request.id("proxyId"), by.householdId(), ChinaTime.now(clock))
        .compose(
            ended -> {
              if (!ended.wasOpen()) {
                throw Problem.NOT_FOUND.because("no open proxy of this household");
              }
              return ended.bindingId() == null
                  ? Future.succeededFuture()
                  : ofProxy(db, ended.bindingId());
            })
        .compose(ok -> recorded(db, caller, request, by.householdId(), "ended a proxy"))
        .map(ok -> Reply.none());
  }

  private Future<Void> ofProxy(SqlConnection db, long bindingId) {
    return bindings
        .end(db, bindingId, ChinaTime.now(clock))
        .compose(
            account ->
                account.isPresent()
                    ? sessions.endOfAccount(db, account.get(), null, "proxy ended")
                    : Future.succeededFuture());
  }

  private Future<Reply> listMyInvitations(Caller caller, Request request) {
    long accountId = Require.accountId(caller);
    return database
        .read(db -> store.invitations(db, accountId, ChinaTime.now(clock), ChinaTime.today(clock)))
        .map(
            found ->
                Reply.ok(
                    new JsonObject()
                        .put(
                            "items",
                            new JsonArray(found.stream().map(ProxyOperations::json).toList()))));
  }

  /**
   * The binding counts with the next refresh of the session, which makes its token a household's.
   */
  private Future<Reply> acceptInvitation(Caller caller, Request request, SqlConnection db) {
    long accountId = Require.accountId(caller);
    long id = request.id("proxyId");
    OffsetDateTime now = ChinaTime.now(clock);
    return invitation(db, id, accountId, now)
        .compose(
            open ->
                bindings
                    .bind(
                        db,
                        new BindingStore.NewBinding(
                            accountId,
                            open.householdId(),
                            open.personId(),
                            Caller.Capacity.PROXY,
                            open.untilOn()),
                        now)
                    .compose(bindingId -> store.accept(db, id, bindingId))
                    .compose(
                        ok -> recorded(db, caller, request, open.householdId(), "became a proxy"))
                    .map(
                        ok ->
                            Reply.ok(
                                new JsonObject()
                                    .put("householdId", open.householdId())
                                    .put("untilOn", open.untilOn().toString()))));
  }

  /** Nobody is bound; the family may ask somebody else at once. */
  private Future<Reply> refuseInvitation(Caller caller, Request request, SqlConnection db) {
    long accountId = Require.accountId(caller);
    long id = request.id("proxyId");
    OffsetDateTime now = ChinaTime.now(clock);
    return invitation(db, id, accountId, now)
        .compose(
            open ->
                store
                    .end(db, id, open.householdId(), now)
                    .compose(
                        ok ->
                            recorded(
                                db, caller, request, open.householdId(), "refused an invitation")))
        .map(ok -> Reply.none());
  }

  private Future<ProxyStore.Open> invitation(
      SqlConnection db, long id, long accountId, OffsetDateTime now) {
    return store
        .findInvitation(db, id, accountId, now, ChinaTime.today(clock))
        .map(found -> found.orElseThrow(() -> Problem.NOT_FOUND.because("no such invitation")));
  }

  /** Every session ends, this one too: its token still says that it is the household's. */
  private Future<Reply> unbindHousehold(Caller caller, Request request) {
    Caller.Household own = Require.household(caller);
    OffsetDateTime now = ChinaTime.now(clock);
    return database
        .transact(
            db ->
                bindings
                    .endOfAccount(db, own.accountId(), now)
                    .compose(
                        binding ->
                            binding.isPresent()
                                ? store.endOfBinding(db, binding.get(), now)
                                : Future.succeededFuture())
                    .compose(ok -> sessions.endOfAccount(db, own.accountId(), null, "unbound"))
                    .compose(
                        ok -> recorded(db, caller, request, own.householdId(), "unbound itself")))
        .map(done -> Reply.none().with(sessions.cleared()));
  }

  private Future<Void> recorded(
      SqlConnection db, Caller caller, Request request, long householdId, String deed) {
    return record.insert(db, List.of(Deed.of(clock, caller, request, householdId, deed)));
  }

  private static JsonObject json(ProxyStore.Named proxy) {
    return new JsonObject()
        .put("proxyId", proxy.id())
        .put("phoneEnding", proxy.phoneEnding())
        .put("untilOn", proxy.untilOn().toString())
        .put("accepted", proxy.accepted())
        .put(
            "answerBy",
            Optional.of(proxy)
                .filter(each -> !each.accepted())
                .map(each -> each.answerBy().toInstant().toString())
                .orElse(null));
  }

  private static JsonObject json(ProxyStore.Received received) {
    return new JsonObject()
        .put("proxyId", received.id())
        .put("organisation", received.organisation())
        .put("untilOn", received.untilOn().toString())
        .put("answerBy", received.answerBy().toInstant().toString());
  }
}
