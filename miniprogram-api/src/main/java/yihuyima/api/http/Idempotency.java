package yihuyima.api.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.access.Matter;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.identity.Caller;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.secret.SealedTable;
import yihuyima.api.sql.Rows;

/**
 * One effect for one idempotency key: the key, the write and its answer are committed together.
 *
 * <p>An answer is given again to whoever may still do the thing that it is about: so what it is
 * about is kept beside it, and a write that does not say it cannot be kept. Concurrent calls with
 * one key wait for the first on the table's primary key and then get its answer. A failed write
 * leaves no trace and may be tried again under the same key.
 */
public final class Idempotency {
  static final String TAKE =
      """
      INSERT INTO idempotency (caller, key, operation, digest, created_at)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT ON CONSTRAINT idempotency_once DO NOTHING
      """;
  static final String FIND =
      """
      SELECT operation, digest, status, answer_enc, secret_until, matter, created_at
        FROM idempotency
       WHERE caller = $1 AND key = $2
      """;
  static final String ANSWER =
      """
      UPDATE idempotency
         SET status = $3, answer_enc = $4, secret_until = $5, matter = $6
       WHERE caller = $1 AND key = $2
      """;
  static final String FORGET =
      """
      UPDATE idempotency
         SET answer_enc = NULL, secret_until = NULL
       WHERE (caller, key) IN (SELECT caller, key FROM idempotency WHERE secret_until < $1
                                ORDER BY secret_until LIMIT 500 FOR UPDATE SKIP LOCKED)
      """;
  static final String SWEEP =
      """
      DELETE FROM idempotency
       WHERE (caller, key) IN (SELECT caller, key FROM idempotency WHERE created_at < $1
                                ORDER BY created_at LIMIT 500 FOR UPDATE SKIP LOCKED)
      """;

  /** How long a write may be sent again. */
  static final Duration KEPT = Duration.ofDays(7);

  /** How long an answer that opens something is given again: for who lost it on the way. */
  static final Duration SECRET_KEPT = Duration.ofHours(1);

  private final FieldCipher cipher;
  private final Repetitions repetitions;
  private final Clock clock;

  /** Whether an answer may be given again. */
  @FunctionalInterface
  public interface Repetitions {
    /**
     * Asks again, and records that the answer is given again.
     *
     * @param matter what the answer is about
     * @param answeredAt when it was given first
     * @return when it may be given, in the caller's transaction; fails as the write would now
     */
    Future<Void> admit(
        SqlConnection db,
        Caller caller,
        Request request,
        Action action,
        Matter matter,
        OffsetDateTime answeredAt);
  }

  public Idempotency(FieldCipher cipher, Repetitions repetitions, Clock clock) {
    this.cipher = cipher;
    this.repetitions = repetitions;
    this.clock = clock;
  }

  /**
   * Does the write, or gives the answer it gave before, to whom it is still open.
   *
   * @return the answer; fails with IDEMPOTENCY_KEY_REUSED when the key came with another content,
   *     with the write's own failure otherwise
   */
  Future<Reply> once(
      Caller caller, Request request, SqlConnection db, Action action, Api.Writing write) {
    String key = request.header("Idempotency-Key").orElseThrow();
    String actor = caller.actor();
    byte[] digest = digest(request);
    return db.preparedQuery(TAKE)
        .execute(
            Tuple.of(actor, key, request.operation(), Buffer.buffer(digest), ChinaTime.now(clock)))
        .compose(
            taken ->
                taken.rowCount() == 1
                    ? first(caller, request, db, action, write, key)
                    : again(caller, request, db, action, key, digest));
  }

  private Future<Reply> first(
      Caller caller,
      Request request,
      SqlConnection db,
      Action action,
      Api.Writing write,
      String key) {
    String actor = caller.actor();
    return write
        .write(caller, request, db)
        .compose(
            reply ->
                db.preparedQuery(ANSWER)
                    .execute(
                        Tuple.of(
                            actor,
                            key,
                            reply.status(),
                            sealed(actor, key, reply),
                            secretUntil(reply),
                            matter(caller, request, action, reply).text()))
                    .map(reply));
  }

  /** What an answer is about: as the write says, or as the path names it, or the caller's own. */
  private static Matter matter(Caller caller, Request request, Action action, Reply reply) {
    Matter said = reply.matter();
    if (said != null) {
      return said;
    }
    return request
        .matter()
        .or(() -> Access.ownMatter(caller))
        .or(() -> action.hangsOnThings() ? Optional.empty() : Optional.of(Matter.nothing()))
        .orElseThrow(
            () -> new IllegalStateException(action + " must say what its answer is about"));
  }

  private Future<Reply> again(
      Caller caller, Request request, SqlConnection db, Action action, String key, byte[] digest) {
    String actor = caller.actor();
    return db.preparedQuery(FIND)
        .execute(Tuple.of(actor, key))
        .compose(
            rows -> {
              Row row = rows.iterator().next();
              boolean same =
                  row.getString("operation").equals(request.operation())
                      && MessageDigest.isEqual(Rows.needBytes(row, "digest"), digest);
              if (!same) {
                throw Problem.IDEMPOTENCY_KEY_REUSED.because("another content under one key");
              }
              return repetitions
                  .admit(
                      db, caller, request, action, kept(row), row.getOffsetDateTime("created_at"))
                  .map(ok -> opened(actor, key, row));
            });
  }

  private static Matter kept(Row row) {
    return Matter.parse(row.getString("matter"))
        .orElseThrow(() -> Problem.ANSWER_GONE.because("kept without what it is about"));
  }

  private @Nullable OffsetDateTime secretUntil(Reply reply) {
    return reply.isSecret() ? ChinaTime.now(clock).plus(SECRET_KEPT) : null;
  }

  /**
   * Forgets what is no longer of use, some at once: answers that open something, old keys.
   *
   * @return when it is done; fails when the database does
   */
  public Future<Void> sweep(SqlClient db) {
    OffsetDateTime now = ChinaTime.now(clock);
    return db.preparedQuery(FORGET)
        .execute(Tuple.of(now))
        .compose(ok -> db.preparedQuery(SWEEP).execute(Tuple.of(now.minus(KEPT))))
        .mapEmpty();
  }

  private Buffer sealed(String actor, String key, Reply reply) {
    JsonObject kept =
        new JsonObject()
            .put("contentType", reply.contentType())
            .put("body", reply.body().toString(StandardCharsets.UTF_8));
    return Buffer.buffer(
        cipher.seal(Column.IDEMPOTENCY_ANSWER, place(actor, key), kept.toBuffer().getBytes()));
  }

  private Reply opened(String actor, String key, Row row) {
    OffsetDateTime until = row.getOffsetDateTime("secret_until");
    byte[] answer = Rows.bytes(row, "answer_enc");
    if (answer == null || (until != null && until.isBefore(ChinaTime.now(clock)))) {
      throw Problem.ANSWER_GONE.because("done, and its answer was a secret");
    }
    JsonObject kept =
        new JsonObject(
            Buffer.buffer(cipher.open(Column.IDEMPOTENCY_ANSWER, place(actor, key), answer)));
    return new Reply(
        row.getInteger("status"),
        kept.getString("contentType"),
        Buffer.buffer(kept.getString("body")),
        null,
        List.of(),
        until != null,
        null);
  }

  /** The table has no numeric id: the row's place is a hash of its primary key. */
  private static long place(String actor, String key) {
    return SealedTable.IDEMPOTENCY.place(List.of(actor, key));
  }

  private static byte[] digest(Request request) {
    MessageDigest sha = sha256();
    sha.update((request.method() + " " + request.target() + "\n").getBytes(StandardCharsets.UTF_8));
    return sha.digest(request.rawBody().getBytes());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
