package yihuyima.api.identity.account;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Which accounts are looked for; null where it does not matter. */
record StaffSearch(
    @Nullable String name,
    @Nullable Long organisationId,
    @Nullable String role,
    @Nullable Boolean open) {
  static StaffSearch of(JsonObject body) {
    String name = body.getString("name");
    return new StaffSearch(
        name == null ? null : name.strip(),
        body.getLong("organisationId"),
        body.getString("role"),
        body.getBoolean("open"));
  }
}
