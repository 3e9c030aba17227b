package yihuyima.api.consent;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.access.Purpose;
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
import yihuyima.api.pairing.PairingStore;
import yihuyima.api.sql.Database;

/** Reading notices, agreeing to them and taking it back. */
public final class ConsentOperations implements Operations {
  private final Database database;
  private final AccessRecordStore record;
  private final ConsentStore store = new ConsentStore();
  private final PairingStore pairings = new PairingStore();
  private final Clock clock;

  /** Who says it: for a household, by an account or by a cadre. */
  private record Author(long householdId, @Nullable Long accountId, @Nullable Long staffId) {}

  /** What the caller asks for, before it is decided. */
  private record Wish(
      Author author,
      Purpose purpose,
      Consent.Choice choice,
      Consent.Channel channel,
      @Nullable LocalDate signedOn) {}

  /** What it stands on; one for each event loop. */
  public ConsentOperations(Database database, AccessRecordStore record, Clock clock) {
    this.database = database;
    this.record = record;
    this.clock = clock;
  }

  @Override
  public void bind(Api api) {
    api.on(Action.LIST_NOTICES, this::listNotices);
    api.on(Action.LIST_MY_CONSENTS, this::listMyConsents);
    api.write(Action.GIVE_CONSENT, this::giveConsent);
    api.write(Action.WITHDRAW_CONSENT, this::withdrawConsent);
    api.write(Action.RECORD_PAPER_CONSENT, this::recordPaperConsent);
  }

  private Future<Reply> listNotices(Caller caller, Request request) {
    return database
        .read(db -> store.notices(db, ChinaTime.today(clock)))
        .map(found -> Reply.ok(ConsentJson.notices(found)));
  }

  private Future<Reply> listMyConsents(Caller caller, Request request) {
    Caller.Household own = Require.household(caller);
    return database
        .read(
            db ->
                store
                    .history(db, own)
                    .compose(found -> soleMinor(db, own).map(sole -> standing(own, found, sole))))
        .map(Reply::ok);
  }

  /** Of each purpose the newest row, and whether this caller may decide it. */
  private static JsonObject standing(
      Caller.Household own, List<Consent> newestFirst, boolean soleMinor) {
    List<JsonObject> items = new ArrayList<>();
    for (Purpose purpose : Access.purposesOf(own)) {
      Optional<Consent> newest =
          newestFirst.stream().filter(each -> each.purpose() == purpose).findFirst();
      items.add(
          new JsonObject()
              .put("purpose", purpose.name())
              .put("latest", newest.map(ConsentJson::of).orElse(null))
              .put("mayDecide", Access.decides(own, purpose, soleMinor)));
    }
    return new JsonObject()
        .put("items", new JsonArray(items))
        .put("history", ConsentJson.consents(newestFirst));
  }

  /** Asked for a guardian alone. */
  private Future<Boolean> soleMinor(SqlClient db, Caller.Household own) {
    Long child = Access.childOf(own);
    return child == null
        ? Future.succeededFuture(false)
        : store.isSoleMinor(db, own.householdId(), child, ChinaTime.today(clock));
  }

  private Future<Void> mayDecide(SqlClient db, Caller caller, Purpose purpose) {
    Caller.Household own = Require.household(caller);
    return soleMinor(db, own)
        .map(
            sole -> {
              if (!Access.decides(own, purpose, sole)) {
                throw Problem.NOT_ALLOWED
                    .because(own.capacity() + " decides no " + purpose)
                    .about(own.householdId());
              }
              return null;
            });
  }

  private static Consent.Channel channel(Caller.Household own) {
    return own.capacity() == Caller.Capacity.PROXY
        ? Consent.Channel.PROXY
        : Consent.Channel.OWN_PHONE;
  }

  private static Wish onPhone(Caller caller, Request request, Consent.Choice choice) {
    Caller.Household own = Require.household(caller);
    return new Wish(
        new Author(own.householdId(), own.accountId(), null),
        Purpose.valueOf(request.body().getString("purpose")),
        choice,
        channel(own),
        null);
  }

  private Future<Reply> giveConsent(Caller caller, Request request, SqlConnection db) {
    Wish wish = onPhone(caller, request, Consent.Choice.GIVEN);
    int version = request.body().getInteger("noticeVersion");
    return mayDecide(db, caller, wish.purpose())
        .compose(ok -> store.newest(db, wish.author().householdId(), wish.purpose()))
        .compose(
            before ->
                store
                    .inForce(db, wish.purpose(), ChinaTime.today(clock))
                    .map(
                        notice ->
                            ConsentDecision.give(
                                wish.purpose(), wish.channel(), version, notice, before)))
        .compose(decision -> carryOut(db, caller, request, wish, decision));
  }

  private Future<Reply> withdrawConsent(Caller caller, Request request, SqlConnection db) {
    Wish wish = onPhone(caller, request, Consent.Choice.WITHDRAWN);
    return mayDecide(db, caller, wish.purpose())
        .compose(ok -> store.newest(db, wish.author().householdId(), wish.purpose()))
        .compose(
            before ->
                store
                    .inForce(db, wish.purpose(), ChinaTime.today(clock))
                    .map(
                        notice ->
                            ConsentDecision.withdraw(
                                wish.purpose(), wish.channel(), notice, before)))
        .compose(decision -> carryOut(db, caller, request, wish, decision));
  }

  private Future<Reply> recordPaperConsent(Caller caller, Request request, SqlConnection db) {
    long householdId = request.id("householdId");
    Wish wish =
        new Wish(
            new Author(householdId, null, Require.staff(caller).staffId()),
            Purpose.valueOf(request.body().getString("purpose")),
            Consent.Choice.valueOf(request.body().getString("choice")),
            Consent.Channel.PAPER_AT_DOOR,
            LocalDate.parse(request.body().getString("signedOn")));
    return pairings
        .concern(db, caller, householdId)
        .map(found -> found.openOrFail(caller, Action.RECORD_PAPER_CONSENT))
        .compose(ok -> paper(db, request, wish))
        .compose(decision -> carryOut(db, caller, request, wish, decision));
  }

  private Future<ConsentDecision> paper(SqlConnection db, Request request, Wish wish) {
    int version = request.body().getInteger("noticeVersion");
    LocalDate signedOn = java.util.Objects.requireNonNull(wish.signedOn());
    return store
        .newest(db, wish.author().householdId(), wish.purpose())
        .compose(
            before ->
                store
                    .inForce(db, wish.purpose(), signedOn)
                    .map(
                        notice ->
                            ConsentDecision.paper(
                                wish.choice(),
                                version,
                                signedOn,
                                ChinaTime.today(clock),
                                notice,
                                before)));
  }

  private Future<Reply> carryOut(
      SqlConnection db, Caller caller, Request request, Wish wish, ConsentDecision decision) {
    return switch (decision) {
      case ConsentDecision.Refused refused ->
          Future.failedFuture(refused.problem().because(refused.reason()));
      case ConsentDecision.AlreadySo so -> Future.succeededFuture(reply(so.before()));
      case ConsentDecision.Add add -> add(db, caller, request, wish, add.noticeVersion());
    };
  }

  private Future<Reply> add(
      SqlConnection db, Caller caller, Request request, Wish wish, int version) {
    Consent consent =
        new Consent(
            wish.purpose(),
            version,
            wish.choice(),
            wish.channel(),
            // As the database keeps it, so that the same asked again reads the same.
            ChinaTime.now(clock).truncatedTo(ChronoUnit.MICROS),
            wish.signedOn());
    Author author = wish.author();
    String deed = "consent to " + wish.purpose() + " " + version + " " + wish.choice();
    return store
        .add(db, author.householdId(), consent, author.accountId(), author.staffId())
        .compose(
            ok ->
                record.insert(
                    db, List.of(Deed.of(clock, caller, request, author.householdId(), deed))))
        .map(ok -> reply(consent));
  }

  private static Reply reply(Consent consent) {
    return Reply.ok(ConsentJson.of(consent));
  }
}
