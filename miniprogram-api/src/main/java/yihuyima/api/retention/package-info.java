/**
 * How long what is kept, and the purges that keep to it (PIPL art. 19, 47).
 *
 * <p>Owns {@code retention_rule}, {@code retention_cover}, {@code purge}, {@code purge_part} and
 * {@code purge_proof}. The periods are data; what is done when one is over is a {@link
 * yihuyima.api.retention.Disposal}, and nothing that no rule names is touched. A purge walks each
 * rule's table three times: it counts, deletes, and looks whether anything is left; each window of
 * rows is one transaction, so a crash loses none of what it says. What it did is a chain of proofs,
 * and each proof's digest is in the sealed record of looks.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.retention;
