package yihuyima.api.code;

/**
 * Who issues the codes; what a stranger is told.
 *
 * @param name such as a county's federation of trade unions
 * @param hotline whom to call; never a cadre's own number
 */
public record Issuer(String name, String hotline) {}
