/**
 * Changing the data key while everything runs: {@code PUBLISHED} (servers load the new key) →
 * {@code SWITCHED} (they seal with it; writes under way come to their end) → {@code RESEALING}
 * (every encrypted value of every table is sealed anew, in batches) → {@code CHECKING} (each is
 * looked at once more) → {@code DONE} (the old keys are destroyed), or {@code BLOCKED} when a value
 * does not open: then no key is destroyed until somebody has seen to it.
 *
 * <p>Where the job is stands in {@code key_rotation}, committed with each batch: after a crash any
 * server goes on from there.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.secret.rotation;
