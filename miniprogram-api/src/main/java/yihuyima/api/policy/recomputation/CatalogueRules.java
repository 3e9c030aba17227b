package yihuyima.api.policy.recomputation;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.policy.PolicyRule;
import yihuyima.api.policy.PolicyRules;
import yihuyima.api.policy.PolicyStore;
import yihuyima.api.policy.condition.Clause;
import yihuyima.api.policy.condition.Condition;
import yihuyima.api.policy.condition.Fact;
import yihuyima.api.policy.condition.Fact.Scope;

/** The approved policies of the catalogue. */
public final class CatalogueRules implements RuleSource {
  private final PolicyStore store;
  private final Vertx vertx;
  private final Clock clock;

  /** Conditions are read off the event loop: a catalogue takes tens of milliseconds. */
  public CatalogueRules(Vertx vertx, PolicyStore store, Clock clock) {
    this.vertx = vertx;
    this.store = store;
    this.clock = clock;
  }

  @Override
  public Future<Long> version(SqlClient db) {
    return store.version(db);
  }

  @Override
  public Future<List<Found>> rules(SqlClient db, LocalDate day) {
    return store
        .inForce(db, day, ChinaTime.now(clock))
        .compose(versions -> vertx.executeBlocking(() -> PolicyRules.of(versions), false))
        .map(rules -> rules.rules().stream().map(CatalogueRules::found).toList());
  }

  private static Found found(PolicyRule rule) {
    return new Found(
        rule.code(), inItsRegion(rule), rule.restsOn(), Set.copyOf(rule.version().excludes()));
  }

  /** Who it is for, where it is in force: the same as {@link PolicyRule#appliesIn}. */
  static Condition inItsRegion(PolicyRule rule) {
    Condition condition = rule.condition();
    Fact region = condition.facts().get(Scope.HOUSEHOLD, "region");
    List<Clause> where = new ArrayList<>();
    if (!rule.regionCode().equals("000000")) {
      where.add(new Clause.Within(region, Integer.parseInt(rule.regionCode())));
    }
    for (String except : rule.exceptRegions()) {
      where.add(new Clause.Not(new Clause.Within(region, Integer.parseInt(except))));
    }
    if (where.isEmpty()) {
      return condition;
    }
    Clause here = where.size() == 1 ? where.getFirst() : new Clause.All(where);
    return new Condition("", condition.facts(), here).and(condition);
  }
}
