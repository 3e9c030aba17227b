package yihuyima.api.pairing;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
import yihuyima.api.identity.Sessions;
import yihuyima.api.limit.Limit;
import yihuyima.api.limit.Limits;
import yihuyima.api.limit.RedisLink;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Database;

/** Binding at the door: the person shows a code, the cadre in charge says who they are. */
public final class DoorOperations implements Operations {
  /** Codes that one cadre may type: a day of visits, and no use for guessing eight digits. */
  static final Limit TRIES = Limit.perHour(30);

  /**
   * Who was named as a proxy so shortly before a phone was said to be lost may have been named by
   * whoever found it; the family names them again.
   */
  static final Duration PROXY_IN_DOUBT = Duration.ofDays(30);

  private final Sessions sessions;
  private final FieldCipher cipher;
  private final Limits limits;
  private final DoorCodes codes;
  private final DoorStore store = new DoorStore();
  private final PairingStore pairings = new PairingStore();
  private final BindingStore bindings = new BindingStore();
  private final AccessRecordStore record;
  private final Clock clock;

  /** What it stands on; one for each event loop. */
  public DoorOperations(
      Database database,
      RedisLink redis,
      Sessions sessions,
      FieldCipher cipher,
      BlindIndex index,
      Limits limits,
      AccessRecordStore record,
      Clock clock) {
    this.sessions = sessions;
    this.cipher = cipher;
    this.limits = limits;
    this.codes = new DoorCodes(database.vertx(), redis, index);
    this.record = record;
    this.clock = clock;
  }

  @Override
  public void bind(Api api) {
    api.on(Action.SHOW_DOOR_CODE, this::showDoorCode);
    api.write(Action.BIND_AT_DOOR, this::bindAtDoor);
    api.write(Action.END_HOUSEHOLD_SESSIONS, this::endHouseholdSessions);
  }

  private Future<Reply> showDoorCode(Caller caller, Request request) {
    if (!(caller instanceof Caller.SignedIn signedIn)) {
      throw caller instanceof Caller.Household
          ? Problem.ALREADY_BOUND.because("bound already")
          : Problem.NOT_ALLOWED.because(caller.actor() + " is bound to no household");
    }
    return codes
        .create(signedIn.accountId())
        .map(
            code ->
                Reply.created(
                    new JsonObject()
                        .put("doorCode", code)
                        .put("validSeconds", DoorCodes.LIFE.toSeconds())));
  }

  /** Who lost their phone is bound anew in the same breath: old bindings and sessions end first. */
  private Future<Reply> bindAtDoor(Caller caller, Request request, SqlConnection db) {
    long householdId = request.id("householdId");
    Caller.Capacity capacity =
        Caller.Capacity.valueOf(request.body().getString("capacity", "ADULT"));
    return inCharge(db, caller, Action.BIND_AT_DOOR, householdId)
        .compose(ok -> limits.take(Limits.Kind.DOOR_CODE, caller.actor(), TRIES))
        .compose(ok -> member(db, request, householdId, capacity))
        .compose(
            member ->
                codes
                    .take(request.body().getString("doorCode"))
                    .map(
                        account ->
                            new BindingStore.NewBinding(
                                account.orElseThrow(
                                    () -> Problem.DOOR_CODE_WRONG.because("wrong or taken")),
                                householdId,
                                member.personId(),
                                capacity,
                                null)))
        .compose(
            binding ->
                phoneLost(db, request, householdId)
                    .compose(ended -> bindings.bind(db, binding, ChinaTime.now(clock)).map(ended)))
        .compose(
            ended ->
                record
                    .insert(
                        db,
                        List.of(
                            Deed.of(
                                clock,
                                caller,
                                request,
                                householdId,
                                "bound an account at the door as " + capacity)))
                    .map(
                        ok ->
                            Reply.created(
                                new JsonObject()
                                    .put("householdId", householdId)
                                    .put("capacity", capacity.name())
                                    .put("bindingsEnded", ended))));
  }

  private Future<Void> inCharge(SqlConnection db, Caller caller, Action action, long householdId) {
    return pairings
        .concern(db, caller, householdId)
        .map(
            found -> {
              found.openOrFail(caller, action);
              return null;
            });
  }

  private Future<DoorDecision.Member> member(
      SqlConnection db, Request request, long householdId, Caller.Capacity capacity) {
    Optional<String> lastSix =
        Optional.ofNullable(request.body().getString("idLastSix"))
            .map(six -> six.toUpperCase(Locale.ROOT));
    return store
        .members(db, householdId, request.body().getString("relation"), cipher)
        .map(
            members ->
                DoorDecision.choose(members, capacity, lastSix, ChinaTime.today(clock))
                    .orElseThrow(() -> Problem.MEMBER_UNCLEAR.because("none, or several")));
  }

  private Future<Integer> phoneLost(SqlConnection db, Request request, long householdId) {
    return request.body().getBoolean("phoneLost", false)
        ? putOut(db, householdId)
        : Future.succeededFuture(0);
  }

  /** For a lost phone without another one yet: who finds it is signed in to nothing. */
  private Future<Reply> endHouseholdSessions(Caller caller, Request request, SqlConnection db) {
    long householdId = request.id("householdId");
    return inCharge(db, caller, Action.END_HOUSEHOLD_SESSIONS, householdId)
        .compose(ok -> putOut(db, householdId))
        .compose(
            ended ->
                record
                    .insert(
                        db,
                        List.of(Deed.of(clock, caller, request, householdId, "ended all bindings")))
                    .map(
                        ok ->
                            Reply.ok(
                                new JsonObject()
                                    .put("householdId", householdId)
                                    .put("bindingsEnded", ended))));
  }

  /**
   * Bindings too, not sessions alone: WeChat signs a found phone in again without asking. And who
   * found it may have named a proxy of their own, which would outlive all that is ended here.
   */
  private Future<Integer> putOut(SqlConnection db, long householdId) {
    return bindings
        .endOfHousehold(
            db, householdId, ChinaTime.now(clock), ChinaTime.now(clock).minus(PROXY_IN_DOUBT))
        .compose(
            accounts -> sessions.endOfAccounts(db, accounts, "phone lost").map(accounts.size()));
  }
}
