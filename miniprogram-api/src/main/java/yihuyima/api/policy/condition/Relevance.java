package yihuyima.api.policy.condition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import yihuyima.api.policy.condition.Fact.Scope;

/**
 * Leaves out of what is missing what cannot matter: a fact matters when there are answers to some
 * of the others after which it is this one that settles the condition.
 *
 * <p>It tries them all. Of a number or a day only one answer is tried between any two places where
 * something turns; that is exact as long as each comparison waits for one fact only. Where one
 * waits for several, where the list of members is open, or where there are too many answers to try,
 * the list stays as it is: never too short, and perhaps too long.
 */
final class Relevance {
  private final Known known;
  private final List<Missing> candidates;
  private final Map<Missing, SortedSet<Long>> answers = new LinkedHashMap<>();
  private boolean exact = true;

  private Relevance(Known known, List<Missing> candidates) {
    this.known = known;
    this.candidates = candidates;
  }

  static List<Missing> narrowed(Clause clause, Known known, List<Missing> candidates) {
    boolean open = candidates.stream().anyMatch(one -> one.fact() == null);
    if (candidates.isEmpty() || open) {
      return candidates;
    }
    Relevance relevance = new Relevance(known, candidates);
    candidates.forEach(one -> relevance.answers.put(one, new TreeSet<>()));
    relevance.findAnswers(clause, Decider.NOBODY);
    return relevance.settling(clause);
  }

  // Which answers to try

  private void findAnswers(Clause clause, int member) {
    switch (clause) {
      case Clause.Always always -> {}
      case Clause.All all -> all.parts().forEach(part -> findAnswers(part, member));
      case Clause.Any any -> any.parts().forEach(part -> findAnswers(part, member));
      case Clause.Not not -> findAnswers(not.part(), member);
      case Clause.Choice choice -> {
        findAnswers(choice.when(), member);
        findAnswers(choice.then(), member);
        findAnswers(choice.otherwise(), member);
      }
      case Clause.Members members -> findAnswersOfEach(members.each());
      case Clause.Count count -> findAnswersOfEach(count.each());
      case Clause.Holds(Fact fact) -> turns(fact, member, 0, 1);
      case Clause.OneOf one -> {
        for (int place : one.places()) {
          turns(one.fact(), member, place);
        }
        // One that is not among them.
        for (int place = 0; place < one.fact().values().size(); place++) {
          if (!one.places().contains(place)) {
            turns(one.fact(), member, place);
          }
        }
      }
      case Clause.Contains contains -> {
        SortedSet<Long> sets = answers.get(missing(contains.fact(), member));
        if (sets != null) {
          sets.add(0L);
          new ArrayList<>(sets).forEach(set -> sets.add(set | 1L << contains.place()));
        }
      }
      case Clause.Within within -> {
        turns(within.fact(), member, within.fact().min());
        turns(within.fact(), member, within.region(), within.last() + 1L);
      }
      case Clause.Compare compare -> findTurns(clause, member);
      case Clause.CompareDays compare -> findTurns(clause, member);
    }
  }

  private void findAnswersOfEach(Clause each) {
    for (int i = 0; i < known.members(); i++) {
      findAnswers(each, i);
    }
  }

  private static Missing missing(Fact fact, int member) {
    return new Missing(fact, fact.scope() == Scope.HOUSEHOLD ? null : (Integer) member);
  }

  private void turns(Fact fact, int member, long... values) {
    SortedSet<Long> places = answers.get(missing(fact, member));
    if (places != null) {
      for (long value : values) {
        if (fact.believed(value) != Fact.UNKNOWN) {
          places.add(value);
        }
      }
    }
  }

  /** Where a comparison turns that waits for one fact, which stands in it once. */
  private void findTurns(Clause comparison, int member) {
    List<Fact> open = new ArrayList<>();
    Tree.walk(
        comparison,
        node -> {
          Optional<Fact> fact =
              node instanceof Amount.Figure figure
                  ? Optional.of(figure.fact())
                  : node instanceof Moment.Of of ? Optional.of(of.fact()) : Optional.empty();
          fact.filter(one -> known.value(one, member) == Fact.UNKNOWN).ifPresent(open::add);
        });
    if (open.isEmpty()) {
      return;
    }
    if (open.size() > 1) {
      exact &= open.stream().noneMatch(fact -> answers.containsKey(missing(fact, member)));
      return;
    }
    Fact fact = open.get(0);
    turns(fact, member, fact.min());
    // Whatever is done with one fact that stands there once only rises with it, or only falls; so
    // do these two, and every order is made of them.
    for (Order order : List.of(Order.LESS, Order.LESS_OR_EQUAL)) {
      Clause ordered = ordered(comparison, order);
      boolean atFirst = holds(ordered, fact, member, fact.min());
      turns(
          fact,
          member,
          first(fact.min(), fact.max(), value -> holds(ordered, fact, member, value) != atFirst));
    }
  }

  private static Clause ordered(Clause comparison, Order order) {
    return switch (comparison) {
      case Clause.Compare compare -> new Clause.Compare(compare.left(), order, compare.right());
      case Clause.CompareDays compare ->
          new Clause.CompareDays(compare.left(), order, compare.right());
      default -> throw new IllegalArgumentException("not a comparison");
    };
  }

  private boolean holds(Clause comparison, Fact fact, int member, long value) {
    Known.Builder with = known.toBuilder();
    set(with, missing(fact, member), value);
    return new Decider(with.build()).decide(comparison, member) == Truth.TRUE;
  }

  /** The least value from which on something holds; one above the largest when for none. */
  private static long first(long min, long max, LongPredicate holds) {
    long low = min;
    long high = max + 1;
    while (low < high) {
      long middle = low + (high - low) / 2;
      if (holds.test(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static void set(Known.Builder builder, Missing missing, long value) {
    Fact fact = java.util.Objects.requireNonNull(missing.fact());
    if (missing.member() == null) {
      builder.set(fact, value);
    } else {
      builder.set(missing.member(), fact, value);
    }
  }

  // Trying them

  private List<Missing> settling(Clause clause) {
    int[] strides = new int[candidates.size()];
    long[][] values = new long[candidates.size()][];
    long combinations = 1;
    for (int i = 0; i < values.length; i++) {
      SortedSet<Long> found = grouped(clause, candidates.get(i));
      values[i] = new long[found.size() + 1];
      values[i][0] = Fact.UNKNOWN;
      int at = 1;
      for (long value : found) {
        values[i][at++] = value;
      }
      strides[i] = (int) combinations;
      combinations *= values[i].length;
      if (!exact || combinations > Limits.ANSWERS_TRIED_MAX) {
        return candidates;
      }
    }
    Truth[] truths = tried(clause, values, (int) combinations);
    List<Missing> settling = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      if (settles(truths, strides[i], values[i].length)) {
        settling.add(candidates.get(i));
      }
    }
    return settling;
  }

  private Truth[] tried(Clause clause, long[][] values, int combinations) {
    Truth[] truths = new Truth[combinations];
    for (int at = 0; at < combinations; at++) {
      Known.Builder with = known.toBuilder();
      int rest = at;
      for (int i = 0; i < values.length; i++) {
        set(with, candidates.get(i), values[i][rest % values[i].length]);
        rest /= values[i].length;
      }
      truths[at] = new Decider(with.build()).decide(clause, Decider.NOBODY);
    }
    return truths;
  }

  private static boolean settles(Truth[] truths, int stride, int answers) {
    for (int at = 0; at < truths.length; at++) {
      if (at / stride % answers == 0 && truths[at] == Truth.UNKNOWN) {
        for (int answer = 1; answer < answers; answer++) {
          if (truths[at + answer * stride] != Truth.UNKNOWN) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Of the codes that no clause tells apart, one. */
  private SortedSet<Long> grouped(Clause clause, Missing missing) {
    SortedSet<Long> all = answers.getOrDefault(missing, new TreeSet<>());
    if (missing.fact() == null || missing.fact().kind() != Fact.Kind.CODE) {
      return all;
    }
    Map<Long, StringBuilder> signs = new TreeMap<>();
    all.forEach(value -> signs.put(value, new StringBuilder()));
    Tree.walk(
        clause,
        node -> {
          if (node instanceof Clause.OneOf one && one.fact().equals(missing.fact())) {
            signs.forEach((value, sign) -> sign.append(one.places().contains(value.intValue())));
          }
        });
    Map<String, Long> first = new HashMap<>();
    signs.forEach((value, sign) -> first.putIfAbsent(sign.toString(), value));
    return new TreeSet<>(first.values());
  }
}
