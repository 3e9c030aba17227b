package yihuyima.api.microaid.material;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import yihuyima.api.access.Action;
import yihuyima.api.access.Guarded;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.audit.Look;
import yihuyima.api.audit.LookRecorder;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.http.Api;
import yihuyima.api.http.ApiSettings;
import yihuyima.api.http.Operations;
import yihuyima.api.http.Problem;
import yihuyima.api.http.Reply;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Require;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Database;
import yihuyima.api.sql.Sequences;

/** Uploading and reading photos. */
public final class MaterialOperations implements Operations {
  /** Photos drawn at once, in the whole process: each takes up to 60 MB and a second of a core. */
  private static final int DRAWING_MAX = 2;

  /** Photos of one event loop that are drawn or wait for it; above, the system is busy. */
  private static final int WAITING_MAX = 12;

  private final Database database;
  private final FieldCipher cipher;
  private final LookRecorder looks;
  private final AccessRecordStore records;
  private final Clock clock;
  private final MaterialStore store = new MaterialStore();
  private final WorkerExecutor drawing;
  private int waiting;

  public MaterialOperations(
      Database database,
      FieldCipher cipher,
      LookRecorder looks,
      AccessRecordStore records,
      Clock clock) {
    this.database = database;
    this.cipher = cipher;
    this.looks = looks;
    this.records = records;
    this.clock = clock;
    this.drawing =
        database.vertx().createSharedWorkerExecutor("photos", DRAWING_MAX, 30, TimeUnit.SECONDS);
  }

  @Override
  public void bind(Api api) {
    api.prepareAndWrite(Action.UPLOAD_MATERIAL, this::uploadMaterial);
    api.on(Action.READ_MATERIAL, this::readMaterial);
  }

  /**
   * Draws one photo of the household anew, which takes up to a second and therefore comes before
   * the transaction; then keeps it, loose until an application names it.
   */
  private Future<Api.Writing> uploadMaterial(Caller anyCaller, Request upload) {
    Require.household(anyCaller);
    return draw(upload.rawBody())
        .map(picture -> (caller, request, db) -> keep(caller, request, db, picture));
  }

  private Future<byte[]> draw(Buffer body) {
    if (body.length() > ApiSettings.MATERIAL_BYTES_MAX) {
      throw Problem.BODY_TOO_LARGE.because("a photo over the limit");
    }
    if (waiting >= WAITING_MAX) {
      throw Problem.BUSY.because("too many photos wait to be drawn");
    }
    waiting++;
    return drawing
        .executeBlocking(() -> drawn(body.getBytes()), false)
        .onComplete(done -> waiting--);
  }

  private static byte[] drawn(byte[] file) {
    try {
      return Redraw.redraw(file);
    } catch (NotAPhoto e) {
      throw Problem.IMAGE_NOT_ACCEPTED.because(e.getMessage(), e);
    }
  }

  private Future<Reply> keep(Caller caller, Request request, SqlConnection db, byte[] picture) {
    Caller.Household own = Require.household(caller);
    OffsetDateTime now = ChinaTime.now(clock);
    return store
        .lockHousehold(db, own.householdId())
        .compose(locked -> store.countLoose(db, own.householdId(), now))
        .compose(loose -> room(loose, db))
        .compose(id -> insert(own, request, db, id, picture, now));
  }

  private static Future<Long> room(long loose, SqlConnection db) {
    if (loose >= MaterialStore.LOOSE_PER_HOUSEHOLD_MAX) {
      throw Problem.TOO_MANY_REQUESTS.because("loose photos of one household");
    }
    return Sequences.next(db, "material");
  }

  private Future<Reply> insert(
      Caller.Household own,
      Request request,
      SqlConnection db,
      long id,
      byte[] picture,
      OffsetDateTime now) {
    Buffer sealed = Buffer.buffer(cipher.seal(Column.MATERIAL_CONTENT, id, picture));
    Look look = Look.granted(clock.instant(), own, request, own.householdId(), "material uploaded");
    return store
        .insert(db, id, own.householdId(), sealed, picture.length, now, own.actor())
        .compose(done -> records.insert(db, List.of(look)))
        .map(
            Reply.created(new JsonObject().put("materialId", id).put("sizeBytes", picture.length)));
  }

  /** Gives a photo to be saved, never to be shown under our origin's rights. */
  private Future<Reply> readMaterial(Caller caller, Request request) {
    long id = request.id("materialId");
    return database
        .read(db -> store.find(db, caller, id))
        .compose(found -> shown(caller, request, id, found.open(caller, MaterialOperations::read)));
  }

  /** A loose photo is the household's own affair; one in an application is its handlers' too. */
  private static Action read(MaterialStore.Kept material) {
    return material.loose() ? Action.READ_LOOSE_MATERIAL : Action.READ_MATERIAL;
  }

  private Future<Reply> shown(
      Caller caller, Request request, long id, Guarded.Opened<MaterialStore.Kept> opened) {
    return switch (opened) {
      case Guarded.Refused<MaterialStore.Kept> refused ->
          looks
              .record(Look.refused(clock.instant(), caller, request, refused))
              .compose(done -> Future.failedFuture(refused.problem().because(refused.reason())));
      case Guarded.Granted<MaterialStore.Kept> granted ->
          looks
              .record(
                  Look.granted(
                      clock.instant(),
                      caller,
                      request,
                      granted.concern().householdId(),
                      "material"))
              .map(done -> photo(id, granted.value()));
    };
  }

  private Reply photo(long id, MaterialStore.Kept kept) {
    byte[] picture = cipher.open(Column.MATERIAL_CONTENT, id, kept.sealed());
    return Reply.file("image/jpeg", Buffer.buffer(picture)).asAttachment("material-" + id + ".jpg");
  }
}
