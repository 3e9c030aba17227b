package yihuyima.api.policy.recomputation;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.LocalDate;
import yihuyima.api.access.Action;
import yihuyima.api.access.Concern;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.sql.Database;

/** What a version of a policy would change, before it is approved. */
public final class SimulationOperations implements Operations {
  /** When the job is visible to its worker, in milliseconds. */
  private static final long WORK_AFTER_MS = 50;

  private final Database database;
  private final SimulationJobs jobs;
  private final Clock clock;
  private final SimulationStore store = new SimulationStore();

  public SimulationOperations(Database database, SimulationJobs jobs, Clock clock) {
    this.database = database;
    this.jobs = jobs;
    this.clock = clock;
  }

  @Override
  public void bind(Api api) {
    api.write(Action.START_POLICY_SIMULATION, this::startPolicySimulation);
    api.on(Action.GET_POLICY_SIMULATION, this::getPolicySimulation);
  }

  /** On its first day, or today when that is over. */
  private Future<Reply> startPolicySimulation(Caller caller, Request request, SqlConnection db) {
    long organisationId = request.id("organisationId");
    String code = request.body().getString("policyCode");
    int version = request.body().getInteger("version");
    Long staffId = Concern.staffId(caller);
    LocalDate today = ChinaTime.today(clock);
    return store
        .organisation(db, organisationId)
        .map(found -> found.openOrFail(caller, Action.START_POLICY_SIMULATION))
        .compose(path -> store.version(db, code, version))
        .map(
            found ->
                found.orElseThrow(
                    () ->
                        Problem.REQUEST_INVALID
                            .because("no such version")
                            .at("/version", "没有这一版政策")))
        .compose(
            found ->
                store.start(
                    db,
                    organisationId,
                    code,
                    version,
                    found.edition(),
                    staffId == null ? 0 : staffId,
                    ChinaTime.now(clock),
                    found.validFrom().isAfter(today) ? found.validFrom() : today))
        .map(
            simulation -> {
              database.vertx().setTimer(WORK_AFTER_MS, id -> jobs.work());
              return Reply.accepted(simulation);
            });
  }

  private Future<Reply> getPolicySimulation(Caller caller, Request request) {
    long id = request.id("simulationId");
    return database
        .read(db -> store.find(db, id))
        .map(found -> Reply.ok(found.openOrFail(caller, Action.GET_POLICY_SIMULATION).json()));
  }
}
