package yihuyima.api.policy.recomputation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a policy reaches before and after, added up household by household. Money is of a year, in
 * fen, of those entitled whose amount can be told.
 */
final class SimulationTotals {
  /** Before and after, of all or of some. */
  static final class Pair {
    private long before;
    private long after;
  }

  private long households;
  private long gained;
  private long lost;
  private long unknownBefore;
  private long unknownAfter;
  private long fenBefore;
  private long fenAfter;
  private long unpricedBefore;
  private long unpricedAfter;
  private final Pair all = new Pair();
  private final Map<String, Pair> byTier = new TreeMap<>();
  private final Map<String, Pair> byRegion = new TreeMap<>();

  /**
   * What the policy says of one household.
   *
   * @param entitled whether it is
   * @param unknown whether that cannot be told
   * @param yearFen what it would get; null when that cannot be told
   */
  record Side(boolean entitled, boolean unknown, @Nullable Long yearFen) {
    static final Side NOTHING = new Side(false, false, null);
  }

  void add(String tier, String region, Side before, Side after) {
    households++;
    unknownBefore += before.unknown() ? 1 : 0;
    unknownAfter += after.unknown() ? 1 : 0;
    gained += after.entitled() && !before.entitled() ? 1 : 0;
    lost += before.entitled() && !after.entitled() ? 1 : 0;
    if (before.entitled()) {
      if (before.yearFen() == null) {
        unpricedBefore++;
      } else {
        fenBefore = Math.addExact(fenBefore, before.yearFen());
      }
    }
    if (after.entitled()) {
      if (after.yearFen() == null) {
        unpricedAfter++;
      } else {
        fenAfter = Math.addExact(fenAfter, after.yearFen());
      }
    }
    if (before.entitled() || after.entitled()) {
      count(all, before, after);
      count(byTier.computeIfAbsent(tier, made -> new Pair()), before, after);
      count(byRegion.computeIfAbsent(region, made -> new Pair()), before, after);
    }
  }

  private static void count(Pair pair, Side before, Side after) {
    pair.before += before.entitled() ? 1 : 0;
    pair.after += after.entitled() ? 1 : 0;
  }

  JsonObject json() {
    return new JsonObject()
        .put("households", households)
        .put("before", all.before)
        .put("after", all.after)
        .put("gained", gained)
        .put("lost", lost)
        .put("unknownBefore", unknownBefore)
        .put("unknownAfter", unknownAfter)
        .put("yearFenBefore", fenBefore)
        .put("yearFenAfter", fenAfter)
        .put("unpricedBefore", unpricedBefore)
        .put("unpricedAfter", unpricedAfter)
        .put("byTier", parts(byTier))
        .put("byRegion", parts(byRegion));
  }

  private static JsonArray parts(Map<String, Pair> pairs) {
    JsonArray parts = new JsonArray();
    pairs.forEach(
        (name, pair) ->
            parts.add(
                new JsonObject()
                    .put("name", name)
                    .put("before", pair.before)
                    .put("after", pair.after)));
    return parts;
  }

  /** Goes on from what was kept; from nothing when nothing was. */
  static SimulationTotals of(JsonObject kept) {
    SimulationTotals totals = new SimulationTotals();
    totals.households = kept.getLong("households", 0L);
    totals.all.before = kept.getLong("before", 0L);
    totals.all.after = kept.getLong("after", 0L);
    totals.gained = kept.getLong("gained", 0L);
    totals.lost = kept.getLong("lost", 0L);
    totals.unknownBefore = kept.getLong("unknownBefore", 0L);
    totals.unknownAfter = kept.getLong("unknownAfter", 0L);
    totals.fenBefore = kept.getLong("yearFenBefore", 0L);
    totals.fenAfter = kept.getLong("yearFenAfter", 0L);
    totals.unpricedBefore = kept.getLong("unpricedBefore", 0L);
    totals.unpricedAfter = kept.getLong("unpricedAfter", 0L);
    restore(totals.byTier, kept.getJsonArray("byTier", new JsonArray()));
    restore(totals.byRegion, kept.getJsonArray("byRegion", new JsonArray()));
    return totals;
  }

  private static void restore(Map<String, Pair> pairs, JsonArray parts) {
    for (Object part : parts) {
      JsonObject one = (JsonObject) part;
      Pair pair = new Pair();
      pair.before = one.getLong("before");
      pair.after = one.getLong("after");
      pairs.put(one.getString("name"), pair);
    }
  }
}
