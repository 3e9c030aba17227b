package yihuyima.api.retention;

import java.util.List;

/** The statements that purges are carried out with, for tests that hold them against the schema. */
public final class PurgeStatements {
  private PurgeStatements() {}

  /** All of them. */
  public static List<String> all() {
    return PurgeJobs.statements();
  }
}
