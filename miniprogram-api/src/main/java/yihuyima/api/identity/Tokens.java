package yihuyima.api.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.Jws;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.Locator;
import io.jsonwebtoken.security.Keys;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;

/**
 * Session tokens: short, HS256, issued and read by this server only.
 *
 * <p>A token says who the caller is; whether the session still stands is asked of the database with
 * each request. Verified tokens are remembered until they expire, so a signature is computed once a
 * token and not once a request.
 */
public final class Tokens {
  private static final String ISSUER = "yihuyima";
  private static final String TYPE = "at+jwt";

  /** A token longer than this is not ours. */
  private static final int TOKEN_CHARS_MAX = 2048;

  /** Verified tokens remembered. */
  private static final int REMEMBERED_MAX = 50_000;

  /**
   * What a token says.
   *
   * @param strength how well its session was proved when it was issued; raising it issues another
   */
  public record Presented(Caller caller, Strength strength) {}

  private record Verified(Presented presented, Instant expiresAt) {}

  private final Map<String, SecretKey> keys = new HashMap<>();
  private final String currentKeyId;
  private final Clock clock;
  private final JwtParser parser;
  private final Cache<String, Verified> remembered =
      Caffeine.newBuilder().maximumSize(REMEMBERED_MAX).build();

  public Tokens(TokenKeys tokenKeys, Clock clock) {
    this.clock = clock;
    this.currentKeyId = tokenKeys.currentKeyId();
    tokenKeys.keys().forEach((id, key) -> keys.put(id, Keys.hmacShaKeyFor(key)));
    // Only HS256 is known at all: no other algorithm, no "none", no key from the header's own
    // words.
    this.parser =
        Jwts.parser()
            .sig()
            .clear()
            .add(Jwts.SIG.HS256)
            .and()
            .json(new TokenJson())
            .keyLocator(locator())
            .clock(() -> Date.from(clock.instant()))
            .requireIssuer(ISSUER)
            .requireAudience(ISSUER)
            .build();
  }

  private Locator<Key> locator() {
    return header -> {
      boolean ours = header instanceof JwsHeader && TYPE.equals(header.getType());
      return ours ? keys.get(((JwsHeader) header).getKeyId()) : null;
    };
  }

  /** A token for a caller with a session proved in one way. */
  public String issue(Caller caller, Duration validFor) {
    return issue(caller, Strength.PASSWORD, validFor);
  }

  /** A token for a caller with a session. */
  public String issue(Caller caller, Strength strength, Duration validFor) {
    Instant now = clock.instant();
    var claims =
        Jwts.builder()
            .header()
            .type(TYPE)
            .keyId(currentKeyId)
            .and()
            .issuer(ISSUER)
            .audience()
            .add(ISSUER)
            .and()
            .issuedAt(Date.from(now))
            .expiration(Date.from(now.plus(validFor)))
            .claim("sid", String.valueOf(caller.sessionId()))
            .claim("str", strength.name());
    switch (caller) {
      case Caller.SignedIn c -> claims.subject("A").claim("id", c.accountId());
      case Caller.Household c ->
          claims
              .subject("H")
              .claim("id", c.accountId())
              .claim("hid", c.householdId())
              .claim("pid", c.personId())
              .claim("cap", c.capacity().name());
      case Caller.Staff c ->
          claims
              .subject("S")
              .claim("id", c.staffId())
              .claim("oid", c.organisationId())
              .claim("path", c.organisationPath())
              .claim("roles", c.roles().stream().map(Role::name).sorted().toList());
      case Caller.Paired c -> claims.subject("O").claim("id", c.staffId());
      case Caller.Auditor c ->
          claims
              .subject("U")
              .claim("id", c.staffId())
              .claim("oid", c.organisationId())
              .claim("path", c.organisationPath());
      case Caller.Partner c ->
          claims.subject("P").claim("id", c.partnerId()).claim("path", c.organisationPath());
      case Caller.Anyone ignored -> throw new IllegalArgumentException("anyone has no session");
      case Caller.SystemJob ignored -> throw new IllegalArgumentException("a job has no session");
    }
    return claims.signWith(keys.get(currentKeyId), Jwts.SIG.HS256).compact();
  }

  /** What a token says; empty when it is not ours, was changed, or has expired. */
  public Optional<Presented> read(String token) {
    Verified known = remembered.getIfPresent(token);
    if (known != null) {
      return clock.instant().isBefore(known.expiresAt())
          ? Optional.of(known.presented())
          : Optional.empty();
    }
    if (token.length() > TOKEN_CHARS_MAX) {
      return Optional.empty();
    }
    try {
      Jws<Claims> jws = parser.parseSignedClaims(token);
      Verified verified = verified(jws.getPayload());
      remembered.put(token, verified);
      return Optional.of(verified.presented());
    } catch (JwtException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Verified verified(Claims claims) {
    Date end = claims.getExpiration();
    if (end == null) {
      throw new IllegalArgumentException("a token without an end");
    }
    return new Verified(new Presented(caller(claims), strength(claims)), end.toInstant());
  }

  private static Caller caller(Claims claims) {
    UUID session = UUID.fromString(text(claims, "sid"));
    long id = number(claims, "id");
    return switch (text(claims, "sub")) {
      case "A" -> new Caller.SignedIn(id, session);
      case "H" ->
          new Caller.Household(
              id,
              number(claims, "hid"),
              number(claims, "pid"),
              Caller.Capacity.valueOf(text(claims, "cap")),
              session);
      case "S" ->
          new Caller.Staff(id, number(claims, "oid"), text(claims, "path"), roles(claims), session);
      case "O" -> new Caller.Paired(id, session);
      case "U" -> new Caller.Auditor(id, number(claims, "oid"), text(claims, "path"), session);
      case "P" -> new Caller.Partner(id, text(claims, "path"), session);
      default -> throw new IllegalArgumentException("an unknown subject");
    };
  }

  /** Tokens of the release before say nothing, and were issued for what is now PASSWORD. */
  private static Strength strength(Claims claims) {
    String name = claims.get("str", String.class);
    return name == null ? Strength.PASSWORD : Strength.valueOf(name);
  }

  private static String text(Claims claims, String name) {
    if (claims.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("no " + name);
  }

  private static long number(Claims claims, String name) {
    if (claims.get(name) instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalArgumentException("no " + name);
  }

  private static Set<Role> roles(Claims claims) {
    if (claims.get("roles") instanceof List<?> names) {
      return names.stream().map(Object::toString).map(Role::valueOf).collect(Collectors.toSet());
    }
    throw new IllegalArgumentException("no roles");
  }
}
