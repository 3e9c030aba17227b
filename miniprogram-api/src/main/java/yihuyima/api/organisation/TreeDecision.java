package yihuyima.api.organisation;

import java.util.Optional;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.access.Concern;
import yihuyima.api.http.Problem;
import yihuyima.api.identity.Caller;

/** Whether the tree may be changed in some way. Pure: every rule about moving is here. */
final class TreeDecision {
  private TreeDecision() {}

  /** Why something may not be done; {@code reason} is for the log. */
  record Refusal(Problem problem, String reason) {}

  /** An organisation with all below it, to another parent. */
  static Optional<Refusal> move(Caller.Staff by, Organisation moved, Organisation parent) {
    if (!isBelow(by, moved) || !administers(by, parent)) {
      return Optional.of(new Refusal(Problem.NOT_FOUND, "no administrator above both"));
    }
    if (moved.closed() || parent.closed() || isParent(parent, moved)) {
      return Optional.of(new Refusal(Problem.STATE_CHANGED, "closed, or there already"));
    }
    if (moved.contains(parent) || parent.level().compareTo(moved.level()) >= 0) {
      return Optional.of(new Refusal(Problem.PLACE_NOT_ACCEPTED, "not a level above it"));
    }
    return Optional.empty();
  }

  /** An organisation into another of its level, which takes over all it has. */
  static Optional<Refusal> merge(Caller.Staff by, Organisation merged, Organisation into) {
    if (!isBelow(by, merged) || !isBelow(by, into)) {
      return Optional.of(new Refusal(Problem.NOT_FOUND, "no administrator above both"));
    }
    if (merged.closed() || into.closed()) {
      return Optional.of(new Refusal(Problem.STATE_CHANGED, "closed already"));
    }
    if (merged.id() == into.id() || merged.level() != into.level()) {
      return Optional.of(new Refusal(Problem.PLACE_NOT_ACCEPTED, "not another of its level"));
    }
    return Optional.empty();
  }

  /** Nobody moves the ground they stand on. */
  private static boolean isBelow(Caller.Staff by, Organisation organisation) {
    return administers(by, organisation) && organisation.id() != by.organisationId();
  }

  private static boolean administers(Caller.Staff by, Organisation organisation) {
    return Access.allows(by, Action.MOVE_ORGANISATION, Concern.ofOrganisation(organisation.path()));
  }

  private static boolean isParent(Organisation parent, Organisation of) {
    Long id = of.parentId();
    return id != null && id == parent.id();
  }
}
