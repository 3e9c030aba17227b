package yihuyima.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import yihuyima.api.audit.seal.Finding;

/** Many tampers with one sealed record, each verified and taken back. */
final class TamperRun {
  /** How many of each kind were done. */
  final Map<String, Integer> done = new TreeMap<>();

  final List<String> failed = new ArrayList<>();
  int found;
  int located;

  /** Tampers, verifies a stretch of seals that holds it somewhere, and rolls back. */
  static TamperRun of(SealedLog log, int tampers, long seed) throws SQLException {
    TamperRun run = new TamperRun();
    try (Connection db = log.begin()) {
      for (int turn = 0; turn < tampers; turn++) {
        Tamper tamper = Tamper.apply(db, log, new Random(seed + turn), turn);
        run.judge(turn, tamper, findings(db, log, tamper.from(), end(log, tamper)));
        db.rollback();
      }
    }
    return run;
  }

  private static long end(SealedLog log, Tamper tamper) {
    return tamper.to() == Long.MAX_VALUE ? tamper.to() : Math.min(tamper.to(), log.seals());
  }

  static List<Finding> findings(Connection db, SealedLog log, long from, long to)
      throws SQLException {
    List<Finding> findings = new ArrayList<>();
    log.verify(db, from, to, findings::add);
    return findings;
  }

  private void judge(int turn, Tamper tamper, List<Finding> findings) {
    done.merge(tamper.name(), 1, Integer::sum);
    Set<String> places = new HashSet<>();
    for (Finding finding : findings) {
      places.add(finding.record() == null ? "s" + finding.seal() : "r" + finding.record());
    }
    found += findings.isEmpty() ? 0 : 1;
    located += places.equals(tamper.places()) ? 1 : 0;
    if (!places.equals(tamper.places())) {
      failed.add("turn " + turn + " " + tamper + " gave " + findings);
    }
  }
}
