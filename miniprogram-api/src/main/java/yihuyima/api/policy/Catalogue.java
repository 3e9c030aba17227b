package yihuyima.api.policy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import yihuyima.api.access.Purpose;

/**
 * The catalogue of one version and day, ready to be written into answers. Immutable; safe for many
 * threads.
 */
public final class Catalogue {
  private final long version;
  private final LocalDate day;
  private final Map<String, Policy> policies = new LinkedHashMap<>();
  private final Map<String, byte[]> heads = new HashMap<>();
  private final Map<String, List<Programme>> programmesByPolicy = new HashMap<>();
  private final List<Programme> programmes;

  /** A catalogue; of two versions of one policy valid on the day, the first given counts. */
  public Catalogue(long version, LocalDate day, List<Policy> policies, List<Programme> programmes) {
    this.version = version;
    this.day = day;
    this.programmes = List.copyOf(programmes);
    for (Policy policy : policies) {
      if (this.policies.putIfAbsent(policy.code(), policy) == null) {
        heads.put(policy.code(), head(policy));
      }
    }
    for (Programme programme : programmes) {
      programmesByPolicy
          .computeIfAbsent(programme.policyCode(), code -> new java.util.ArrayList<>())
          .add(programme);
    }
  }

  /** Whether it is what the database has now. */
  public boolean is(long wantedVersion, LocalDate wantedDay) {
    return version == wantedVersion && day.equals(wantedDay);
  }

  /** The policy of a code, when it is valid. */
  public Optional<Policy> policy(String code) {
    return Optional.ofNullable(policies.get(code));
  }

  /**
   * Whether a benefit tells of what is withheld. One that is no longer in the catalogue may: it is
   * kept when anything is.
   */
  public boolean tells(String policyCode, Set<Purpose> withheld) {
    Policy policy = policies.get(policyCode);
    return !withheld.isEmpty()
        && (policy == null || (policy.restsOn() != null && withheld.contains(policy.restsOn())));
  }

  /** The programmes offered to an organisation's households. */
  public List<Programme> programmesFor(String organisationPath) {
    return programmes.stream().filter(p -> p.isOffered(day, organisationPath)).toList();
  }

  /** The programme of a code, when it is offered to this organisation's households. */
  public Optional<Programme> programme(String code, String organisationPath) {
    return programmes.stream()
        .filter(p -> p.code().equals(code) && p.isOffered(day, organisationPath))
        .findFirst();
  }

  /**
   * Writes a benefit, the words of the policy first.
   *
   * @param tail the household's own part: JSON members, beginning with a comma, without the closing
   *     brace
   * @param mayApply whether to name the programme to apply with
   * @return false when the policy is no longer valid and nothing was written
   */
  public boolean writeBenefit(
      Buffer out,
      boolean first,
      String policyCode,
      byte[] tail,
      boolean mayApply,
      String organisationPath) {
    byte[] head = heads.get(policyCode);
    if (head == null) {
      return false;
    }
    if (!first) {
      out.appendByte((byte) ',');
    }
    out.appendBytes(head).appendBytes(tail);
    Programme programme = mayApply ? programmeOf(policyCode, organisationPath) : null;
    if (programme == null) {
      out.appendString(",\"programmeCode\":null}");
    } else {
      out.appendString(",\"programmeCode\":\"").appendString(programme.code()).appendString("\"}");
    }
    return true;
  }

  private @org.jspecify.annotations.Nullable Programme programmeOf(String policyCode, String path) {
    for (Programme programme : programmesByPolicy.getOrDefault(policyCode, List.of())) {
      if (programme.isOffered(day, path)) {
        return programme;
      }
    }
    return null;
  }

  private static byte[] head(Policy policy) {
    String json =
        new JsonObject()
            .put("policyCode", policy.code())
            .put("name", policy.name())
            .put("department", policy.department())
            .put("kind", policy.kind())
            .put("gives", policy.gives())
            .encode();
    return json.substring(0, json.length() - 1).getBytes(StandardCharsets.UTF_8);
  }
}
