package yihuyima.api.policy;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.sql.Database;

/**
 * The catalogue in memory, kept honest by its version: whoever answers from it has read the version
 * together with the household. One for each event loop.
 */
public final class Catalogues {
  private final Database database;
  private final PolicyStore store;
  private final Clock clock;
  private @Nullable Catalogue current;
  private @Nullable Future<Catalogue> loading;

  public Catalogues(Database database, PolicyStore store, Clock clock) {
    this.database = database;
    this.store = store;
    this.clock = clock;
  }

  /**
   * The catalogue of a version that the database has just named, or a newer one.
   *
   * @return the catalogue; fails when it must be loaded and the database cannot
   */
  public Future<Catalogue> at(long version) {
    LocalDate today = ChinaTime.today(clock);
    if (current != null && current.is(version, today)) {
      return Future.succeededFuture(current);
    }
    if (loading == null) {
      loading = load(today).onComplete(done -> loading = null);
    }
    return loading;
  }

  /**
   * The catalogue of this moment.
   *
   * @return the catalogue; fails when the database does
   */
  public Future<Catalogue> now() {
    return database.read(store::version).compose(this::at);
  }

  /** The version is read first: a change in between is seen by the next answer. */
  private Future<Catalogue> load(LocalDate today) {
    return database
        .read(store::version)
        .compose(
            version ->
                Future.all(
                        database.read(db -> store.policies(db, today)),
                        database.read(db -> store.programmes(db, today)))
                    .map(both -> new Catalogue(version, today, both.resultAt(0), both.resultAt(1))))
        .onSuccess(loaded -> current = loaded);
  }
}
