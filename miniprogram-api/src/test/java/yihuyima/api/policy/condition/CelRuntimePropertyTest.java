package yihuyima.api.policy.condition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.compiler.CelCompiler;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import yihuyima.api.policy.condition.Fact.Scope;

/** Where everything is known, a condition says what CEL's own runtime says. */
class CelRuntimePropertyTest {
  private static final CelCompiler COMPILER = ConditionReader.environment(SmallWorld.FACTS).build();
  private static final CelRuntime RUNTIME = runtime();

  private static CelRuntime runtime() {
    return CelRuntimeFactory.legacyCelRuntimeBuilder()
        .addFunctionBindings(
            compared("less_day", Order.LESS),
            compared("less_equals_day", Order.LESS_OR_EQUAL),
            compared("greater_day", Order.GREATER),
            compared("greater_equals_day", Order.GREATER_OR_EQUAL),
            CelFunctionBinding.from("date", String.class, LocalDate::parse),
            CelFunctionBinding.from(
                "ageOn",
                LocalDate.class,
                LocalDate.class,
                (from, to) -> Math.floorDiv(months(from, to), 12L)),
            CelFunctionBinding.from(
                "yearsSince",
                LocalDate.class,
                from -> Math.floorDiv(months(from, SmallWorld.DAY), 12L)),
            CelFunctionBinding.from(
                "monthsSince", LocalDate.class, from -> months(from, SmallWorld.DAY)),
            CelFunctionBinding.from(
                "daysSince",
                LocalDate.class,
                from -> ChronoUnit.DAYS.between(from, SmallWorld.DAY)),
            CelFunctionBinding.from(
                "within",
                String.class,
                String.class,
                (region, in) -> region.startsWith(in.replaceAll("(00)+$", ""))))
        .build();
  }

  private static CelFunctionBinding compared(String id, Order order) {
    return CelFunctionBinding.from(
        id,
        LocalDate.class,
        LocalDate.class,
        (one, other) -> order.holds(one.toEpochDay(), other.toEpochDay()));
  }

  /** By the JDK's own rule for days past; rounded down for days to come. */
  private static long months(LocalDate from, LocalDate to) {
    long whole = ChronoUnit.MONTHS.between(from, to);
    boolean rest = to.isBefore(from) && from.getDayOfMonth() != to.getDayOfMonth();
    return rest ? whole - 1 : whole;
  }

  private static Object value(Fact fact, long value) {
    return switch (fact.kind()) {
      case FLAG -> value == 1;
      case CODE -> fact.values().get((int) value).code();
      case CODES -> {
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < fact.values().size(); i++) {
          if ((value >> i & 1) == 1) {
            codes.add(fact.values().get(i).code());
          }
        }
        yield codes;
      }
      case NUMBER -> value;
      case DAY -> LocalDate.ofEpochDay(value);
      case REGION -> Long.toString(value);
    };
  }

  private static Map<String, Object> values(Known known) {
    Map<String, Object> household = facts(known, Scope.HOUSEHOLD, -1);
    household.put("count", (long) known.members());
    List<Map<String, Object>> members = new ArrayList<>();
    for (int i = 0; i < known.members(); i++) {
      members.add(facts(known, Scope.MEMBER, i));
    }
    household.put("members", members);
    household.put("day", known.day());
    return household;
  }

  private static Map<String, Object> facts(Known known, Scope scope, int member) {
    Map<String, Object> values = new HashMap<>();
    for (Fact fact : SmallWorld.FACTS.of(scope)) {
      values.put(fact.name(), value(fact, known.value(fact, member)));
    }
    values.put("years", Math.floorDiv(months((LocalDate) values.get("since"), known.day()), 12L));
    return values;
  }

  @Property(tries = 2000)
  void itAgreesWithCel(@ForAll long seed) throws CelValidationException, CelEvaluationException {
    Random random = new Random(seed);
    Clause clause = new SmallWorld.Conditions(random, true).clause(3);
    String text = new CelText(SmallWorld.FACTS).of(clause);
    Assume.that(text.length() <= Limits.TEXT_CHARS_MAX);
    CelAbstractSyntaxTree tree = COMPILER.compile(text).getAst();
    CelRuntime.Program program = RUNTIME.createProgram(tree);
    for (int i = 0; i < 10; i++) {
      Known known = SmallWorld.household(random, 4, 0, false);

      Truth ours = new Condition(text, SmallWorld.FACTS, clause).decide(known);

      assertThat(ours).as(text).isEqualTo(Truth.of((Boolean) program.eval(values(known))));
    }
  }

  /** What this language must not do: answer a comparison with something that is not known. */
  @Test
  void aComparisonWithWhatIsNotKnownIsNotAnswered() {
    ConditionReader reader = new ConditionReader(SmallWorld.FACTS);
    Known nothing = Known.builder(SmallWorld.FACTS, SmallWorld.DAY).member().build();
    for (String text :
        List.of(
            "letter == \"A\"",
            "letter != \"A\"",
            "!(letter in [\"A\", \"B\"])",
            "income == 2",
            "income != debt",
            "since == day",
            "open == false",
            "!(\"A\" in several)",
            "within(region, \"370000\")",
            "members.all(m, m.letter != \"A\")",
            "members.exists_one(m, m.open)",
            "members.filter(m, m.income > 1).size() == 0")) {
      Condition condition = ((Reading.Accepted) reader.read(text)).condition();
      assertThat(condition.decide(nothing)).as(text).isEqualTo(Truth.UNKNOWN);
    }
  }
}
