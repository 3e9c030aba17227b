package yihuyima.api.limit;

/**
 * Every limit, with its unit.
 *
 * @param lookupsPerAddress lookups of codes by callers who are not signed in, an address
 * @param lookupsInAll the same, all addresses together
 * @param lookupsPerCaller lookups by one signed-in caller, on one server
 * @param computationsPerAddress computations of hardship, an address: a street shares one
 * @param computationsInAll the same, all addresses together
 * @param bindingsPerAccount tries to bind a household, an account
 * @param bindingsPerAddress the same, an address: a family and a station share one; not counted for
 *     accounts with a phone that the union has of the household
 * @param bindingsPerCode the same, a code: slows guessing down and never locks its family out, for
 *     whom it is not counted either
 * @param signInsPerAddress sign-ins, an address; by SMS those alone that answer no code that is
 *     under way
 * @param signInsPerName sign-ins of staff, a login name and address together, so that nobody is
 *     locked out by another's tries
 * @param partnerSignInsPerAddress sign-ins of partner departments, an address: each sends a
 *     signature to be verified, and a session lasts for half an hour
 * @param smsPerPhone one-time codes sent, a phone number
 * @param smsPerAddress one-time codes sent, an address; not counted for a device on which this very
 *     number has signed in before
 * @param smsInAll one-time codes sent, all together: they cost money
 */
public record LimitSettings(
    Limit lookupsPerAddress,
    Limit lookupsInAll,
    Limit lookupsPerCaller,
    Limit computationsPerAddress,
    Limit computationsInAll,
    Limit bindingsPerAccount,
    Limit bindingsPerAddress,
    Limit bindingsPerCode,
    Limit signInsPerAddress,
    Limit signInsPerName,
    Limit partnerSignInsPerAddress,
    Limit smsPerPhone,
    Limit smsPerAddress,
    Limit smsInAll) {

  /** What production begins with. */
  public static LimitSettings standard() {
    return new LimitSettings(
        Limit.perMinute(60),
        Limit.perMinute(6000),
        Limit.perMinute(240),
        Limit.perMinute(60),
        Limit.perMinute(6000),
        Limit.perHour(6),
        Limit.perHour(60),
        Limit.perHour(20),
        Limit.perMinute(60),
        Limit.perHour(20),
        Limit.perMinute(120),
        new Limit(6, java.time.Duration.ofHours(1)),
        Limit.perHour(60),
        Limit.perHour(20_000));
  }
}
