package yihuyima.api.policy;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Purpose;

/**
 * A policy of the catalogue, in one version.
 *
 * @param kind MONEY, REDUCTION or SERVICE
 * @param gives what it gives, in words a household understands
 * @param validTo last day; null while open
 * @param restsOn the sensitive data that it is decided by; null when by none
 */
public record Policy(
    String code,
    int version,
    String name,
    String department,
    String kind,
    String gives,
    int sortOrder,
    LocalDate validFrom,
    @Nullable LocalDate validTo,
    @Nullable Purpose restsOn) {}
