package yihuyima.api.policy.condition.form;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yihuyima.api.policy.condition.Amount.TimeUnit;
import yihuyima.api.policy.condition.Order;

/** A condition in the shape of a form. */
public sealed interface Form {
  /** Groups within each other, the outermost counted: more than that nobody sees through. */
  int GROUPS_NESTED_MAX = 3;

  /** Parts of one group. */
  int PARTS_MAX = 20;

  /** How a line asks. */
  enum Asks {
    /** A code is one of the values. */
    IS,
    IS_NOT,
    /** A set of codes has the value. */
    HAS,
    HAS_NOT,
    /** A flag. */
    YES,
    NO,
    /** A region lies in the value. */
    WITHIN,
    NOT_WITHIN,
    LESS,
    LESS_OR_EQUAL,
    EQUAL,
    NOT_EQUAL,
    GREATER_OR_EQUAL,
    GREATER;

    static Asks of(Order order) {
      return valueOf(order.name());
    }

    boolean isOrder() {
      return compareTo(LESS) >= 0;
    }

    Order order() {
      return Order.valueOf(name());
    }
  }

  /**
   * Some parts together; two or more.
   *
   * @param all whether all are asked for, or any
   */
  record Group(boolean all, List<Form> parts) implements Form {
    public Group {
      parts = List.copyOf(parts);
    }
  }

  /**
   * One fact.
   *
   * @param fact its name in the dictionary, or that of what follows from others
   * @param since for a day: in what the time from it to the day that is asked for is counted, when
   *     that time is meant and not the day
   * @param values codes, a region, a whole number or a day; none for a flag
   */
  record Line(String fact, @Nullable TimeUnit since, Asks asks, List<String> values)
      implements Form {
    public Line {
      values = List.copyOf(values);
    }
  }

  /** How many members a part asks for. */
  enum Members {
    SOME("members.exists"),
    NONE("!members.exists"),
    EVERY("members.all"),
    EXACTLY_ONE("members.exists_one"),
    COUNT("members.filter");

    final String macro;

    Members(String macro) {
      this.macro = macro;
    }
  }

  /**
   * The members.
   *
   * @param order with {@code number} for {@code COUNT}; null otherwise
   * @param where what is asked of each
   */
  record OfMembers(Members members, @Nullable Order order, long number, Form where)
      implements Form {}

  /** The same in CEL. */
  default String cel() {
    return written(this, "");
  }

  private static String written(Form form, String prefix) {
    return switch (form) {
      case Group group ->
          group.parts().stream()
              .map(
                  part ->
                      part instanceof Group
                          ? "(" + written(part, prefix) + ")"
                          : written(part, prefix))
              .collect(Collectors.joining(group.all() ? " && " : " || "));
      case Line line -> line(line, prefix + line.fact());
      case OfMembers some -> {
        String macro = some.members().macro + "(m, " + written(some.where(), "m.") + ")";
        yield some.order() == null
            ? macro
            : macro + ".size() " + some.order().sign() + " " + some.number();
      }
    };
  }

  private static String line(Line line, String name) {
    List<String> values = line.values();
    return switch (line.asks()) {
      case IS ->
          values.size() == 1
              ? name + " == " + quoted(values.get(0))
              : name + " in " + listed(values);
      case IS_NOT ->
          values.size() == 1
              ? name + " != " + quoted(values.get(0))
              : "!(" + name + " in " + listed(values) + ")";
      case HAS -> quoted(values.get(0)) + " in " + name;
      case HAS_NOT -> "!(" + quoted(values.get(0)) + " in " + name + ")";
      case YES -> name;
      case NO -> "!" + name;
      case WITHIN -> "within(" + name + ", " + quoted(values.get(0)) + ")";
      case NOT_WITHIN -> "!within(" + name + ", " + quoted(values.get(0)) + ")";
      default -> {
        String value = values.get(0);
        String left =
            line.since() == null
                ? name
                : switch (line.since()) {
                      case YEARS -> "yearsSince(";
                      case MONTHS -> "monthsSince(";
                      case DAYS -> "daysSince(";
                    }
                    + name
                    + ")";
        String right = value.matches("-?[0-9]+") ? value : "date(" + quoted(value) + ")";
        yield left + " " + line.asks().order().sign() + " " + right;
      }
    };
  }

  private static String listed(List<String> values) {
    return values.stream().map(Form::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  /** Nothing that comes from a form ends the text it stands in. */
  private static String quoted(String value) {
    StringBuilder text = new StringBuilder("\"");
    value
        .chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                text.append('\\');
              }
              text.append(c < ' ' ? ' ' : (char) c);
            });
    return text.append('"').toString();
  }
}
