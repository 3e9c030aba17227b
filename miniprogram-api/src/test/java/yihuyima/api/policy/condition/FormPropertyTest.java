package yihuyima.api.policy.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import yihuyima.api.http.Failure;
import yihuyima.api.policy.condition.form.Form;
import yihuyima.api.policy.condition.form.FormJson;
import yihuyima.api.policy.condition.form.Forms;

/** A condition goes into a form and comes out as the same condition. */
class FormPropertyTest {
  private static final ConditionReader SMALL = new ConditionReader(SmallWorld.FACTS);
  private static final ConditionReader REGISTER = new ConditionReader(RegisterFacts.ALL);

  /** Conditions that have a form. */
  @Provide
  Arbitrary<Condition> conditions() {
    return Arbitraries.randomValue(
        random -> {
          while (true) {
            Clause clause = new SmallWorld.Conditions(random, true).clause(2);
            Condition condition = new Condition("", SmallWorld.FACTS, clause);
            if (Forms.of(condition).isPresent()) {
              return condition;
            }
          }
        });
  }

  @Property(tries = 1000)
  void aConditionComesOutOfItsFormAsItWentIn(@ForAll("conditions") Condition condition) {
    Form form = Forms.of(condition).orElseThrow();

    Reading reading = SMALL.read(form.cel());

    assertThat(reading).as(form.cel()).isInstanceOf(Reading.Accepted.class);
    Condition again = ((Reading.Accepted) reading).condition();
    assertThat(again.clause()).isEqualTo(condition.clause());
    assertThat(Forms.of(again)).contains(form);
  }

  @Property(tries = 1000)
  void aFormComesOutOfJsonAsItWentIn(@ForAll("conditions") Condition condition) {
    Form form = Forms.of(condition).orElseThrow();

    JsonObject json = new JsonObject(FormJson.write(form).encode());

    assertThat(FormJson.read(json, "")).isEqualTo(form);
  }

  /** Whatever values stand in a line, it stays that line or is refused. */
  @Property(tries = 1000)
  void nothingBreaksOutOfALine(@ForAll String value, @ForAll long seed) {
    Form.Asks[] all = Form.Asks.values();
    Form.Asks asks = all[new Random(seed).nextInt(all.length)];
    Form line = new Form.Line("letter", null, asks, java.util.List.of(value));

    if (SMALL.read(line.cel()) instanceof Reading.Accepted accepted) {
      assertThat(Tree.facts(accepted.condition().clause()))
          .extracting(Fact::name)
          .containsExactly("letter");
    }
  }

  @Test
  void anEditorsFormIsACondition() {
    JsonObject json =
        new JsonObject(
            """
            {"all": [
              {"fact": "tier", "asks": "IS", "values": ["DEEP", "RELATIVE"]},
              {"any": [
                {"fact": "fileOpen", "asks": "YES"},
                {"fact": "fileClosedOn", "since": "MONTHS", "asks": "LESS", "values": ["12"]}]},
              {"members": "COUNT", "order": "GREATER_OR_EQUAL", "number": 2, "where":
                {"all": [
                  {"fact": "age", "asks": "LESS", "values": ["18"]},
                  {"fact": "schoolStage", "asks": "IS_NOT", "values": ["NONE"]}]}},
              {"members": "NONE", "where": {"fact": "workStatus", "asks": "IS", "values": ["EMPLOYED"]}}]}
            """);

    String cel = FormJson.read(json, "").cel();

    assertThat(cel)
        .isEqualTo(
            "tier in [\"DEEP\", \"RELATIVE\"] && (fileOpen || monthsSince(fileClosedOn) < 12)"
                + " && members.filter(m, m.age < 18 && m.schoolStage != \"NONE\").size() >= 2"
                + " && !members.exists(m, m.workStatus == \"EMPLOYED\")");
    Condition condition = ((Reading.Accepted) REGISTER.read(cel)).condition();
    assertThat(condition.chinese())
        .isEqualTo(
            "困难类别是深度困难或相对困难，并且（已经建档、在档，或者从退档日期到当日的整月数低于12）"
                + "，并且家中不满18周岁、在学的人数不低于2人，并且家中没有身份是在岗的人");
    assertThat(Forms.of(condition)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tier == \"DEEP\" ? fileOpen : singleParent",
        "yearIncomeFen < 12 * minimumStandardFen",
        "members.exists(m, m.monthIncomeFen < minimumStandardFen)",
        "!(fileOpen && singleParent)",
        "true"
      })
  void whatAFormDoesNotShowHasNone(String text) {
    Condition condition = ((Reading.Accepted) REGISTER.read(text)).condition();

    assertThat(Forms.of(condition)).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"all\": []}",
        "{\"all\": [{\"fact\": \"tier\"}, 1]}",
        "{\"fact\": \"tier == 1 || x\", \"asks\": \"YES\"}",
        "{\"fact\": \"tier\", \"asks\": \"YES\", \"values\": [\"DEEP\"]}",
        "{\"fact\": \"tier\", \"asks\": \"IS\"}",
        "{\"fact\": \"tier\", \"asks\": \"IS\", \"values\": [1]}",
        "{\"members\": \"SOME\", \"where\": {\"members\": \"SOME\", \"where\": {}}}",
        "{\"members\": \"COUNT\", \"where\": {\"fact\": \"isWorker\", \"asks\": \"YES\"}}"
      })
  void whatIsNoFormIsRefused(String json) {
    assertThatThrownBy(() -> FormJson.read(new JsonObject(json), "/condition"))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> assertThat(failure.errors().get(0).pointer()).startsWith("/condition/"));
  }
}
