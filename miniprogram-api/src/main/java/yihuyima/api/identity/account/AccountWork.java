package yihuyima.api.identity.account;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Deed;
import yihuyima.api.identity.Require;
import yihuyima.api.identity.Role;
import yihuyima.api.identity.account.StaffHistoryStore.Kind;

/** What every change of an account begins and ends with: it is held, and what was done is kept. */
final class AccountWork {
  private final StaffAccountStore store = new StaffAccountStore();
  private final StaffHistoryStore history = new StaffHistoryStore();
  private final AccessRecordStore record;
  private final Clock clock;

  AccountWork(AccessRecordStore record, Clock clock) {
    this.record = record;
    this.clock = clock;
  }

  OffsetDateTime now() {
    return ChinaTime.now(clock);
  }

  /** The account, held until the transaction ends; fails with NOT_FOUND. */
  Future<StaffAccount> found(SqlConnection db, long staffId) {
    return store
        .findForChange(db, staffId)
        .map(found -> found.orElseThrow(() -> Problem.NOT_FOUND.because("no such account")));
  }

  /** In the record, which is sealed, and in the account's own history, which is shown. */
  Future<Void> recorded(
      SqlConnection db, Caller caller, Request request, Kind kind, String deed, long staffId) {
    return recorded(db, caller, request, kind, Set.of(), deed, staffId);
  }

  /** The same, of powers. */
  Future<Void> recorded(
      SqlConnection db,
      Caller caller,
      Request request,
      Kind kind,
      Set<Role> powers,
      String deed,
      long staffId) {
    return record
        .insert(db, List.of(Deed.of(clock, caller, request, deed + " staff " + staffId)))
        .compose(ok -> history.remember(db, staffId, kind, powers, now(), Require.staffId(caller)));
  }

  static void refuse(Optional<AccountDecision.Refusal> refusal) {
    if (refusal.isPresent()) {
      throw refusal.get().failure("/roles");
    }
  }
}
