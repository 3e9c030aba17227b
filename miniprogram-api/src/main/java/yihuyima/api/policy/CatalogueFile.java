package yihuyima.api.policy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Purpose;
import yihuyima.api.policy.condition.Fact;
import yihuyima.api.policy.condition.Formula;
import yihuyima.api.policy.condition.Mistake;
import yihuyima.api.policy.condition.Reading;
import yihuyima.api.policy.condition.RegisterFacts;

/**
 * A catalogue as a file that offices exchange: versions of policies in JSON. Pure.
 *
 * <p>{@link #mistakes} says everything that would keep a household from being answered, each with
 * the policy, the field and the place in it.
 */
public record CatalogueFile(List<PolicyVersion> policies) {
  /** The only format so far. */
  public static final int FORMAT = 1;

  /**
   * Something wrong with a policy of the file.
   *
   * @param field as the file names it
   */
  public record Found(String code, int version, String field, Mistake mistake) {}

  public CatalogueFile {
    policies = List.copyOf(policies);
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException when it is no such file; names the policy
   */
  public static CatalogueFile read(String text) {
    JsonObject file = new JsonObject(text);
    if (file.getInteger("format", 0) != FORMAT) {
      throw new IllegalArgumentException("a catalogue of another format");
    }
    boolean sample = file.getBoolean("sample", false);
    List<PolicyVersion> policies = new ArrayList<>();
    for (Object each : file.getJsonArray("policies")) {
      JsonObject one = (JsonObject) each;
      try {
        policies.add(policy(one, sample));
      } catch (RuntimeException e) {
        throw new IllegalArgumentException("policy " + one.getString("code"), e);
      }
    }
    return new CatalogueFile(policies);
  }

  private static PolicyVersion policy(JsonObject one, boolean sample) {
    JsonObject ceiling = one.getJsonObject("ceiling", new JsonObject());
    JsonObject source = one.getJsonObject("source");
    String restsOn = one.getString("restsOn");
    return new PolicyVersion(
        need(one, "code"),
        one.getInteger("version", 1),
        need(one, "name"),
        need(one, "department"),
        Sector.valueOf(need(one, "sector")),
        need(one, "region"),
        need(one, "kind"),
        need(one, "gives"),
        one.getString("parent"),
        "NARROWS".equals(one.getString("parentKind")),
        need(one, "condition"),
        restsOn == null ? null : Purpose.valueOf(restsOn),
        benefit(one.getJsonObject("benefit")),
        texts(one.getJsonArray("excludes")),
        ceiling.getString("code"),
        ceiling.getLong("fen"),
        texts(one.getJsonArray("material")),
        texts(one.getJsonArray("steps")),
        one.getString("nextAction"),
        one.getInteger("answerWorkingDays"),
        one.getInteger("payWorkingDays"),
        need(source, "title"),
        source.getString("number"),
        day(source.getString("on")),
        sample,
        one.getInteger("sortOrder"),
        LocalDate.parse(need(one, "validFrom")),
        day(one.getString("validTo")));
  }

  private static Benefit benefit(@Nullable JsonObject one) {
    return one == null
        ? Benefit.unstated()
        : new Benefit(
            Benefit.Form.valueOf(need(one, "form")),
            Benefit.Unit.valueOf(one.getString("unit", "HOUSEHOLD")),
            Benefit.Every.valueOf(one.getString("every", "ONCE")),
            one.getString("each"),
            one.getLong("fen"),
            one.getInteger("deep"),
            one.getInteger("relative"),
            one.getInteger("accident"),
            one.getInteger("percent"),
            one.getString("of"),
            one.getLong("capFen"));
  }

  private static String need(JsonObject one, String field) {
    String text = one.getString(field);
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException("without " + field);
    }
    return text;
  }

  private static @Nullable LocalDate day(@Nullable String text) {
    return text == null ? null : LocalDate.parse(text);
  }

  private static List<String> texts(@Nullable JsonArray array) {
    return array == null ? List.of() : array.stream().map(Object::toString).toList();
  }

  /** Everything that is wrong with it; empty when every policy can answer. */
  public List<Found> mistakes() {
    List<Found> found = new ArrayList<>();
    Map<String, PolicyVersion> byCode = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (PolicyVersion policy : policies) {
      byCode.put(policy.code(), policy);
      if (!seen.add(policy.code() + "/" + policy.version())) {
        found.add(found(policy, "version", "同一项政策的同一版写了两次。"));
      }
    }
    for (PolicyVersion policy : policies) {
      check(policy, byCode, found);
    }
    return found;
  }

  private static void check(
      PolicyVersion policy, Map<String, PolicyVersion> byCode, List<Found> found) {
    String condition = policy.condition() == null ? "" : policy.condition();
    if (PolicyRules.reader().read(condition) instanceof Reading.Refused(List<Mistake> mistakes)) {
      mistakes.forEach(each -> found.add(found(policy, "condition", each)));
    }
    check(policy, policy.benefit(), found);
    String parent = policy.parentCode();
    if (parent != null) {
      PolicyVersion above = byCode.get(parent);
      if (above == null) {
        found.add(found(policy, "parent", "没有编号为“%s”的政策。".formatted(parent)));
      } else if (!PolicyRules.isAround(above.regionCode(), policy.regionCode())) {
        found.add(found(policy, "parent", "上级政策的地区要比这一项大，并且包含它。"));
      }
    }
    for (String other : policy.excludes()) {
      if (!byCode.containsKey(other)) {
        found.add(found(policy, "excludes", "没有编号为“%s”的政策。".formatted(other)));
      }
    }
    if (policy.validTo() != null && policy.validTo().isBefore(policy.validFrom())) {
      found.add(found(policy, "validTo", "截止日期早于开始日期。"));
    }
  }

  private static void check(PolicyVersion policy, Benefit benefit, List<Found> found) {
    if (benefit.each() != null
        && PolicyRules.reader().readEach(benefit.each())
            instanceof Reading.Refused(List<Mistake> mistakes)) {
      mistakes.forEach(each -> found.add(found(policy, "benefit.each", each)));
    }
    String of = benefit.of();
    if (of == null) {
      return;
    }
    if (benefit.form() == Benefit.Form.SHARE) {
      boolean money =
          RegisterFacts.ALL
              .find(Fact.Scope.HOUSEHOLD, of)
              .filter(fact -> fact.unit() == Fact.Unit.FEN)
              .isPresent();
      if (!money) {
        found.add(found(policy, "benefit.of", "“%s”不是以元计的家庭情况。".formatted(of)));
      }
    } else if (PolicyRules.reader().readFormula(of)
        instanceof Formula.Read.Refused(List<Mistake> mistakes)) {
      mistakes.forEach(each -> found.add(found(policy, "benefit.of", each)));
    }
  }

  private static Found found(PolicyVersion policy, String field, String message) {
    return found(policy, field, new Mistake(1, 1, message));
  }

  private static Found found(PolicyVersion policy, String field, Mistake mistake) {
    return new Found(policy.code(), policy.version(), field, mistake);
  }
}
