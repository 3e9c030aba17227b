package yihuyima.api.policy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Action;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.organisation.RegionLineage;
import yihuyima.api.sql.Database;

/** The catalogue for anyone to read: which policies there are, for whom each is, how it is had. */
public final class CatalogueOperations implements Operations {
  /** Policies that one answer lists; whoever looks for one narrows it down. */
  static final int LISTED_MAX = 200;

  private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
  private static final LocalDate LAST_DAY = LocalDate.of(2100, 12, 31);

  private final Database database;
  private final Clock clock;
  private final PolicyStore store = new PolicyStore();

  /** What it stands on; one for each event loop. */
  public CatalogueOperations(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public void bind(Api api) {
    api.on(Action.LIST_POLICIES, this::listPolicies);
    api.on(Action.GET_POLICY, this::getPolicy);
  }

  private Future<Reply> listPolicies(Caller caller, Request request) {
    LocalDate day = day(request);
    Optional<String> region = request.query("region");
    Optional<String> sector = request.query("sector");
    Optional<String> level = request.query("level");
    String words = request.query("q").map(q -> q.strip().toLowerCase(Locale.ROOT)).orElse("");
    return rules(day)
        .map(
            rules -> {
              List<PolicyRule> found =
                  rules.rules().stream()
                      .filter(rule -> region.map(rule::appliesIn).orElse(true))
                      .filter(rule -> sector.map(s -> isOf(rule, s)).orElse(true))
                      .filter(rule -> level.map(l -> level(rule).equals(l)).orElse(true))
                      .filter(rule -> speaksOf(rule, words))
                      .toList();
              JsonArray items = new JsonArray();
              found.stream().limit(LISTED_MAX).forEach(rule -> items.add(summary(rule)));
              return Reply.ok(
                  new JsonObject()
                      .put("on", day.toString())
                      .put("total", found.size())
                      .put("items", items));
            });
  }

  private Future<Reply> getPolicy(Caller caller, Request request) {
    LocalDate day = day(request);
    String code = request.path("policyCode");
    return rules(day)
        .map(
            rules ->
                rules.rules().stream()
                    .filter(rule -> rule.code().equals(code))
                    .findFirst()
                    .map(rule -> Reply.ok(whole(rule, rules)))
                    .orElseThrow(() -> Problem.NOT_FOUND.because("no such policy in force")));
  }

  private Future<PolicyRules> rules(LocalDate day) {
    return database
        .read(db -> store.inForce(db, day, ChinaTime.now(clock)))
        .compose(PolicyRules::read);
  }

  private LocalDate day(Request request) {
    try {
      LocalDate day = request.query("on").map(LocalDate::parse).orElse(ChinaTime.today(clock));
      if (!day.isBefore(FIRST_DAY) && !day.isAfter(LAST_DAY)) {
        return day;
      }
    } catch (DateTimeException e) {
      throw Problem.REQUEST_INVALID.because("not a day", e).at("on", "日期格式不正确");
    }
    throw Problem.REQUEST_INVALID.because("a day out of range").at("on", "年份不正确");
  }

  private static boolean isOf(PolicyRule rule, String sector) {
    return rule.version().sector().name().equals(sector);
  }

  private static boolean speaksOf(PolicyRule rule, String words) {
    PolicyVersion version = rule.version();
    return List.of(version.name(), version.gives(), version.department()).stream()
        .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(words));
  }

  /** Whose policy it is: 000000 is the country's. */
  static String level(PolicyRule rule) {
    return switch (RegionLineage.of(rule.regionCode()).length) {
      case 1 -> "COUNTRY";
      case 2 -> "PROVINCE";
      case 3 -> "CITY";
      default -> "COUNTY";
    };
  }

  private static JsonObject summary(PolicyRule rule) {
    PolicyVersion version = rule.version();
    return new JsonObject()
        .put("policyCode", version.code())
        .put("version", version.version())
        .put("name", version.name())
        .put("sector", version.sector().name())
        .put("department", version.department())
        .put("level", level(rule))
        .put("regionCode", version.regionCode())
        .put("kind", version.kind())
        .put("gives", version.gives())
        .put("isSample", version.isSample());
  }

  private static JsonObject whole(PolicyRule rule, PolicyRules rules) {
    PolicyVersion version = rule.version();
    JsonArray forWhom = new JsonArray();
    for (PolicyRule.Part part : rule.parts()) {
      forWhom.add(
          new JsonObject()
              .put("policyCode", part.code())
              .put("name", part.name())
              .put("words", part.condition().chinese()));
    }
    JsonArray excludes = new JsonArray();
    rules.rules().stream()
        .filter(
            other ->
                version.excludes().contains(other.code())
                    || other.version().excludes().contains(version.code()))
        .forEach(other -> excludes.add(named(other)));
    JsonArray below = new JsonArray();
    rules.rules().stream()
        .filter(other -> version.code().equals(other.version().parentCode()))
        .forEach(
            other ->
                below.add(
                    named(other)
                        .put("regionCode", other.regionCode())
                        .put("narrows", other.version().narrows())));
    return summary(rule)
        .put("forWhom", forWhom)
        .put("benefitWords", BenefitWords.of(rule.benefit()))
        .put("ceilingFen", version.ceilingFen())
        .put("narrows", version.parentCode() != null && version.narrows())
        .put("excludes", excludes)
        .put("below", below)
        .put("material", new JsonArray(version.material()))
        .put("steps", new JsonArray(version.steps()))
        .put("nextAction", version.nextAction())
        .put("answerWorkingDays", version.answerWorkingDays())
        .put("payWorkingDays", version.payWorkingDays())
        .put(
            "source",
            new JsonObject()
                .put("title", version.source())
                .put("number", version.sourceNumber())
                .put("on", text(version.sourceOn())))
        .put("validFrom", version.validFrom().toString())
        .put("validTo", text(version.validTo()));
  }

  private static JsonObject named(PolicyRule rule) {
    return new JsonObject().put("policyCode", rule.code()).put("name", rule.version().name());
  }

  private static @Nullable String text(@Nullable LocalDate day) {
    return day == null ? null : day.toString();
  }
}
