package yihuyima.api.audit;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Guarded;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;

/**
 * One look at a household's data, or one refused.
 *
 * @param actor kind and id
 * @param householdId null when it concerned none that exists
 * @param detail which view was given, or the internal reason of the refusal; no personal data
 * @param purpose as stated by a partner department
 * @param codeHint first four characters of a code
 * @param fields which fields were shown, in order; null when all that the view has
 * @param investigationId the leak investigation that an auditor looks under; null for everybody
 *     else
 * @param organisationPath where the household stands in the tree, as read just now; null when it is
 *     not known here, and is then looked up as the look is written
 * @param together how many households the same request or job looked at, 2 and more; null when it
 *     was this one alone. All of them have the same request id
 */
public record Look(
    Instant at,
    String operation,
    String actor,
    @Nullable Long organisationId,
    @Nullable Long householdId,
    boolean granted,
    String detail,
    @Nullable String purpose,
    @Nullable String codeHint,
    String requestId,
    String address,
    @Nullable List<String> fields,
    @Nullable Long investigationId,
    @Nullable String organisationPath,
    @Nullable Integer together) {
  /** The detail of a look at the kept answer of a write that was sent again. */
  public static final String AGAIN = "the same answer again";

  public Look {
    fields = fields == null ? null : List.copyOf(fields);
  }

  /** A look at all that the view has, under no investigation. */
  public Look(
      Instant at,
      String operation,
      String actor,
      @Nullable Long organisationId,
      @Nullable Long householdId,
      boolean granted,
      String detail,
      @Nullable String purpose,
      @Nullable String codeHint,
      String requestId,
      String address) {
    this(
        at,
        operation,
        actor,
        organisationId,
        householdId,
        granted,
        detail,
        purpose,
        codeHint,
        requestId,
        address,
        null,
        null,
        null,
        null);
  }

  /** A look that was granted. */
  public static Look granted(
      Instant at, Caller caller, Request request, @Nullable Long householdId, String detail) {
    return of(at, caller, request, householdId, true, detail);
  }

  /** A look that was refused. */
  public static Look refused(
      Instant at, Caller caller, Request request, @Nullable Long householdId, String reason) {
    return of(at, caller, request, householdId, false, reason);
  }

  private static Look of(
      Instant at,
      Caller caller,
      Request request,
      @Nullable Long householdId,
      boolean granted,
      String detail) {
    return new Look(
        at,
        request.operation(),
        caller.actor(),
        caller.organisation(),
        householdId,
        granted,
        detail,
        null,
        null,
        request.requestId(),
        request.address());
  }

  /** A look that was refused by the decision about what was found. */
  public static Look refused(
      Instant at, Caller caller, Request request, Guarded.Refused<?> refused) {
    return refused(at, caller, request, refused.householdId(), refused.reason());
  }

  /** The same look, for a stated purpose. */
  public Look forPurpose(@Nullable String stated) {
    return new Look(
        at,
        operation,
        actor,
        organisationId,
        householdId,
        granted,
        detail,
        stated,
        codeHint,
        requestId,
        address,
        fields,
        investigationId,
        organisationPath,
        together);
  }

  /** The same look, by a code. */
  public Look byCode(@Nullable String hint) {
    return new Look(
        at,
        operation,
        actor,
        organisationId,
        householdId,
        granted,
        detail,
        purpose,
        hint,
        requestId,
        address,
        fields,
        investigationId,
        organisationPath,
        together);
  }

  /** The same look, at these fields alone. */
  public Look at(Collection<String> shown) {
    return new Look(
        at,
        operation,
        actor,
        organisationId,
        householdId,
        granted,
        detail,
        purpose,
        codeHint,
        requestId,
        address,
        shown.stream().sorted().toList(),
        investigationId,
        organisationPath,
        together);
  }

  /** The same look, under a leak investigation. */
  public Look under(@Nullable Long investigation) {
    return new Look(
        at,
        operation,
        actor,
        organisationId,
        householdId,
        granted,
        detail,
        purpose,
        codeHint,
        requestId,
        address,
        fields,
        investigation,
        organisationPath,
        together);
  }

  /** The same look, at a household that stands there in the tree. */
  public Look in(@Nullable String path) {
    return new Look(
        at,
        operation,
        actor,
        organisationId,
        householdId,
        granted,
        detail,
        purpose,
        codeHint,
        requestId,
        address,
        fields,
        investigationId,
        path,
        together);
  }

  /**
   * The same look, as one of so many: a comparison that takes more than one transaction says of
   * each household how many it is about.
   */
  public Look among(int households) {
    return new Look(
        at,
        operation,
        actor,
        organisationId,
        householdId,
        granted,
        detail,
        purpose,
        codeHint,
        requestId,
        address,
        fields,
        investigationId,
        organisationPath,
        households > 1 ? Integer.valueOf(households) : null);
  }
}
