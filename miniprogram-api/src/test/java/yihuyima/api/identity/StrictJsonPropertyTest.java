package yihuyima.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StrictJsonPropertyTest {
  /** Pieces that JSON is made of, in any order: most of it is broken somewhere. */
  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"a\"",
            "\"b\"",
            "\"",
            "1",
            "-",
            "0x",
            "1e999",
            "99999999999999999999",
            "true",
            "null",
            "NaN",
            "\\u0000",
            "\\",
            "/**/",
            " ",
            "\u0000",
            "家",
            "\ufeff")
        .list()
        .ofMaxSize(30)
        .map(list -> String.join("", list));
  }

  @Property(tries = 5_000)
  void brokenJsonIsNoObjectAndNothingIsThrown(@ForAll("pieces") String text) {
    assertThat(StrictJson.object(text.getBytes(StandardCharsets.UTF_8))).isNotNull();
    assertThat(StrictJson.object(("{\"a\":" + text).getBytes(StandardCharsets.UTF_8))).isNotNull();
  }

  @Property
  void anyBytesAreReadOrNot(@ForAll byte[] bytes) {
    assertThat(StrictJson.object(bytes)).isNotNull();
  }
}
