package yihuyima.api.identity.account;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import yihuyima.api.identity.Role;

/**
 * An account of a member of staff, as an administrator sees it.
 *
 * @param roles that it acts with
 * @param waiting powers that wait for a second administrator
 * @param outsideTree somebody from outside who is paired with households, and has no role
 * @param open whether one can sign in with it
 * @param secondFactor whether one is in force
 * @param oneTime whether its password was set by an administrator and never changed
 * @param version counts changes of roles, place and closing
 */
record StaffAccount(
    long staffId,
    String name,
    String loginName,
    String unit,
    long organisationId,
    String organisation,
    String organisationPath,
    Set<Role> roles,
    Set<Role> waiting,
    boolean outsideTree,
    boolean open,
    boolean secondFactor,
    boolean oneTime,
    int version) {
  StaffAccount {
    roles = Set.copyOf(roles);
    waiting = Set.copyOf(waiting);
  }

  JsonObject json() {
    return new JsonObject()
        .put("staffId", staffId)
        .put("name", name)
        .put("loginName", loginName)
        .put("unit", unit)
        .put("organisationId", organisationId)
        .put("organisation", organisation)
        .put("roles", new JsonArray(roles.stream().map(Role::name).sorted().toList()))
        .put("waitingRoles", new JsonArray(waiting.stream().map(Role::name).sorted().toList()))
        .put("outsideTree", outsideTree)
        .put("open", open)
        .put("secondFactor", secondFactor)
        .put("oneTimePassword", oneTime)
        .put("version", version);
  }
}
