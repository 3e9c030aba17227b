package yihuyima.api.policy.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yihuyima.api.policy.condition.Amount.Calculated;
import yihuyima.api.policy.condition.Amount.Elapsed;
import yihuyima.api.policy.condition.Amount.Operation;
import yihuyima.api.policy.condition.Amount.TimeUnit;
import yihuyima.api.policy.condition.Clause.Quantity;
import yihuyima.api.policy.condition.Fact.Scope;
import yihuyima.api.policy.condition.Facts.Shorthand;

/** From a checked tree of CEL to {@link Clause}s; refuses whatever is not part of the language. */
final class Lowering {
  /** Something that is CEL and not part of the language. */
  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient CelExpr at;

    Refusal(CelExpr at, String message) {
      super(message, null, false, false);
      this.at = at;
    }
  }

  private static final Map<String, Order> ORDERS =
      Map.of(
          "_<_", Order.LESS,
          "_<=_", Order.LESS_OR_EQUAL,
          "_==_", Order.EQUAL,
          "_!=_", Order.NOT_EQUAL,
          "_>=_", Order.GREATER_OR_EQUAL,
          "_>_", Order.GREATER);
  private static final Map<String, Operation> OPERATIONS =
      Map.of(
          "_+_", Operation.PLUS,
          "_-_", Operation.MINUS,
          "_*_", Operation.TIMES,
          "_/_", Operation.OVER);

  private final Facts facts;
  private final CelAbstractSyntaxTree tree;
  private final List<Mistake> mistakes = new ArrayList<>();

  /** What a member is called inside a macro; null outside. */
  private @Nullable String member;

  Lowering(Facts facts, CelAbstractSyntaxTree tree) {
    this.facts = facts;
    this.tree = tree;
  }

  Reading lower(String text) {
    CelExpr root = tree.getExpr();
    try {
      if (!tree.getResultType().equals(SimpleType.BOOL)) {
        throw new Refusal(
            root,
            "条件要能回答“是”或“否”，这里得出的是%s。".formatted(Mistakes.typeWord(tree.getResultType().name())));
      }
      Clause clause =
          root.getKind() == Kind.CONSTANT
              ? new Clause.Always(root.constant().booleanValue())
              : clause(root);
      int nodes = Tree.nodes(clause);
      if (nodes > Limits.NODES_MAX) {
        throw new Refusal(root, "条件太复杂了：有%d个部分，最多%d个。".formatted(nodes, Limits.NODES_MAX));
      }
      if (mistakes.isEmpty()) {
        return new Reading.Accepted(new Condition(text, facts, clause));
      }
    } catch (Refusal refusal) {
      note(refusal);
    }
    return new Reading.Refused(mistakes);
  }

  Formula.Read lowerFormula(String text) {
    CelExpr root = tree.getExpr();
    try {
      if (!tree.getResultType().equals(SimpleType.INT)) {
        throw new Refusal(
            root,
            "算式要得出一个数（以分为单位），这里得出的是%s。".formatted(Mistakes.typeWord(tree.getResultType().name())));
      }
      Amount amount = amount(root);
      if (Tree.nodes(amount) > Limits.NODES_MAX) {
        throw new Refusal(root, "算式太复杂了，最多%d个部分。".formatted(Limits.NODES_MAX));
      }
      return new Formula.Read.Accepted(new Formula(text, facts, amount));
    } catch (Refusal refusal) {
      note(refusal);
    }
    return new Formula.Read.Refused(mistakes);
  }

  private void note(Refusal refusal) {
    if (mistakes.size() == Limits.MISTAKES_MAX) {
      return;
    }
    CelSourceLocation location =
        Optional.ofNullable(tree.getSource().getPositionsMap().get(refusal.at.id()))
            .flatMap(tree.getSource()::getOffsetLocation)
            .orElse(CelSourceLocation.of(1, 0));
    mistakes.add(new Mistake(location.getLine(), location.getColumn() + 1, refusal.getMessage()));
  }

  // Conditions

  private Clause clause(CelExpr expr) {
    return switch (expr.getKind()) {
      case CONSTANT -> throw new Refusal(expr, "true 和 false 只能单独作为整个条件，或者和是非的事实比较。");
      case IDENT, SELECT -> named(expr, Clause.class);
      case COMPREHENSION -> members(expr);
      case CALL -> call(expr);
      // Inside a macro, where another one stands.
      case NOT_SET ->
          throw new Refusal(expr, "成员的条件里面不能再套成员的条件（最多%d层）。".formatted(Limits.MACROS_NESTED_MAX));
      default -> throw new Refusal(expr, "这里的写法不能用在条件里。");
    };
  }

  private Clause call(CelExpr expr) {
    CelCall call = expr.call();
    return switch (call.function()) {
      case "_&&_" -> new Clause.All(parts(expr, "_&&_"));
      case "_||_" -> new Clause.Any(parts(expr, "_||_"));
      case "!_" -> not(clause(call.args().get(0)));
      case "_?_:_" ->
          new Clause.Choice(
              clause(call.args().get(0)), clause(call.args().get(1)), clause(call.args().get(2)));
      case "@in" -> in(expr);
      case ConditionReader.WITHIN -> within(expr);
      default -> {
        Order order = ORDERS.get(call.function());
        if (order == null) {
          throw new Refusal(
              expr, "条件里不能用“%s”。".formatted(call.function().replaceAll("^[_@]|_$", "")));
        }
        yield compare(expr, order);
      }
    };
  }

  private static Clause not(Clause clause) {
    return clause instanceof Clause.Not not ? not.part() : new Clause.Not(clause);
  }

  /** The parts of a chain of one operator; a mistake in one does not hide those in the others. */
  private List<Clause> parts(CelExpr expr, String operator) {
    List<Clause> parts = new ArrayList<>();
    for (CelExpr arg : expr.call().args()) {
      if (arg.getKind() == Kind.CALL && arg.call().function().equals(operator)) {
        parts.addAll(parts(arg, operator));
        continue;
      }
      String outer = member;
      try {
        parts.add(clause(arg));
      } catch (Refusal refusal) {
        note(refusal);
        member = outer;
        parts.add(new Clause.Always(false));
      }
    }
    return parts;
  }

  private Clause compare(CelExpr expr, Order order) {
    CelExpr left = expr.call().args().get(0);
    CelExpr right = expr.call().args().get(1);
    CelType type = tree.getTypeOrThrow(left.id());
    if (type.equals(SimpleType.INT)) {
      return compareNumbers(expr, left, order, right);
    }
    if (type.equals(ConditionReader.DAY)) {
      Moment from = moment(left);
      Moment to = moment(right);
      refuseSettled(expr, Bounds.of(from), order, Bounds.of(to));
      return new Clause.CompareDays(from, order, to);
    }
    if (order != Order.EQUAL && order != Order.NOT_EQUAL) {
      throw new Refusal(expr, "%s不能比较大小。".formatted(Mistakes.typeWord(type.name())));
    }
    Clause equal;
    if (type.equals(SimpleType.STRING)) {
      equal = isCode(expr, left, right);
    } else if (type.equals(SimpleType.BOOL)) {
      equal = isFlag(expr, left, right);
    } else {
      throw new Refusal(expr, "%s不能用 == 比较。".formatted(Mistakes.typeWord(type.name())));
    }
    return order == Order.EQUAL ? equal : not(equal);
  }

  private Clause isFlag(CelExpr expr, CelExpr left, CelExpr right) {
    boolean constantLeft = left.getKind() == Kind.CONSTANT;
    CelExpr constant = constantLeft ? left : right;
    if (constant.getKind() != Kind.CONSTANT) {
      throw new Refusal(expr, "两个是非条件不能互相比较，请用 && 和 || 写清楚。");
    }
    Clause clause = clause(constantLeft ? right : left);
    return constant.constant().booleanValue() ? clause : not(clause);
  }

  private Clause isCode(CelExpr expr, CelExpr left, CelExpr right) {
    boolean constantLeft = left.getKind() == Kind.CONSTANT;
    CelExpr constant = constantLeft ? left : right;
    CelExpr coded = constantLeft ? right : left;
    if (constant.getKind() != Kind.CONSTANT || coded.getKind() == Kind.CONSTANT) {
      throw new Refusal(expr, "选项要和一个写明的值比较，比如 tier == \"DEEP\"。");
    }
    Fact fact = named(coded, Fact.class);
    return oneOf(expr, fact, List.of(place(fact, constant)));
  }

  private Clause oneOf(CelExpr expr, Fact fact, List<Integer> places) {
    Clause.OneOf one = new Clause.OneOf(fact, places);
    if (one.places().isEmpty()) {
      throw new Refusal(expr, "这一组值是空的，条件永远不成立。");
    }
    if (one.places().size() == fact.values().size()) {
      throw new Refusal(expr, "“%s”的值全都写上了，条件永远成立，请去掉。".formatted(fact.word()));
    }
    return one;
  }

  private int place(Fact fact, CelExpr constant) {
    if (constant.getKind() != Kind.CONSTANT
        || constant.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
      throw new Refusal(constant, "这里要写明一个选项，比如 \"%s\"。".formatted(fact.values().get(0).code()));
    }
    String code = constant.constant().stringValue();
    Optional<Integer> place = fact.place(code);
    if (place.isPresent()) {
      return place.get();
    }
    Set<String> codes = new LinkedHashSet<>();
    List<String> known = new ArrayList<>();
    for (Fact.Value value : fact.values()) {
      codes.add(value.code());
      known.add(value.code() + "（" + value.word() + "）");
      if (value.word().equals(code)) {
        throw new Refusal(constant, "“%s”要写成 \"%s\"。".formatted(code, value.code()));
      }
    }
    String hint = Mistakes.nearest(code, codes).map("是不是想写 \"%s\"？"::formatted).orElse("");
    throw new Refusal(
        constant,
        "“%s”没有“%s”这个值。%s可以写：%s。"
            .formatted(fact.word(), shortened(code), hint, String.join("、", known)));
  }

  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= 40
        ? text
        : text.substring(0, text.offsetByCodePoints(0, 40)) + "…";
  }

  private Clause in(CelExpr expr) {
    CelExpr element = expr.call().args().get(0);
    CelExpr list = expr.call().args().get(1);
    if (list.getKind() == Kind.LIST && element.getKind() != Kind.CONSTANT) {
      if (!tree.getTypeOrThrow(element.id()).equals(SimpleType.STRING)) {
        throw new Refusal(expr, "in 只能用于选项，数字和日期请用比较。");
      }
      Fact fact = named(element, Fact.class);
      List<Integer> places = new ArrayList<>();
      for (CelExpr one : list.list().elements()) {
        places.add(place(fact, one));
      }
      return oneOf(expr, fact, places);
    }
    if (list.getKind() == Kind.IDENT || list.getKind() == Kind.SELECT) {
      Fact fact = named(list, Fact.class);
      if (fact.kind() == Fact.Kind.CODES) {
        return new Clause.Contains(fact, place(fact, element));
      }
    }
    throw new Refusal(
        expr, "in 的写法是 tier in [\"DEEP\", \"RELATIVE\"]，或者 \"LOW_INCOME\" in otherCauses。");
  }

  private Clause within(CelExpr expr) {
    Fact fact = named(expr.call().args().get(0), Fact.class);
    CelExpr constant = expr.call().args().get(1);
    String code = constant.getKind() == Kind.CONSTANT ? constant.constant().stringValue() : "";
    if (!code.matches("[1-9][0-9]{5}")) {
      throw new Refusal(constant, "地区要写六位行政区划代码，比如 \"370000\"。");
    }
    return new Clause.Within(fact, Integer.parseInt(code));
  }

  // Members

  private Clause members(CelExpr expr) {
    String macro = macro(expr);
    if (macro.equals("filter")) {
      throw new Refusal(expr, "filter 后面要数人数，比如 members.filter(m, …).size() >= 2。");
    }
    Clause each = each(expr);
    return new Clause.Members(
        switch (macro) {
          case "exists" -> Quantity.SOME;
          case "all" -> Quantity.EVERY;
          default -> Quantity.EXACTLY_ONE;
        },
        each);
  }

  private String macro(CelExpr expr) {
    CelExpr call = tree.getSource().getMacroCalls().get(expr.id());
    if (call == null) {
      throw new Refusal(expr, "这里的写法不能用在条件里。");
    }
    return call.call().function();
  }

  /** The condition inside a macro over members. */
  private Clause each(CelExpr expr) {
    CelCall call = tree.getSource().getMacroCalls().get(expr.id()).call();
    CelExpr target = call.target().orElseThrow();
    if (target.getKind() != Kind.IDENT || !target.ident().name().equals(ConditionReader.MEMBERS)) {
      throw new Refusal(expr, "%s 只能用在 members 上。".formatted(call.function()));
    }
    String name = call.args().get(0).ident().name();
    if (name.equals(ConditionReader.TODAY)
        || name.equals(ConditionReader.MEMBERS)
        || facts.find(Scope.HOUSEHOLD, name).isPresent()
        || facts.shorthands(Scope.HOUSEHOLD).containsKey(name)) {
      throw new Refusal(expr, "“%s”已经有别的意思，请换一个名字代表成员，比如 m。".formatted(name));
    }
    member = name;
    Clause each = clause(call.args().get(1));
    member = null;
    return each;
  }

  // Numbers

  private Clause compareNumbers(CelExpr expr, CelExpr left, Order order, CelExpr right) {
    CelExpr counted = counted(left);
    if (counted != null) {
      return count(expr, counted, order, right);
    }
    counted = counted(right);
    if (counted != null) {
      return count(expr, counted, order.mirrored(), left);
    }
    Amount one = amount(left);
    Amount other = amount(right);
    refuseSettled(expr, Bounds.of(one).orElseThrow(), order, Bounds.of(other).orElseThrow());
    return new Clause.Compare(one, order, other);
  }

  /** The filter whose result is counted here, if it is one. */
  private @Nullable CelExpr counted(CelExpr expr) {
    if (expr.getKind() != Kind.CALL || !expr.call().function().equals("size")) {
      return null;
    }
    CelExpr of = expr.call().target().orElseGet(() -> expr.call().args().get(0));
    return of.getKind() == Kind.COMPREHENSION && macro(of).equals("filter") ? of : null;
  }

  private Clause count(CelExpr expr, CelExpr filter, Order order, CelExpr other) {
    Clause each = each(filter);
    if (counted(other) != null || !(amount(other) instanceof Amount.Written(long number))) {
      throw new Refusal(expr, "符合条件的人数只能和一个写明的数比较。");
    }
    refuseSettled(expr, new Bounds(0, Limits.MEMBERS_MAX), order, new Bounds(number, number));
    return new Clause.Count(each, order, number);
  }

  private static void refuseSettled(CelExpr expr, Bounds left, Order order, Bounds right) {
    switch (order.between(left.min(), left.max(), right.min(), right.max())) {
      case TRUE -> throw new Refusal(expr, "这个比较永远成立，请检查数值。");
      case FALSE -> throw new Refusal(expr, "这个比较永远不成立，请检查数值。");
      case UNKNOWN -> {}
    }
  }

  private Amount amount(CelExpr expr) {
    Amount amount = amountUnbounded(expr);
    if (Bounds.of(amount).isEmpty()) {
      throw new Refusal(expr, "这个算式的结果可能太大，无法计算。");
    }
    return amount;
  }

  private Amount amountUnbounded(CelExpr expr) {
    return switch (expr.getKind()) {
      case CONSTANT -> new Amount.Written(expr.constant().int64Value());
      case IDENT, SELECT -> named(expr, Amount.class);
      case CALL -> calculation(expr);
      default -> throw new Refusal(expr, "这里要写一个数。");
    };
  }

  private Amount calculation(CelExpr expr) {
    CelCall call = expr.call();
    switch (call.function()) {
      case "-_" -> {
        Amount amount = amount(call.args().get(0));
        return amount instanceof Amount.Written(long value)
            ? new Amount.Written(-value)
            : new Calculated(new Amount.Written(0), Operation.MINUS, amount);
      }
      case "size" -> {
        CelExpr of = call.target().orElseGet(() -> call.args().get(0));
        if (member == null
            && of.getKind() == Kind.IDENT
            && of.ident().name().equals(ConditionReader.MEMBERS)) {
          return new Amount.People();
        }
        throw new Refusal(expr, "size 只能数 members；数符合条件的人，要直接和一个数比较。");
      }
      case ConditionReader.AGE_ON -> {
        return elapsed(expr, TimeUnit.YEARS, moment(call.args().get(1)));
      }
      case ConditionReader.YEARS_SINCE -> {
        return elapsed(expr, TimeUnit.YEARS, new Moment.Today());
      }
      case ConditionReader.MONTHS_SINCE -> {
        return elapsed(expr, TimeUnit.MONTHS, new Moment.Today());
      }
      case ConditionReader.DAYS_SINCE -> {
        return elapsed(expr, TimeUnit.DAYS, new Moment.Today());
      }
      default -> {
        Operation operation = OPERATIONS.get(call.function());
        if (operation == null) {
          throw new Refusal(
              expr, "条件里不能用“%s”。".formatted(call.function().replaceAll("^[_@]|_$", "")));
        }
        return calculated(expr, operation);
      }
    }
  }

  private Amount elapsed(CelExpr expr, TimeUnit unit, Moment to) {
    Moment from = moment(expr.call().args().get(0));
    if (from instanceof Moment.Today && to instanceof Moment.Today) {
      throw new Refusal(expr, "同一天到同一天，总是0。");
    }
    return new Elapsed(unit, from, to);
  }

  private Amount calculated(CelExpr expr, Operation operation) {
    Amount left = amount(expr.call().args().get(0));
    Amount right = amount(expr.call().args().get(1));
    if (operation == Operation.OVER
        && (!(right instanceof Amount.Written(long divisor)) || divisor == 0)) {
      throw new Refusal(expr, "只能除以一个写明的、不是0的数。");
    }
    Amount calculated = new Calculated(left, operation, right);
    if (Bounds.of(calculated).isEmpty()) {
      throw new Refusal(expr, "这个算式的结果可能太大，无法计算。");
    }
    return left instanceof Amount.Written(long one) && right instanceof Amount.Written(long other)
        ? new Amount.Written(operation.of(one, other))
        : calculated;
  }

  // Days

  private Moment moment(CelExpr expr) {
    if (expr.getKind() == Kind.CALL && expr.call().function().equals(ConditionReader.DATE)) {
      return date(expr.call().args().get(0));
    }
    if (expr.getKind() == Kind.IDENT && expr.ident().name().equals(ConditionReader.TODAY)) {
      return new Moment.Today();
    }
    if (expr.getKind() == Kind.IDENT || expr.getKind() == Kind.SELECT) {
      return named(expr, Moment.class);
    }
    throw new Refusal(expr, "这里要写一个日期。");
  }

  private static Moment date(CelExpr constant) {
    try {
      if (constant.getKind() == Kind.CONSTANT) {
        LocalDate on = LocalDate.parse(constant.constant().stringValue());
        if (!on.isBefore(Facts.DAY_MIN) && !on.isAfter(Facts.DAY_MAX)) {
          return new Moment.On(on.toEpochDay());
        }
      }
    } catch (DateTimeException no) {
      // Told below.
    }
    throw new Refusal(constant, "日期要写成 \"2026-09-01\" 这样，并且确有这一天。");
  }

  // Names

  /**
   * What a name stands for.
   *
   * @param as {@code Clause}, {@code Amount}, {@code Moment}, or {@code Fact} for the fact itself
   */
  private <T> T named(CelExpr expr, Class<T> as) {
    Scope scope = expr.getKind() == Kind.SELECT ? Scope.MEMBER : Scope.HOUSEHOLD;
    String name;
    if (scope == Scope.MEMBER) {
      CelExpr operand = expr.select().operand();
      if (operand.getKind() != Kind.IDENT
          || !operand.ident().name().equals(member)
          || expr.select().testOnly()) {
        throw new Refusal(expr, "成员的情况要在 exists、all、exists_one 或 filter 里面写，比如 m.age。");
      }
      name = expr.select().field();
    } else if (expr.getKind() == Kind.IDENT) {
      name = expr.ident().name();
    } else {
      throw new Refusal(expr, "这里要写一个事实的名称。");
    }
    Object meaning = meaning(scope, name, as == Fact.class);
    if (!as.isInstance(meaning)) {
      throw new Refusal(expr, "“%s”不能用在这里。".formatted(name));
    }
    return as.cast(meaning);
  }

  private @Nullable Object meaning(Scope scope, String name, boolean itself) {
    Shorthand shorthand = facts.shorthands(scope).get(name);
    if (shorthand != null) {
      return shorthand.meaning();
    }
    Fact fact = facts.find(scope, name).orElse(null);
    if (fact == null || itself) {
      return fact;
    }
    return switch (fact.kind()) {
      case FLAG -> new Clause.Holds(fact);
      case NUMBER -> new Amount.Figure(fact);
      case DAY -> new Moment.Of(fact);
      case CODE, CODES, REGION -> null;
    };
  }
}
