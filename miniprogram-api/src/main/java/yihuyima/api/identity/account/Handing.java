package yihuyima.api.identity.account;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import yihuyima.api.http.Problem;

/**
 * What becomes of the households of somebody who leaves: another takes them over, they are left
 * without a person responsible, or nothing was said.
 *
 * @param to who takes over; null when nobody was named
 * @param unpaired whether they are left, as somebody decided
 * @param reason why; empty when nothing was said
 */
record Handing(@Nullable Long to, boolean unpaired, String reason) {
  /** As it was asked for; what cannot be is refused. */
  static Handing of(JsonObject body) {
    Handing handing =
        new Handing(
            body.getLong("handOverTo"),
            body.getBoolean("leaveUnpaired", false),
            body.getString("reason", "").strip());
    if (handing.to != null && handing.unpaired) {
      throw Problem.REQUEST_INVALID.because("both").at("/leaveUnpaired", "交给别人和先空着，只能选一样");
    }
    if (handing.isSaid() && handing.reason.length() < 2) {
      throw Problem.REQUEST_INVALID.because("no reason").at("/reason", "请写一句原因，比如：调离岗位");
    }
    return handing;
  }

  boolean isSaid() {
    return to != null || unpaired;
  }
}
