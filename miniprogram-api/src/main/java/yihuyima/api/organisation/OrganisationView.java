package yihuyima.api.organisation;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * An organisation as an administrator sees it.
 *
 * @param path for the decision, never shown
 */
record OrganisationView(
    long id,
    @Nullable Long parentId,
    @Nullable String parent,
    Organisation.Level level,
    String name,
    String regionCode,
    String path,
    @Nullable LocalDate closedOn,
    boolean hasBelow) {

  /** {@code parentShown} is whether the one above is within the caller's reach. */
  JsonObject json(boolean parentShown) {
    return new JsonObject()
        .put("organisationId", id)
        .put("parentId", parentShown ? parentId : null)
        .put("parent", parentShown ? parent : null)
        .put("level", level.name())
        .put("name", name)
        .put("regionCode", regionCode)
        .put("closedOn", closedOn == null ? null : closedOn.toString())
        .put("hasBelow", hasBelow);
  }

  /**
   * What belongs to it, each counted up to a limit.
   *
   * @param accountsBelow of itself and of all below it
   */
  record Holdings(long below, long accounts, long households, long partners, long accountsBelow) {
    boolean isEmpty() {
      return below == 0 && accounts == 0 && households == 0 && partners == 0;
    }
  }
}
