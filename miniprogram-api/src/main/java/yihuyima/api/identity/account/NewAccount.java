package yihuyima.api.identity.account;

import io.vertx.core.json.JsonObject;
import java.util.Set;
import yihuyima.api.identity.Role;

/** An account about to be opened. */
record NewAccount(
    long organisationId, String loginName, String name, String unit, Set<Role> roles) {
  NewAccount {
    roles = Set.copyOf(roles);
  }

  /** From the contract's words; {@code organisation} stands in when no unit is named. */
  static NewAccount of(JsonObject body, Set<Role> roles, String organisation) {
    return new NewAccount(
        body.getLong("organisationId"),
        body.getString("loginName"),
        body.getString("name"),
        body.getString("unit", organisation),
        roles);
  }
}
