/**
 * What a family asks about its own data: that something wrong is corrected, that its data is no
 * longer used. Requests are records with a day by which they are answered.
 */
@NullMarked
package yihuyima.api.rights;

import org.jspecify.annotations.NullMarked;
