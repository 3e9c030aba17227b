package yihuyima.api.consent;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.audit.Look;
import yihuyima.api.audit.LookRecorder;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Cursor;
import yihuyima.api.sql.Database;

/** What families took back, for the staff whose work it changes. */
public final class WithdrawalOperations implements Operations {
  private final Database database;
  private final LookRecorder looks;
  private final WithdrawalStore store;
  private final Clock clock;

  /** What it stands on; one for each event loop. */
  public WithdrawalOperations(
      Database database, FieldCipher cipher, LookRecorder looks, Clock clock) {
    this.database = database;
    this.looks = looks;
    this.store = new WithdrawalStore(cipher);
    this.clock = clock;
  }

  @Override
  public void bind(Api api) {
    api.on(Action.LIST_CONSENT_WITHDRAWALS, this::listConsentWithdrawals);
  }

  /** The newest first; every household shown is a look at it. */
  private Future<Reply> listConsentWithdrawals(Caller caller, Request request) {
    Access.WithdrawalsDesk desk = Access.withdrawalsDesk(caller);
    int limit = (int) request.query("limit", 20);
    long[] before =
        Cursor.parse(request.query("cursor"), WithdrawalStore.LAST_MICROS, Long.MAX_VALUE);
    return database
        .read(db -> store.list(db, desk, before[0], before[1], limit + 1))
        .compose(found -> shown(caller, request, found, limit));
  }

  private Future<Reply> shown(
      Caller caller, Request request, List<WithdrawalStore.Line> found, int limit) {
    List<WithdrawalStore.Line> page = found.subList(0, Math.min(limit, found.size()));
    String next =
        found.size() > limit
            ? Cursor.of(page.getLast().micros(), page.getLast().concern().householdId())
            : null;
    JsonArray items = new JsonArray(page.stream().map(line -> line.json(caller)).toList());
    return Future.all(page.stream().map(line -> look(caller, request, line)).toList())
        .map(ok -> Reply.ok(new JsonObject().put("items", items).put("next", next)));
  }

  private Future<Void> look(Caller caller, Request request, WithdrawalStore.Line line) {
    return looks.record(
        Look.granted(clock.instant(), caller, request, line.concern().householdId(), "list"));
  }
}
