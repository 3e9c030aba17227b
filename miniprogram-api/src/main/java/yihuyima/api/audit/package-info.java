/**
 * The record of looks: who asked for whom, when, why, and whether it was granted; refusals too.
 *
 * <p>Owns {@code access_record}, to which rows are only ever added. Looks are committed in groups
 * and the answer waits for its group: what was not recorded was not shown.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.audit;
