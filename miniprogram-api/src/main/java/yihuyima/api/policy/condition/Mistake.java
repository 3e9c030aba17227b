package yihuyima.api.policy.condition;

/**
 * What is wrong with an expression, for the person who writes it.
 *
 * @param line from 1
 * @param column from 1, in characters
 * @param message in Chinese
 */
public record Mistake(int line, int column, String message) {}
