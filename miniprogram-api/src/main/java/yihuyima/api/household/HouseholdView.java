package yihuyima.api.household;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Purpose;
import yihuyima.api.policy.Catalogue;

/** A household's view, ready to be written for a kind of viewer. */
public final class HouseholdView {
  /** A view is some kilobytes; the buffer grows by itself when one is larger. */
  private static final int BUFFER_BYTES = 6 * 1024;

  private final long householdId;
  private final HouseholdBody body;

  HouseholdView(long householdId, HouseholdBody body) {
    this.householdId = householdId;
    this.body = body;
  }

  /** What the household itself sees. */
  public Buffer forHousehold(Catalogue catalogue) {
    Buffer out = begin("household").appendBytes(body.own());
    appendCommon(out, catalogue, Set.of());
    return out.appendByte((byte) '}');
  }

  /**
   * What the cadre in charge sees.
   *
   * @param withdrawn what the family took its consent back for
   * @param withheld what of it is not shown
   */
  public Buffer forCadre(Catalogue catalogue, Set<Purpose> withdrawn, Set<Purpose> withheld) {
    Buffer out = begin("cadre").appendBytes(without(body.file(), withheld));
    appendCommon(out, catalogue, withheld);
    out.appendString(",\"visits\":").appendBytes(body.visits());
    return end(out, withdrawn);
  }

  /**
   * What the office sees.
   *
   * @param codeState the state of the scanned code, as JSON; null when there never was one
   */
  public Buffer forOffice(
      @Nullable JsonObject codeState, Set<Purpose> withdrawn, Set<Purpose> withheld) {
    Buffer out =
        begin("office")
            .appendBytes(without(body.office(), withheld))
            .appendString(",\"code\":")
            .appendBuffer(codeState == null ? Buffer.buffer("null") : codeState.toBuffer());
    return end(out, withdrawn);
  }

  /**
   * What a partner department sees: the agreed fields that there are, and no other; what the family
   * took its consent back for is left out, and said to be.
   */
  public Buffer forDepartment(
      Catalogue catalogue, String purpose, Set<String> agreedFields, Set<Purpose> withheld) {
    JsonObject all = new JsonObject(Buffer.buffer(body.department()));
    Set<String> missing = leaveOut(all, catalogue, withheld);
    JsonObject fields = new JsonObject();
    for (String field : agreedFields) {
      if (all.containsKey(field)) {
        fields.put(field, all.getValue(field));
      }
    }
    return new JsonObject()
        .put("viewer", "partner")
        .put("purpose", purpose)
        .put("fields", fields)
        .put(
            "withheld",
            new JsonArray(missing.stream().filter(agreedFields::contains).sorted().toList()))
        .toBuffer();
  }

  /** Gives the fields that are missing now, or are not whole. */
  private static Set<String> leaveOut(JsonObject all, Catalogue catalogue, Set<Purpose> withheld) {
    Set<String> missing = new HashSet<>();
    if (Purpose.keepsCause(withheld)) {
      all.remove("mainCause");
      missing.add("mainCause");
    }
    if (dropped(all, "entitledPolicies", code -> catalogue.tells((String) code, withheld))) {
      missing.add("entitledPolicies");
    }
    if (dropped(all, "deliveries", each -> catalogue.tells(policyOf(each), withheld))) {
      missing.add("deliveries");
    }
    return missing;
  }

  private static String policyOf(Object delivery) {
    return ((JsonObject) delivery).getString("policyCode");
  }

  /** Leaves those out of a list that are to be; gives whether there were any. */
  private static boolean dropped(JsonObject all, String field, Predicate<Object> which) {
    JsonArray before = all.getJsonArray(field);
    JsonArray after = new JsonArray(before.stream().filter(which.negate()).toList());
    all.put(field, after);
    return after.size() < before.size();
  }

  private static byte[] without(byte[] summary, Set<Purpose> withheld) {
    return Purpose.keepsCause(withheld)
        ? new JsonObject(Buffer.buffer(summary)).putNull("mainCause").toBuffer().getBytes()
        : summary;
  }

  private static Buffer end(Buffer out, Set<Purpose> withdrawn) {
    return out.appendString(",\"withdrawn\":")
        .appendBuffer(
            new JsonArray(withdrawn.stream().map(Purpose::name).sorted().toList()).toBuffer())
        .appendByte((byte) '}');
  }

  public long householdId() {
    return householdId;
  }

  private Buffer begin(String viewer) {
    return Buffer.buffer(BUFFER_BYTES)
        .appendString("{\"viewer\":\"")
        .appendString(viewer)
        .appendString("\",\"householdId\":")
        .appendString(Long.toString(householdId))
        .appendString(",\"household\":");
  }

  private void appendCommon(Buffer out, Catalogue catalogue, Set<Purpose> withheld) {
    out.appendString(",\"benefits\":[");
    boolean first = true;
    for (HouseholdBody.Benefit benefit : body.benefits()) {
      if (catalogue.tells(benefit.policyCode(), withheld)) {
        continue;
      }
      boolean written =
          catalogue.writeBenefit(
              out,
              first,
              benefit.policyCode(),
              benefit.tail(),
              benefit.mayApply(),
              body.organisationPath());
      first = first && !written;
    }
    out.appendString("],\"payments\":")
        .appendBytes(body.payments())
        .appendString(",\"applications\":")
        .appendBytes(body.applications());
  }
}
