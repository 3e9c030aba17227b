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

  /** A new one right below a parent. */
  static Optional<Refusal> open(Caller.Staff by, Organisation parent, Organisation.Level level) {
    if (!administers(by, parent)) {
      return Optional.of(new Refusal(Problem.NOT_FOUND, "no administrator of the parent"));
    }
    if (parent.closed()) {
      return Optional.of(new Refusal(Problem.STATE_CHANGED, "the parent is closed"));
    }
    return parent.level().compareTo(level) < 0
        ? Optional.empty()
        : Optional.of(new Refusal(Problem.PLACE_NOT_ACCEPTED, "not a level below its parent"));
  }

  /** Another name; one's own organisation too. */
  static Optional<Refusal> rename(Caller.Staff by, Organisation renamed, String name) {
    if (!administers(by, renamed)) {
      return Optional.of(new Refusal(Problem.NOT_FOUND, "no administrator above it"));
    }
    return renamed.closed() || renamed.name().equals(name)
        ? Optional.of(new Refusal(Problem.STATE_CHANGED, "closed, or called so already"))
        : Optional.empty();
  }

  /** For good; what is not empty is merged instead. */
  static Optional<Refusal> close(
      Caller.Staff by, Organisation closed, OrganisationView.Holdings holdings) {
    if (!isBelow(by, closed)) {
      return Optional.of(new Refusal(Problem.NOT_FOUND, "no administrator above it"));
    }
    if (closed.closed()) {
      return Optional.of(new Refusal(Problem.STATE_CHANGED, "closed already"));
    }
    return holdings.isEmpty()
        ? Optional.empty()
        : Optional.of(new Refusal(Problem.ORGANISATION_NOT_EMPTY, "something is left in it"));
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
