package yihuyima.demo;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is wrong with an answer of the sweep, in words; empty when nothing is. */
final class SweepVerdict {
  private static final Set<Integer> REFUSED = Set.of(401, 403, 404);

  /** So many are told of at once. */
  private static final int LINES_MAX = Integer.getInteger("sweep.lines", 40);

  /** WeChat and Enterprise WeChat are off in this server: the only answers of their kind. */
  private static final Set<String> OFF = Set.of("wechat-unavailable", "wecom-unavailable");

  /** What a session that lacks something is good for. */
  private static final Set<String> TO_A_SECOND_FACTOR =
      Set.of("getSession", "endSession", "confirmSecondFactor");

  private static final Set<String> TO_A_NEW_PASSWORD =
      Set.of("getSession", "endSession", "changePassword");

  private SweepVerdict() {}

  /** Whether it was refused to one who may, or granted to one who may not. */
  static String of(
      ContractCheck.Operation operation,
      SweptPrincipal principal,
      SweptRelation relation,
      TestServer.Answer answer) {
    if (answer.status() >= 500 && !OFF.contains(answer.problem())) {
      return "no answer may be 5xx";
    }
    if (startsASession(operation)) {
      return "";
    }
    return switch (principal.standing()) {
      case VOID -> answer.status() == 401 ? "" : "such a session counts for nothing";
      case SECOND_FACTOR_DUE ->
          weak(operation, answer, TO_A_SECOND_FACTOR, "second-factor-required");
      case PASSWORD_DUE -> weak(operation, answer, TO_A_NEW_PASSWORD, "password-change-required");
      case GOOD -> good(operation, principal, relation, answer);
    };
  }

  /** Signing in takes no notice of a session that is there. */
  private static boolean startsASession(ContractCheck.Operation operation) {
    return operation.id().equals("requestSmsCode")
        || (operation.template().startsWith("/v1/sessions/")
            && SweepTable.EVERYBODY.contains(operation.id()));
  }

  private static String weak(
      ContractCheck.Operation operation,
      TestServer.Answer answer,
      Set<String> open,
      String problem) {
    return open.contains(operation.id()) || answer.problem().equals(problem)
        ? ""
        : "must be told " + problem;
  }

  private static String good(
      ContractCheck.Operation operation,
      SweptPrincipal principal,
      SweptRelation relation,
      TestServer.Answer answer) {
    boolean refused = REFUSED.contains(answer.status());
    if (operation.id().equals("resolveHouseholdCode")) {
      String viewer = viewer(principal, relation);
      return viewer.equals(answer.json().getString("viewer")) ? "" : "must see as " + viewer;
    }
    if (SweepTable.EVERYBODY.contains(operation.id())) {
      return "";
    }
    if (principal.name().equals("anyone")) {
      return answer.status() == 401 ? "" : "must sign in";
    }
    if (SweepTable.SIGNED_IN.contains(operation.id())) {
      return "";
    }
    boolean may = SweepTable.allows(principal, operation, relation);
    if (may && refused) {
      return "may, and is refused";
    }
    return may || refused ? "" : "may not, and is not refused";
  }

  private static String viewer(SweptPrincipal principal, SweptRelation relation) {
    boolean live = relation != SweptRelation.CLOSED_FILE;
    if (!principal.over().contains(relation)) {
      return "anyone";
    }
    if (principal.goesBy(Set.of("guardian"))) {
      return "anyone";
    }
    if (principal.goesBy(Set.of("household"))) {
      return live ? "household" : "anyone";
    }
    if (principal.goesBy(Set.of("cadre", "outsider"))) {
      return live ? "cadre" : "anyone";
    }
    if (principal.goesBy(Set.of("partner"))) {
      return live ? "partner" : "anyone";
    }
    // Those who only write notices have no business with a household.
    return principal.goesBy(Set.of("noticeClerk")) ? "anyone" : "office";
  }

  /** Private words in the answer that are not this principal's to read. */
  static String leaks(
      ContractCheck.Operation operation,
      SweptPrincipal principal,
      List<SweptThings> all,
      TestServer.Answer answer) {
    String text = answer.text();
    List<String> found = new ArrayList<>();
    for (SweptThings things : all) {
      Fixtures.Family family = things.family();
      if (family == null) {
        continue;
      }
      for (SweptPrivate kind : SweptPrivate.values()) {
        boolean shown =
            principal.over().contains(things.relation())
                && SweepTable.shown(principal, operation.id()).contains(kind);
        if (!shown && text.contains(kind.of(family))) {
          found.add(kind + " of " + things.relation());
        }
      }
    }
    return found.isEmpty() ? "" : "shows " + found;
  }

  /** Which promises of the table this answer keeps. */
  static List<String> kept(
      ContractCheck.Operation operation,
      SweptPrincipal principal,
      SweptThings things,
      TestServer.Answer answer) {
    List<String> kept = new ArrayList<>();
    Fixtures.Family family = things.family();
    for (SweptPrivate kind : SweptPrivate.values()) {
      if (family != null && answer.text().contains(kind.of(family))) {
        principal.as().forEach(word -> kept.add(operation.id() + " " + word + " " + kind));
      }
    }
    return kept;
  }

  /** What tells an answer from another: everything but the request's id and the moment. */
  static String told(TestServer.Answer answer) {
    Map<String, List<String>> headers = new TreeMap<>(answer.response().headers().map());
    headers.remove("date");
    String body = answer.text();
    if (answer.status() >= 400) {
      // As long as the request's id happens to be.
      headers.remove("content-length");
      JsonObject problem = answer.json();
      problem.remove("requestId");
      body = problem.encode();
    }
    return answer.status() + " " + headers + " " + body;
  }

  /** What to do about lines of the sweep that are wrong. */
  static String advice(Set<String> wrong) {
    return wrong.size()
        + " cells are wrong. Either access/Action opens the operation to somebody it should not,"
        + " or SweepTable (who may: MAY; what is shown: SHOWS) says less than was decided: mend the"
        + " one that is wrong, never both at once.\n"
        + String.join("\n", new TreeSet<>(wrong).stream().limit(LINES_MAX).toList());
  }
}
