package yihuyima.api.http;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import yihuyima.api.identity.Caller;

/** Where features bind their operations; each operationId of the contract exactly once. */
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

  private final Map<String, Handling> handlings = new HashMap<>();
  private final Map<String, Preparing> writings = new HashMap<>();
  private final Set<String> ownSessionCheck = new HashSet<>();

  /** Binds a read, or a write that says in the contract why it is not idempotent. */
  public void on(String operationId, Handling handling) {
    refuseTwice(operationId);
    handlings.put(operationId, handling);
  }

  /**
   * Binds a read that asks for the session's life in its own statement, so that the whole answer
   * costs one round trip. It must refuse a caller whose session has ended.
   */
  public void onWithOwnSessionCheck(String operationId, Handling handling) {
    on(operationId, handling);
    ownSessionCheck.add(operationId);
  }

  /** Binds a write that carries an idempotency key. */
  public void write(String operationId, Writing writing) {
    prepareAndWrite(operationId, (caller, request) -> Future.succeededFuture(writing));
  }

  /** Binds a write that carries an idempotency key and needs heavy work first. */
  public void prepareAndWrite(String operationId, Preparing preparing) {
    refuseTwice(operationId);
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

  private void refuseTwice(String operationId) {
    if (handlings.containsKey(operationId) || writings.containsKey(operationId)) {
      throw new IllegalStateException("bound twice: " + operationId);
    }
  }
}
