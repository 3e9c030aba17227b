package yihuyima.api.hardship;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a family, without anything that says which family it is. What is not named is
 * not there: an income that is not listed is none; one of which nobody knows how much it is, is
 * listed without an amount.
 *
 * @param members who may belong to the family, 1 to {@link #MEMBERS_MAX}; at least one certainly
 *     does
 * @param incomes of the family as a whole, such as rent
 * @param expenses of the family
 * @param accident whether somebody was disabled, died or was killed in a disaster or serious
 *     accident (意外致残、死亡、牺牲)
 * @param migrant whether the worker is a migrant worker (农民工)
 * @param conditions answers to the questions of the rule, by their codes; absent is not known
 */
public record HardshipFacts(
    List<Member> members,
    List<Amount> incomes,
    List<Amount> expenses,
    Answer accident,
    Answer migrant,
    Map<String, Answer> conditions) {
  /** Members: more do not live in one flat. */
  public static final int MEMBERS_MAX = 12;

  /** Members of whom it is not known whether they belong to it: each doubles the work. */
  public static final int UNSURE_MAX = 6;

  /** Amounts in one list: twice as many as a rule has kinds. */
  public static final int AMOUNTS_MAX = 24;

  /** One amount in fen, a month or a year: a hundred million yuan, far above any family. */
  public static final long AMOUNT_FEN_MAX = 10_000_000_000L;

  /** How often an amount comes. */
  public enum Period {
    MONTH(12),
    YEAR(1);

    private final int timesAYear;

    Period(int timesAYear) {
      this.timesAYear = timesAYear;
    }
  }

  /**
   * An income or an expense.
   *
   * @param kind as the rule calls it
   * @param fen 0 to {@link #AMOUNT_FEN_MAX}; null when not known
   */
  public record Amount(String kind, @Nullable Long fen, Period period) {
    public Amount {
      if (fen != null && (fen < 0 || fen > AMOUNT_FEN_MAX)) {
        throw new IllegalArgumentException("an amount out of range");
      }
    }

    /** In fen a year; null when not known. */
    @Nullable Long yearFen() {
      return fen == null ? null : Math.multiplyExact(fen, period.timesAYear);
    }
  }

  /**
   * Somebody.
   *
   * @param together whether this person lives with the family and shares its money (共同生活)
   */
  public record Member(Answer together, List<Amount> incomes) {
    public Member {
      incomes = atMost(incomes);
    }
  }

  public HardshipFacts {
    members = List.copyOf(members);
    incomes = atMost(incomes);
    expenses = atMost(expenses);
    conditions = Map.copyOf(conditions);
    if (members.isEmpty() || members.size() > MEMBERS_MAX) {
      throw new IllegalArgumentException("a family of " + members.size());
    }
    if (members.stream().noneMatch(member -> member.together() == Answer.YES)) {
      throw new IllegalArgumentException("a family of nobody for certain");
    }
    if (members.stream().filter(member -> member.together() == Answer.UNKNOWN).count()
        > UNSURE_MAX) {
      throw new IllegalArgumentException("too many of whom it is not known");
    }
  }

  private static List<Amount> atMost(List<Amount> amounts) {
    if (amounts.size() > AMOUNTS_MAX) {
      throw new IllegalArgumentException("a list of " + amounts.size() + " amounts");
    }
    return List.copyOf(amounts);
  }
}
