package yihuyima.api.identity.account;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Require;
import yihuyima.api.identity.Role;
import yihuyima.api.identity.Sessions;
import yihuyima.api.identity.account.StaffHistoryStore.Kind;

/**
 * Powers over money, accounts or keys that an account is to have and does not act with until a
 * second administrator has confirmed them. One request an account; the newest word counts.
 */
final class WaitingPowers {
  private final AccountWork work;
  private final Sessions sessions;
  private final AccountRequestStore requests = new AccountRequestStore();
  private final StaffAccountStore store = new StaffAccountStore();

  WaitingPowers(AccountWork work, Sessions sessions) {
    this.work = work;
    this.sessions = sessions;
  }

  /** Of the roles wanted, the powers that the account does not act with yet. */
  static Set<Role> fresh(Set<Role> wanted, Set<Role> held) {
    Set<Role> fresh = RequestDecision.powers(wanted);
    fresh.removeAll(held);
    return fresh;
  }

  /** What is left of the roles at once. */
  static Set<Role> acting(Set<Role> wanted, Set<Role> fresh) {
    EnumSet<Role> acting = EnumSet.noneOf(Role.class);
    acting.addAll(wanted);
    acting.removeAll(fresh);
    return acting;
  }

  /**
   * Makes what waits for the account these powers, none of them if there are none: the same ones
   * wait on as they were asked for, others are replaced.
   */
  Future<Void> settle(
      SqlConnection db, Caller caller, Request request, long staffId, Set<Role> powers) {
    return open(db, staffId)
        .compose(
            open ->
                open.map(AccountRequest::roles).orElse(Set.of()).equals(powers)
                    ? Future.succeededFuture()
                    : replace(db, caller, request, staffId, open)
                        .compose(ok -> ask(db, caller, request, staffId, powers)));
  }

  /** Asks for them anew, whoever had asked before: the account stands somewhere else now. */
  Future<Void> askAnew(
      SqlConnection db, Caller caller, Request request, long staffId, Set<Role> powers) {
    return open(db, staffId)
        .compose(open -> replace(db, caller, request, staffId, open))
        .compose(ok -> ask(db, caller, request, staffId, powers));
  }

  /** The account acts with them from now on; its tokens carry the roles of before, and end. */
  Future<StaffAccount> give(
      SqlConnection db, Caller caller, Request request, StaffAccount to, AccountRequest asked) {
    EnumSet<Role> roles = EnumSet.copyOf(asked.roles());
    roles.addAll(to.roles());
    long id = to.staffId();
    String deed = "confirmed the powers " + words(asked.roles()) + " asked for by staff ";
    return store
        .giveRoles(db, id, roles)
        .compose(ok -> sessions.endOfStaff(db, id, "powers confirmed"))
        .compose(
            ok ->
                work.recorded(
                    db,
                    caller,
                    request,
                    Kind.POWERS_CONFIRMED,
                    asked.roles(),
                    deed + asked.askedBy() + " for",
                    id))
        .compose(ok -> work.found(db, id));
  }

  static String words(Set<Role> powers) {
    return powers.stream().map(Role::name).sorted().toList().toString();
  }

  private Future<Optional<AccountRequest>> open(SqlConnection db, long staffId) {
    return requests
        .expire(db, staffId, AccountRequest.Kind.POWERS, work.now())
        .compose(ok -> requests.findOpen(db, staffId, AccountRequest.Kind.POWERS));
  }

  private Future<Void> replace(
      SqlConnection db,
      Caller caller,
      Request request,
      long staffId,
      Optional<AccountRequest> open) {
    if (open.isEmpty()) {
      return Future.succeededFuture();
    }
    AccountRequest before = open.get();
    return requests
        .end(db, before.id(), "REPLACED", Require.staffId(caller), work.now())
        .compose(
            ok ->
                work.recorded(
                    db,
                    caller,
                    request,
                    Kind.POWERS_REPLACED,
                    before.roles(),
                    "replaced the waiting powers " + words(before.roles()) + " of",
                    staffId));
  }

  private Future<Void> ask(
      SqlConnection db, Caller caller, Request request, long staffId, Set<Role> powers) {
    if (powers.isEmpty()) {
      return Future.succeededFuture();
    }
    return requests
        .ask(db, staffId, AccountRequest.Kind.POWERS, powers, Require.staffId(caller), work.now())
        .compose(
            ok ->
                work.recorded(
                    db,
                    caller,
                    request,
                    Kind.POWERS_ASKED,
                    powers,
                    "asked for the powers " + words(powers) + " for",
                    staffId));
  }
}
