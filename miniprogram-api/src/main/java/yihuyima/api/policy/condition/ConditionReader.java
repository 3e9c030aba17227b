package yihuyima.api.policy.condition;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import java.util.List;
import java.util.Optional;
import yihuyima.api.policy.condition.Fact.Scope;
import yihuyima.api.policy.condition.Facts.Shorthand;

/** Reads expressions with CEL's own parser and type checker. Immutable; for any thread. */
public final class ConditionReader {
  /** The list of members, and its type of element. */
  static final String MEMBERS = "members";

  static final String MEMBER_TYPE = "Member";

  /** The day that is asked for. */
  static final String TODAY = "day";

  static final CelType DAY = OpaqueType.create("day");
  static final CelType REGION = OpaqueType.create("region");

  static final String DATE = "date";
  static final String AGE_ON = "ageOn";
  static final String YEARS_SINCE = "yearsSince";
  static final String MONTHS_SINCE = "monthsSince";
  static final String DAYS_SINCE = "daysSince";
  static final String WITHIN = "within";

  private final Facts facts;
  private final CelCompiler compiler;

  public ConditionReader(Facts facts) {
    this.facts = facts;
    this.compiler = environment(facts).build();
  }

  /** The environment of the language, for the compiler. */
  static CelCompilerBuilder environment(Facts facts) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(
                CelOptions.current()
                    .populateMacroCalls(true)
                    .maxExpressionCodePointSize(Limits.TEXT_CHARS_MAX)
                    .maxParseRecursionDepth(Limits.DEPTH_MAX)
                    .build())
            .setStandardMacros(
                CelStandardMacro.ALL,
                CelStandardMacro.EXISTS,
                CelStandardMacro.EXISTS_ONE,
                CelStandardMacro.FILTER)
            .addVar(TODAY, DAY);
    types(facts, Scope.HOUSEHOLD).forEach(builder::addVar);
    StructType member = memberType(facts);
    builder
        .addVar(MEMBERS, ListType.create(member))
        .setTypeProvider(
            new CelTypeProvider() {
              @Override
              public ImmutableCollection<CelType> types() {
                return ImmutableList.of(member);
              }

              @Override
              public Optional<CelType> findType(String name) {
                return name.equals(MEMBER_TYPE) ? Optional.of(member) : Optional.empty();
              }
            });
    function(builder, "less_day", "_<_", SimpleType.BOOL, DAY, DAY);
    function(builder, "less_equals_day", "_<=_", SimpleType.BOOL, DAY, DAY);
    function(builder, "greater_day", "_>_", SimpleType.BOOL, DAY, DAY);
    function(builder, "greater_equals_day", "_>=_", SimpleType.BOOL, DAY, DAY);
    function(builder, DATE, DATE, DAY, SimpleType.STRING);
    function(builder, AGE_ON, AGE_ON, SimpleType.INT, DAY, DAY);
    function(builder, YEARS_SINCE, YEARS_SINCE, SimpleType.INT, DAY);
    function(builder, MONTHS_SINCE, MONTHS_SINCE, SimpleType.INT, DAY);
    function(builder, DAYS_SINCE, DAYS_SINCE, SimpleType.INT, DAY);
    function(builder, WITHIN, WITHIN, SimpleType.BOOL, REGION, SimpleType.STRING);
    return builder;
  }

  private static StructType memberType(Facts facts) {
    ImmutableMap<String, CelType> fields = types(facts, Scope.MEMBER);
    return StructType.create(
        MEMBER_TYPE, fields.keySet(), name -> Optional.ofNullable(fields.get(name)));
  }

  private static ImmutableMap<String, CelType> types(Facts facts, Scope scope) {
    ImmutableMap.Builder<String, CelType> types = ImmutableMap.builder();
    for (Fact fact : facts.of(scope)) {
      types.put(
          fact.name(),
          switch (fact.kind()) {
            case FLAG -> SimpleType.BOOL;
            case CODE -> SimpleType.STRING;
            case CODES -> ListType.create(SimpleType.STRING);
            case NUMBER -> SimpleType.INT;
            case DAY -> DAY;
            case REGION -> REGION;
          });
    }
    for (Shorthand one : facts.shorthands(scope).values()) {
      types.put(one.name(), one.meaning() instanceof Clause ? SimpleType.BOOL : SimpleType.INT);
    }
    return types.buildOrThrow();
  }

  private static void function(
      CelCompilerBuilder builder, String id, String name, CelType result, CelType... parameters) {
    builder.addFunctionDeclarations(
        CelFunctionDecl.newFunctionDeclaration(
            name, CelOverloadDecl.newGlobalOverload(id, result, parameters)));
  }

  /** Reads an expression: what is accepted can be decided for any household. */
  public Reading read(String text) {
    if (text.codePointCount(0, text.length()) > Limits.TEXT_CHARS_MAX) {
      return refused("条件太长了，最多%d个字符。".formatted(Limits.TEXT_CHARS_MAX));
    }
    if (text.isBlank()) {
      return refused("还没有写条件。");
    }
    CelValidationResult checked = compiler.compile(text);
    if (checked.hasError()) {
      return new Reading.Refused(new Mistakes(facts).of(checked.getErrors()));
    }
    try {
      return new Lowering(facts, checked.getAst()).lower(text);
    } catch (CelValidationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Reads a number, such as what a policy gives, in fen. */
  public Formula.Read readFormula(String text) {
    if (text.codePointCount(0, text.length()) > Limits.TEXT_CHARS_MAX || text.isBlank()) {
      String message =
          text.isBlank() ? "还没有写算式。" : "算式太长了，最多%d个字符。".formatted(Limits.TEXT_CHARS_MAX);
      return new Formula.Read.Refused(List.of(new Mistake(1, 1, message)));
    }
    CelValidationResult checked = compiler.compile(text);
    if (checked.hasError()) {
      return new Formula.Read.Refused(new Mistakes(facts).of(checked.getErrors()));
    }
    try {
      return new Lowering(facts, checked.getAst()).lowerFormula(text);
    } catch (CelValidationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static final String EACH_BEGINS = "members.exists(m, ";

  /**
   * Reads what is asked of a member called {@code m}; what is accepted is that some member fulfils
   * it.
   */
  public Reading readEach(String text) {
    // A bracket that the text does not open would end the macro.
    Reading reading = read(EACH_BEGINS + text + ")");
    return switch (reading) {
      case Reading.Accepted(Condition condition) ->
          condition.clause() instanceof Clause.Members members
                  && members.quantity() == Clause.Quantity.SOME
              ? reading
              : refused("这里只写对一位成员的要求，比如 m.age < 18。");
      case Reading.Refused(List<Mistake> mistakes) ->
          new Reading.Refused(
              mistakes.stream()
                  .map(
                      one ->
                          one.line() > 1
                              ? one
                              : new Mistake(
                                  1,
                                  Math.max(1, one.column() - EACH_BEGINS.length()),
                                  one.message()))
                  .toList());
    };
  }

  private static Reading refused(String message) {
    return new Reading.Refused(List.of(new Mistake(1, 1, message)));
  }
}
