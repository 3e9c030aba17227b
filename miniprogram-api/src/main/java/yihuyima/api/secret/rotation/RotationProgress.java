package yihuyima.api.secret.rotation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import yihuyima.api.secret.DataKeyStore;

/**
 * How far along a rotation is, in percent. A guess from its state and the table it is at: waiting
 * for servers counts little, a walk through all tables much. Pure.
 */
final class RotationProgress {
  private static final int WAIT_WEIGHT = 1;
  private static final int WALK_WEIGHT = 9;

  private static final List<String> SEAL =
      List.of("PUBLISHED", "SWITCHED", "RESEALING", "CHECKING");
  private static final List<String> INDEX =
      List.of("PUBLISHED", "WRITING", "FILLING", "CHECKING", "SWITCHED", "CLEARING", "PROVING");
  private static final List<String> WAITS = List.of("PUBLISHED", "SWITCHED", "WRITING");

  private RotationProgress() {}

  /**
   * From 0 to 100; 100 only when it is done.
   *
   * @param atTable where its walk is; null before the first table
   */
  static int percent(DataKeyStore.Purpose purpose, String state, @Nullable String atTable) {
    if (state.equals("DONE")) {
      return 100;
    }
    List<String> states = purpose == DataKeyStore.Purpose.SEAL ? SEAL : INDEX;
    // What is blocked was found while checking.
    String at = state.equals("BLOCKED") ? "CHECKING" : state;
    List<String> tables = tables(purpose);
    int all = states.stream().mapToInt(RotationProgress::weight).sum();
    int before =
        states.stream()
            .takeWhile(each -> !each.equals(at))
            .mapToInt(RotationProgress::weight)
            .sum();
    // Behind the last table it is at none that has a name.
    int table =
        atTable == null
            ? 0
            : atTable.isEmpty() ? tables.size() : Math.max(0, tables.indexOf(atTable));
    double within = WAITS.contains(at) ? 0 : (double) table / tables.size() * weight(at);
    return (int) Math.min(99, 100 * (before + within) / all);
  }

  private static int weight(String state) {
    return WAITS.contains(state) ? WAIT_WEIGHT : WALK_WEIGHT;
  }

  private static List<String> tables(DataKeyStore.Purpose purpose) {
    return purpose == DataKeyStore.Purpose.SEAL
        ? Resealing.WALKS.stream().map(walk -> walk.table().table()).toList()
        : Reindexing.TO_FIRST.stream().map(walk -> walk.table().table()).toList();
  }
}
