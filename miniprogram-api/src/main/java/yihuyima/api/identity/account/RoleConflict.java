package yihuyima.api.identity.account;

import yihuyima.api.identity.Role;

/** Two roles that never meet in one account; {@code reason} is in words for an administrator. */
record RoleConflict(Role one, Role other, String reason) {}
