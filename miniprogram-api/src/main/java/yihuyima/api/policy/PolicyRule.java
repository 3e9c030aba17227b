package yihuyima.api.policy;

import java.util.List;
import java.util.Set;
import yihuyima.api.access.Purpose;
import yihuyima.api.organisation.RegionLineage;
import yihuyima.api.policy.condition.Condition;

/**
 * A policy as households are held against it on a day: one version, with its effective condition.
 *
 * @param version the version in force, with everything that is shown of it
 * @param condition effective: its own, and those of the policies above that it narrows or adds to
 * @param parts whose conditions these are, from the topmost policy down to this one
 * @param exceptRegions parts of its region where a narrower policy takes its place
 * @param restsOn the sensitive data that it is decided by: as its writers say, and by the facts
 * @param benefit what it gives, ready to be computed
 */
public record PolicyRule(
    PolicyVersion version,
    Condition condition,
    List<Part> parts,
    List<String> exceptRegions,
    Set<Purpose> restsOn,
    BenefitRule benefit) {
  /**
   * One condition of an effective one.
   *
   * @param condition as it is written in that version
   */
  public record Part(String code, int version, String name, Condition condition) {}

  public PolicyRule {
    parts = List.copyOf(parts);
    exceptRegions = List.copyOf(exceptRegions);
    restsOn = Set.copyOf(restsOn);
  }

  public String code() {
    return version.code();
  }

  public String regionCode() {
    return version.regionCode();
  }

  /** Whether a household whose union is of this region is held against it. */
  public boolean appliesIn(String region) {
    List<String> around = List.of(RegionLineage.of(region));
    return around.contains(version.regionCode())
        && exceptRegions.stream().noneMatch(around::contains);
  }
}
