package yihuyima.api.http;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import yihuyima.api.access.Action;
import yihuyima.api.identity.Caller;

/**
 * Where features bind their operations; each operationId of the contract exactly once, by its
 * {@link Action}: what has no rule of who may do it cannot be bound.
 */
public final class Api {
  /** An operation that owns its own reading and writing. */
  @FunctionalInterface
  public interface Handling {
    /**
     * Answers one request.
     *
     * @return the answer; fails with a {@link Failure} for what is expected, with anything else for
     *     a bug
     */
    Future<Reply> handle(Caller caller, Request request);
  }

  /** A write that may be retried: runs in one transaction with its idempotency key. */
  @FunctionalInterface
  public interface Writing {
    /**
     * Does the write on the connection of the transaction.
     *
     * @return the answer, kept under the key; a failure rolls everything back and is not kept
     */
    Future<Reply> write(Caller caller, Request request, SqlConnection db);
  }

  /** Heavy work that a write needs first: it must not hold a connection while it is done. */
  @FunctionalInterface
  public interface Preparing {
    /**
     * Does the work, before the transaction begins and before the idempotency key is asked for.
     *
     * @return the write, for which the work is done; fails as the write would
     */
    Future<Writing> prepare(Caller caller, Request request);
  }

  private final Map<String, Action> actions = new HashMap<>();
  private final Map<String, Handling> handlings = new HashMap<>();
  private final Map<String, Preparing> writings = new HashMap<>();
  private final Set<String> ownSessionCheck = new HashSet<>();

  /** Binds a read, or a write that says in the contract why it is not idempotent. */
  public void on(Action action, Handling handling) {
    String operationId = admit(action);
    handlings.put(operationId, handling);
  }

  /**
   * Binds a read that asks for the session's life in its own statement, so that the whole answer
   * costs one round trip. It must refuse a caller whose session has ended.
   */
  public void onWithOwnSessionCheck(Action action, Handling handling) {
    on(action, handling);
    ownSessionCheck.add(action.operationId());
  }

  /** Binds a write that carries an idempotency key. */
  public void write(Action action, Writing writing) {
    prepareAndWrite(action, (caller, request) -> Future.succeededFuture(writing));
  }

  /** Binds a write that carries an idempotency key and needs heavy work first. */
  public void prepareAndWrite(Action action, Preparing preparing) {
    String operationId = admit(action);
    writings.put(operationId, preparing);
  }

  /** All operationIds bound so far. */
  public Set<String> bound() {
    var all = new java.util.TreeSet<>(handlings.keySet());
    all.addAll(writings.keySet());
    return all;
  }

  Map<String, Handling> handlings() {
    return handlings;
  }

  Map<String, Preparing> writings() {
    return writings;
  }

  boolean checksSessionItself(String operationId) {
    return ownSessionCheck.contains(operationId);
  }

  /** The action of a bound operation: what its door is opened by. */
  Action action(String operationId) {
    return actions.get(operationId);
  }

  private String admit(Action action) {
    String operationId = action.operationId();
    if (actions.putIfAbsent(operationId, action) != null) {
      throw new IllegalStateException("bound twice: " + operationId);
    }
    return operationId;
  }
}
