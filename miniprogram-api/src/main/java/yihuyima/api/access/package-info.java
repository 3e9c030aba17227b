/**
 * Who may do what, and who sees what: the one place that decides.
 *
 * <p>Every operation of the contract is an {@link yihuyima.api.access.Action} with the rights that
 * open it, each a {@link yihuyima.api.access.Grant}. It is asked twice. At the door, before
 * anything is read: can this kind of caller, with these roles, ever do it. And at the thing itself,
 * once it is found: a store hands out what belongs to a household as {@link
 * yihuyima.api.access.Guarded}, which opens only by a decision. Nobody else looks at roles or at
 * the tree: an architecture rule says so.
 *
 * <p>What a caller may not know of answers as if it did not exist. The caller kinds and their reach
 * are those of the settled model: a cadre reaches the households paired with them and, where the
 * station shares its pairings, those of the station; other staff their organisation's subtree by
 * role; a person paired from outside the tree that household and nothing else; auditors read, and
 * change nothing; partner departments see agreed fields for an agreed purpose.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.access;
