/**
 * The record of looks: who asked for whom, when, why, and whether it was granted; refusals too.
 *
 * <p>Owns {@code access_record}, to which rows are only ever added, and {@code leak_investigation}.
 * Looks are committed in groups and the answer waits for its group: what was not recorded was not
 * shown. Afterwards they are sealed: see {@code seal}. Auditors read the record within their
 * subtree, and their reading is recorded too.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.audit;
