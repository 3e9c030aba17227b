package yihuyima.api.http;

import io.vertx.core.json.JsonArray;
import io.vertx.json.schema.JsonSchema;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the contract says of one parameter, made ready once: parameters are on the path of every
 * scan, and a schema validator walks maps where a comparison is enough.
 */
sealed interface ParameterRule {
  /** Says nothing about the value, or only how it is written down for people. */
  Set<String> SILENT = Set.of("type", "default", "description", "example", "format");

  /** The value in the type of the contract; null when it is not as the contract says. */
  @Nullable Object read(String sent);

  /** What a value must be like, in Chinese. */
  String hint();

  /** A whole number. */
  record Whole(long least, long most) implements ParameterRule {
    private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,18}");

    @Override
    public @Nullable Object read(String sent) {
      if (!DIGITS.matcher(sent).matches()) {
        return null;
      }
      long value = Long.parseLong(sent);
      return value >= least && value <= most ? (Object) value : null;
    }

    @Override
    public String hint() {
      return "应为范围内的整数";
    }
  }

  /**
   * A text; lengths are in code points, the pattern is looked for anywhere, as JSON Schema has it.
   */
  record Text(int shortest, int longest, @Nullable Pattern pattern, Set<String> values)
      implements ParameterRule {
    @Override
    public @Nullable Object read(String sent) {
      // No text has more code points than chars: counting them is for the rare one that looks long.
      boolean fits =
          sent.length() >= shortest
              && (sent.length() <= longest || sent.codePointCount(0, sent.length()) <= longest)
              && (shortest < 2 || sent.codePointCount(0, sent.length()) >= shortest)
              && (pattern == null || pattern.matcher(sent).find())
              && (values.isEmpty() || values.contains(sent));
      return fits ? sent : null;
    }

    @Override
    public String hint() {
      return "格式或长度不符合要求";
    }
  }

  /**
   * The rule of a parameter.
   *
   * @throws IllegalStateException when the contract uses a word that is not read here: nothing may
   *     look checked and not be
   */
  static ParameterRule of(String name, JsonSchema schema) {
    Set<String> known =
        switch (String.valueOf(schema.<Object>get("type"))) {
          case "integer" -> Set.of("minimum", "maximum");
          case "string" -> Set.of("minLength", "maxLength", "pattern", "enum");
          default -> throw new IllegalStateException("parameter " + name + " has an unknown type");
        };
    for (String word : schema.fieldNames()) {
      if (!known.contains(word) && !SILENT.contains(word) && !word.startsWith("__")) {
        throw new IllegalStateException("parameter " + name + ": " + word + " is not read");
      }
    }
    if (known.contains("minimum")) {
      return new Whole(
          number(schema, "minimum", Long.MIN_VALUE), number(schema, "maximum", Long.MAX_VALUE));
    }
    String pattern = schema.get("pattern");
    JsonArray values = schema.get("enum");
    return new Text(
        (int) number(schema, "minLength", 0),
        (int) number(schema, "maxLength", Integer.MAX_VALUE),
        pattern == null ? null : Pattern.compile(pattern),
        values == null ? Set.of() : Set.copyOf(strings(values)));
  }

  private static long number(JsonSchema schema, String word, long byDefault) {
    Number value = schema.get(word);
    return value == null ? byDefault : value.longValue();
  }

  private static List<String> strings(JsonArray values) {
    return values.stream().map(String::valueOf).toList();
  }
}
