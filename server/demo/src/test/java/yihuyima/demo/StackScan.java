package yihuyima.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Reading;
import yihuyima.api.audit.Look;
import yihuyima.api.audit.LookRecorder;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.code.CodeKeys;
import yihuyima.api.household.HouseholdView;
import yihuyima.api.household.OpenedViews;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.limit.Limits;
import yihuyima.api.policy.Catalogues;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Database;
import yihuyima.api.sql.GroupedReads;

/**
 * A household's scan with some layers of the stack and without the others, for a bench: the same
 * router and contract, the same statement over the same rows, the same answer. Nothing of it is in
 * the product, where no layer can be left out.
 */
final class StackScan {
  /** The same bytes as {@code household_view.body_enc}, opened, stored the same way. */
  static final String OPENED_VIEWS =
      """
      CREATE TABLE bench_view (
          household_id  bigint PRIMARY KEY,
          version       bigint NOT NULL,
          built_version bigint NOT NULL,
          built_on      date,
          body_enc      bytea
      ) WITH (fillfactor = 70, toast_tuple_target = 8160);
      ALTER TABLE bench_view ALTER COLUMN body_enc SET STORAGE MAIN;
      """;

  private static final String STANDS =
      ",\n (SELECT s.ended_at IS NULL AND s.expires_at > $3 FROM session AS s WHERE s.id = asked.session_id) AS session_stands";

  /** What the variants of one event loop stand on. */
  record Ground(
      Vertx vertx,
      Database database,
      CodeKeys codes,
      FieldCipher cipher,
      Catalogues catalogues,
      Limits limits,
      LookRecorder recorder,
      Clock clock) {}

  private record Asked(byte[] lookupHash, @Nullable UUID session) {}

  private final Ground ground;
  private final Set<StackLayer> layers;
  private final String sql;
  private final GroupedReads<Asked, Row> lookups;

  StackScan(Ground ground, Set<StackLayer> layers) {
    this.ground = ground;
    this.layers = Set.copyOf(layers);
    this.sql = statement(has(StackLayer.SESSIONS), has(StackLayer.ENCRYPTION));
    this.lookups =
        new GroupedReads<>(ground.vertx(), asked -> ground.database().read(db -> find(db, asked)));
  }

  private static String statement(boolean sessions, boolean encryption) {
    return """
        SELECT asked.place, c.household_id, c.state, c.generation, c.issued_on, c.state_changed_at,
               v.version, v.built_version, v.built_on, v.body_enc,
               (SELECT value FROM catalogue_version WHERE only_row) AS catalogue_version%s
          FROM unnest((SELECT $1::bytea[]), (SELECT $2::uuid[])) WITH ORDINALITY AS asked (lookup_hash, session_id, place)
          LEFT JOIN household_code AS c ON c.lookup_hash = asked.lookup_hash
          LEFT JOIN %s AS v ON v.household_id = c.household_id
        """
        .formatted(sessions ? STANDS : "", encryption ? "household_view" : "bench_view");
  }

  private boolean has(StackLayer layer) {
    return layers.contains(layer);
  }

  Future<Reply> answer(Caller caller, Request request) {
    String typed = request.path("code");
    if (has(StackLayer.LIMITS)) {
      // A caller each, as in the product.
      ground.limits().lookup(typed);
    }
    byte[] hash = ground.codes().lookupHashOf(typed).orElseThrow();
    return lookups
        .ask(new Asked(hash, caller.sessionId()))
        .compose(row -> answer(request, row, row.getLong("household_id")));
  }

  private Future<List<Row>> find(SqlClient db, List<Asked> asked) {
    Buffer[] hashes = new Buffer[asked.size()];
    UUID[] sessions = new UUID[asked.size()];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = Buffer.buffer(asked.get(i).lookupHash());
      sessions[i] = asked.get(i).session();
    }
    Tuple values = Tuple.tuple().addValue(hashes).addValue(sessions);
    if (has(StackLayer.SESSIONS)) {
      values.addValue(ChinaTime.now(ground.clock()));
    }
    return db.preparedQuery(sql)
        .execute(values)
        .map(
            rows -> {
              Row[] found = new Row[hashes.length];
              rows.forEach(row -> found[row.getLong("place").intValue() - 1] = row);
              return Arrays.asList(found);
            });
  }

  private Future<Reply> answer(Request request, Row row, long householdId) {
    if (has(StackLayer.SESSIONS) && !Boolean.TRUE.equals(row.getBoolean("session_stands"))) {
      throw new IllegalStateException("the session has ended");
    }
    Caller caller =
        new Caller.Household(
            householdId, householdId, householdId, Caller.Capacity.ADULT, new UUID(1, 1));
    if (has(StackLayer.DECISION)) {
      Reading.Holder holder =
          new Reading.Holder(householdId, row.getString("state"), "", false, false, false);
      Reading reading =
          Reading.decide(
              caller, Optional.of(holder), Optional.empty(), ChinaTime.today(ground.clock()));
      if (!(reading instanceof Reading.Own)) {
        throw new IllegalStateException("not their own");
      }
    }
    Future<Void> recorded =
        has(StackLayer.RECORD)
            ? ground
                .recorder()
                .record(
                    Look.granted(ground.clock().instant(), caller, request, householdId, "own")
                        .byCode("A7K2"))
            : Future.succeededFuture();
    HouseholdView view = OpenedViews.of(householdId, body(row, householdId));
    return ground
        .catalogues()
        .at(row.getLong("catalogue_version"))
        .map(view::forHousehold)
        .compose(body -> recorded.map(done -> Reply.json(200, body)));
  }

  private byte[] body(Row row, long householdId) {
    byte[] kept = row.getBuffer("body_enc").getBytes();
    return has(StackLayer.ENCRYPTION)
        ? ground.cipher().open(Column.HOUSEHOLD_VIEW, householdId, kept)
        : kept;
  }
}
