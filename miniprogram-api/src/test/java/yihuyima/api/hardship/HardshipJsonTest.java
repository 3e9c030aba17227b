package yihuyima.api.hardship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import yihuyima.api.hardship.HardshipFacts.Amount;
import yihuyima.api.hardship.HardshipFacts.Member;
import yihuyima.api.hardship.HardshipFacts.Period;
import yihuyima.api.http.Failure;

class HardshipJsonTest {
  private static final HardshipRule RULE = SampleRules.ordinary();

  /** Kept facts can be computed again. */
  @Test
  void factsComeBackAsTheyWent() {
    HardshipFacts facts =
        new HardshipFacts(
            List.of(
                new Member(Answer.YES, List.of(new Amount("WAGE", 300_000L, Period.MONTH))),
                new Member(Answer.UNKNOWN, List.of(new Amount("PENSION", null, Period.YEAR)))),
            List.of(new Amount("ALLOWANCE", 1L, Period.YEAR)),
            List.of(new Amount("MEDICAL", null, Period.YEAR)),
            Answer.NO,
            Answer.UNKNOWN,
            Map.of("A_YEAR", Answer.UNKNOWN, "SCHOOL_ABROAD", Answer.NO));

    JsonObject kept = new JsonObject(HardshipJson.of(facts).encode());

    assertThat(HardshipJson.facts(kept, RULE, "")).isEqualTo(facts);
  }

  @Test
  void whatTheRuleDoesNotKnowIsNamed() {
    JsonObject somebody =
        new JsonObject()
            .put("members", new JsonArray().add(new JsonObject().put("together", "YES")));
    JsonArray holiday =
        new JsonArray().add(new JsonObject().put("kind", "X").put("period", "YEAR"));
    JsonArray moon = new JsonArray().add(new JsonObject().put("code", "X").put("answer", "NO"));

    assertThat(pointer(somebody.copy().put("expenses", holiday)))
        .isEqualTo("/facts/expenses/0/kind");
    assertThat(pointer(somebody.copy().put("conditions", moon)))
        .isEqualTo("/facts/conditions/0/code");
    assertThat(
            pointer(
                new JsonObject()
                    .put("members", new JsonArray().add(new JsonObject().put("together", "NO")))))
        .isEqualTo("/facts/members");
  }

  private static String pointer(JsonObject facts) {
    return catchThrowableOfType(Failure.class, () -> HardshipJson.facts(facts, RULE, "/facts"))
        .errors()
        .getFirst()
        .pointer();
  }
}
