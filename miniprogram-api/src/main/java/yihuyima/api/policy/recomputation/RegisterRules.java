package yihuyima.api.policy.recomputation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import yihuyima.api.policy.condition.Fact;
import yihuyima.api.policy.condition.Truth;
import yihuyima.api.policy.condition.batch.BatchCondition;

/** The policies of a day, compiled to decide about many households at once. Immutable. */
final class RegisterRules {
  private final List<Rule> rules;
  private final List<BatchCondition> compiled;
  private final LocalDate day;
  private final Set<Fact> facts = new LinkedHashSet<>();

  /** For each rule those before it that it cannot be had together with. */
  private final int[][] excludedBy;

  /** Rules of a day, in the order of the catalogue. */
  RegisterRules(List<Rule> rules, LocalDate day) {
    this.rules = List.copyOf(rules);
    this.excludedBy = new int[rules.size()][];
    for (int i = 0; i < rules.size(); i++) {
      int later = i;
      excludedBy[i] =
          IntStream.range(0, i)
              .filter(earlier -> excludes(rules.get(earlier), rules.get(later)))
              .toArray();
    }
    this.compiled = this.rules.stream().map(rule -> BatchCondition.of(rule.condition())).toList();
    this.day = day;
    this.rules.forEach(rule -> facts.addAll(rule.condition().uses()));
  }

  private static boolean excludes(Rule one, Rule other) {
    return one.excludes().contains(other.code()) || other.excludes().contains(one.code());
  }

  /** The facts they speak of. */
  Set<Fact> facts() {
    return Set.copyOf(facts);
  }

  /** The same for rules that decide the same. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (Rule rule : rules) {
      text.append(rule.code()).append(' ').append(rule.condition().cel()).append(' ');
      text.append(new TreeSet<>(rule.restsOn()))
          .append(new TreeSet<>(rule.excludes()))
          .append('\n');
    }
    return text.toString();
  }

  int size() {
    return rules.size();
  }

  LocalDate day() {
    return day;
  }

  /**
   * What each household of a window may enjoy, and of what it cannot be told; what rests on data
   * that its family took back its consent for is neither. Busy for milliseconds, not microseconds.
   */
  List<Answer> decide(RegisterReader.Window window) {
    int size = window.size();
    byte[][] truths = new byte[compiled.size()][size];
    for (int i = 0; i < compiled.size(); i++) {
      compiled.get(i).decide(window.batch(), day, truths[i]);
    }
    List<Answer> answers = new ArrayList<>(size);
    short[] entitled = new short[rules.size()];
    short[] unknown = new short[rules.size()];
    boolean[] given = new boolean[rules.size()];
    for (int row = 0; row < size; row++) {
      Set<String> withdrawn = window.withdrawn().get(row);
      if (withdrawn == null) {
        answers.add(Answer.NONE);
        continue;
      }
      int yes = 0;
      int open = 0;
      for (int i = 0; i < truths.length; i++) {
        int truth = truths[i][row];
        given[i] = truth == Truth.TRUE.number() && !isExcluded(i, given);
        boolean out = truth == Truth.FALSE.number() || (truth == Truth.TRUE.number() && !given[i]);
        if (out || (!withdrawn.isEmpty() && isWithheld(rules.get(i), withdrawn))) {
          continue;
        }
        if (truth == Truth.TRUE.number()) {
          entitled[yes++] = rules.get(i).number();
        } else {
          unknown[open++] = rules.get(i).number();
        }
      }
      answers.add(new Answer(sorted(entitled, yes), sorted(unknown, open)));
    }
    return answers;
  }

  private boolean isExcluded(int rule, boolean[] given) {
    for (int earlier : excludedBy[rule]) {
      if (given[earlier]) {
        return true;
      }
    }
    return false;
  }

  private static short[] sorted(short[] numbers, int count) {
    short[] some = Arrays.copyOf(numbers, count);
    Arrays.sort(some);
    return some;
  }

  private static boolean isWithheld(Rule rule, Set<String> withdrawn) {
    return rule.restsOn().stream().anyMatch(purpose -> withdrawn.contains(purpose.name()));
  }
}
