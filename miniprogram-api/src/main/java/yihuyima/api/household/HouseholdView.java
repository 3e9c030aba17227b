package yihuyima.api.household;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
    appendCommon(out, catalogue);
    return out.appendByte((byte) '}');
  }

  /** What the cadre in charge sees. */
  public Buffer forCadre(Catalogue catalogue) {
    Buffer out = begin("cadre").appendBytes(body.file());
    appendCommon(out, catalogue);
    return out.appendString(",\"visits\":").appendBytes(body.visits()).appendByte((byte) '}');
  }

  /**
   * What the office sees.
   *
   * @param codeState the state of the scanned code, as JSON; null when there never was one
   */
  public Buffer forOffice(@Nullable JsonObject codeState) {
    return begin("office")
        .appendBytes(body.office())
        .appendString(",\"code\":")
        .appendBuffer(codeState == null ? Buffer.buffer("null") : codeState.toBuffer())
        .appendByte((byte) '}');
  }

  /** What a partner department sees: the agreed fields that there are, and no other. */
  public Buffer forDepartment(String purpose, Set<String> agreedFields) {
    JsonObject all = new JsonObject(Buffer.buffer(body.department()));
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
        .toBuffer();
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

  private void appendCommon(Buffer out, Catalogue catalogue) {
    out.appendString(",\"benefits\":[");
    boolean first = true;
    for (HouseholdBody.Benefit benefit : body.benefits()) {
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
