package yihuyima.api.household;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.http.Problem;
import yihuyima.api.secret.NameWords;
import yihuyima.api.sql.Cursor;

/**
 * What is searched for.
 *
 * @param idNumber of any member, 18 characters; null when not asked for
 * @param name of any member or a part of it; alone, without a number; null when not asked for
 * @param codeState LIVE, NONE or DEAD; null for all
 * @param afterOrganisationId the last household's organisation on the page before; 0 for the first
 * @param afterHouseholdId the last household on the page before; 0 for the first
 * @param limit households on a page
 */
record HouseholdSearch(
    @Nullable String idNumber,
    @Nullable String phone,
    @Nullable String name,
    @Nullable String codeState,
    @Nullable String tier,
    long afterOrganisationId,
    long afterHouseholdId,
    int limit) {
  private static final int LIMIT_DEFAULT = 20;
  private static final int[] CHECK_WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  private static final String CHECK_CHARACTERS = "10X98765432";

  static HouseholdSearch of(JsonObject body) {
    long[] after = Cursor.parse(Optional.ofNullable(body.getString("cursor")), 0, 0);
    String idNumber = body.getString("idNumber");
    return new HouseholdSearch(
        idNumber == null ? null : eighteen(idNumber),
        body.getString("phone"),
        name(body),
        body.getString("codeState"),
        body.getString("tier"),
        after[0],
        after[1],
        body.getInteger("limit", LIMIT_DEFAULT));
  }

  private static @Nullable String name(JsonObject body) {
    String name = body.getString("name");
    if (name == null) {
      return null;
    }
    if (body.containsKey("idNumber") || body.containsKey("phone")) {
      throw Problem.REQUEST_INVALID.because("a name and a number").at("/name", "有号码时不用填姓名");
    }
    if (NameWords.normal(name).isEmpty()) {
      throw Problem.REQUEST_INVALID.because("no character of a name").at("/name", "请填写姓名");
    }
    return name;
  }

  /** Whether one person is looked for: such a search is counted and recorded, hit or miss. */
  boolean isForPerson() {
    return idNumber != null || phone != null || name != null;
  }

  boolean isFirstPage() {
    return afterHouseholdId == 0;
  }

  /** The old ID number of 15 digits as the one of 18 (GB 11643); others as they are. */
  static String eighteen(String idNumber) {
    if (!idNumber.matches("[0-9]{15}")) {
      return idNumber;
    }
    String seventeen = idNumber.substring(0, 6) + "19" + idNumber.substring(6);
    int sum = 0;
    for (int i = 0; i < CHECK_WEIGHTS.length; i++) {
      sum += (seventeen.charAt(i) - '0') * CHECK_WEIGHTS[i];
    }
    return seventeen + CHECK_CHARACTERS.charAt(sum % CHECK_CHARACTERS.length());
  }
}
