package yihuyima.api.policy.answer;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Masking;
import yihuyima.api.access.Purpose;
import yihuyima.api.household.Names;
import yihuyima.api.policy.BenefitRule;
import yihuyima.api.policy.BenefitWords;
import yihuyima.api.policy.Entitlement;
import yihuyima.api.policy.PolicyRule;
import yihuyima.api.policy.PolicyVersion;
import yihuyima.api.policy.SensitiveFacts;
import yihuyima.api.policy.condition.Explanation;
import yihuyima.api.policy.condition.Fact;
import yihuyima.api.policy.condition.Missing;
import yihuyima.api.policy.condition.Truth;

/**
 * Writes answers as a caller may see them.
 *
 * @param withheld for what the family took its consent back, where the caller is kept from it
 * @param today children who are minors today are kept from whom they are withheld
 */
record AnswerJson(
    HouseholdKnown household, Set<Purpose> withheld, Masking masking, LocalDate today) {
  /** Conditions of a policy that a sentence names; the page shows all of them. */
  private static final int NAMED_MAX = 3;

  /** The answers that are not withheld: those the household may have first. */
  JsonArray of(List<PolicyAnswer> answers) {
    JsonArray items = new JsonArray();
    for (Entitlement state :
        List.of(Entitlement.ENTITLED, Entitlement.UNKNOWN, Entitlement.NOT_ENTITLED)) {
      answers.stream()
          .filter(answer -> answer.state() == state && !isWithheld(answer))
          .forEach(answer -> items.add(of(answer)));
    }
    return items;
  }

  /** What rests on what is kept, and what was left out because of it. */
  private boolean isWithheld(PolicyAnswer answer) {
    return isWithheld(answer.rule())
        || (answer.excludedBy() != null && isWithheld(answer.excludedBy()));
  }

  private boolean isWithheld(PolicyRule rule) {
    return rule.restsOn().stream().anyMatch(withheld::contains);
  }

  JsonObject of(PolicyAnswer answer) {
    PolicyVersion version = answer.rule().version();
    JsonArray clauses = new JsonArray();
    add(clauses, answer.explanation().whole(), 0);
    return new JsonObject()
        .put("policyCode", version.code())
        .put("version", version.version())
        .put("name", version.name())
        .put("sector", version.sector().name())
        .put("department", version.department())
        .put("kind", version.kind())
        .put("gives", version.gives())
        .put("state", answer.state().name())
        .put("why", why(answer))
        .put("clauses", clauses)
        .put("missing", missing(answer.explanation()))
        .put("amount", amount(answer))
        .put("nextAction", nextAction(answer))
        .put("material", new JsonArray(version.material()))
        .put("steps", new JsonArray(version.steps()))
        .put("answerWorkingDays", version.answerWorkingDays())
        .put("payWorkingDays", version.payWorkingDays())
        .put("source", source(version))
        .put("validFrom", version.validFrom().toString())
        .put("validTo", text(version.validTo()))
        .put("isSample", version.isSample());
  }

  private static JsonObject source(PolicyVersion version) {
    return new JsonObject()
        .put("title", version.source())
        .put("number", version.sourceNumber())
        .put("on", text(version.sourceOn()));
  }

  // Why

  private String why(PolicyAnswer answer) {
    PolicyRule excludedBy = answer.excludedBy();
    if (excludedBy != null) {
      return "条件都符合，但和“%s”不能同时享受，先享受“%s”。"
          .formatted(excludedBy.version().name(), excludedBy.version().name());
    }
    return switch (answer.state()) {
      case ENTITLED -> entitled(answer);
      case NOT_ENTITLED ->
          "有条件不符合：" + named(deciding(answer.explanation().whole(), Truth.FALSE)) + "。";
      case UNKNOWN -> "还差这些情况：" + named(missingWords(answer.explanation())) + "。";
    };
  }

  private String entitled(PolicyAnswer answer) {
    List<String> met = deciding(answer.explanation().whole(), Truth.TRUE);
    String why = met.isEmpty() ? "不论什么情况都可以。" : "条件都符合：" + named(met) + "。";
    List<String> others =
        answer.mayBeExcludedBy().stream()
            .filter(rule -> !isWithheld(rule))
            .map(rule -> "“" + rule.version().name() + "”")
            .toList();
    return others.isEmpty() ? why : why + "如果以后享受" + String.join("、", others) + "，这一项就不能再享受。";
  }

  private static String named(List<String> words) {
    String all = String.join("；", words.subList(0, Math.min(NAMED_MAX, words.size())));
    return words.size() > NAMED_MAX ? all + "等" + words.size() + "条" : all;
  }

  /** The smallest parts that made it come out so. */
  private static List<String> deciding(Explanation.Part part, Truth truth) {
    if (part.truth() != truth) {
      return List.of();
    }
    if (part.joint() == Explanation.Joint.ALL) {
      return part.parts().stream().flatMap(one -> deciding(one, truth).stream()).toList();
    }
    if (part.joint() == Explanation.Joint.ANY && truth == Truth.TRUE) {
      return part.parts().stream()
          .filter(one -> one.truth() == Truth.TRUE)
          .findFirst()
          .map(one -> deciding(one, truth))
          .orElse(List.of());
    }
    return part.text().equals("不论什么情况") ? List.of() : List.of(part.text());
  }

  private List<String> missingWords(Explanation explanation) {
    return explanation.missing().stream()
        .map(
            one ->
                Optional.ofNullable(whose(one.member())).map(w -> w + "的").orElse("") + one.word())
        .toList();
  }

  private @Nullable String nextAction(PolicyAnswer answer) {
    return switch (answer.state()) {
      case ENTITLED -> answer.rule().version().nextAction();
      case UNKNOWN -> "把" + named(missingWords(answer.explanation())) + "告诉帮扶干部";
      case NOT_ENTITLED -> null;
    };
  }

  // Clauses

  private void add(JsonArray clauses, Explanation.Part part, int depth) {
    JsonArray used = new JsonArray();
    part.used().forEach(one -> used.add(used(one)));
    clauses.add(
        new JsonObject()
            .put("depth", depth)
            .put("joint", part.joint().name())
            .put("text", part.text())
            .put("truth", truth(part.truth()))
            .put("facts", used));
    part.parts().forEach(one -> add(clauses, one, depth + 1));
  }

  private static String truth(Truth truth) {
    return switch (truth) {
      case TRUE -> "MET";
      case FALSE -> "NOT_MET";
      case UNKNOWN -> "UNKNOWN";
    };
  }

  private JsonObject used(Explanation.Used used) {
    boolean kept = isKept(used.fact(), used.member());
    Optional<FactOrigin> origin =
        kept ? Optional.empty() : household.origin(used.fact(), used.member());
    return new JsonObject()
        .put("fact", used.fact().name())
        .put("word", used.fact().word())
        .put("whose", whose(used.member()))
        .put("value", kept ? null : used.value())
        .put("withheld", kept)
        .put("source", origin.map(one -> one.source().name()).orElse(null))
        .put("sourceWords", origin.map(FactOrigin::words).orElse(null))
        .put("since", origin.map(one -> text(one.since())).orElse(null))
        .put(
            "recordedAt",
            origin.map(FactOrigin::recordedAt).map(at -> at.toInstant().toString()).orElse(null));
  }

  private boolean isKept(Fact fact, @Nullable Integer member) {
    Set<Purpose> rests = EnumSet.noneOf(Purpose.class);
    rests.addAll(SensitiveFacts.restOn(Set.of(fact)));
    if (rests.stream().anyMatch(withheld::contains)) {
      return true;
    }
    return member != null && withheld.contains(Purpose.MINORS) && isMinor(member);
  }

  private boolean isMinor(int member) {
    LocalDate born = household.people().get(member).bornOn();
    return born == null || born.isAfter(Purpose.minorsAreBornAfter(today));
  }

  /** A member by what they are to the worker, and their name as the caller may see it. */
  private @Nullable String whose(@Nullable Integer member) {
    if (member == null) {
      return null;
    }
    HouseholdKnown.Person person = household.people().get(member);
    Fact relation = HouseholdKnown.FACTS.get(Fact.Scope.MEMBER, "relation");
    String word =
        relation.place(person.relation()).map(at -> relation.values().get(at).word()).orElse("家人");
    if (person.name() == null || (withheld.contains(Purpose.MINORS) && isMinor(member))) {
      return word;
    }
    return word + (masking == Masking.OPEN ? person.name() : Names.masked(person.name()));
  }

  private JsonArray missing(Explanation explanation) {
    JsonArray missing = new JsonArray();
    for (Missing one : explanation.missing()) {
      missing.add(
          new JsonObject()
              .put("fact", one.fact() == null ? null : one.fact().name())
              .put("word", one.word())
              .put("whose", whose(one.member())));
    }
    return missing;
  }

  // Money

  private static @Nullable JsonObject amount(PolicyAnswer answer) {
    BenefitRule.Amount amount = answer.amount();
    if (amount == null) {
      return null;
    }
    PolicyAnswer.Ceiling ceiling = answer.ceiling();
    long year = amount.yearFen(answer.rule().benefit().benefit().every());
    List<String> words = new ArrayList<>();
    words.add(BenefitWords.of(answer.rule().benefit(), amount));
    if (ceiling != null && ceiling.leftFen() < year) {
      words.add(
          String.format(
              Locale.ROOT,
              "同类帮扶一年合计最多%s，前面的已占%s，这一项还剩%s",
              BenefitWords.yuan(ceiling.ceilingFen()),
              BenefitWords.yuan(ceiling.before()),
              BenefitWords.yuan(ceiling.leftFen())));
    }
    return new JsonObject()
        .put("fen", amount.fen())
        .put("unit", answer.rule().benefit().benefit().unit().name())
        .put("every", answer.rule().benefit().benefit().every().name())
        .put("persons", amount.persons())
        .put("yearFen", ceiling == null ? year : ceiling.leftFen())
        .put("words", String.join("。", words));
  }

  private static @Nullable String text(@Nullable LocalDate day) {
    return day == null ? null : day.toString();
  }

  /** Says nothing: these are facts about people. */
  @Override
  public String toString() {
    return "AnswerJson";
  }
}
