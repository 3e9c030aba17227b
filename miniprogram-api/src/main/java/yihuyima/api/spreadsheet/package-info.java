/**
 * The national form (困难职工档案表) as a spreadsheet, in and out.
 *
 * <p>One sheet, one row a person: a household's rows stand together, the worker's (关系 本人) among
 * them, and carry the same 家庭序号 or 职工编号. A blank cell states nothing: importing never takes a fact
 * away. A file comes in parts, is kept sealed, and is read by a job that first only says what it
 * would do; nothing is written before somebody has chosen how.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.spreadsheet;
