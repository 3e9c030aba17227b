/**
 * What keeps private columns private: encryption bound to row and column, and blind indexes for
 * equality.
 *
 * <p>Owns no table. A value is opened only by the code that answers an authorised request; what
 * stands in the database, its backups and its log is of no use without the keys, which are
 * configuration and never stored beside the data.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.secret;
