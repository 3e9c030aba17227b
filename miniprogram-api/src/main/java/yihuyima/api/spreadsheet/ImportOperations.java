package yihuyima.api.spreadsheet;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.access.Matter;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.audit.LookRecorder;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Api;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Deed;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Cursor;
import yihuyima.api.sql.Database;

/** Bringing the national form in: sending, checking, looking through, applying. */
public final class ImportOperations implements Operations {
  /** Files of one organisation that are kept at a time. */
  static final int UNDER_WAY_MAX = 5;

  private static final String XLSX =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  private final Database database;
  private final ImportStore store;
  private final LookRecorder looks;
  private final AccessRecordStore records;
  private final ImportJobs jobs;
  private final Clock clock;
  private final WorkerExecutor drawing;

  /** What it stands on; one for each event loop. */
  public ImportOperations(
      Database database,
      FieldCipher cipher,
      LookRecorder looks,
      AccessRecordStore records,
      ImportJobs jobs,
      Clock clock) {
    this.database = database;
    this.store = new ImportStore(cipher);
    this.looks = looks;
    this.records = records;
    this.jobs = jobs;
    this.clock = clock;
    this.drawing = database.vertx().createSharedWorkerExecutor("workbooks", 1, 2, TimeUnit.MINUTES);
  }

  @Override
  public void bind(Api api) {
    api.on(Action.GET_FORM_TEMPLATE, this::getFormTemplate);
    api.write(Action.START_IMPORT, this::startImport);
    api.write(Action.SEND_IMPORT_PART, this::sendImportPart);
    api.write(Action.CHECK_IMPORT, this::checkImport);
    api.on(Action.LIST_IMPORTS, this::listImports);
    api.on(Action.GET_IMPORT, this::getImport);
    api.on(Action.LIST_IMPORT_FINDINGS, this::listImportFindings);
    api.on(Action.GET_MARKED_WORKBOOK, this::getMarkedWorkbook);
    api.write(Action.APPLY_IMPORT, this::applyImport);
    api.write(Action.CANCEL_IMPORT, this::cancelImport);
  }

  private Future<Reply> getFormTemplate(Caller caller, Request request) {
    return drawing
        .executeBlocking(ImportOperations::template, false)
        .map(file -> Reply.file(XLSX, file).asAttachment("form.xlsx"));
  }

  private static Buffer template() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FormWriter.template(out);
    return Buffer.buffer(out.toByteArray());
  }

  private Future<Reply> startImport(Caller caller, Request request, SqlConnection db) {
    Caller.Staff staff = staff(caller);
    JsonObject body = request.body();
    long named = body.getLong("organisationId", staff.organisationId());
    int bytes = body.getInteger("sizeBytes");
    if (bytes > SheetLimits.FILE_BYTES_MAX) {
      throw Problem.BODY_TOO_LARGE.because("a workbook over the limit");
    }
    return store
        .organisation(db, named)
        .map(found -> found.openOrFail(caller, Action.START_IMPORT))
        .compose(path -> store.underWay(db, named))
        .compose(
            count -> {
              if (count >= UNDER_WAY_MAX) {
                throw Problem.IMPORTS_LEFT.because("imports of one organisation");
              }
              return store.start(
                  db,
                  named,
                  staff.staffId(),
                  Access.reach(caller).from(),
                  bytes,
                  ChinaTime.now(clock));
            })
        .compose(id -> shown(db, caller, id, Action.START_IMPORT))
        .map(job -> Reply.created(job.json()).about(Matter.organisation(job.organisationId())));
  }

  private static Caller.Staff staff(Caller caller) {
    if (caller instanceof Caller.Staff staff) {
      return staff;
    }
    throw Problem.NOT_ALLOWED.because("no member of an office");
  }

  private Future<ImportJob> shown(SqlConnection db, Caller caller, long id, Action action) {
    return store.find(db, id).map(found -> found.openOrFail(caller, action));
  }

  private Future<Reply> sendImportPart(Caller caller, Request request, SqlConnection db) {
    long id = request.id("importId");
    int number = (int) request.id("part");
    Buffer body = request.rawBody();
    if (body.length() > SheetLimits.PART_BYTES_MAX || body.length() == 0) {
      throw Problem.BODY_TOO_LARGE.because("a part over the limit, or none");
    }
    return change(db, caller, id, Action.SEND_IMPORT_PART, ImportJob.State.UPLOADING)
        .compose(
            job -> {
              int parts = parts(job);
              boolean last = number == parts;
              int expected =
                  last
                      ? job.sizeBytes() - (parts - 1) * SheetLimits.PART_BYTES_MAX
                      : SheetLimits.PART_BYTES_MAX;
              if (number < 1 || number > parts || body.length() != expected) {
                throw Problem.REQUEST_INVALID
                    .because("a part of another length")
                    .at("/", "文件与开始时说的大小不一致，请重新上传");
              }
              return store.addPart(db, id, number, body.getBytes()).map(job);
            })
        .compose(job -> shown(db, caller, id, Action.SEND_IMPORT_PART))
        .map(job -> Reply.ok(job.json()).about(Matter.organisation(job.organisationId())));
  }

  private static int parts(ImportJob job) {
    return Math.ceilDiv(job.sizeBytes(), SheetLimits.PART_BYTES_MAX);
  }

  private Future<ImportJob> change(
      SqlConnection db, Caller caller, long id, Action action, ImportJob.State... states) {
    return store
        .findForChange(db, id)
        .map(found -> found.openOrFail(caller, action))
        .map(
            job -> {
              if (!List.of(states).contains(job.state()) || job.emptied()) {
                throw Problem.STATE_CHANGED.because("the import is " + job.state());
              }
              return job;
            });
  }

  private Future<Reply> checkImport(Caller caller, Request request, SqlConnection db) {
    long id = request.id("importId");
    Caller.Staff staff = staff(caller);
    return change(
            db, caller, id, Action.CHECK_IMPORT, ImportJob.State.UPLOADING, ImportJob.State.CHECKED)
        .compose(
            job -> {
              if (job.parts() < parts(job)) {
                throw Problem.STATE_CHANGED.because("parts are missing");
              }
              return begin(db, caller, request, id, ImportJob.State.CHECKING, null, staff, "check");
            });
  }

  private Future<Reply> begin(
      SqlConnection db,
      Caller caller,
      Request request,
      long id,
      ImportJob.State state,
      ImportJob.@Nullable Mode mode,
      Caller.Staff staff,
      String what) {
    return store
        .begin(db, id, state, mode, staff.staffId(), Access.reach(caller).from())
        .compose(
            ok ->
                records.insert(
                    db, List.of(Deed.of(clock, caller, request, what + " of import " + id))))
        .compose(ok -> store.need(db, id))
        .map(
            job -> {
              // It is visible once this transaction has committed; whoever works looks again
              // anyway.
              database.vertx().setTimer(50, ignored -> jobs.work());
              return Reply.accepted(job.json()).about(Matter.organisation(job.organisationId()));
            });
  }

  private Future<Reply> applyImport(Caller caller, Request request, SqlConnection db) {
    long id = request.id("importId");
    Caller.Staff staff = staff(caller);
    ImportJob.Mode mode = ImportJob.Mode.valueOf(request.body().getString("mode"));
    return change(db, caller, id, Action.APPLY_IMPORT, ImportJob.State.CHECKED)
        .compose(
            job -> {
              if (mode == ImportJob.Mode.ALL && job.counts().bad() > 0) {
                throw Problem.IMPORT_HAS_ERRORS.because("rows with errors");
              }
              return begin(
                  db, caller, request, id, ImportJob.State.APPLYING, mode, staff, "apply " + mode);
            });
  }

  private Future<Reply> cancelImport(Caller caller, Request request, SqlConnection db) {
    long id = request.id("importId");
    return change(
            db,
            caller,
            id,
            Action.CANCEL_IMPORT,
            ImportJob.State.UPLOADING,
            ImportJob.State.CHECKING,
            ImportJob.State.REFUSED,
            ImportJob.State.CHECKED)
        .compose(job -> store.cancel(db, id, ChinaTime.now(clock)))
        .compose(
            ok ->
                records.insert(
                    db, List.of(Deed.of(clock, caller, request, "cancelled import " + id))))
        .compose(ok -> store.need(db, id))
        .map(job -> Reply.ok(job.json()).about(Matter.organisation(job.organisationId())));
  }

  private Future<Reply> listImports(Caller caller, Request request) {
    int limit = (int) request.query("limit", 20);
    long before = Cursor.parse(request.query("cursor"), Long.MAX_VALUE)[0];
    return database
        .read(db -> store.list(db, Access.reach(caller), before, limit + 1))
        .map(
            found -> {
              List<ImportJob> page = found.subList(0, Math.min(limit, found.size()));
              return Reply.ok(
                  new JsonObject()
                      .put("items", new JsonArray(page.stream().map(ImportJob::json).toList()))
                      .put("next", found.size() > limit ? Cursor.of(page.getLast().id()) : null));
            });
  }

  private Future<ImportJob> found(Caller caller, Request request, Action action) {
    return database
        .read(db -> store.find(db, request.id("importId")))
        .map(found -> found.openOrFail(caller, action));
  }

  private Future<Reply> getImport(Caller caller, Request request) {
    return found(caller, request, Action.GET_IMPORT).map(job -> Reply.ok(job.json()));
  }

  /**
   * What is said of rows, household by household; the cells are what the office itself has sent.
   */
  private Future<Reply> listImportFindings(Caller caller, Request request) {
    int limit = (int) request.query("limit", 50);
    long after = Cursor.parse(request.query("cursor"), 0)[0];
    boolean bad = request.query("only").filter("ERRORS"::equals).isPresent();
    return found(caller, request, Action.LIST_IMPORT_FINDINGS)
        .compose(
            job ->
                looks
                    .record(Deed.of(clock, caller, request, "rows of import " + job.id()))
                    .compose(
                        ok ->
                            database.read(
                                db -> store.said(db, job.id(), bad, (int) after, limit + 1))))
        .map(
            rows -> {
              List<ImportStore.Waiting> page = rows.subList(0, Math.min(limit, rows.size()));
              JsonArray items = new JsonArray();
              page.forEach(each -> items.add(json(each)));
              return Reply.ok(
                  new JsonObject()
                      .put("items", items)
                      .put("next", rows.size() > limit ? Cursor.of(page.getLast().place()) : null));
            });
  }

  private static JsonObject json(ImportStore.Waiting waiting) {
    SheetHousehold household = waiting.household();
    String name =
        household
            .worker()
            .map(worker -> worker.facts().get(yihuyima.api.form.FormField.NAME))
            .orElse(null);
    JsonArray findings = new JsonArray();
    household.findings().forEach(finding -> findings.add(finding.json()));
    return new JsonObject()
        .put("row", household.row())
        .put("state", waiting.state())
        .put("name", name)
        .put("people", household.people().size())
        .put("findings", findings);
  }

  private Future<Reply> getMarkedWorkbook(Caller caller, Request request) {
    return found(caller, request, Action.GET_MARKED_WORKBOOK)
        .compose(
            job -> {
              if (job.emptied() || job.counts().households() == 0) {
                throw Problem.STATE_CHANGED.because("nothing of the file is left");
              }
              return looks
                  .record(Deed.of(clock, caller, request, "workbook of import " + job.id()))
                  .compose(ok -> file(job))
                  .compose(
                      file ->
                          findings(job, 0, new HashMap<>())
                              .compose(
                                  findings ->
                                      drawing.executeBlocking(
                                          () -> MarkedWorkbook.of(file.getBytes(), findings),
                                          false)));
            })
        .map(
            marked ->
                Reply.file(XLSX, Buffer.buffer(marked))
                    .asAttachment("import-" + request.id("importId") + ".xlsx"));
  }

  private Future<Buffer> file(ImportJob job) {
    Future<Buffer> file = Future.succeededFuture(Buffer.buffer());
    for (int i = 1; i <= job.parts(); i++) {
      int number = i;
      file =
          file.compose(
              before ->
                  database
                      .read(db -> store.part(db, job.id(), number))
                      .map(part -> before.appendBytes(store.open(part.orElseThrow()))));
    }
    return file;
  }

  private Future<Map<Integer, List<Finding>>> findings(
      ImportJob job, int after, Map<Integer, List<Finding>> all) {
    return database
        .read(db -> store.said(db, job.id(), false, after, 200))
        .compose(
            rows -> {
              rows.forEach(
                  each ->
                      each.household()
                          .findings()
                          .forEach(
                              finding ->
                                  all.computeIfAbsent(finding.row(), any -> new ArrayList<>())
                                      .add(finding)));
              return rows.isEmpty()
                  ? Future.succeededFuture(all)
                  : findings(job, rows.getLast().place(), all);
            });
  }
}
