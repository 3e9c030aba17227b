package yihuyima.api.hardship;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import yihuyima.api.hardship.HardshipFacts.Amount;
import yihuyima.api.hardship.HardshipFacts.Member;
import yihuyima.api.hardship.HardshipFacts.Period;
import yihuyima.api.http.Problem;

/** Facts, rules and results as the contract has them; also the form in which they may be kept. */
public final class HardshipJson {
  private HardshipJson() {}

  /**
   * Facts as they were sent; their shape is the contract's.
   *
   * @param at pointer to them, for what is wrong
   * @throws yihuyima.api.http.Failure REQUEST_INVALID for what this rule does not know, or a family
   *     of nobody
   */
  public static HardshipFacts facts(JsonObject json, HardshipRule rule, String at) {
    List<Member> members = new ArrayList<>();
    JsonArray people = json.getJsonArray("members");
    for (int i = 0; i < people.size(); i++) {
      JsonObject member = people.getJsonObject(i);
      members.add(
          new Member(
              Answer.valueOf(member.getString("together")),
              amounts(member, "incomes", rule::income, at + "/members/" + i)));
    }
    requireSomebody(members, at);
    Map<String, Answer> conditions = new HashMap<>();
    JsonArray answers = json.getJsonArray("conditions", new JsonArray());
    for (int i = 0; i < answers.size(); i++) {
      JsonObject answer = answers.getJsonObject(i);
      String code = answer.getString("code");
      boolean known = rule.conditions().stream().anyMatch(one -> one.code().equals(code));
      if (!known || conditions.put(code, Answer.valueOf(answer.getString("answer"))) != null) {
        throw Problem.REQUEST_INVALID
            .because("a condition that is not asked, or twice")
            .at(at + "/conditions/" + i + "/code", "规则里没有这一条，或重复了");
      }
    }
    return new HardshipFacts(
        members,
        amounts(json, "incomes", rule::income, at),
        amounts(json, "expenses", rule::expense, at),
        Answer.valueOf(json.getString("accident", "UNKNOWN")),
        Answer.valueOf(json.getString("migrant", "UNKNOWN")),
        conditions);
  }

  private static void requireSomebody(List<Member> members, String at) {
    long unsure = members.stream().filter(one -> one.together() == Answer.UNKNOWN).count();
    if (members.stream().noneMatch(one -> one.together() == Answer.YES)) {
      throw Problem.REQUEST_INVALID
          .because("a family of nobody for certain")
          .at(at + "/members", "至少有一个人确定在一起生活");
    }
    if (unsure > HardshipFacts.UNSURE_MAX) {
      throw Problem.REQUEST_INVALID
          .because("too many of whom it is not known")
          .at(at + "/members", "拿不准的最多" + HardshipFacts.UNSURE_MAX + "人");
    }
  }

  private static List<Amount> amounts(
      JsonObject of, String field, Function<String, Optional<HardshipRule.Item>> known, String at) {
    List<Amount> amounts = new ArrayList<>();
    JsonArray sent = of.getJsonArray(field, new JsonArray());
    for (int i = 0; i < sent.size(); i++) {
      JsonObject amount = sent.getJsonObject(i);
      String kind = amount.getString("kind");
      if (known.apply(kind).isEmpty()) {
        throw Problem.REQUEST_INVALID
            .because("a kind that the rule does not have")
            .at(at + "/" + field + "/" + i + "/kind", "规则里没有这一项");
      }
      amounts.add(
          new Amount(
              kind, amount.getLong("amountFen"), Period.valueOf(amount.getString("period"))));
    }
    return amounts;
  }

  /** Facts, to be kept. */
  public static JsonObject of(HardshipFacts facts) {
    JsonArray members = new JsonArray();
    for (Member member : facts.members()) {
      members.add(
          new JsonObject()
              .put("together", member.together().name())
              .put("incomes", amounts(member.incomes())));
    }
    JsonArray conditions = new JsonArray();
    new TreeMap<>(facts.conditions())
        .forEach(
            (code, answer) ->
                conditions.add(new JsonObject().put("code", code).put("answer", answer.name())));
    return new JsonObject()
        .put("members", members)
        .put("incomes", amounts(facts.incomes()))
        .put("expenses", amounts(facts.expenses()))
        .put("accident", facts.accident().name())
        .put("migrant", facts.migrant().name())
        .put("conditions", conditions);
  }

  private static JsonArray amounts(List<Amount> amounts) {
    JsonArray all = new JsonArray();
    for (Amount amount : amounts) {
      JsonObject json =
          new JsonObject().put("kind", amount.kind()).put("period", amount.period().name());
      all.add(amount.fen() == null ? json : json.put("amountFen", amount.fen()));
    }
    return all;
  }

  /** A rule with everything that is asked and counted. */
  static JsonObject of(HardshipRule rule) {
    JsonArray conditions = new JsonArray();
    for (HardshipRule.Condition condition : rule.conditions()) {
      conditions.add(
          new JsonObject()
              .put("code", condition.code())
              .put("question", condition.question())
              .put("migrantsOnly", condition.migrantsOnly())
              .put("barsWhen", condition.barsWhen().name())
              .put("evidence", condition.evidence())
              .put("source", condition.source()));
    }
    return version(rule)
        .put("deepPercent", rule.deepPercent())
        .put("relativePercent", rule.relativePercent())
        .put("accidentPercent", rule.accidentPercent())
        .put("incomes", items(rule.incomes()))
        .put("expenses", items(rule.expenses()))
        .put("conditions", conditions);
  }

  private static JsonArray items(List<HardshipRule.Item> items) {
    JsonArray all = new JsonArray();
    for (HardshipRule.Item item : items) {
      all.add(
          new JsonObject()
              .put("kind", item.kind())
              .put("word", item.word())
              .put("help", item.help())
              .put("countedPercent", item.countedPercent())
              .put("capYearFen", item.capYearFen())
              .put("accident", item.accident())
              .put("evidence", item.evidence())
              .put("source", item.source()));
    }
    return all;
  }

  private static JsonObject version(HardshipRule rule) {
    return new JsonObject()
        .put("regionCode", rule.regionCode())
        .put("version", rule.version())
        .put("validFrom", rule.validFrom().toString())
        .put("source", rule.source())
        .put("sample", rule.sample())
        .put("standard", of(rule.standard()));
  }

  static JsonObject of(HardshipRule.Standard standard) {
    return new JsonObject()
        .put("regionCode", standard.regionCode())
        .put("validFrom", standard.validFrom().toString())
        .put("version", standard.version())
        .put("monthFen", standard.monthFen())
        .put("source", standard.source());
  }

  /** The whole result, to be shown or kept. */
  public static JsonObject of(HardshipResult result) {
    return new JsonObject()
        .put("format", HardshipResult.FORMAT)
        .put("day", result.day().toString())
        .put("rule", version(result.rule()))
        .put("people", result.people())
        .put("peopleUnsure", result.peopleUnsure())
        .put("lines", lines(result))
        .put("incomeYearFen", result.incomeYearFen())
        .put("expenseYearFen", result.expenseYearFen())
        .put("netYearFen", result.netYearFen())
        .put("netMonthFen", result.netMonthFen())
        .put("outcome", result.outcome().name())
        .put("possible", new JsonArray(result.possible().stream().map(Enum::name).toList()))
        .put("byFigures", result.byFigures().name())
        .put("limits", limits(result))
        .put("accidentMet", result.accidentMet().name())
        .put("conditions", conditions(result))
        .put("missing", missing(result))
        .put("changes", changes(result));
  }

  private static JsonArray lines(HardshipResult result) {
    JsonArray all = new JsonArray();
    for (HardshipResult.Line line : result.lines()) {
      all.add(
          new JsonObject()
              .put("side", line.side().name())
              .put("kind", line.item().kind())
              .put("word", line.item().word())
              .put("member", line.member())
              .put("yearFen", line.yearFen())
              .put("countedPercent", line.item().countedPercent())
              .put("capYearFen", line.item().capYearFen())
              .put("countedFen", line.countedFen())
              .put("source", line.item().source()));
    }
    return all;
  }

  private static JsonArray limits(HardshipResult result) {
    JsonArray all = new JsonArray();
    for (HardshipResult.Limit limit : result.limits()) {
      all.add(
          new JsonObject()
              .put("tier", limit.tier().name())
              .put("monthFen", limit.monthFen())
              .put("yearFen", limit.yearFen())
              .put("met", limit.met().name())
              .put("overFen", limit.overFen()));
    }
    return all;
  }

  private static JsonArray conditions(HardshipResult result) {
    JsonArray all = new JsonArray();
    for (HardshipResult.Asked asked : result.conditions()) {
      all.add(
          new JsonObject()
              .put("code", asked.condition().code())
              .put("question", asked.condition().question())
              .put("answer", asked.answer().name())
              .put("bars", asked.bars().name())
              .put("evidence", asked.condition().evidence())
              .put("source", asked.condition().source()));
    }
    return all;
  }

  private static JsonArray missing(HardshipResult result) {
    JsonArray all = new JsonArray();
    for (HardshipResult.Missing missing : result.missing()) {
      all.add(
          new JsonObject()
              .put("about", missing.about().name())
              .put("name", missing.name())
              .put("member", missing.member()));
    }
    return all;
  }

  private static JsonArray changes(HardshipResult result) {
    JsonArray all = new JsonArray();
    for (HardshipResult.Change change : result.changes()) {
      all.add(
          new JsonObject()
              .put("lever", change.lever().name())
              .put("yearFen", change.yearFen())
              .put("to", change.to().name()));
    }
    return all;
  }
}
