package yihuyima.api.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Role;

/**
 * How a thing stands to a caller: whose it is, where in the tree, and who is in charge.
 *
 * @param householdId whose it is; 0 for what belongs to an organisation alone
 * @param organisationPath where it stands in the tree, such as {@code .1.4.12.}
 * @param paired whether the caller is paired with the household today
 * @param shared whether its station lets all its cadres read the households of the station
 * @param stopped whether the household's data is kept but no longer used, as the family wished
 * @param withdrawn what the family took its consent back for
 * @param about what the thing itself tells of, such as the photo of a diagnosis of an illness; null
 *     for what tells of nothing that is asked for by itself
 * @param personId the member of the household whom it is about; null for what is the household's as
 *     such, or several members'
 */
public record Concern(
    long householdId,
    String organisationPath,
    boolean paired,
    boolean shared,
    boolean stopped,
    Set<Purpose> withdrawn,
    @Nullable Purpose about,
    @Nullable Long personId) {
  public Concern {
    withdrawn = Set.copyOf(withdrawn);
  }

  /** Of what is the household's as such. */
  public Concern(
      long householdId,
      String organisationPath,
      boolean paired,
      boolean shared,
      boolean stopped,
      Set<Purpose> withdrawn,
      @Nullable Purpose about) {
    this(householdId, organisationPath, paired, shared, stopped, withdrawn, about, null);
  }

  /** Of a household that took no consent back. */
  public Concern(
      long householdId, String organisationPath, boolean paired, boolean shared, boolean stopped) {
    this(householdId, organisationPath, paired, shared, stopped, Set.of(), null);
  }

  /** Of a household whose data is used. */
  public Concern(long householdId, String organisationPath, boolean paired, boolean shared) {
    this(householdId, organisationPath, paired, shared, false);
  }

  /** What belongs to an organisation and to no household. */
  public static Concern ofOrganisation(String path) {
    return new Concern(0, path, false, false);
  }

  /** What belongs to a household, asked by somebody whose right never hangs on a pairing. */
  public static Concern ofHousehold(long householdId, String path, boolean stopped) {
    return new Concern(householdId, path, false, false, stopped);
  }

  /** The same, of a thing that tells of this. */
  public Concern about(@Nullable Purpose purpose) {
    return new Concern(
        householdId, organisationPath, paired, shared, stopped, withdrawn, purpose, personId);
  }

  /** The same, of a thing that is about one member of the household. */
  public Concern ofMember(@Nullable Long member) {
    return new Concern(
        householdId, organisationPath, paired, shared, stopped, withdrawn, about, member);
  }

  /** Whether the family took its consent back for what the thing tells of. */
  public boolean isWithdrawn() {
    return about != null && withdrawn.contains(about);
  }

  /** The staff id to ask pairings for; null when the caller can have none. */
  public static @Nullable Long staffId(Caller caller) {
    return switch (caller) {
      case Caller.Staff staff -> Long.valueOf(staff.staffId());
      case Caller.Paired paired -> Long.valueOf(paired.staffId());
      case Caller.Anyone ignored -> null;
      case Caller.SignedIn ignored -> null;
      case Caller.Household ignored -> null;
      case Caller.Auditor ignored -> null;
      case Caller.Partner ignored -> null;
      case Caller.SystemJob ignored -> null;
    };
  }

  /** The staff id of whoever looks: to ask pairings, or an auditor's investigations, for. */
  public static @Nullable Long viewerId(Caller caller) {
    return caller instanceof Caller.Auditor auditor
        ? Long.valueOf(auditor.staffId())
        : staffId(caller);
  }

  /** Whether it is the caller's own: the household's, or of a guardian, the child's. */
  boolean isOwn(Caller caller) {
    if (!(caller instanceof Caller.Household own) || own.householdId() != householdId) {
      return false;
    }
    Long child = Access.childOf(own);
    return child == null || child.equals(personId);
  }

  /** Whether the caller is a cadre of the union who is in charge of it. */
  boolean isCadreInCharge(Caller caller) {
    return caller instanceof Caller.Staff staff
        && staff.roles().contains(Role.CADRE)
        && (paired || (shared && organisationPath.equals(staff.organisationPath())));
  }
}
