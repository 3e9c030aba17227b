package yihuyima.api.secret.rotation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.secret.DataKeyStore;
import yihuyima.api.sql.Database;

/** What an administrator may do with data keys: have them changed, and see how far that is. */
public final class KeyRotationOperations implements Operations {
  private final Database database;
  private final KeyRotations rotations;
  private final KeyRotationJobs worker;
  private final IndexRotationJobs indexWorker;

  public KeyRotationOperations(
      Database database,
      KeyRotations rotations,
      KeyRotationJobs worker,
      IndexRotationJobs indexWorker) {
    this.database = database;
    this.rotations = rotations;
    this.worker = worker;
    this.indexWorker = indexWorker;
  }

  @Override
  public void bind(Api api) {
    api.on(Action.LIST_KEYS, this::listKeys);
    api.write(Action.START_KEY_ROTATION, this::startKeyRotation);
    api.on(Action.GET_KEY_ROTATION, this::getKeyRotation);
  }

  private Future<Reply> listKeys(Caller caller, Request request) {
    return rotations
        .inUse(database, Access.canEver(caller, Action.START_KEY_ROTATION))
        .map(keys -> Reply.ok(new JsonObject().put("items", new JsonArray(keys))));
  }

  private Future<Reply> startKeyRotation(Caller caller, Request request, SqlConnection db) {
    return rotations
        .start(db, purpose(request), caller.actor(), KeyRotations.BETWEEN)
        .map(
            started -> {
              // Visible once this transaction has committed; the worker looks again by itself.
              database
                  .vertx()
                  .setTimer(
                      50,
                      id -> {
                        worker.work();
                        indexWorker.work();
                      });
              return Reply.accepted(started);
            });
  }

  private static DataKeyStore.Purpose purpose(Request request) {
    return DataKeyStore.Purpose.valueOf(request.body().getString("purpose", "SEAL"));
  }

  private Future<Reply> getKeyRotation(Caller caller, Request request) {
    return rotations
        .find(database, request.id("rotationId"))
        .map(
            found ->
                Reply.ok(found.orElseThrow(() -> Problem.NOT_FOUND.because("no such rotation"))));
  }
}
