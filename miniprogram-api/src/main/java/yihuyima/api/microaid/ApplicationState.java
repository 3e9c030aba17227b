package yihuyima.api.microaid;

import org.jspecify.annotations.Nullable;

/** How far an application has come. */
enum ApplicationState {
  /** With the cadre in charge. */
  SUBMITTED,
  /** Back with the household, which is to supplement it. */
  RETURNED,
  /** Passed on by the check; with the approver. */
  CHECKED,
  APPROVED,
  REFUSED,
  WITHDRAWN;

  /** Whether somebody still has to act; a household has one such a programme. */
  boolean isOpen() {
    return this == SUBMITTED || this == RETURNED || this == CHECKED;
  }

  /** Who has it now, in words for the household, as the scan says it; null when nobody. */
  @Nullable String holder() {
    return switch (this) {
      case SUBMITTED -> "帮扶干部";
      case CHECKED -> "县总工会";
      case RETURNED -> "您家";
      case APPROVED, REFUSED, WITHDRAWN -> null;
    };
  }
}
