/**
 * The catalogue: policies (who may enjoy what, whoever gives it) and the programmes that pay some
 * of them; what each household is entitled to.
 *
 * <p>Owns {@code policy}, {@code programme}, {@code entitlement}, {@code living_standard} (whose
 * versions are written by the computation of hardship) and {@code catalogue_version}. A change of
 * the catalogue counts its version up; every answer is given from a copy of exactly the version the
 * database had at that moment.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.policy;
