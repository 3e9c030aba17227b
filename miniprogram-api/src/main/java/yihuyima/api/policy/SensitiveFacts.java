package yihuyima.api.policy;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import yihuyima.api.access.Purpose;
import yihuyima.api.policy.condition.Fact;

/** Which consents a condition rests on, by the facts that it speaks of. */
public final class SensitiveFacts {
  private static final Set<String> HEALTH = Set.of("health", "disability", "selfPaidMedicalFen");

  /** They may tell of an illness, or of a child's schooling; see {@link Purpose#keepsCause}. */
  private static final Set<String> CAUSES = Set.of("mainCause", "otherCauses");

  private SensitiveFacts() {}

  /** The purposes whose data these facts are. */
  public static Set<Purpose> restOn(Collection<Fact> facts) {
    Set<Purpose> purposes = EnumSet.noneOf(Purpose.class);
    for (Fact fact : facts) {
      if (HEALTH.contains(fact.name())) {
        purposes.add(Purpose.HEALTH);
      } else if (CAUSES.contains(fact.name())) {
        purposes.add(Purpose.HEALTH);
        purposes.add(Purpose.MINORS);
      }
    }
    return Collections.unmodifiableSet(purposes);
  }
}
