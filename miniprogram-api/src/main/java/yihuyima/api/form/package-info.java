/**
 * The national form of a hardship worker's file (困难职工档案表): its fields, their value lists, and how
 * each is read from what somebody typed and shown again. Pure.
 *
 * <p>One list serves the page, the API and the spreadsheet: a value is kept as its canonical text,
 * such as {@code DEEP}, {@code 2026-03-01} or an amount in fen, and stands in the spreadsheet as
 * the form words it.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.form;
