package yihuyima.api.access;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one person may do for a household or a batch, and which of these may not meet in one person:
 * who enters never approves, who checks never decides, who approves never pays. A table, asked here
 * and nowhere else.
 */
public enum Duty {
  /** 录入, 走访 */
  ENTER,
  /** 初审 */
  CHECK,
  /** 复核 */
  REVIEW,
  /** 审批 */
  APPROVE,
  /** 发放 */
  PAY;

  private static final Map<Duty, Set<Duty>> NEVER_AFTER = new EnumMap<>(Duty.class);

  static {
    NEVER_AFTER.put(ENTER, EnumSet.noneOf(Duty.class));
    NEVER_AFTER.put(CHECK, EnumSet.noneOf(Duty.class));
    NEVER_AFTER.put(REVIEW, EnumSet.of(ENTER, CHECK));
    NEVER_AFTER.put(APPROVE, EnumSet.of(ENTER, CHECK, REVIEW));
    NEVER_AFTER.put(PAY, EnumSet.of(APPROVE));
  }

  /**
   * Whether this duty may not be done by someone who did others before.
   *
   * @param staffId who is about to; null when it is no member of staff
   * @param done who did what before; null values and missing duties count as nobody
   */
  public boolean clashes(@Nullable Long staffId, Map<Duty, @Nullable Long> done) {
    return staffId != null
        && NEVER_AFTER.get(this).stream().anyMatch(before -> staffId.equals(done.get(before)));
  }
}
