package yihuyima.api.policy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Purpose;
import yihuyima.api.organisation.RegionLineage;
import yihuyima.api.policy.condition.Condition;
import yihuyima.api.policy.condition.ConditionReader;
import yihuyima.api.policy.condition.Facts;
import yihuyima.api.policy.condition.Formula;
import yihuyima.api.policy.condition.Reading;
import yihuyima.api.policy.condition.RegisterFacts;

/**
 * The policies in force on one day, each with its effective condition, in the order in which they
 * are shown. Pure.
 *
 * <p>A policy that narrows or adds to another holds for whoever meets both conditions, and only
 * while the other is in force. One that narrows takes the other's place in its own region.
 *
 * @param unreadable codes of policies that nobody is answered by: without a condition, with one
 *     that is no longer understood, or without the policy that they stand on
 */
public record PolicyRules(List<PolicyRule> rules, List<String> unreadable) {
  private static final ConditionReader READER = new ConditionReader(RegisterFacts.ALL);

  /**
   * Texts of a catalogue and its past, a kilobyte or two each; reading one anew costs a
   * millisecond.
   */
  private static final long READ_MAX = 10_000;

  private static final Cache<String, Optional<Condition>> CONDITIONS =
      Caffeine.newBuilder().maximumSize(READ_MAX).build();
  private static final Cache<Benefit, Optional<BenefitRule>> BENEFITS =
      Caffeine.newBuilder().maximumSize(READ_MAX).build();

  private static final Comparator<PolicyRule> ORDER =
      Comparator.comparingInt((PolicyRule rule) -> rule.version().sortOrder())
          .thenComparing(PolicyRule::code);

  public PolicyRules {
    rules = List.copyOf(rules);
    unreadable = List.copyOf(unreadable);
  }

  /** The reader of conditions of policies. */
  public static ConditionReader reader() {
    return READER;
  }

  /**
   * Of the versions in force, off the event loop: a text that was not read before costs a
   * millisecond, the first of all some hundred. Nobody holds a connection meanwhile.
   *
   * @return the rules; fails never
   */
  public static Future<PolicyRules> read(List<PolicyVersion> inForce) {
    Context context = Vertx.currentContext();
    return context == null
        ? Future.succeededFuture(of(inForce))
        : context.executeBlocking(() -> of(inForce), false);
  }

  /** Of the versions in force, one a code. */
  public static PolicyRules of(List<PolicyVersion> inForce) {
    Map<String, PolicyVersion> byCode = new HashMap<>();
    inForce.forEach(version -> byCode.put(version.code(), version));
    List<PolicyRule> rules = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    for (PolicyVersion version : inForce) {
      PolicyRule rule = rule(version, byCode);
      if (rule == null) {
        unreadable.add(version.code());
      } else {
        rules.add(rule);
      }
    }
    rules.sort(ORDER);
    return new PolicyRules(excepted(rules), unreadable.stream().sorted().toList());
  }

  /** Those that a household whose union is of this region is held against. */
  public List<PolicyRule> of(String region) {
    return rules.stream().filter(rule -> rule.appliesIn(region)).toList();
  }

  private static @Nullable PolicyRule rule(
      PolicyVersion version, Map<String, PolicyVersion> byCode) {
    Deque<PolicyRule.Part> parts = new ArrayDeque<>();
    Set<String> seen = new HashSet<>();
    Set<Purpose> restsOn = EnumSet.noneOf(Purpose.class);
    PolicyVersion at = version;
    while (true) {
      Condition own = at.condition() == null ? null : read(at.condition());
      if (own == null || !seen.add(at.code())) {
        return null;
      }
      parts.addFirst(new PolicyRule.Part(at.code(), at.version(), at.name(), own));
      if (at.restsOn() != null) {
        restsOn.add(at.restsOn());
      }
      if (at.parentCode() == null) {
        break;
      }
      PolicyVersion parent = byCode.get(at.parentCode());
      if (parent == null || !isAround(parent.regionCode(), at.regionCode())) {
        return null;
      }
      at = parent;
    }
    Condition effective =
        parts.stream().map(PolicyRule.Part::condition).reduce(Condition::and).orElseThrow();
    BenefitRule benefit = benefit(version.benefit());
    if (benefit == null) {
      return null;
    }
    restsOn.addAll(SensitiveFacts.restOn(effective.uses()));
    restsOn.addAll(SensitiveFacts.restOn(benefit.uses(RegisterFacts.ALL)));
    return new PolicyRule(version, effective, List.copyOf(parts), List.of(), restsOn, benefit);
  }

  /** Whether a region lies in another and is not the same. */
  public static boolean isAround(String outer, String inner) {
    return !outer.equals(inner) && List.of(RegionLineage.of(inner)).contains(outer);
  }

  /** A benefit, ready to be computed; null when it is not understood. */
  public static @Nullable BenefitRule benefit(Benefit benefit) {
    return BENEFITS.get(benefit, one -> Optional.ofNullable(readAnew(one))).orElse(null);
  }

  private static @Nullable BenefitRule readAnew(Benefit benefit) {
    Condition each = null;
    if (benefit.each() != null) {
      if (!(READER.readEach(benefit.each()) instanceof Reading.Accepted(Condition condition))) {
        return null;
      }
      each = condition;
    }
    Formula formula = null;
    if (benefit.of() != null) {
      String text =
          benefit.form() == Benefit.Form.SHARE
              ? benefit.of() + " * " + benefit.percent() + " / 100"
              : benefit.of();
      if (!(READER.readFormula(text) instanceof Formula.Read.Accepted(Formula read))) {
        return null;
      }
      formula = read;
    }
    return new BenefitRule(benefit, each, formula);
  }

  private static @Nullable Condition read(String text) {
    return CONDITIONS.get(text, PolicyRules::readAnew).orElse(null);
  }

  private static Optional<Condition> readAnew(String text) {
    return READER.read(text) instanceof Reading.Accepted(Condition condition)
        ? Optional.of(condition)
        : Optional.empty();
  }

  /** Each with the regions where a narrower one takes its place. */
  private static List<PolicyRule> excepted(List<PolicyRule> rules) {
    Map<String, List<String>> places = new HashMap<>();
    for (PolicyRule rule : rules) {
      String parent = rule.version().parentCode();
      if (parent != null && rule.version().narrows()) {
        places.computeIfAbsent(parent, code -> new ArrayList<>()).add(rule.regionCode());
      }
    }
    return rules.stream()
        .map(
            rule ->
                new PolicyRule(
                    rule.version(),
                    rule.condition(),
                    rule.parts(),
                    places.getOrDefault(rule.code(), List.of()).stream().sorted().toList(),
                    rule.restsOn(),
                    rule.benefit()))
        .toList();
  }

  /** The dictionary that these rules speak of. */
  public static Facts facts() {
    return RegisterFacts.ALL;
  }
}
