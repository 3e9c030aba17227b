package yihuyima.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import yihuyima.api.audit.seal.Forger;

/**
 * Something done to a sealed record by somebody who owns the database.
 *
 * @param name of its kind
 * @param from the first of a stretch of seals that somebody is told to verify
 * @param to the last; {@link Long#MAX_VALUE} for the end, head included
 * @param places what must be found and nothing besides: r and a record's id, s and a seal's number
 */
record Tamper(String name, long from, long to, Set<String> places) {
  /** What makes each column another; never the same value again. */
  private static final List<String> RECORD_EDITS =
      List.of(
          "at = at + interval '1 microsecond'",
          "at = 'infinity'",
          "operation = operation || 'x'",
          "actor = 'STAFF:' || length(actor) || '000'",
          "organisation_id = coalesce(organisation_id, 0) + 1",
          "household_id = CASE WHEN household_id IS NULL THEN 5 END",
          "household_id = coalesce(household_id, 0) + 1",
          "granted = NOT granted",
          "detail = detail || ' '",
          "purpose = CASE WHEN purpose IS NULL THEN '' END",
          "code_hint = CASE WHEN code_hint IS NULL THEN '' END",
          "request_id = reverse(request_id) || 'x'",
          "address_hash = CASE WHEN address_hash IS NULL THEN ''::bytea END",
          "fields = CASE WHEN fields IS NULL THEN '{}'::text[] ELSE fields || 'name'::text END",
          "organisation_path = organisation_path || '4.'",
          "investigation_id = coalesce(investigation_id, 0) + 1",
          "together = coalesce(together, 1) + 1");

  private static final List<String> SEAL_EDITS =
      List.of(
          "format = format + 1",
          "from_xact = (from_xact::text::bigint + 1)::text::xid8",
          "from_id = from_id + 1",
          "to_xact = (to_xact::text::bigint + 1)::text::xid8",
          "to_id = to_id + 1",
          "records = records + 1",
          "leaves = set_byte(leaves, 11, get_byte(leaves, 11) # 1)",
          "previous_digest = set_byte(previous_digest, 3, get_byte(previous_digest, 3) # 128)",
          "sealed_at = sealed_at - interval '1 microsecond'",
          "key_id = key_id + 1",
          "digest = set_byte(digest, 31, get_byte(digest, 31) # 1)",
          "signature = set_byte(signature, 63, get_byte(signature, 63) # 1)",
          "signature = ''");

  /** The kinds, one after the other. */
  static final int KINDS = RECORD_EDITS.size() + SEAL_EDITS.size() + 9;

  /** Does one, chosen by its turn and by chance, and tells what must be found. */
  static Tamper apply(Connection db, SealedLog log, Random random, int turn) throws SQLException {
    int kind = turn % KINDS;
    int seal = some(log, random);
    if (kind < RECORD_EDITS.size()) {
      long id = log.id(seal, random.nextInt(log.records(seal)));
      String edit = RECORD_EDITS.get(kind);
      run(db, "UPDATE access_record SET %s WHERE id = %d".formatted(edit, id));
      return around(random, "edit " + edit.split(" ", 2)[0], seal, seal, Set.of("r" + id));
    }
    kind -= RECORD_EDITS.size();
    if (kind < SEAL_EDITS.size()) {
      String edit = SEAL_EDITS.get(kind);
      run(db, "UPDATE access_seal SET %s WHERE number = %d".formatted(edit, seal));
      return around(random, "seal " + edit.split(" ", 2)[0], seal, seal, Set.of("s" + seal));
    }
    return switch (kind - SEAL_EDITS.size()) {
      case 0 -> delete(db, log, random, seal);
      case 1 -> insert(db, log, random, seal);
      case 2 -> renumber(db, log, random, seal);
      case 3 -> swap(db, log, random, seal);
      case 4 -> move(db, log, random, seal);
      case 5 -> forge(db, log, random, seal);
      case 6 -> deleteSeal(db, log, random, seal);
      case 7 -> swapSeals(db, log, random, seal);
      default -> cutTail(db, log, random);
    };
  }

  private static int some(SealedLog log, Random random) {
    int seal;
    do {
      seal = 1 + random.nextInt(log.seals());
    } while (log.records(seal) == 0);
    return seal;
  }

  /** Another with records, near by, so that the stretch that holds both stays short. */
  private static int near(SealedLog log, Random random, int seal) {
    List<Integer> others = new ArrayList<>();
    for (int other = Math.max(1, seal - 2); other <= Math.min(log.seals(), seal + 2); other++) {
      if (other != seal && log.records(other) > 0) {
        others.add(other);
      }
    }
    return others.get(random.nextInt(others.size()));
  }

  /** A stretch of seals that holds these somewhere. */
  private static Tamper around(
      Random random, String name, int first, int last, Set<String> places) {
    return new Tamper(
        name, Math.max(1, first - random.nextInt(2)), last + random.nextInt(2), places);
  }

  private static Tamper delete(Connection db, SealedLog log, Random random, int seal)
      throws SQLException {
    Set<String> places = new HashSet<>();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      long id = log.id(seal, random.nextInt(log.records(seal)));
      // Drawn twice, it is gone already.
      if (places.add("r" + id)) {
        run(db, "DELETE FROM access_record WHERE id = " + id);
      }
    }
    return around(random, "delete", seal, seal, places);
  }

  /** A copy of a record in the same transaction, under a new id between the sealed ones or not. */
  private static Tamper insert(Connection db, SealedLog log, Random random, int seal)
      throws SQLException {
    int index = random.nextInt(log.records(seal));
    // Below every number that was drawn, so that it sorts before its transaction's others.
    long id = seal > 1 && index > 0 ? -random.nextInt(1, 1_000_000) : 0;
    long like = log.id(seal, index);
    long xact = log.xact(seal, index);
    boolean sameXactBefore = index > 0 && log.xact(seal, 0) == xact;
    long at = id < 0 && !sameXactBefore ? id : like;
    run(
        db,
        """
        INSERT INTO access_record (id, at, operation, actor, granted, detail, request_id, xact)
        SELECT %d, at + interval '1 second', operation, actor, granted, detail, request_id, xact FROM access_record WHERE id = %d
        """
            .formatted(at, like));
    return around(random, "insert", seal, seal, Set.of("r" + at));
  }

  private static Tamper renumber(Connection db, SealedLog log, Random random, int seal)
      throws SQLException {
    long id = log.id(seal, random.nextInt(log.records(seal)));
    long other = 1_000_000_000L + random.nextInt(1_000_000);
    run(db, "UPDATE access_record SET id = %d WHERE id = %d".formatted(other, id));
    // Behind its transaction's last record it may stand in a later seal of the same transaction.
    int last = seal;
    while (last < log.seals()
        && (log.records(last) == 0
            || log.records(last + 1) == 0
            || log.xact(last + 1, 0) == log.xact(seal, log.records(seal) - 1))) {
      last++;
    }
    return around(random, "edit id", seal, last, Set.of("r" + id, "r" + other));
  }

  private static Tamper swap(Connection db, SealedLog log, Random random, int seal)
      throws SQLException {
    int other = random.nextBoolean() ? seal : near(log, random, seal);
    long a = log.id(seal, random.nextInt(log.records(seal)));
    long b = log.id(other, random.nextInt(log.records(other)));
    if (a == b) {
      return delete(db, log, random, seal);
    }
    run(db, "UPDATE access_record SET id = 2000000000 WHERE id = " + a);
    run(db, "UPDATE access_record SET id = %d WHERE id = %d".formatted(a, b));
    run(db, "UPDATE access_record SET id = %d WHERE id = 2000000000".formatted(b));
    return around(
        random, "swap", Math.min(seal, other), Math.max(seal, other), Set.of("r" + a, "r" + b));
  }

  /** To another transaction's place in the order. */
  private static Tamper move(Connection db, SealedLog log, Random random, int seal)
      throws SQLException {
    int other = near(log, random, seal);
    long id = log.id(seal, random.nextInt(log.records(seal)));
    long xact = log.xact(other, random.nextInt(log.records(other)));
    int moved =
        update(
            db,
            "UPDATE access_record SET xact = '%d' WHERE id = %d AND xact <> '%d'"
                .formatted(xact, id, xact));
    if (moved == 0) {
      return delete(db, log, random, seal);
    }
    return around(
        random, "edit xact", Math.min(seal, other), Math.max(seal, other), Set.of("r" + id));
  }

  private static Tamper forge(Connection db, SealedLog log, Random random, int seal)
      throws SQLException {
    long id = log.id(seal, random.nextInt(log.records(seal)));
    run(db, "DELETE FROM access_record WHERE id = " + id);
    Forger.reseal(db, seal);
    return around(random, "forge", seal, seal, Set.of("s" + seal));
  }

  private static Tamper deleteSeal(Connection db, SealedLog log, Random random, int seal)
      throws SQLException {
    if (seal == log.seals()) {
      return cutTail(db, log, random);
    }
    run(db, "DELETE FROM access_seal WHERE number = " + seal);
    return around(random, "seal deleted", seal, seal, Set.of("s" + seal));
  }

  private static Tamper swapSeals(Connection db, SealedLog log, Random random, int seal)
      throws SQLException {
    int other = near(log, random, seal);
    run(db, "UPDATE access_seal SET number = 2000000000 WHERE number = " + seal);
    run(db, "UPDATE access_seal SET number = %d WHERE number = %d".formatted(seal, other));
    run(db, "UPDATE access_seal SET number = %d WHERE number = 2000000000".formatted(other));
    return around(
        random,
        "seals swapped",
        Math.min(seal, other),
        Math.max(seal, other),
        Set.of("s" + seal, "s" + other));
  }

  /** The newest seals, alone or with all that they covered: as an old backup would have it. */
  private static Tamper cutTail(Connection db, SealedLog log, Random random) throws SQLException {
    int cut = 1 + random.nextInt(Math.min(5, log.seals() - 1));
    int first = log.seals() - cut + 1;
    boolean backup = random.nextBoolean();
    if (backup) {
      run(
          db,
          """
          DELETE FROM access_record WHERE (xact, id) >= (SELECT from_xact, from_id FROM access_seal WHERE number = %d)
          """
              .formatted(first));
    }
    run(db, "DELETE FROM access_seal WHERE number >= " + first);
    return new Tamper(
        backup ? "old backup" : "tail cut",
        Math.max(1, first - random.nextInt(3)),
        Long.MAX_VALUE,
        Set.of("s" + first));
  }

  private static void run(Connection db, String sql) throws SQLException {
    if (update(db, sql) == 0) {
      throw new IllegalStateException("nothing was tampered with: " + sql);
    }
  }

  private static int update(Connection db, String sql) throws SQLException {
    try (var statement = db.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }
}
