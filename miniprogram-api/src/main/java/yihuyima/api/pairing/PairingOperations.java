package yihuyima.api.pairing;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import yihuyima.api.access.Action;
import yihuyima.api.access.Concern;
import yihuyima.api.audit.Look;
import yihuyima.api.audit.LookRecorder;
import yihuyima.api.household.HouseholdLine;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Cursor;
import yihuyima.api.sql.Database;

/** What somebody who is paired with households may ask for. */
public final class PairingOperations implements Operations {
  private final Database database;
  private final FieldCipher cipher;
  private final LookRecorder looks;
  private final Clock clock;
  private final PairingStore store = new PairingStore();

  public PairingOperations(Database database, FieldCipher cipher, LookRecorder looks, Clock clock) {
    this.database = database;
    this.cipher = cipher;
    this.looks = looks;
    this.clock = clock;
  }

  @Override
  public void bind(Api api) {
    api.on(Action.LIST_PAIRED_HOUSEHOLDS, this::listPairedHouseholds);
  }

  /** The households this cadre, or this person from outside the tree, is paired with. */
  private Future<Reply> listPairedHouseholds(Caller caller, Request request) {
    long staffId = paired(caller);
    long after = Cursor.parse(request.query("cursor"), 0)[0];
    int limit = (int) request.query("limit", 20);
    return database
        .read(db -> store.paired(db, staffId, after, limit + 1, cipher))
        .compose(found -> recorded(caller, request, found, limit));
  }

  private Future<Reply> recorded(
      Caller caller, Request request, List<HouseholdLine> found, int limit) {
    List<HouseholdLine> page = found.subList(0, Math.min(limit, found.size()));
    String next = found.size() > limit ? Cursor.of(page.get(page.size() - 1).householdId()) : null;
    JsonObject body = HouseholdLine.page(page, next, HouseholdLine::openly);
    return looks
        .recordTogether(
            page.stream()
                .map(
                    line ->
                        Look.granted(clock.instant(), caller, request, line.householdId(), "list"))
                .toList())
        .map(done -> Reply.ok(body));
  }

  private static long paired(Caller caller) {
    Long staffId = Concern.staffId(caller);
    if (staffId == null) {
      throw Problem.NOT_ALLOWED.because("paired with nobody");
    }
    return staffId;
  }
}
