package yihuyima.api.spreadsheet;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.audit.Look;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Database;
import yihuyima.api.sql.Rows;
import yihuyima.api.sql.Subtree;

/**
 * Checks and applies the imports that wait, one at a time on a thread of its own: straight loops,
 * which wait for the database and never for the event loop.
 *
 * <p>Checking only reads and stages, so it is begun anew by whoever takes it up. Applying goes on
 * group by group where the last server stopped, each group with its mark in one transaction; or all
 * of it is one transaction, which either stands or was never there.
 */
public final class ImportJobs {
  /** A server that says nothing for so long no longer works on its import. */
  static final Duration SILENT = Duration.ofSeconds(60);

  /** How long a file is kept at most. */
  static final Duration KEPT = Duration.ofDays(7);

  /** Households in one group: their statements stay far below the time limit of one. */
  static final int GROUP_HOUSEHOLDS = 250;

  private static final long SAY_EVERY_NANOS = 500_000_000L;
  private static final Logger LOG = LoggerFactory.getLogger(ImportJobs.class);

  private final Database database;
  private final ImportStore store;
  private final KnownStore known;
  private final RowWriter writer;
  private final AccessRecordStore records;
  private final Clock clock;
  private final boolean inventedToo;
  private final AtomicLong writingNanos = new AtomicLong();
  private boolean working;

  /**
   * What it stands on; one for each event loop, and one of them works.
   *
   * @param inventedToo whether numbers of invented people are taken, as in the demo
   */
  public ImportJobs(
      Database database,
      FieldCipher cipher,
      BlindIndex index,
      AccessRecordStore records,
      Clock clock,
      boolean inventedToo) {
    this.database = database;
    this.store = new ImportStore(cipher);
    this.known = new KnownStore(cipher, index);
    this.writer = new RowWriter(cipher, index);
    this.records = records;
    this.clock = clock;
    this.inventedToo = inventedToo;
  }

  /** How long statements that write rows of the register have taken, for measuring. */
  public Duration writingTime() {
    return Duration.ofNanos(writingNanos.get());
  }

  /** Looks for an import and works on it; one call at a time does. */
  public void work() {
    if (working) {
      return;
    }
    working = true;
    database
        .write(db -> store.keptTooLong(db, now().minus(KEPT)))
        .compose(this::emptyAll)
        .compose(ok -> database.write(db -> store.take(db, now(), now().minus(SILENT))))
        .compose(taken -> taken.isPresent() ? run(taken.get()) : Future.succeededFuture())
        .onComplete(
            ended -> {
              working = false;
              if (ended.failed()) {
                LOG.warn("an import pauses: {}", ended.cause().getMessage());
              }
            });
  }

  private Future<Void> emptyAll(List<Long> jobs) {
    Future<Void> all = Future.succeededFuture();
    for (long job : jobs) {
      all = all.compose(ok -> database.transact(db -> store.expire(db, job, now())));
    }
    return all;
  }

  private OffsetDateTime now() {
    return ChinaTime.now(clock);
  }

  private Future<Void> run(long id) {
    WorkerExecutor thread =
        database.vertx().createSharedWorkerExecutor("import", 1, 6, TimeUnit.HOURS);
    Context context = database.vertx().getOrCreateContext();
    return database
        .read(db -> store.need(db, id))
        .compose(
            job ->
                thread.executeBlocking(
                    () -> {
                      new Run(job, context).work();
                      return null;
                    },
                    false))
        .<Void>mapEmpty()
        .eventually(thread::close);
  }

  /** One import under way. */
  private final class Run {
    private final ImportJob job;
    private final Context context;
    private final Subtree reach;
    private final Map<String, Known.Organisation> organisations = new HashMap<>();
    private final Set<String> asked = new HashSet<>();
    private long saidAt = System.nanoTime();

    Run(ImportJob job, Context context) {
      this.job = job;
      this.context = context;
      this.reach = Subtree.of(job.reach());
    }

    void work() {
      switch (job.state()) {
        case CHECKING -> {
          try {
            check();
          } catch (Gone e) {
            LOG.info("an import was cancelled while it was checked");
          }
        }
        case APPLYING -> {
          if (job.mode() == ImportJob.Mode.ALL) {
            applyAll();
          } else {
            applyGood();
          }
        }
        default -> {
          // Cancelled since it was taken.
        }
      }
    }

    private RowPlan.Frame frame() {
      return new RowPlan.Frame(
          new Known.Organisation(job.organisationId(), job.organisation()), ChinaTime.today(clock));
    }

    private void check() {
      byte[] file = file();
      byte[] digest = digest(file);
      await(() -> database.write(db -> store.clear(db, job.id())));
      ImportJob.Counts counts = ImportJob.Counts.NONE;
      try (FormReader reader = FormReader.open(file)) {
        HouseholdRows rows = new HouseholdRows(reader.headings(), inventedToo);
        List<SheetHousehold> group = new ArrayList<>();
        for (Optional<SheetRow> row = reader.next(); row.isPresent(); row = reader.next()) {
          rows.take(row.get()).ifPresent(group::add);
          if (group.size() >= GROUP_HOUSEHOLDS) {
            counts = stage(group, counts);
            group.clear();
          }
        }
        rows.end().ifPresent(group::add);
        counts = group.isEmpty() ? counts : stage(group, counts);
        if (counts.households() == 0) {
          throw new NotAForm("表头下面没有内容");
        }
        List<String> notes = new ArrayList<>(reader.headings().said());
        await(() -> database.read(db -> store.importedBefore(db, digest)))
            .ifPresent(
                at ->
                    notes.addFirst(
                        "这个文件在"
                            + at.atZoneSameInstant(ChinaTime.ZONE)
                                .format(DateTimeFormatter.ofPattern("yyyy年M月d日HH:mm"))
                            + "导入过；没有变化的户不会再写"));
        end(ImportJob.State.CHECKED, digest, new ImportJob.Said(null, notes), counts);
      } catch (NotAForm e) {
        await(() -> database.transact(db -> store.empty(db, job.id(), now())));
        end(
            ImportJob.State.REFUSED,
            digest,
            new ImportJob.Said(e.mend(), List.of()),
            ImportJob.Counts.NONE);
      }
    }

    private void end(
        ImportJob.State state, byte[] digest, ImportJob.Said said, ImportJob.Counts counts) {
      await(() -> database.write(db -> store.checked(db, job, state, digest, said, counts)));
    }

    private byte[] file() {
      ByteArrayOutputStream file = new ByteArrayOutputStream(job.sizeBytes());
      for (int i = 1; i <= job.parts(); i++) {
        int number = i;
        ImportStore.Sealed part =
            await(() -> database.read(db -> store.part(db, job.id(), number)))
                .orElseThrow(() -> new IllegalStateException("a part is gone"));
        file.writeBytes(store.open(part));
      }
      return file.toByteArray();
    }

    private ImportJob.Counts stage(List<SheetHousehold> group, ImportJob.Counts before) {
      Map<String, Known.Organisation> named = organisations(group);
      List<SheetHousehold> sheet = List.copyOf(group);
      ImportJob.Counts after =
          inTransaction(
              link -> {
                // Whoever cancels waits for this, and then deletes it too.
                if (!link.run(db -> store.stillMine(db, job))) {
                  throw new Gone();
                }
                Known here = link.run(db -> known.read(db, sheet, reach, false));
                Known all = withOrganisations(here, named);
                List<RowPlan> plans =
                    sheet.stream().map(each -> RowPlan.of(each, all, frame())).toList();
                List<Long> ids =
                    link.run(
                        db ->
                            db.preparedQuery(RowWriter.NEXT_IDS)
                                .execute(Tuple.of("import_household", sheet.size()))
                                .map(rows -> Rows.all(rows, row -> row.getLong("id"))));
                List<Integer> places = new ArrayList<>();
                ImportJob.Counts counts = before;
                for (int i = 0; i < plans.size(); i++) {
                  places.add(before.households() + i + 1);
                  counts = counts.with(plans.get(i).kind(), sheet.get(i).people().size());
                }
                Tuple sealed = store.sealed(job.id(), ids, places, plans, sheet);
                link.run(db -> store.stage(db, sealed));
                List<Long> looked =
                    plans.stream()
                        .flatMap(plan -> Optional.ofNullable(plan.household()).stream())
                        .map(Known.Household::id)
                        .toList();
                record(link, looked, "checkImport", "held against import " + job.id(), 0);
                return counts;
              });
      say(after.households());
      return after;
    }

    private Map<String, Known.Organisation> organisations(List<SheetHousehold> group) {
      List<String> names =
          group.stream()
              .flatMap(each -> Optional.ofNullable(each.organisation()).stream())
              .filter(asked::add)
              .toList();
      organisations.putAll(
          await(() -> database.read(db -> KnownStore.organisations(db, names, reach))));
      return organisations;
    }

    private static Known withOrganisations(Known here, Map<String, Known.Organisation> named) {
      return new Known(here.people(), here.households(), here.numbers(), named);
    }

    /**
     * A household's own rows alone are looked at again: what was said of them before is said anew.
     */
    private SheetHousehold plain(SheetHousehold staged) {
      return new SheetHousehold(
          staged.row(),
          staged.number(),
          staged.organisation(),
          staged.level(),
          staged.openedOn(),
          staged.facts(),
          staged.people(),
          List.of());
    }

    /** What came of a group. */
    private record Group(int last, int size, int bad) {}

    private Group apply(Link link, int after, boolean all) {
      List<ImportStore.Sealed> due =
          link.run(db -> store.due(db, job.id(), after, GROUP_HOUSEHOLDS));
      if (due.isEmpty()) {
        return new Group(after, 0, 0);
      }
      List<SheetHousehold> sheet = due.stream().map(each -> plain(store.household(each))).toList();
      Map<String, Known.Organisation> named = organisations(sheet);
      Known here = withOrganisations(link.run(db -> known.read(db, sheet, reach, true)), named);
      List<RowPlan> plans = sheet.stream().map(each -> RowPlan.of(each, here, frame())).toList();
      List<Long> right = new ArrayList<>();
      List<Long> wrong = new ArrayList<>();
      List<RowPlan> wrongPlans = new ArrayList<>();
      List<SheetHousehold> wrongRows = new ArrayList<>();
      for (int i = 0; i < plans.size(); i++) {
        if (plans.get(i).kind() == RowPlan.Kind.BAD) {
          wrong.add(due.get(i).id());
          wrongPlans.add(plans.get(i));
          wrongRows.add(sheet.get(i));
        } else {
          right.add(due.get(i).id());
        }
      }
      if (all && !wrong.isEmpty()) {
        return new Group(after, due.size(), wrong.size());
      }
      write(link, plans.stream().filter(RowPlan::writes).toList());
      link.run(db -> store.applied(db, right));
      link.run(db -> store.result(db, wrong, wrongPlans, wrongRows));
      return new Group(after, due.size(), wrong.size());
    }

    private void write(Link link, List<RowPlan> plans) {
      if (plans.isEmpty()) {
        return;
      }
      RowWriter.Ids ids = link.run(db -> RowWriter.ids(db, plans));
      Long[] open =
          plans.stream()
              .filter(plan -> !plan.opensFile())
              .flatMap(plan -> Optional.ofNullable(plan.household()).stream())
              .map(Known.Household::id)
              .toArray(Long[]::new);
      Map<Long, Long> files = new HashMap<>();
      if (open.length > 0) {
        link.run(db -> db.preparedQuery(RowWriter.FILES).execute(Tuple.of((Object) open)))
            .forEach(row -> files.put(row.getLong("household_id"), row.getLong("id")));
      }
      RowWriter.Batch batch =
          writer.batch(
              plans,
              ids,
              files,
              new RowWriter.Deed(
                  job.staffId(), now(), ChinaTime.today(clock), "表格导入第" + job.id() + "号"));
      long before = System.nanoTime();
      link.run(batch::write);
      writingNanos.addAndGet(System.nanoTime() - before);
      record(
          link,
          batch.households(),
          "applyImport",
          "import " + job.id(),
          job.counts().fresh() + job.counts().changed());
    }

    private void record(
        Link link, List<Long> households, String operation, String detail, int together) {
      if (households.isEmpty()) {
        return;
      }
      Integer among = together > 1 ? Integer.valueOf(together) : null;
      List<Look> looks =
          households.stream()
              .map(
                  id ->
                      new Look(
                          clock.instant(),
                          operation,
                          "STAFF:" + job.staffId(),
                          job.organisationId(),
                          id,
                          true,
                          detail,
                          null,
                          null,
                          "import-" + job.id() + "-" + job.run(),
                          "",
                          null,
                          null,
                          null,
                          among))
              .toList();
      link.run(db -> records.insert(db, looks));
    }

    /** Group by group, each in a transaction of its own. */
    private void applyGood() {
      int done = 0;
      while (true) {
        Group group =
            inTransaction(
                link ->
                    link.run(db -> store.stillMine(db, job))
                        ? apply(link, 0, false)
                        : new Group(0, -1, 0));
        if (group.size() < 0) {
          return;
        }
        if (group.size() == 0) {
          finish();
          return;
        }
        done += group.size();
        say(done);
      }
    }

    /** All in one transaction. Whatever has become wrong since the check ends it, and is shown. */
    private void applyAll() {
      try {
        inTransaction(
            link -> {
              int done = 0;
              while (true) {
                Group group = apply(link, 0, true);
                if (group.bad() > 0) {
                  throw new BecameWrong();
                }
                if (group.size() == 0) {
                  break;
                }
                done += group.size();
                say(done);
              }
              OffsetDateTime at = now();
              if (link.run(db -> store.done(db, job, at)).isEmpty()) {
                throw new IllegalStateException("another server has taken it up");
              }
              return link.run(db -> store.empty(db, job.id(), at));
            });
      } catch (BecameWrong e) {
        await(() -> database.write(db -> store.again(db, job)));
      }
    }

    private void finish() {
      OffsetDateTime at = now();
      inTransaction(
          link -> {
            Optional<Integer> bad = link.run(db -> store.done(db, job, at));
            // What was left out is kept, so that it can be fetched and mended.
            return bad.isPresent() && bad.get() == 0
                ? link.run(db -> store.empty(db, job.id(), at))
                : null;
          });
    }

    private void say(int done) {
      if (System.nanoTime() - saidAt > SAY_EVERY_NANOS) {
        saidAt = System.nanoTime();
        await(() -> database.write(db -> store.progress(db, job, done, now())));
      }
    }

    private <T> T await(Supplier<Future<T>> work) {
      return ImportJobs.await(context, work);
    }

    private <T extends @Nullable Object> T inTransaction(Function<Link, T> work) {
      Promise<SqlConnection> begun = Promise.promise();
      Promise<Void> ended = Promise.promise();
      Promise<Void> committed = Promise.promise();
      context.runOnContext(
          ignored ->
              database
                  .transact(
                      db -> {
                        begun.complete(db);
                        return ended.future();
                      })
                  .onFailure(begun::tryFail)
                  .onComplete(committed));
      SqlConnection db = joined(begun.future());
      T value;
      try {
        value = work.apply(new Link(db, context));
      } catch (RuntimeException e) {
        ended.fail(e);
        committed.future().toCompletionStage().toCompletableFuture().handle((a, b) -> null).join();
        throw e;
      }
      ended.complete();
      joined(committed.future());
      return value;
    }
  }

  /** Cancelled meanwhile, or another server's. */
  private static final class Gone extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Something that was right when it was checked. */
  private static final class BecameWrong extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** The connection of a transaction, as a thread that may wait uses it. */
  private record Link(SqlConnection db, Context context) {
    <T> T run(Function<SqlConnection, Future<T>> statement) {
      return await(context, () -> statement.apply(db));
    }
  }

  private static <T> T await(Context context, Supplier<Future<T>> work) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(
        ignored -> {
          try {
            work.get().onComplete(promise);
          } catch (RuntimeException e) {
            promise.fail(e);
          }
        });
    return joined(promise.future());
  }

  private static <T> T joined(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static byte[] digest(byte[] file) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(file);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
