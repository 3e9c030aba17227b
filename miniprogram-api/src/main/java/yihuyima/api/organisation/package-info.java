/**
 * The union tree as it changes: organisations that move under another parent, or become part of
 * another.
 *
 * <p>Owns {@code organisation_history}. A change is one transaction: paths of the subtree, sessions
 * of those whose tokens carry an old path, the count that makes household views be composed anew,
 * and the row of history. Changes of the tree wait for each other, however far apart they are.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.organisation;
