package yihuyima.api.identity;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling. Each kind is a type of its own, so that a rule that forgets one does not compile.
 */
public sealed interface Caller {
  /** In what capacity a person acts for a household. */
  enum Capacity {
    ADULT,
    PROXY,
    GUARDIAN
  }

  /** Nobody in particular. */
  record Anyone() implements Caller {}

  /** A person who has signed in and is not bound to a household. */
  record SignedIn(long accountId, UUID session) implements Caller {}

  /** A person bound to a household. */
  record Household(long accountId, long householdId, long personId, Capacity capacity, UUID session)
      implements Caller {}

  /**
   * A member of staff.
   *
   * @param organisationPath the ids from the root down, such as {@code .1.4.12.}
   */
  record Staff(
      long staffId, long organisationId, String organisationPath, Set<Role> roles, UUID session)
      implements Caller {
    public Staff {
      roles = Set.copyOf(roles);
    }

    /** Whether this member of staff has a role and the organisation lies in their subtree. */
    public boolean may(Role role, String path) {
      return roles.contains(role) && path.startsWith(organisationPath);
    }
  }

  /** Somebody from outside the tree who is paired with households: power over just those. */
  record Paired(long staffId, UUID session) implements Caller {}

  /** 审计: reads records, changes nothing. */
  record Auditor(long staffId, long organisationId, String organisationPath, UUID session)
      implements Caller {}

  /**
   * A partner department.
   *
   * @param organisationPath the part of the tree it may ask about
   */
  record Partner(long partnerId, String organisationPath, UUID session) implements Caller {}

  /** The system itself, in a job. */
  record SystemJob(String name) implements Caller {}

  /** The session this caller came with; null for anyone and for jobs. */
  default @Nullable UUID sessionId() {
    return switch (this) {
      case Anyone ignored -> null;
      case SystemJob ignored -> null;
      case SignedIn c -> c.session();
      case Household c -> c.session();
      case Staff c -> c.session();
      case Paired c -> c.session();
      case Auditor c -> c.session();
      case Partner c -> c.session();
    };
  }

  /** Kind and id for the record: no name, no number. */
  default String actor() {
    return switch (this) {
      case Anyone ignored -> "ANYONE";
      case SystemJob c -> "SYSTEM:" + c.name();
      case SignedIn c -> "ACCOUNT:" + c.accountId();
      case Household c -> "HOUSEHOLD:" + c.householdId() + "/" + c.accountId();
      case Staff c -> "STAFF:" + c.staffId();
      case Paired c -> "PAIRED:" + c.staffId();
      case Auditor c -> "AUDITOR:" + c.staffId();
      case Partner c -> "PARTNER:" + c.partnerId();
    };
  }

  /** The organisation the caller acts for; null when there is none. */
  default @Nullable Long organisation() {
    return switch (this) {
      case Staff c -> c.organisationId();
      case Auditor c -> c.organisationId();
      default -> null;
    };
  }
}
