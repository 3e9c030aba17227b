package yihuyima.api.hardship;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Matter;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Deed;
import yihuyima.api.identity.Require;
import yihuyima.api.limit.Limits;
import yihuyima.api.sql.Database;

/**
 * Regions and rules for anyone to read, the computation for anyone to do, and standards for
 * administrators to set. What is computed is neither stored nor recorded: it is nobody's, for
 * nothing in it says whose it is.
 */
public final class HardshipOperations implements Operations {
  /** How far from today a standard may begin, in days: a year's and some time to hear of it. */
  static final int STANDARD_DAYS_MAX = 400;

  /** The years for which rules are asked. */
  private static final int YEAR_MIN = 2000;

  private static final int YEAR_MAX = 2100;

  private final Database database;
  private final AccessRecordStore record;
  private final Limits limits;
  private final Clock clock;
  private final HardshipStore store = new HardshipStore();

  /** What it stands on; one for each event loop. */
  public HardshipOperations(
      Database database, AccessRecordStore record, Limits limits, Clock clock) {
    this.database = database;
    this.record = record;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public void bind(Api api) {
    api.on(Action.LIST_HARDSHIP_REGIONS, this::listHardshipRegions);
    api.on(Action.GET_HARDSHIP_RULE, this::getHardshipRule);
    api.on(Action.COMPUTE_HARDSHIP, this::computeHardship);
    api.on(Action.LIST_HARDSHIP_STANDARDS, this::listHardshipStandards);
    api.write(Action.PUT_HARDSHIP_STANDARD, this::putHardshipStandard);
  }

  private Future<Reply> listHardshipRegions(Caller caller, Request request) {
    LocalDate today = ChinaTime.today(clock);
    Optional<String> within = request.query("within");
    return database
        .read(
            db ->
                within.isPresent()
                    ? store.regionsBelow(db, today, within.get())
                    : store.topRegions(db, today))
        .map(
            found -> {
              JsonArray items = new JsonArray();
              found.forEach(region -> items.add(json(region)));
              return Reply.ok(new JsonObject().put("items", items));
            });
  }

  private static JsonObject json(HardshipStore.Region region) {
    return new JsonObject()
        .put("regionCode", region.regionCode())
        .put("name", region.name())
        .put("level", region.level())
        .put("hasStandard", region.hasStandard())
        .put("hasBelow", region.hasBelow());
  }

  private Future<Reply> getHardshipRule(Caller caller, Request request) {
    String region = request.path("regionCode");
    LocalDate day = day(request.query("on"), "on");
    return rule(region, day)
        .compose(
            rule ->
                database
                    .read(db -> store.union(db, region))
                    .map(
                        union ->
                            Reply.ok(
                                new JsonObject()
                                    .put("regionCode", region)
                                    .put("day", day.toString())
                                    .put("union", json(union))
                                    .put("rule", HardshipJson.of(rule)))));
  }

  /** A region without a union is none of ours. */
  private static JsonObject json(Optional<HardshipStore.Union> found) {
    HardshipStore.Union union =
        found.orElseThrow(() -> Problem.NOT_FOUND.because("no union of this region"));
    return new JsonObject().put("name", union.name()).put("hotline", union.hotline());
  }

  /** A day as it was sent; today when none was. */
  private LocalDate day(Optional<String> text, String name) {
    try {
      LocalDate day = text.map(LocalDate::parse).orElse(ChinaTime.today(clock));
      if (day.getYear() >= YEAR_MIN && day.getYear() <= YEAR_MAX) {
        return day;
      }
    } catch (DateTimeException e) {
      throw Problem.REQUEST_INVALID.because("not a day", e).at(name, "日期格式不正确");
    }
    throw Problem.REQUEST_INVALID.because("a day out of range").at(name, "年份不正确");
  }

  private Future<HardshipRule> rule(String region, LocalDate day) {
    return database
        .read(db -> store.rule(db, region, day))
        .map(found -> found.orElseThrow(() -> Problem.NOT_FOUND.because("no rule on this day")));
  }

  private Future<Reply> computeHardship(Caller caller, Request request) {
    JsonObject body = request.body();
    LocalDate day = day(Optional.ofNullable(body.getString("on")), "/on");
    return limits
        .computation(request.address())
        .compose(ok -> rule(body.getString("regionCode"), day))
        .map(
            rule -> {
              HardshipFacts facts = HardshipJson.facts(body.getJsonObject("facts"), rule, "/facts");
              return Reply.ok(HardshipJson.of(HardshipCalculator.compute(facts, rule, day)));
            });
  }

  private Future<Reply> listHardshipStandards(Caller caller, Request request) {
    String region = request.path("regionCode");
    return database
        .read(db -> store.standards(db, region))
        .map(
            found -> {
              JsonArray items = new JsonArray();
              found.forEach(each -> items.add(json(each)));
              return Reply.ok(new JsonObject().put("items", items));
            });
  }

  private static JsonObject json(HardshipStore.Recorded recorded) {
    return HardshipJson.of(recorded.standard())
        .put("recordedAt", recorded.recordedAt().toInstant().toString());
  }

  private Future<Reply> putHardshipStandard(Caller caller, Request request, SqlConnection db) {
    Caller.Staff by = Require.staff(caller);
    String region = request.path("regionCode");
    JsonObject body = request.body();
    return store
        .unionPaths(db, region)
        .compose(
            paths -> {
              requireAdministrator(caller, paths);
              LocalDate from = day(Optional.of(body.getString("validFrom")), "/validFrom");
              requireNear(from);
              return store.addStandard(
                  db,
                  region,
                  from,
                  body.getLong("monthFen"),
                  plain(body.getString("source")),
                  ChinaTime.now(clock),
                  by.staffId());
            })
        .compose(
            added ->
                record
                    .insert(db, List.of(Deed.of(clock, caller, request, words(added.standard()))))
                    .map(Reply.created(json(added)).about(Matter.nothing())));
  }

  private static void requireAdministrator(Caller caller, List<String> paths) {
    boolean may =
        paths.stream()
            .anyMatch(
                path ->
                    Access.allows(
                        caller, Action.PUT_HARDSHIP_STANDARD, Concern.ofOrganisation(path)));
    if (!may) {
      throw Problem.NOT_FOUND.because("no administrator of this region's union");
    }
  }

  private void requireNear(LocalDate from) {
    LocalDate today = ChinaTime.today(clock);
    if (from.isBefore(today.minusDays(STANDARD_DAYS_MAX))
        || from.isAfter(today.plusDays(STANDARD_DAYS_MAX))) {
      throw Problem.REQUEST_INVALID
          .because("a first day far from today")
          .at("/validFrom", "开始日期离今天最多" + STANDARD_DAYS_MAX + "天，请核对年份");
    }
  }

  private static String plain(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "").strip();
    if (plain.length() < 2) {
      throw Problem.REQUEST_INVALID.because("blank text").at("/source", "请写明依据的文件");
    }
    return plain;
  }

  private static String words(HardshipRule.Standard standard) {
    return "standard of region "
        + standard.regionCode()
        + " from "
        + standard.validFrom()
        + " version "
        + standard.version();
  }
}
