package yihuyima.api.policy.condition;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that a condition may speak of. Its values are whole numbers inside: a flag is 0 or 1, a
 * code is its place in {@link #values}, a set of codes has a bit for each, a day is counted from
 * 1970, a region is its number, money is in fen.
 *
 * @param index place among the facts of its scope
 * @param name as it is written in a condition
 * @param word what it is called, in Chinese
 * @param says how it is said of a household or a member, with {@code %s} for the value; for a flag
 *     the whole sentence
 * @param denies the contrary
 * @param values of a code or a set of codes
 * @param min smallest value that can be believed; a value beyond counts as not known
 * @param max largest value that can be believed
 * @param source where it comes from
 */
public record Fact(
    int index,
    String name,
    Scope scope,
    Kind kind,
    Unit unit,
    String word,
    String says,
    String denies,
    List<Value> values,
    long min,
    long max,
    Source source) {
  /** Codes of one fact: a set of them fits a machine word. */
  static final int VALUES_MAX = 62;

  /** Stands for a value that is not known. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  /** Of whom it is said. */
  public enum Scope {
    HOUSEHOLD,
    MEMBER
  }

  /** What its values are. */
  public enum Kind {
    FLAG,
    CODE,
    /** Several codes at once. */
    CODES,
    NUMBER,
    DAY,
    /** Six digits of GB/T 2260. */
    REGION
  }

  /** In what a number is counted. */
  public enum Unit {
    NONE(""),
    FEN("元"),
    PEOPLE("人"),
    YEARS("年"),
    /** A year of the calendar. */
    YEAR("年");

    final String word;

    Unit(String word) {
      this.word = word;
    }
  }

  /**
   * A code and what it is called.
   *
   * @param says how it is said, where the fact's own way does not fit, such as "not at school"
   * @param denies the contrary of it
   */
  public record Value(String code, String word, @Nullable String says, @Nullable String denies) {
    public Value(String code, String word) {
      this(code, word, null, null);
    }
  }

  /**
   * Where a fact comes from.
   *
   * @param registered whether the register has it today; otherwise it will come with the national
   *     form, and is unknown until then
   * @param where table and column, or what the national form calls it
   */
  public record Source(boolean registered, String where) {}

  public Fact {
    values = List.copyOf(values);
    boolean coded = kind == Kind.CODE || kind == Kind.CODES;
    if (coded == values.isEmpty() || values.size() > VALUES_MAX || min > max) {
      throw new IllegalArgumentException("fact " + name);
    }
  }

  /** Place of a code among the values; empty when the dictionary does not know it. */
  public Optional<Integer> place(String code) {
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).code().equals(code)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  /** A value, or {@link #UNKNOWN} for one that cannot be believed. */
  public long believed(long value) {
    return value >= min && value <= max ? value : UNKNOWN;
  }

  /** A value in words. */
  public String words(long value) {
    return switch (kind) {
      case FLAG -> value == 0 ? "否" : "是";
      case CODE -> values.get((int) value).word();
      case CODES -> {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
          if ((value >> i & 1) == 1) {
            words.append(words.isEmpty() ? "" : "、").append(values.get(i).word());
          }
        }
        yield words.isEmpty() ? "没有" : words.toString();
      }
      case NUMBER -> ChineseText.number(value, unit);
      case DAY -> ChineseText.day(value);
      case REGION -> String.format(Locale.ROOT, "%06d", value);
    };
  }
}
