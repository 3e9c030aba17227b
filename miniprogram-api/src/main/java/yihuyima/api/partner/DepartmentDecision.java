package yihuyima.api.partner;

import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.access.Concern;
import yihuyima.api.http.Problem;
import yihuyima.api.identity.Caller;

/** What an administrator may do with a department. Pure: every rule about departments is here. */
final class DepartmentDecision {
  private DepartmentDecision() {}

  /**
   * Above and beside, nothing is known to be there.
   *
   * @throws yihuyima.api.http.Failure NOT_FOUND
   */
  static void requireReach(Caller by, Action action, String organisationPath) {
    if (!Access.allows(by, action, Concern.ofOrganisation(organisationPath))) {
      throw Problem.NOT_FOUND.because("outside the administrator's subtree");
    }
  }

  /**
   * Any change.
   *
   * @throws yihuyima.api.http.Failure NOT_FOUND or PARTNER_CLOSED
   */
  static Department change(Caller by, Action action, Department department) {
    requireReach(by, action, department.organisationPath());
    if (!department.open()) {
      throw Problem.PARTNER_CLOSED.because("the department is closed");
    }
    return department;
  }

  /**
   * A change that another administrator may have been faster with.
   *
   * @throws yihuyima.api.http.Failure STATE_CHANGED
   */
  static void requireSeen(int seenVersion, int version) {
    if (seenVersion != version) {
      throw Problem.STATE_CHANGED.because("another version");
    }
  }

  /**
   * Networks as typed.
   *
   * @throws yihuyima.api.http.Failure NETWORK_NOT_ACCEPTED, at the one that is wrong
   */
  static List<String> networks(List<String> typed) {
    Set<String> read = new LinkedHashSet<>();
    for (int i = 0; i < typed.size(); i++) {
      String pointer = "/networks/" + i;
      read.add(
          Network.parse(typed.get(i))
              .orElseThrow(
                  () ->
                      Problem.NETWORK_NOT_ACCEPTED
                          .because("no network, or too wide")
                          .at(
                              pointer,
                              "要写成像 10.8.0.0/16 的地址段：斜线后 IPv4 为 %d–32、IPv6 为 %d–128，后面的位都是 0"
                                  .formatted(Network.IPV4_PREFIX_MIN, Network.IPV6_PREFIX_MIN)))
              .text());
    }
    return List.copyOf(read);
  }

  /**
   * What is to be agreed.
   *
   * @param known what the department has agreed on so far, ended or not
   * @throws yihuyima.api.http.Failure STATE_CHANGED when it was changed meanwhile, REQUEST_INVALID
   *     when its last day is not fit or there are too many
   */
  static Agreement agree(List<Agreement> known, Agreement wanted, LocalDate today) {
    int version =
        known.stream()
            .filter(each -> each.purpose().equals(wanted.purpose()))
            .mapToInt(Agreement::version)
            .findFirst()
            .orElse(0);
    requireSeen(wanted.version(), version);
    if (version == 0 && known.size() >= Department.AGREEMENTS_MAX) {
      throw Problem.REQUEST_INVALID
          .because("too many purposes")
          .at("/purpose", "一个部门最多约定 %d 种用途".formatted(Department.AGREEMENTS_MAX));
    }
    LocalDate last = today.plus(Department.AGREEMENT_LIFE_MAX);
    if (wanted.untilOn().isBefore(today) || wanted.untilOn().isAfter(last)) {
      throw Problem.REQUEST_INVALID
          .because("until too early or too late")
          .at("/untilOn", "期限不能早于今天，最长 %d 年".formatted(Department.AGREEMENT_LIFE_MAX.getYears()));
    }
    return wanted;
  }
}
