package yihuyima.api.microaid;

import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Access;
import yihuyima.api.access.Action;
import yihuyima.api.access.Concern;
import yihuyima.api.identity.Caller;

/**
 * Who took a step, in words for the household: the cadre by name, whom the family knows; the office
 * by its organisation, for a decision is the organisation's and not a person's.
 */
final class ActorWords {
  static final String HOUSEHOLD = "本人家庭";

  private ActorWords() {}

  /**
   * The words for a step.
   *
   * @param staff name of the member of staff; null for a household
   * @param organisation where they serve; null for a household
   */
  static String of(
      Caller caller,
      Concern concern,
      Step step,
      @Nullable String staff,
      @Nullable String organisation) {
    if (step.isHouseholds() || staff == null || organisation == null) {
      return HOUSEHOLD;
    }
    if (step.action() == Action.CHECK_APPLICATION && Access.isFamilysCadre(caller, concern)) {
      return "帮扶干部 " + staff;
    }
    return organisation + (step.action() == Action.CHECK_APPLICATION ? " 初审" : " 审批");
  }
}
