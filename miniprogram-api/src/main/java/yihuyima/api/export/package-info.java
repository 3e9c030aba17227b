/**
 * The family's own copy (导出我家资料): all that the product holds about a household and that the family
 * may see, in one answer (Personal Information Protection Law, article 45).
 *
 * <p>Owns nothing and reads all: so it asks for a sign-in of the last minutes, since whoever finds
 * an open phone would otherwise carry a whole family away; is recorded as a look; and is closed
 * while the record cannot be sealed. ID numbers and cards are named by their last four characters:
 * the family has them on paper, and nobody else needs them. A proxy exports nothing; a guardian
 * what is the child's.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.export;
