/**
 * News of aid (帮扶动态): an organisation writes, households and anyone read.
 *
 * <p>Owns {@code news}. What organisations at county level and above publish is for anyone; what is
 * published below is for the households and staff of that organisation and below it.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.news;
