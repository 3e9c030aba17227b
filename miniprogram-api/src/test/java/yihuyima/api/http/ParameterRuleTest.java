package yihuyima.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterRuleTest {
  private static ParameterRule rule(JsonObject schema) {
    return ParameterRule.of("p", JsonSchema.of(schema));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " 5",
        "5 ",
        "+5",
        "0x5",
        "5.0",
        "1e1",
        "５",
        "0",
        "41",
        "-1",
        "99999999999999999999"
      })
  void numberOutsideOrNotWrittenPlainlyIsRefused(String sent) {
    assertThat(
            rule(new JsonObject().put("type", "integer").put("minimum", 1).put("maximum", 40))
                .read(sent))
        .isNull();
  }

  @Test
  void numberIsALong() {
    assertThat(
            rule(new JsonObject().put("type", "integer").put("minimum", 1).put("maximum", 40))
                .read("40"))
        .isEqualTo(40L);
  }

  @ParameterizedTest
  @CsvSource({"ABC, true", "AB, false", "ABCDE, false", "abc, false", "AB1, false"})
  void textKeepsItsLengthAndPattern(String sent, boolean fits) {
    ParameterRule rule =
        rule(
            new JsonObject()
                .put("type", "string")
                .put("minLength", 3)
                .put("maxLength", 4)
                .put("pattern", "^[A-Z]*$"));

    assertThat(rule.read(sent) != null).isEqualTo(fits);
  }

  @Test
  void lengthIsInCodePoints() {
    ParameterRule two =
        rule(new JsonObject().put("type", "string").put("minLength", 2).put("maxLength", 2));

    assertThat(two.read("𠮷𠮷")).isEqualTo("𠮷𠮷");
    assertThat(two.read("𠮷")).isNull();
  }

  @Test
  void onlyListedWordsPass() {
    ParameterRule rule =
        rule(
            new JsonObject()
                .put("type", "string")
                .put("enum", new JsonArray().add("svg").add("png")));

    assertThat(rule.read("svg")).isEqualTo("svg");
    assertThat(rule.read("SVG")).isNull();
  }

  @Test
  void wordOfTheContractThatIsNotReadStopsTheStart() {
    assertThatThrownBy(() -> rule(new JsonObject().put("type", "integer").put("multipleOf", 5)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("multipleOf");
    assertThatThrownBy(() -> rule(new JsonObject().put("type", "array")))
        .isInstanceOf(IllegalStateException.class);
  }
}
