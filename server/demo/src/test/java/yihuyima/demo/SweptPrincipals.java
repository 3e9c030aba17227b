package yihuyima.demo;

import static yihuyima.demo.SweptRelation.CLOSED_FILE;
import static yihuyima.demo.SweptRelation.OTHER_COUNTY;
import static yihuyima.demo.SweptRelation.OURS;
import static yihuyima.demo.SweptRelation.OWN_STATION;

import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Role;
import yihuyima.api.identity.Strength;
import yihuyima.api.identity.Tokens;
import yihuyima.demo.SweptPrincipal.Sender;
import yihuyima.demo.SweptPrincipal.Standing;
import yihuyima.server.Foundations;

/** Everybody who asks in the authorisation sweep. */
final class SweptPrincipals {
  private static final Set<SweptRelation> NOWHERE = Set.of();
  private static final Set<SweptRelation> COUNTY = Set.of(OURS, CLOSED_FILE, OWN_STATION);
  private static final Set<SweptRelation> CITY =
      Set.of(OURS, CLOSED_FILE, OWN_STATION, OTHER_COUNTY);
  private static final String PURPOSE = "LOW_INCOME_REVIEW";
  private static final Duration LIFE = Duration.ofHours(2);

  private final TestServer server;
  private final Fixtures given;
  private final SweptPlace place;
  private final Tokens tokens;
  private final List<SweptPrincipal> all = new ArrayList<>();

  private SweptPrincipals(TestServer server, SweptPlace place) {
    this.server = server;
    this.given = server.fixtures();
    this.place = place;
    this.tokens = Foundations.tokens(server.config(), Clock.systemUTC());
  }

  /** All of them, signed in; those that end something themselves come first. */
  static List<SweptPrincipal> of(TestServer server, SweptPlace place) {
    SweptPrincipals made = new SweptPrincipals(server, place);
    made.people();
    made.cadres();
    made.offices();
    made.partners();
    made.weakSessions();
    made.endedStaff();
    made.tokensOfNoWorth();
    return List.copyOf(made.all);
  }

  private void people() {
    good("anyone", Set.of(), NOWHERE, null);
    good("unbound", Set.of("person"), NOWHERE, given.tokenOfUnbound());
    Set<String> adult = Set.of("household", "adult", "person");
    good("household", adult, Set.of(OURS), place.family().token());
    good("neighbour", adult, Set.of(OWN_STATION), place.neighbour().token());
    good("formerFamily", adult, Set.of(CLOSED_FILE), place.closed().token());
    good("proxy", Set.of("household", "person"), Set.of(OURS), proxy());
    // Of one child: nothing that is the household's as such, nor another member's.
    long child = given.member(place.family().id(), "OTHER", given.today().minusYears(9));
    String guardian = given.tokenOf(place.family().id(), child, Caller.Capacity.GUARDIAN);
    good("guardian", Set.of("person"), Set.of(OURS), guardian);
  }

  /** Somebody who acts for the family, in an account of their own. */
  private String proxy() {
    String adult = given.tokenOfHousehold(place.family().id(), place.family().workerId());
    JsonObject claims = ForgedToken.claims(adult);
    long account = claims.getLong("id");
    given.run(
        "UPDATE binding SET capacity = ?, until_on = ? WHERE account_id = ?",
        Caller.Capacity.PROXY.name(),
        given.today().plusDays(30),
        account);
    return tokens.issue(
        new Caller.Household(
            account,
            place.family().id(),
            place.family().workerId(),
            Caller.Capacity.PROXY,
            UUID.fromString(claims.getString("sid"))),
        LIFE);
  }

  private void cadres() {
    Set<SweptRelation> paired = Set.of(OURS, CLOSED_FILE);
    good("cadre", Set.of("cadre", "staff"), paired, place.cadre().token());
    cadre("otherCadre", given.staff(place.station(), Role.CADRE), NOWHERE);
    Fixtures.StaffMember until = given.staff(place.station(), Role.CADRE);
    pairUntilYesterday(until);
    cadre("yesterdaysCadre", until, NOWHERE);
    Fixtures.StaffMember elsewhere = given.staff(place.sibling(), Role.CADRE);
    given.pair(place.family(), elsewhere);
    cadre("cadreFromSibling", elsewhere, Set.of(OURS));
    cadre("foreignCadre", given.staff(place.foreign(), Role.CADRE), NOWHERE);
    Set<String> outside = Set.of("outsider", "staff");
    good("outsider", outside, paired, place.outsider().token());
    good("otherOutsider", outside, NOWHERE, given.outsider(place.county()).token());
    Fixtures.StaffMember left = given.outsider(place.county());
    pairUntilYesterday(left);
    good("yesterdaysOutsider", outside, NOWHERE, left.token());
  }

  private void cadre(String name, Fixtures.StaffMember who, Set<SweptRelation> over) {
    good(name, Set.of("cadre", "staff"), over, who.token());
  }

  private void pairUntilYesterday(Fixtures.StaffMember who) {
    given.run(
        "INSERT INTO pairing (household_id, staff_id, from_on, to_on) VALUES (?,?,?,?)",
        place.family().id(),
        who.id(),
        given.today().minusMonths(1),
        given.today().minusDays(1));
  }

  private void offices() {
    office("", place.county(), COUNTY, Set.of("administrator"));
    Set<String> above = Set.of("administrator", "administratorAbove");
    office("city", place.city(), CITY, above);
    office("province", place.province(), CITY, above);
    office("station", place.station(), COUNTY, Set.of("administrator"));
    office("sibling", place.sibling(), NOWHERE, Set.of("administrator"));
    office("foreign", place.foreign(), Set.of(OTHER_COUNTY), Set.of("administrator"));
    topmost();
  }

  /** Whoever keeps a tree of its own; of ours it knows nothing, and the keys are everybody's. */
  private void topmost() {
    Fixtures.Org root = given.organisation(null, "CITY", "992100", "另一市总工会");
    good(
        "topmostAdministrator",
        Set.of("topmost", "administrator", "staff"),
        NOWHERE,
        given.staff(root, Role.ADMINISTRATOR).token());
  }

  /** Each role of an organisation, by itself. */
  private void office(
      String prefix,
      Fixtures.Org organisation,
      Set<SweptRelation> over,
      Set<String> administrators) {
    for (Role role : Role.values()) {
      if (role == Role.CADRE) {
        continue;
      }
      String word = word(role);
      // An investigation is ended by whoever opened it.
      boolean opener = role == Role.AUDITOR && prefix.isEmpty();
      Set<String> as = new HashSet<>(role == Role.ADMINISTRATOR ? administrators : Set.of(word));
      as.add("staff");
      if (opener) {
        as.add("opener");
      }
      String name =
          prefix.isEmpty()
              ? word
              : prefix + Character.toUpperCase(word.charAt(0)) + word.substring(1);
      // What belongs to the county itself is not the station's, though its households are.
      Set<SweptRelation> overOffices = prefix.equals("station") ? NOWHERE : over;
      all.add(
          new SweptPrincipal(
              name,
              Set.copyOf(as),
              over,
              overOffices,
              Standing.GOOD,
              bearing((opener ? place.auditor() : given.staff(organisation, role)).token())));
    }
  }

  private static String word(Role role) {
    String[] parts = role.name().toLowerCase(java.util.Locale.ROOT).split("_", -1);
    return parts.length == 1
        ? parts[0]
        : parts[0] + Character.toUpperCase(parts[1].charAt(0)) + parts[1].substring(1);
  }

  private void partners() {
    Departments departments = new Departments(server, "http://localhost:8080");
    Set<String> as = Set.of("partner");
    Departments.Department inForce = departments.of(place.county());
    departments.agree(inForce, PURPOSE, given.today().plusYears(1));
    String token = departments.token(inForce);
    add("partner", as, COUNTY, Standing.GOOD, signing(departments, inForce, token, PURPOSE));
    add(
        "partnerOtherPurpose",
        as,
        NOWHERE,
        Standing.GOOD,
        signing(departments, inForce, token, "OTHER"));
    add("partnerUnsigned", as, NOWHERE, Standing.VOID, bearing(token));
    Departments.Department ended = departments.of(place.county());
    departments.agree(ended, PURPOSE, given.today().minusDays(1));
    add(
        "partnerAgreementEnded",
        as,
        NOWHERE,
        Standing.GOOD,
        signing(departments, ended, departments.token(ended), PURPOSE));
    Departments.Department keyless = departments.of(place.county());
    departments.agree(keyless, PURPOSE, given.today().plusYears(1));
    String keylessToken = departments.token(keyless);
    departments.endKey(keyless);
    add(
        "partnerKeyEnded",
        as,
        NOWHERE,
        Standing.VOID,
        signing(departments, keyless, keylessToken, PURPOSE));
    Departments.Department elsewhere = departments.of(place.foreign());
    departments.agree(elsewhere, PURPOSE, given.today().plusYears(1));
    add(
        "partnerOfOtherCounty",
        as,
        Set.of(OTHER_COUNTY),
        Standing.GOOD,
        signing(departments, elsewhere, departments.token(elsewhere), PURPOSE));
  }

  private Sender signing(
      Departments departments, Departments.Department who, String token, String purpose) {
    return (operation, things) ->
        departments.send(
            who,
            token,
            purpose,
            operation.method(),
            things.path(operation.template()),
            SweptBodies.of(operation.id(), things),
            type(operation));
  }

  private static String type(ContractCheck.Operation operation) {
    return operation.id().equals("uploadMaterial") || operation.id().equals("sendImportPart")
        ? "application/octet-stream"
        : "application/json";
  }

  /** Of people with every power in the county, were it not for one thing that is due. */
  private void weakSessions() {
    add(
        "secondFactorDue",
        Set.of(),
        COUNTY,
        Standing.SECOND_FACTOR_DUE,
        bearing(weak(Strength.SECOND_FACTOR_DUE)));
    add(
        "passwordChangeDue",
        Set.of(),
        COUNTY,
        Standing.PASSWORD_DUE,
        bearing(weak(Strength.PASSWORD_CHANGE_DUE)));
  }

  private String weak(Strength strength) {
    Fixtures.Org county = place.county();
    Fixtures.StaffMember who = given.staff(county, Role.ADMINISTRATOR);
    return tokens.issue(
        new Caller.Staff(
            who.id(), county.id(), county.path(), Set.of(Role.ADMINISTRATOR), who.session()),
        strength,
        LIFE);
  }

  /** The administrator moves one and closes the account of another, over HTTP. */
  private void endedStaff() {
    String administrator = given.staff(place.county(), Role.ADMINISTRATOR).token();
    Fixtures.StaffMember moved = given.staff(place.county(), Role.CODE_CLERK);
    JsonObject version = new JsonObject().put("version", 1);
    must(
        server.post(
            "/v1/staff/" + moved.id() + "/move",
            administrator,
            version.copy().put("organisationId", place.sibling().id())));
    voided("movedStaff", moved.token());
    Fixtures.StaffMember closed = given.staff(place.county(), Role.CODE_CLERK);
    must(server.post("/v1/staff/" + closed.id() + "/closure", administrator, version));
    voided("closedStaff", closed.token());
  }

  private static void must(TestServer.Answer answer) {
    if (answer.status() >= 300) {
      throw new IllegalStateException("the sweep cannot be prepared: " + answer.text());
    }
  }

  /** All of the county's administrator, but for one thing each. */
  private void tokensOfNoWorth() {
    Fixtures.Org county = place.county();
    Fixtures.StaffMember ended = given.staff(county, Role.ADMINISTRATOR);
    given.run(
        "UPDATE session SET ended_at = now(), end_reason = 'test' WHERE id = ?", ended.session());
    voided("revokedSession", ended.token());
    String good = given.staff(county, Role.ADMINISTRATOR).token();
    String header = ForgedToken.header(good).encode();
    JsonObject claims = ForgedToken.claims(good);
    byte[] key = Base64.getDecoder().decode(TestConfig.key("token"));
    voided("forgedSignature", good.replaceFirst("\\.[^.]+$", ".forged"));
    voided(
        "expiredToken",
        ForgedToken.hs256(
            header, claims.copy().put("exp", claims.getLong("iat") - 60).encode(), key));
    voided(
        "otherAudience",
        ForgedToken.hs256(header, claims.copy().put("aud", "elsewhere").encode(), key));
    voided(
        "otherIssuer",
        ForgedToken.hs256(header, claims.copy().put("iss", "elsewhere").encode(), key));
    voided(
        "noAlgorithm",
        ForgedToken.unsigned(
            ForgedToken.header(good).put("alg", "none").encode(), claims.encode(), ""));
    voided("keyOfAnother", ForgedToken.hs256(header, claims.encode(), new byte[key.length]));
  }

  private void voided(String name, String token) {
    add(name, Set.of(), NOWHERE, Standing.VOID, bearing(token));
  }

  private void good(String name, Set<String> as, Set<SweptRelation> over, @Nullable String token) {
    add(name, as, over, Standing.GOOD, bearing(token));
  }

  private void add(
      String name, Set<String> as, Set<SweptRelation> over, Standing standing, Sender sender) {
    all.add(new SweptPrincipal(name, as, over, over, standing, sender));
  }

  private Sender bearing(@Nullable String token) {
    return (operation, things) -> {
      String key = operation.method().equals("POST") ? UUID.randomUUID().toString() : null;
      return server.send(
          operation.method(),
          things.path(operation.template()),
          token,
          SweptBodies.of(operation.id(), things),
          key,
          "Content-Type",
          type(operation));
    };
  }
}
