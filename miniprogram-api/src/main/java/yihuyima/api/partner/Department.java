package yihuyima.api.partner;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A partner department as an administrator keeps it.
 *
 * @param organisationPath the part of the tree whose households it may ask about
 * @param version raised with every change of the department itself
 * @param endedAt since when it may ask no more; null while it may
 */
record Department(
    long id,
    String code,
    String name,
    long organisationId,
    String organisation,
    String organisationPath,
    Limits limits,
    int version,
    @Nullable OffsetDateTime endedAt) {

  /** How often keys are changed at the latest. */
  static final Period KEY_LIFE = Period.ofYears(2);

  /** The longest time that something is agreed for; it can be agreed anew. */
  static final Period AGREEMENT_LIFE_MAX = Period.ofYears(3);

  /** Purposes that a department may have, ended ones included. */
  static final int AGREEMENTS_MAX = 50;

  /**
   * From where and how much.
   *
   * @param networks in which its addresses lie; none is nowhere
   * @param callsMinute requests that it may send in a minute
   * @param callsDay requests that it may send on a day in China
   */
  record Limits(List<String> networks, int callsMinute, int callsDay) {
    Limits {
      networks = List.copyOf(networks);
    }

    JsonObject json() {
      return new JsonObject()
          .put("networks", new JsonArray(networks))
          .put("callsMinute", callsMinute)
          .put("callsDay", callsDay);
    }
  }

  boolean open() {
    return endedAt == null;
  }

  JsonObject json() {
    return new JsonObject()
        .put("partnerId", id)
        .put("code", code)
        .put("name", name)
        .put("organisationId", organisationId)
        .put("organisation", organisation)
        .put("limits", limits.json())
        .put("version", version)
        .put("endedAt", endedAt == null ? null : endedAt.toInstant().toString());
  }
}
