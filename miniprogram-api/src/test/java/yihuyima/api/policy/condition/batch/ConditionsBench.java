package yihuyima.api.policy.condition.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import yihuyima.api.policy.condition.Condition;
import yihuyima.api.policy.condition.ConditionReader;
import yihuyima.api.policy.condition.Fact;
import yihuyima.api.policy.condition.Fact.Scope;
import yihuyima.api.policy.condition.Reading;
import yihuyima.api.policy.condition.RegisterFacts;
import yihuyima.api.policy.condition.batch.Batch.Column;

/**
 * Conditions for a whole province and more: 1,000,000 invented households, 30 conditions, beside a
 * floor taken in the same run: adding up the columns that each condition reads, one pass for each.
 *
 * <p>Both have one turn in each of five rounds, and the median round counts. Once with one thread,
 * once with a thread for each core. About a minute; everything stands in memory (under 1 GB).
 */
public final class ConditionsBench {
  private static final int HOUSEHOLDS_A_BATCH = 65_536;
  private static final int ROUNDS = 5;
  private static final int WARM_UP_TURNS = 4;
  private static final int UNKNOWN_PERCENT = 5;
  private static final LocalDate DAY = LocalDate.of(2026, 9, 1);

  static final List<String> CONDITIONS =
      List.of(
          "fileOpen",
          "tier == \"DEEP\"",
          "fileOpen && tier in [\"DEEP\", \"RELATIVE\"]",
          "fileOpen || fileState == \"CLOSED\" && monthsSince(fileClosedOn) < 12",
          "netMonthPerHeadFen < minimumStandardFen",
          "netMonthPerHeadFen < 2 * minimumStandardFen",
          "selfPaidMedicalFen >= 300000",
          "selfPaidMedicalFen * 100 > yearIncomeFen * 80",
          "yearIncomeFen - yearExpenseFen < 12 * minimumStandardFen * memberCount",
          "\"CHILD_SCHOOLING\" in otherCauses || mainCause == \"CHILD_SCHOOLING\"",
          "within(region, \"370000\")",
          "housing in [\"RENTED\", \"UNIT_HOUSING\", \"NONE\"] && fileOpen",
          "fileOpen && members.exists(m, m.schoolStage == \"UNIVERSITY\")",
          "fileOpen && members.exists(m, m.schoolStage in [\"SENIOR\", \"VOCATIONAL\"])",
          "members.exists(m, m.schoolStage == \"UNIVERSITY\" && m.age >= 21)",
          "members.exists(m, m.health in [\"CANCER\", \"STROKE\", \"KIDNEY_FAILURE\"])"
              + " && selfPaidMedicalFen >= 300000",
          "members.exists(m, m.isWorker && m.insurance == \"EMPLOYEE\")",
          "members.exists(m, m.isWorker && m.workStatus in [\"GIG\", \"MIGRANT\"])",
          "members.exists(m, m.age < 60 && m.workStatus in [\"UNEMPLOYED\", \"LAID_OFF\"])",
          "members.all(m, m.insurance != \"NONE\")",
          "members.filter(m, m.age >= 60).size() >= 2",
          "members.filter(m, m.age < 14).size() >= 2 && tier == \"DEEP\"",
          "members.exists_one(m, m.monthIncomeFen > 0)",
          "members.all(m, m.monthIncomeFen < minimumStandardFen)",
          "members.exists(m, m.age >= 16 && m.age < 25 && m.schoolStage == \"NONE\")",
          "memberCount >= 4 && netMonthPerHeadFen < minimumStandardFen",
          "tier == \"DEEP\" ? selfPaidMedicalFen > 100000 : selfPaidMedicalFen > 300000",
          "fileOpen && fileLevel == \"NATIONAL\" && daysSince(fileOpenedOn) > 365",
          "members.exists(m, m.sex == \"F\" && m.age >= 55 && m.monthIncomeFen < 150000)",
          "(tier == \"DEEP\" || tier == \"ACCIDENT\") && within(region, \"370000\") && fileOpen"
              + " && members.exists(m, m.relation == \"CHILD\" && m.age < 18)");

  private ConditionsBench() {}

  /** One way of going through everything; the answer keeps the work from being left out. */
  private interface Pass {
    long of(int batch, byte[] out);
  }

  public static void main(String[] args) throws IOException {
    int households = 1_000_000;
    for (int i = 0; i + 1 < args.length; i++) {
      if (args[i].equals("--households")) {
        households = Integer.parseInt(args[i + 1]);
      }
    }
    ConditionReader reader = new ConditionReader(RegisterFacts.ALL);
    List<Condition> conditions =
        CONDITIONS.stream()
            .map(text -> ((Reading.Accepted) reader.read(text)).condition())
            .toList();
    Set<Fact> used = new LinkedHashSet<>();
    conditions.forEach(condition -> used.addAll(condition.uses()));
    List<BatchCondition> compiled = conditions.stream().map(BatchCondition::of).toList();
    List<Batch> batches = invented(households, used);

    Pass decide =
        (at, out) -> {
          long sum = 0;
          for (BatchCondition condition : compiled) {
            condition.decide(batches.get(at), DAY, out);
            sum += out[0];
          }
          return sum;
        };
    Pass floor =
        (at, out) -> {
          long sum = 0;
          for (Condition condition : conditions) {
            for (Fact fact : condition.uses()) {
              sum += sum(batches.get(at).column(fact));
            }
          }
          return sum;
        };
    int cores = Runtime.getRuntime().availableProcessors();
    double[] one = measured(decide, floor, batches.size(), false);
    double[] all = measured(decide, floor, batches.size(), true);
    long bytes = 0;
    int members = 0;
    for (Batch batch : batches) {
      members += batch.members();
      for (Condition condition : conditions) {
        for (Fact fact : condition.uses()) {
          bytes += bytes(batch.column(fact));
        }
      }
    }
    double decisions = (double) households * conditions.size();
    System.out.printf(
        Locale.ROOT,
        "%,d households, %,d members, %d conditions, %,d MB of columns read; JDK %s, %d cores%n",
        households,
        members,
        conditions.size(),
        bytes >> 20,
        Runtime.version().feature(),
        cores);
    System.out.printf(
        Locale.ROOT,
        "%-12s %10s %10s %8s %16s%n",
        "",
        "decide s",
        "floor s",
        "ratio",
        "decisions/s");
    print("one thread", one, decisions);
    print("all cores", all, decisions);
    if (args.length >= 2 && args[args.length - 2].equals("--json")) {
      Files.writeString(
          Path.of(args[args.length - 1]),
          String.format(
              Locale.ROOT,
              "{\"households\":%d,\"conditions\":%d,\"cores\":%d,\"bytes\":%d,"
                  + "\"oneThread\":{\"decideSeconds\":%.4f,\"floorSeconds\":%.4f,\"ratio\":%.3f},"
                  + "\"allCores\":{\"decideSeconds\":%.4f,\"floorSeconds\":%.4f,\"ratio\":%.3f}}%n",
              households,
              conditions.size(),
              cores,
              bytes,
              one[0],
              one[1],
              one[0] / one[1],
              all[0],
              all[1],
              all[0] / all[1]));
    }
  }

  private static void print(String name, double[] seconds, double decisions) {
    System.out.printf(
        Locale.ROOT,
        "%-12s %10.3f %10.3f %8.2f %,16.0f%n",
        name,
        seconds[0],
        seconds[1],
        seconds[0] / seconds[1],
        decisions / seconds[0]);
  }

  /** Median seconds of the first and of the second, turn by turn. */
  private static double[] measured(Pass first, Pass second, int batches, boolean parallel) {
    double[] firsts = new double[ROUNDS];
    double[] seconds = new double[ROUNDS];
    for (int i = 0; i < WARM_UP_TURNS; i++) {
      turn(first, batches, parallel);
      turn(second, batches, parallel);
    }
    for (int round = 0; round < ROUNDS; round++) {
      firsts[round] = turn(first, batches, parallel);
      seconds[round] = turn(second, batches, parallel);
    }
    Arrays.sort(firsts);
    Arrays.sort(seconds);
    return new double[] {firsts[ROUNDS / 2], seconds[ROUNDS / 2]};
  }

  private static double turn(Pass pass, int batches, boolean parallel) {
    long start = System.nanoTime();
    IntStream each = IntStream.range(0, batches);
    long sum =
        (parallel ? each.parallel() : each)
            .mapToLong(at -> pass.of(at, new byte[HOUSEHOLDS_A_BATCH]))
            .sum();
    if (sum == Long.MIN_VALUE) {
      throw new IllegalStateException("impossible");
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static long sum(Column column) {
    long sum = 0;
    if (column.bytes != null) {
      for (byte value : column.bytes) {
        sum += value;
      }
    } else if (column.longs != null) {
      for (long value : column.longs) {
        sum += value;
      }
    }
    for (long word : column.known) {
      sum += word;
    }
    return sum;
  }

  private static long bytes(Column column) {
    return column.known.length * 8L
        + (column.bytes != null ? column.bytes.length : 0)
        + (column.longs != null ? column.longs.length * 8L : 0);
  }

  private static List<Batch> invented(int households, Set<Fact> facts) {
    SplittableRandom random = new SplittableRandom(20_260_901);
    List<Batch> batches = new ArrayList<>();
    for (int from = 0; from < households; from += HOUSEHOLDS_A_BATCH) {
      int count = Math.min(HOUSEHOLDS_A_BATCH, households - from);
      Batch.Builder batch = Batch.builder(facts, count);
      for (int i = 0; i < count; i++) {
        batch.household(random.nextInt(100) >= UNKNOWN_PERCENT);
        invent(batch, facts, Scope.HOUSEHOLD, random);
        int members = 2 + random.nextInt(3);
        for (int j = 0; j < members; j++) {
          batch.member();
          invent(batch, facts, Scope.MEMBER, random);
        }
      }
      batches.add(batch.build());
    }
    return batches;
  }

  private static void invent(
      Batch.Builder batch, Set<Fact> facts, Scope scope, SplittableRandom random) {
    for (Fact fact : facts) {
      if (fact.scope() == scope && random.nextInt(100) >= UNKNOWN_PERCENT) {
        batch.set(
            fact,
            switch (fact.kind()) {
              case DAY -> DAY.toEpochDay() - random.nextInt(30_000);
              case NUMBER -> Math.max(fact.min(), random.nextLong(Math.min(fact.max(), 6_000_000)));
              case REGION -> 360_000L + random.nextInt(20_000);
              case FLAG, CODE, CODES -> random.nextLong(fact.max() + 1);
            });
      }
    }
  }
}
