package yihuyima.api.identity.account;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.audit.Look;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Role;
import yihuyima.api.identity.password.OneTimePassword;

/**
 * The first two administrators of an installation, made by an operator at the machine: everybody
 * after that is opened by one and, where they get powers, confirmed by the other. Where the topmost
 * organisation has two, nothing is made; where it lost one, the operator makes another, since one
 * alone could never confirm a successor.
 */
public final class FirstAdministrator {
  private static final Pattern LOGIN_NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{2,63}");
  private static final Pattern REGION = Pattern.compile("[0-9]{6}");
  private static final Set<String> LEVELS = Set.of("COUNTRY", "PROVINCE", "CITY", "COUNTY");
  private static final int NAME_MAX = 40;
  private static final int ORGANISATION_MAX = 80;

  private final FirstAdministratorStore store = new FirstAdministratorStore();
  private final AccessRecordStore record;
  private final Clock clock;

  public FirstAdministrator(AccessRecordStore record, Clock clock) {
    this.record = record;
    this.clock = clock;
  }

  /**
   * What is wanted.
   *
   * @param organisation name, level and region of the topmost organisation; null where there is one
   */
  public record Wanted(String loginName, String name, @Nullable Topmost organisation) {
    /** What is wrong with it, a line each; empty when it can be tried. */
    public List<String> problems() {
      List<String> problems = new ArrayList<>();
      if (!LOGIN_NAME.matcher(loginName).matches()) {
        problems.add("--login must be 3 to 64 of a-z 0-9 . _ - and begin with a letter or digit");
      }
      if (name.isBlank() || name.length() > NAME_MAX) {
        problems.add("--name must be 1 to " + NAME_MAX + " characters");
      }
      Topmost top = organisation;
      if (top != null && (top.name().isBlank() || top.name().length() > ORGANISATION_MAX)) {
        problems.add("--organisation must be 1 to " + ORGANISATION_MAX + " characters");
      }
      if (top != null && !LEVELS.contains(top.level())) {
        problems.add("--level must be COUNTRY, PROVINCE, CITY or COUNTY");
      }
      if (top != null && !REGION.matcher(top.region()).matches()) {
        problems.add("--region must be six digits, such as 370100");
      }
      return problems;
    }
  }

  /** The organisation that has none above it. */
  public record Topmost(String name, String level, String region) {}

  /** What came of it. */
  public sealed interface Outcome {
    /**
     * Made; the password is good until then, for nothing but setting one's own.
     *
     * @param alone whether there is no second one yet
     */
    record Made(String organisation, OffsetDateTime until, boolean alone) implements Outcome {}

    /** Nothing was made; {@code reason} is for the operator. */
    record Refused(String reason) implements Outcome {}
  }

  /**
   * Makes the account, and the organisation where there is none.
   *
   * @return what came of it; fails with LOGIN_NAME_TAKEN, or when the database does
   */
  public Future<Outcome> make(SqlConnection db, Wanted wanted, String passwordHash) {
    return store
        .standing(db)
        .compose(
            standing -> {
              Optional<String> refusal = refusal(standing, wanted);
              return refusal.isPresent()
                  ? Future.succeededFuture(new Outcome.Refused(refusal.get()))
                  : made(db, standing, wanted, passwordHash);
            });
  }

  /** So many an operator makes: one asks, another confirms. */
  static final int ADMINISTRATORS = 2;

  /** Pure: whether there may be another administrator of the topmost organisation. */
  static Optional<String> refusal(FirstAdministratorStore.Standing standing, Wanted wanted) {
    if (standing.administrators() >= ADMINISTRATORS) {
      return Optional.of(
          "there are two administrators already; accounts are opened and confirmed by them");
    }
    if (standing.rootId() == null && wanted.organisation() == null) {
      return Optional.of("there is no organisation yet: give --organisation, --level and --region");
    }
    if (standing.rootId() != null && wanted.organisation() != null) {
      return Optional.of(
          "the topmost organisation is there: leave out --organisation, --level and --region");
    }
    return Optional.empty();
  }

  private Future<Outcome> made(
      SqlConnection db,
      FirstAdministratorStore.Standing standing,
      Wanted wanted,
      String passwordHash) {
    OffsetDateTime until = ChinaTime.now(clock).plus(OneTimePassword.LIFE);
    Long rootId = standing.rootId();
    Topmost top = wanted.organisation();
    Future<Long> root =
        rootId != null || top == null
            ? Future.succeededFuture(rootId)
            : store.openRoot(db, top.name(), top.level(), top.region());
    String organisation = top == null ? standing.rootName() : top.name();
    return root.compose(
        id -> {
          NewAccount account =
              new NewAccount(
                  id, wanted.loginName(), wanted.name(), organisation, Set.of(Role.ADMINISTRATOR));
          return new StaffAccountStore()
              .open(db, account, passwordHash, until)
              .compose(
                  staffId ->
                      recorded(db, id, staffId)
                          .compose(
                              ok ->
                                  new StaffHistoryStore()
                                      .remember(
                                          db,
                                          staffId,
                                          StaffHistoryStore.Kind.OPENED,
                                          Set.of(),
                                          ChinaTime.now(clock),
                                          null)))
              .map(new Outcome.Made(organisation, until, standing.administrators() == 0));
        });
  }

  private Future<Void> recorded(SqlConnection db, long organisationId, long staffId) {
    Look look =
        new Look(
            clock.instant(),
            "create-administrator",
            new Caller.SystemJob("operator").actor(),
            organisationId,
            null,
            true,
            "opened an administrator at the machine, staff " + staffId,
            null,
            null,
            UUID.randomUUID().toString(),
            "at the machine");
    return record.insert(db, List.of(look));
  }
}
