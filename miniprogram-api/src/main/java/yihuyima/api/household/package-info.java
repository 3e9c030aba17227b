/**
 * Households: the persons, memberships and files they are made of, and the view that a scan shows.
 *
 * <p>Owns {@code person}, {@code person_version}, {@code household}, {@code household_version},
 * {@code membership}, {@code household_file}, {@code file_person} and {@code household_view}.
 *
 * <p>Invariants: a person is in at most one open file; a household has at most one open file; every
 * change of a household's facts counts its view's version up in the same transaction (triggers),
 * and a view is shown only while it was composed from the version that stands.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.household;
