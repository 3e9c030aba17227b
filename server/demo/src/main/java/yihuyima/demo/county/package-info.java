/**
 * The sample county: an invented place with invented people, in the proportions of a real one.
 *
 * <p>Everything follows from a seed, a size and a day. Nothing in it can be taken for somebody
 * real: regions and ID numbers begin with 99, phones with 100, cards with 99, everybody's given
 * name with 示. {@link yihuyima.demo.county.SampleCounty} writes it, in one transaction.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.demo.county;
