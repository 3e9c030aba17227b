package yihuyima.api.pairing;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import yihuyima.api.identity.Caller;

/** For which member of a household somebody at its door is bound. Pure. */
final class DoorDecision {
  /** Who counts as an adult, in years. */
  static final int ADULT_YEARS = 18;

  private DoorDecision() {}

  /** A member with the relation that the cadre typed. */
  record Member(long personId, LocalDate bornOn, String idNumber) {}

  /**
   * The member; empty when it is none, or not clear which.
   *
   * <p>An adult acts for themselves. A minor does not: what is a minor's is reached by the
   * guardian, who acts for just that child.
   *
   * @param idLastSix tells members of one relation apart; empty when there is but one
   */
  static Optional<Member> choose(
      List<Member> members, Caller.Capacity capacity, Optional<String> idLastSix, LocalDate today) {
    boolean adult = capacity == Caller.Capacity.ADULT;
    List<Member> fit =
        members.stream()
            .filter(member -> adult == !member.bornOn().plusYears(ADULT_YEARS).isAfter(today))
            .filter(member -> idLastSix.stream().allMatch(six -> member.idNumber().endsWith(six)))
            .toList();
    return fit.size() == 1 ? Optional.of(fit.getFirst()) : Optional.empty();
  }
}
