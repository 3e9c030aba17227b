package yihuyima.api.payment;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Matter;
import yihuyima.api.access.Purpose;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.audit.Look;
import yihuyima.api.audit.LookRecorder;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.consent.ConsentStore;
import yihuyima.api.http.Api;
import yihuyima.api.http.Failure;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Cursor;
import yihuyima.api.sql.Database;
import yihuyima.api.sql.Subtree;

/** What a fund clerk does with payments, and what a household says when the money is missing. */
public final class PaymentOperations implements Operations {
  private final Database database;
  private final LookRecorder looks;
  private final AccessRecordStore records;
  private final Clock clock;
  private final PaymentStore store;
  private final ConsentStore consents = new ConsentStore();

  public PaymentOperations(
      Database database,
      FieldCipher cipher,
      LookRecorder looks,
      AccessRecordStore records,
      Clock clock) {
    this.database = database;
    this.looks = looks;
    this.records = records;
    this.clock = clock;
    this.store = new PaymentStore(cipher);
  }

  @Override
  public void bind(Api api) {
    api.on(Action.LIST_PAYMENTS, this::listPayments);
    api.write(Action.SEND_PAYMENT, this::sendPayment);
    api.write(Action.SETTLE_PAYMENT, this::settlePayment);
    api.write(Action.RETURN_PAYMENT, this::returnPayment);
    api.write(Action.REPORT_MISSING_PAYMENT, this::reportMissingPayment);
  }

  /** The payments of a fund clerk's subtree, oldest first; each is a look at its household. */
  private Future<Reply> listPayments(Caller caller, Request request) {
    long after = Cursor.parse(request.query("cursor"), 0)[0];
    int limit = (int) request.query("limit", 20);
    Subtree subtree = Access.reach(caller);
    return database
        .read(db -> store.inSubtree(db, subtree, request.query("state"), after, limit + 1))
        .compose(found -> recorded(caller, request, found, limit));
  }

  private Future<Reply> recorded(
      Caller caller, Request request, List<PaymentLine> found, int limit) {
    List<PaymentLine> page = found.subList(0, Math.min(limit, found.size()));
    JsonArray items = new JsonArray();
    page.forEach(line -> items.add(line.toItem()));
    JsonObject body =
        new JsonObject()
            .put("items", items)
            .put(
                "next",
                found.size() > limit ? Cursor.of(page.get(page.size() - 1).paymentId()) : null);
    return looks
        .recordTogether(
            page.stream()
                .map(PaymentLine::householdId)
                .distinct()
                .map(household -> look(caller, request, household, "payments"))
                .toList())
        .map(done -> Reply.ok(body));
  }

  /** To the bank. */
  private Future<Reply> sendPayment(Caller caller, Request request, SqlConnection db) {
    return take(caller, request, db, PaymentStep.SEND, null, null);
  }

  /** On the card, by the bank's word. */
  private Future<Reply> settlePayment(Caller caller, Request request, SqlConnection db) {
    LocalDate paidOn = day(request.body().getString("paidOn"));
    return take(caller, request, db, PaymentStep.SETTLE, paidOn, null);
  }

  /** Back from the bank, with its reason. */
  private Future<Reply> returnPayment(Caller caller, Request request, SqlConnection db) {
    String reason = request.body().getString("reason");
    return take(caller, request, db, PaymentStep.RETURN, null, reason);
  }

  private Future<Reply> take(
      Caller caller,
      Request request,
      SqlConnection db,
      PaymentStep step,
      @Nullable LocalDate paidOn,
      @Nullable String returnReason) {
    long paymentId = request.id("paymentId");
    LocalDate today = ChinaTime.today(clock);
    return store
        .lock(db, caller, paymentId)
        .map(found -> found.openOrFail(caller, action(step)))
        .compose(payment -> agreed(db, payment, step))
        .map(payment -> PaymentDecision.decide(caller, payment, step, paidOn, today))
        .compose(
            decision ->
                switch (decision) {
                  case PaymentDecision.Refused refused -> Future.failedFuture(failure(refused));
                  case PaymentDecision.Taken taken ->
                      move(caller, request, db, taken.step().to(), paidOn, returnReason);
                });
  }

  /**
   * No money goes to an account that the family no longer lets be used; the bank's word is kept.
   */
  private Future<PaymentDecision.Standing> agreed(
      SqlConnection db, PaymentDecision.Standing payment, PaymentStep step) {
    return step == PaymentStep.SEND
        ? consents
            .requireNotWithdrawn(db, payment.concern().householdId(), Purpose.BANK_ACCOUNT)
            .map(payment)
        : Future.succeededFuture(payment);
  }

  private static Action action(PaymentStep step) {
    return switch (step) {
      case SEND -> Action.SEND_PAYMENT;
      case SETTLE -> Action.SETTLE_PAYMENT;
      case RETURN -> Action.RETURN_PAYMENT;
    };
  }

  private Future<Reply> move(
      Caller caller,
      Request request,
      SqlConnection db,
      PaymentState to,
      @Nullable LocalDate paidOn,
      @Nullable String returnReason) {
    long paymentId = request.id("paymentId");
    var at = ChinaTime.now(clock);
    LocalDate today = ChinaTime.today(clock);
    return store
        .move(db, paymentId, to, today, paidOn, returnReason, at, caller.actor())
        .compose(
            moved ->
                to == PaymentState.PAID
                    ? store.closeReport(db, paymentId, at)
                    : Future.succeededFuture())
        .compose(done -> store.find(db, paymentId))
        .compose(
            line ->
                records
                    .insert(
                        db,
                        List.of(look(caller, request, line.householdId(), "payment " + to.name())))
                    .map(Reply.ok(line.toJson()).about(Matter.household(line.householdId()))));
  }

  /** Takes note that the money has not arrived; saying it twice changes nothing. */
  private Future<Reply> reportMissingPayment(Caller caller, Request request, SqlConnection db) {
    long paymentId = request.id("paymentId");
    return store
        .lock(db, caller, paymentId)
        .map(found -> found.openOrFail(caller, Action.REPORT_MISSING_PAYMENT))
        .compose(payment -> report(caller, request, db, payment.concern()));
  }

  private Future<Reply> report(Caller caller, Request request, SqlConnection db, Concern concern) {
    long householdId = concern.householdId();
    long paymentId = request.id("paymentId");
    return store
        .report(db, paymentId, householdId, ChinaTime.now(clock), caller.actor())
        .compose(
            reportedAt ->
                records
                    .insert(db, List.of(look(caller, request, householdId, "payment said missing")))
                    .map(
                        Reply.created(
                                new JsonObject()
                                    .put("paymentId", paymentId)
                                    .put("reportedAt", reportedAt.toInstant().toString()))
                            .about(Matter.household(householdId).of(concern.personId()))));
  }

  private Look look(Caller caller, Request request, long householdId, String detail) {
    return Look.granted(clock.instant(), caller, request, householdId, detail);
  }

  private static Failure failure(PaymentDecision.Refused refused) {
    Failure failure = refused.problem().because(refused.reason());
    return refused.problem() == Problem.REQUEST_INVALID
        ? failure.at("/paidOn", "到账日期应不早于送银行的日期，且不晚于今天")
        : failure;
  }

  /** The contract says date; the library takes it for a text. */
  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw Problem.REQUEST_INVALID.because("not a day", e).at("/paidOn", "日期格式不正确");
    }
  }
}
