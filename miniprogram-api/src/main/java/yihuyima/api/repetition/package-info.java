/**
 * Answers of writes that are asked for again (重复提交取回结果): whether they are still the caller's to
 * have.
 *
 * <p>Owns no table. What an answer is about was kept with it ({@link yihuyima.api.access.Matter});
 * how that stands to the caller is read anew, and the decision is the one of the write itself. Each
 * answer that is given again is in the record, for the family to read where it is a family's.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.repetition;
